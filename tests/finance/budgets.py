"""A small made-up budget of Anyshire for 2019/20, worked by hand.

Residential care and homecare are budgeted at £120,000 and £60,000, contributions at −£24,000 of income, day care at
£12,000, all in equal twelfths. April to July became known on 10 August, August on 10 September; of day care nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from finance.actions import put_line, set_budget
from finance.models import BudgetLine, Heading
from ledger.actions import add_service, load_measures, put
from ledger.models import Organisation, Series
from ledger.months import FinancialYear, end_of_day, start_of_day
from tests.factories import record

YEAR = FinancialYear(2019)
MONTHS = list(YEAR.months())
SET = start_of_day(date(2019, 3, 1))  # when the structure and the budget became known
SEPTEMBER = date(2019, 9, 20)  # the day that the hand-worked answers are as at


@dataclass
class Budget:
    """The lines of the made-up budget."""

    residential: BudgetLine
    homecare: BudgetLine
    contributions: BudgetLine
    day_care: BudgetLine

    @property
    def lines(self) -> list[BudgetLine]:
        return [self.residential, self.homecare, self.contributions, self.day_care]


def make_line(council: Organisation, code: str, **fields: Any) -> BudgetLine:
    given = {"name": code.replace("-", " ").capitalize(), "first_year": YEAR.first, "by": None, "known_from": SET}
    return put_line(organisation=council, code=code, **{**given, **fields})


def give_budget(line: BudgetLine, amount: object, year: FinancialYear = YEAR, **fields: Any) -> None:
    given = {"channel": "demo", "known_from": SET, "by": None, **fields}
    set_budget(line=line, year=year, amount=Decimal(str(amount)), **given)


def told(series: Series | None, value: object, month: date, known: date, **fields: Any) -> None:
    """A figure that was known at the end of a day."""
    assert series
    record(series, value, month, channel="demo", known_from=end_of_day(known), **fields)


def make_heading(council: Organisation, kind: str, code: str, name: str) -> Heading:
    return put(Heading, {"organisation": council, "kind": kind, "code": code}, by=None, known_from=SET, name=name)


def small_budget(council: Organisation) -> Budget:
    load_measures()
    older = add_service(organisation=council, code="older", name="Older people", by=None)
    group = make_heading(council, "client-group", "OP", "Older people")
    home, away = (
        make_heading(council, "care-type", code, name) for code, name in (("HC", "Homecare"), ("RES", "Residential"))
    )
    under = {"service": older, "client_group": group}
    wanted = ("commitments", "accruals", "adjustment")
    found = Budget(
        residential=make_line(council, "residential", **under, care_type=away, wanted=wanted, position=1),
        homecare=make_line(council, "homecare", **under, care_type=home, position=2),
        contributions=make_line(council, "contributions", **under, income=True, position=3),
        day_care=make_line(council, "day-care", position=4),
    )
    for line, amount in zip(found.lines, (120_000, 60_000, -24_000, 12_000), strict=True):
        give_budget(line, amount)
    for line, amount in ((found.residential, 11_000), (found.homecare, 4_500), (found.contributions, -1_800)):
        for month in MONTHS[:4]:
            told(line.series, amount, month.start, date(2019, 8, 10))
        told(line.series, amount, MONTHS[4].start, date(2019, 9, 10))
    return found
