"""A small budget that tests of finance's pages look at and write to, made up, with one of each in each state."""

from datetime import date
from decimal import Decimal
from typing import Any

DAY = date(2019, 4, 1)


def make_finance(ours: Any, recorder: Any) -> dict[str, Any]:
    """Ids and numbers of what has no name in its address."""
    from django.utils.timezone import localdate

    from finance.actions import put_line, set_budget
    from finance.actions.activity import put_activity_line
    from finance.actions.funding import close_funding, commit_funding, put_funding_source
    from finance.actions.pressures import put_pressure
    from finance.actions.virements import propose_virement
    from finance.models import Heading
    from ledger.actions import close, put
    from ledger.months import FinancialYear, month_start

    heading = put(
        Heading, {"organisation": ours, "kind": "care-type", "code": "home-care"}, by=None, name="Home care"
    )
    today = localdate()
    year = FinancialYear.of(today)
    own = {"organisation": ours, "by": None}
    lines = [put_line(code=code, name=code.capitalize(), first_year=2019, **own) for code in ("visits", "equipment")]
    for line in lines:
        set_budget(line=line, year=year, amount=Decimal(12_000), by=recorder)
    virement = propose_virement(
        organisation=ours,
        holds_from=month_start(today),
        amounts={"visits": Decimal(-100), "equipment": Decimal(100)},
        reason="More equipment",
        by=recorder,
    )
    ended = {"on": DAY, "by": None, "reason": "It is over"}
    for slug in ("visits", "ended-visits"):
        activity = put_activity_line(slug=slug, name=slug, counts="hours", priced="hour", period="week", **own)
        pressure = put_pressure(slug=slug, name=slug, event="Storm", kind="cost", category="Visits", **own)
    close(thing=activity, outcome=activity.outcomes().values[0], **ended)
    close(thing=pressure, outcome=pressure.outcomes().values[0], **ended)
    for slug in ("grant", "ended-grant"):
        source = put_funding_source(slug=slug, name=slug, kind="grant", amounts={year: Decimal(1000)}, **own)
        if slug == "grant":
            names = ("Visits", "Equipment")
            kept, over = (
                commit_funding(source=source, name=name, by=None, amounts={year: Decimal(100)}) for name in names
            )
    for thing in (over, source):
        close_funding(thing=thing, outcome=thing.outcomes().values[0], **ended)
    virement_at = f"{virement.year}/{virement.number}"
    return {"heading": heading.pk, "virement": virement_at, "commitment": kept.pk, "released": over.pk}
