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
from ledger.numbers import total, worked_out
from ledger.scope import Scope, get_scope
from ledger.selectors import changes_since, first_knowledge
from ledger.tables import changes_table
from programmes.selectors import ProgrammeLine, programme_lines
from programmes.tables import programme_table


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
    """An organisation's overview: headline numbers, what changed since last month, its programmes."""
    scope = get_scope(request, slug)
    lines = programme_lines(scope.organisation, scope.year, scope.moment)
    programmes = programme_table(lines, scope)
    changed = changes_since(scope.organisation, None, scope.month_ago, scope.moment)
    changes = changes_table(changed)
    context = {
        "scope": scope,
        "headlines": headlines(lines, scope) if lines else [],
        "changed": changed,
        "changes": changes,
        "programmes": programmes,
        "empty": None if lines else nothing(scope),
    }
    return table_response(request, [programmes, changes]) or render(request, "ascare/council.html", context)


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


def headlines(lines: list[ProgrammeLine], scope: Scope) -> list[Headline]:
    targets = [(line.programme.name, line.target) for line in lines]
    avoided = [(line.programme.name, line.avoided) for line in lines]
    return [
        Headline("Programmes", worked_out(Decimal(len(lines)), "count of the programmes below", [], unit="")),
        Headline(f"Targets for {scope.year.label}", total(targets), "Savings and cost avoidance together"),
        Headline("Cost avoidance evidenced", total(avoided), "Not cashable"),
    ]


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
