"""What is seen of programmes: the list, a programme, a workstream, a benefit."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate

from ledger.components import EmptyState, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope
from ledger.tables import changes_table

from .. import tables
from ..charts import course_chart, course_finding
from ..selectors import NothingYet, benefit_page, programme_lines, programme_page, workstream_page
from .facts import benefit_facts, benefit_steps, programme_facts, programme_steps, workstream_facts, workstream_steps
from .headlines import benefit_headlines, programme_headlines, workstream_headlines
from .sections import all_tables, parted, programme_sections, ways_of, workstream_sections


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    lines = programme_lines(scope.organisation, scope.year, scope.moment)
    table = tables.programme_table(lines, scope)
    add = scope.link("Add a programme", "programmes:new") if scope.may_record and scope.is_now else None
    return table_response(request, [table]) or render(
        request, "programmes/index.html", {"scope": scope, "table": table, "add": add}
    )


@login_required
def detail(request: HttpRequest, slug: str, programme: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = programme_page(scope.organisation, programme, scope.year, scope.moment, scope.month_ago, scope.as_at)
    except ObjectDoesNotExist as error:
        raise Http404(f"{scope.organisation} has no programme “{programme}”.") from error
    if isinstance(page, NothingYet):
        return nothing_yet(request, scope, page)
    ways = ways_of(scope, page.programme)
    sections = programme_sections(page, ways)
    changed = [tables.words_changed_table(page.words_changed), changes_table(page.changes)]
    context = {
        "scope": scope,
        "page": page,
        "headlines": programme_headlines(page),
        "changed": changed,
        **parted(sections),
        "facts": programme_facts(page),
        "steps": programme_steps(page, ways),
        "assess": ways.add("Assess delivery confidence", "delivery-confidence-assessments") if ways.writes else None,
    }
    return table_response(request, [*changed, *all_tables(sections)]) or render(
        request, "programmes/detail.html", context
    )


@login_required
def workstream(request: HttpRequest, slug: str, programme: str, key: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = workstream_page(scope.organisation, programme, key, scope.year, scope.moment, scope.month_ago)
    except ObjectDoesNotExist as error:
        raise Http404(f"{scope.organisation} has no workstream “{key}” of “{programme}”.") from error
    if isinstance(page, NothingYet):
        return nothing_yet(request, scope, page)
    ways = ways_of(scope, page.programme)
    sections = workstream_sections(page, ways)
    changes = changes_table(page.changes)
    context = {
        "scope": scope,
        "page": page,
        "programme": scope.link(page.programme.name, "programmes:detail", page.programme.slug),
        "headlines": workstream_headlines(page),
        "changed": [changes],
        **parted(sections),
        "facts": workstream_facts(page),
        "steps": workstream_steps(page, ways),
    }
    return table_response(request, [changes, *all_tables(sections)]) or render(
        request, "programmes/workstream.html", context
    )


@login_required
def benefit(request: HttpRequest, slug: str, programme: str, key: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = benefit_page(scope.organisation, programme, key, scope.year, scope.moment, scope.month_ago)
    except ObjectDoesNotExist as error:
        raise Http404(f"{scope.organisation} has no benefit “{key}” of “{programme}”.") from error
    if isinstance(page, NothingYet):
        return nothing_yet(request, scope, page)
    ways = ways_of(scope, page.programme)
    chart = course_chart(page.course, page.benefit.name)
    changes = changes_table(page.changes)
    shown = {
        "projections": tables.projection_table(page),
        "forecasts": tables.forecast_table(page.course),
        "editions": tables.edition_table(page),
        "months": tables.edition_months_table(page),
        "claims": tables.claim_table(page, ways),
        "overlaps": tables.overlap_table(page.overlaps, ways),
    }
    context = {
        "scope": scope,
        "page": page,
        "programme": scope.link(page.programme.name, "programmes:detail", page.programme.slug),
        "headlines": benefit_headlines(page),
        "changed": [changes],
        "chart": chart,
        "finding": course_finding(page.course),
        "tables": shown,
        "facts": benefit_facts(page, ways),
        "steps": benefit_steps(page, ways),
        "claim": ways.add("Claim a share of a budget", "claims", benefit=page.benefit.pk) if ways.writes else None,
    }
    return table_response(request, [changes, *shown.values(), *([chart.table] if chart else [])]) or render(
        request, "programmes/benefit.html", context
    )


def nothing_yet(request: HttpRequest, scope: Scope, page: NothingYet) -> HttpResponseBase:
    context = {"scope": scope, "page": page, "empty": why(page, scope)}
    return render(request, "programmes/nothing_yet.html", context)


def why(page: NothingYet, scope: Scope, what: str = "programme") -> EmptyState:
    """Why there is nothing to show, and where there is."""
    day = day_label(scope.as_at)
    if page.known_from is None:
        return EmptyState(f"Nothing was known on {day}", f"Nothing has been recorded about this {what}.")
    known = localdate(page.known_from)
    return EmptyState(
        f"Nothing was known of this {what} on {day}",
        f"The first that is known of it became known on {day_label(known)}.",
        Link(f"See it as at {day_label(known)}", f"?as_at={known.isoformat()}"),
    )
