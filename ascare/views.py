from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from ledger.access import Access, standings
from ledger.components import Column, EmptyState, Headline, Link, Row, Table
from ledger.downloads import table_response
from ledger.models import Kind, Role
from ledger.months import day_label
from ledger.numbers import Number, total, worked_out
from ledger.scope import Scope, get_scope
from ledger.selectors import first_knowledge
from ledger.tables import changes_table
from programmes.tables import programme_table, words_changed_table
from programmes.tables.kpis import attention_table

from .selectors import Overview, overview
from .tables import late_table, waiting_table


@login_required
def home(request: HttpRequest) -> HttpResponseBase:
    """The reader's organisations; straight on where there is just one."""
    known = list(standings(request.user).values())
    if len(known) == 1:
        return redirect("council", known[0].organisation.slug)
    table = organisations_table(known)
    return table_response(request, [table]) or render(request, "ascare/home.html", {"table": table})


@login_required
def council(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An organisation's overview: headline numbers, what changed since last month, what is late, its programmes."""
    scope = get_scope(request, slug)
    found = overview(scope.organisation, scope.year, scope.moment, scope.month_ago, scope.as_at)
    programmes = programme_table(found.programmes, scope)
    changed = [words_changed_table(found.moved), changes_table(found.changes)]
    attention = attention_table(found.kpis, scope)
    late, waiting = late_table(found.late, scope), waiting_table(found, scope)
    known = bool(found.programmes or found.late or waiting.rows)
    context = {
        "scope": scope,
        "headlines": headlines(found, scope) if known else [],
        "heading": found.changes.heading,
        "changed": changed,
        "attention": attention,
        "late": late,
        "waiting": waiting,
        "programmes": programmes,
        "empty": None if known else nothing(scope),
    }
    return table_response(request, [*changed, attention, late, waiting, programmes]) or render(
        request, "ascare/council.html", context
    )


def organisations_table(known: list[Access]) -> Table:
    return Table(
        slug="organisations",
        caption="What you may see, and as what",
        columns=(Column("Organisation"), Column("Kind"), Column("Your role")),
        rows=tuple(
            Row(
                Link(access.organisation.name, reverse("council", args=[access.organisation.slug])),
                (Kind(access.organisation.kind).label, Role(access.role).label),
            )
            for access in known
        ),
        empty="You belong to no organisation yet. Ask an administrator of your council to add you under People.",
    )


def headlines(found: Overview, scope: Scope) -> list[Headline]:
    lines = found.programmes

    def sum_of(name: str) -> Number:
        return total([(line.programme.name, getattr(line.delivery, name)) for line in lines])

    late = worked_out(Decimal(len(found.late)), "count of what is late below", [], unit="")
    return [
        Headline(f"Targets for {scope.year.label}", sum_of("target"), f"Of {_programmes(len(lines))}"),
        Headline("Cashable to date", sum_of("cashable"), "Lowers budgets"),
        Headline("Cost avoidance to date", sum_of("avoided"), "Not cashable"),
        Headline("Late", late, "Milestones, actions, returns and reviews"),
    ]


def _programmes(count: int) -> str:
    return "1 programme" if count == 1 else f"{count} programmes"


def nothing(scope: Scope) -> EmptyState:
    known_from = first_knowledge(scope.organisation)
    day = day_label(scope.as_at)
    if known_from is None:
        step = Link("See how to send figures through the API", reverse("tokens")) if scope.may_record else None
        return EmptyState("Nothing has been recorded yet", f"{scope.organisation} has no figures.", step)
    known = localdate(known_from)
    return EmptyState(
        f"Nothing was known on {day}",
        f"The first figures of {scope.organisation} became known on {day_label(known)}.",
        Link(f"See it as at {day_label(known)}", f"?as_at={known.isoformat()}"),
    )
