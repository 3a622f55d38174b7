"""Run by itself after `manage.py demo`: what the browser tests need beyond the demo, and where it is, as JSON.

Cambridgeshire keeps what its papers say; whatever the tests write goes to Peterborough.
"""

import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import django

COUNCIL, OURS, MADE_UP = "cambridgeshire", "peterborough", "demoshire"
# One series for each test that writes, so that none depends on another.
SERIES = ("conflict", "late-conflict", "comment", "withdraw", "recorded", "no-script", "settled")


def main() -> None:
    django.setup()
    from django.contrib.auth.models import User
    from django.utils import timezone

    from ledger.actions import (
        NewFigure,
        create_series,
        define_measure,
        define_scheme,
        grant_membership,
        record_figures,
    )
    from ledger.models import Basis, Better, Channel, Figure, Job, Membership, Organisation, Rollup
    from ledger.months import Span
    from raid.actions import close_item, open_log, raise_item, write_update
    from raid.models import Action, Decision, Risk

    council, ours = Organisation.objects.get(slug=COUNCIL), Organisation.objects.get(slug=OURS)
    stranger = User.objects.create_user("stranger", password="try-stranger")
    grant_membership(user=stranger, organisation=Organisation.objects.get(slug="essex"), role="viewer", by=None)
    other = User.objects.create_user("other-administrator", password="try-other-administrator")
    grant_membership(user=other, organisation=ours, role="administrator", by=None)
    User.objects.create_user("newcomer", password="try-newcomer")

    recorder = User.objects.get(username="finance-lead")
    measure = define_measure(
        organisation=ours,
        code="visits",
        by=None,
        name="Visits",
        unit="visits",
        definition="Visits made. Made up for a test.",
        decimals=0,
        better=Better.HIGHER,
        rollup=Rollup.SUM,
    )
    define_scheme(
        organisation=ours, code="visits", name="Visits", by=None, green_within=Decimal(2), amber_within=Decimal(10)
    )
    span = Span.month(date(2019, 4, 1))
    for name in SERIES:
        series = create_series(
            organisation=ours, code=f"visits/{name}", name=f"Visits, {name}", measure=measure, by=None
        )
        figure = NewFigure(
            series=series.code, basis=Basis.ACTUAL, start=span.start, end=span.end, value=Decimal(1000)
        )
        record_figures(organisation=ours, figures=[figure], by=recorder, channel=Channel.FORM, reason="Counted")

    from .finance_cast import make_finance
    from .grid_cast import make_returns
    from .reports_cast import make_reports

    returns = make_returns(ours, recorder)

    log = open_log(organisation=ours, name="Visits", by=None)
    empty = open_log(organisation=ours, name="Nothing yet", by=None)
    day = date(2019, 4, 1)
    grave = {"likelihood": 5, "impact": 5, "residual_likelihood": 4, "residual_impact": 4, "next_review": day}
    risk = raise_item(model=Risk, log=log, by=recorder, title="Visits are missed", raised_on=day, **grave)
    over = raise_item(
        model=Risk, log=log, by=recorder, title="Visits are late", raised_on=day, likelihood=2, impact=2
    )
    raise_item(model=Risk, log=log, by=recorder, title="Nobody has scored this", raised_on=day)
    close_item(item=over, on=day, outcome="happened", reason="They were late", by=recorder)
    raise_item(model=Action, log=log, by=recorder, title="Hire", raised_on=day, due=day, risk=risk)
    raise_item(
        model=Decision, log=log, by=recorder, title="To hire", raised_on=day, words="Hire.", decided_by="Board"
    )
    write_update(log=log, month=day, words="A start is made.", by=recorder)

    # Of a kind that no worker knows, so that it waits for as long as the tests run.
    job = Job.objects.create(organisation=ours, kind="Wait for ever", asked_at=timezone.now())

    figures = Figure.objects.order_by("-pk").values_list("series__organisation__slug", "series__code", "pk")
    people = Membership.objects.filter(organisation=ours).values_list("user__username", "pk")
    found = {
        "council": council.slug,
        "ours": ours.slug,
        "figures": {f"{slug}/{code}": pk for slug, code, pk in figures},  # the first of each series
        "people": dict(people),
        "logs": {"visits": log.pk, "empty": empty.pk, "demoshire": logs_of(MADE_UP)["living-well"]},
        "job": job.pk,
        "returns": returns,
        "savings": make_savings(ours),
        "finance": make_finance(ours, User.objects.get(username="finance-officer")),
        "reports": make_reports(ours, User.objects.get(username="contributor"), recorder),
    }
    json.dump(found, sys.stdout)


def logs_of(slug: str) -> dict[str, int]:
    """The log of each of an organisation's programmes, by the programme's slug."""
    from programmes.models import Programme

    return dict(Programme.objects.filter(organisation__slug=slug).values_list("slug", "log_id"))


def make_savings(ours: Any) -> dict[str, int]:
    """A programme with one of each that its pages can change: their ids."""
    from ledger.actions import close, put
    from ledger.models import Series
    from ledger.months import start_of_day
    from programmes.actions import claim_budget, put_benefit, put_line, put_programme, put_workstream
    from programmes.models import Budget, Kpi, Milestone, Opportunity

    programme = put_programme(
        organisation=ours, slug="home-first", by=None, name="Home First (made up)", wanted=["impact_series"]
    )
    strand = put_workstream(programme=programme, slug="reablement", by=None, name="Reablement", kind="delivery")
    benefit = put_benefit(
        programme=programme, slug="fewer-packages", by=None, name="Fewer packages", kind="cashable", state="scoped"
    )
    own = {"programme": programme}
    day = date(2019, 4, 1)
    milestone = put(Milestone, {**own, "name": "Team in place"}, by=None, due=day, workstream=strand)
    met = put(Milestone, {**own, "name": "Board agrees"}, by=None, due=day)
    close(thing=met, on=day, outcome="met", reason="Agreed", by=None)
    opportunity = put_line(Opportunity, {**own, "name": "More sensors"}, by=None, kind="enhance")
    budget = put(Budget, {"organisation": ours, "name": "Foster care"}, by=None, holder="Children's services")
    year = {"start": day, "end": date(2020, 3, 31)}
    claim = claim_budget(benefit=benefit, budget=budget, share=Decimal(40), by=None, **year)
    past = put_programme(organisation=ours, slug="over", by=None, name="Over (made up)")
    # One whose whole story a test tells: it was known before, so that the days before the story can be looked at.
    put_programme(
        organisation=ours, slug="story", by=None, known_from=start_of_day(day), name="Reviews First (made up)"
    )
    close(thing=past, on=day, outcome="completed", reason="Done", by=None)
    series = Series.objects.get(organisation=ours, code="visits/settled")
    kpi = put(Kpi, {"organisation": ours, "series": series}, by=None, group="Visits", name="Settled visits")
    later = Series.objects.get(organisation=ours, code="visits/recorded")
    retired = put(Kpi, {"organisation": ours, "series": later}, by=None, group="Visits", name="Recorded visits")
    close(thing=retired, on=day, outcome="retired", reason="Not asked any more", by=None)
    made = {"milestone": milestone, "met": met, "opportunity": opportunity, "budget": budget, "claim": claim}
    return {name: thing.pk for name, thing in {**made, "kpi": kpi, "retired": retired}.items()}


if __name__ == "__main__":
    main()
