"""What Demoshire's money hangs on: services, headings, budget lines, activity, funding, and the forms by which its
outturn is collected."""

from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.text import slugify

from finance.actions.activity import put_activity_line
from finance.actions.funding import commit_funding
from finance.actions.lines import put_line
from finance.actions.virements import approve_virement, propose_virement
from finance.models import BudgetLine, FundingSource, Heading, Virement
from ledger.actions import NewFigure, add_service, put
from ledger.models import Channel, Frequency, Organisation, Service
from ledger.months import FinancialYear, add_months, start_of_day
from returns.actions import close_history, open_due_returns
from returns.actions.forms import add_lines, define_form
from returns.models import Form

from .figures import YEARS, rows
from .spending import COLUMNS, LEVELS, open_month

SERVICES = {
    "older-people": "Older people",
    "short-term": "Short-term support",
    "learning-disability": "Learning disability",
    "mental-health": "Mental health",
    "assessment": "Assessment and support",
}


def make_structure(council: Organisation, first: FinancialYear, known_from: datetime) -> None:
    """The budget's lines from the year `first` on, and what is bought with it."""
    services = {
        code: add_service(organisation=council, code=code, name=name, by=None) for code, name in SERVICES.items()
    }
    headings: dict[tuple[str, str], Heading] = {}
    for position, row in enumerate(rows("budget.csv"), start=1):
        pointers = {
            kind: _heading(council, kind, row[kind.replace("-", "_")], headings, known_from)
            for kind in Heading.Kind.values
        }
        put_line(
            organisation=council,
            code=row["code"],
            by=None,
            known_from=known_from,
            wanted=_wanted(row),
            name=row["name"],
            service=services[row["service"]],
            income=bool(row["income"]),
            first_year=first.first,
            position=position,
            **{kind.replace("-", "_"): found for kind, found in pointers.items()},  # type: ignore[arg-type]  # by name
        )
    lines = {line.code: line for line in BudgetLine.objects.filter(organisation=council)}
    for position, row in enumerate(rows("activity.csv"), start=1):
        line = lines[row["budget_line"]]
        put_activity_line(
            organisation=council,
            slug=row["slug"],
            by=None,
            known_from=known_from,
            name=row["name"],
            service=line.service,
            client_group=line.client_group,
            care_type=line.care_type,
            budget_line=line,
            counts=row["counts"],
            priced_per=row["priced_per"],
            period=row["period"],
            position=position,
        )


def _wanted(row: dict[str, str]) -> tuple[str, ...]:
    levels = tuple(LEVELS.get(row["code"], ()))
    return levels if row["income"] else (*levels, "adjustment")


def _heading(
    council: Organisation, kind: str, name: str, known: dict[tuple[str, str], Heading], known_from: datetime
) -> Heading | None:
    if not name:
        return None
    if (kind, name) not in known:
        code = name if kind == Heading.Kind.COST_CENTRE else slugify(name)
        key = {"organisation": council, "kind": kind, "code": code}
        known[kind, name] = put(Heading, key, by=None, known_from=known_from, name=name)
    return known[kind, name]


def commitments(
    council: Organisation, first: FinancialYear, last: FinancialYear, known_from: datetime
) -> list[NewFigure]:
    """Commit funding as of `known_from`, and give what is to be recorded of it for the years `first` to `last`."""
    sources = {source.slug: source for source in FundingSource.objects.filter(organisation=council)}
    figures = []
    for row in rows("funding.csv"):
        if not row["commitment"]:
            continue
        made = commit_funding(source=sources[row["source"]], name=row["commitment"], by=None, known_from=known_from)
        for back, column in enumerate(reversed(COLUMNS)):
            of = FinancialYear(last.first - back)
            if row[column] and of >= first:
                amount = Decimal(row[column])
                figures.append(NewFigure(made.series.code, "budget", of.start, of.end, amount))
    return figures


def move_budgets(council: Organisation, today: date, years: int) -> None:
    """Propose what virements.csv moves between lines, on the day of each year on which it was proposed."""
    last = FinancialYear.of(today)
    for row in rows("virements.csv"):
        back = YEARS - 1 - COLUMNS.index(row["year"])
        proposed, holds_from = (_day_of(last.first - back, row[name]) for name in ("proposed", "holds_from"))
        if back < years and proposed <= today:
            amount = Decimal(row["amount"])
            propose_virement(
                organisation=council,
                holds_from=holds_from,
                amounts={row["source"]: -amount, row["target"]: amount},
                reason=row["reason"],
                by=None,
                channel=Channel.DEMO,
                known_from=start_of_day(proposed),
            )


def approve_budgets(council: Organisation, by: AbstractBaseUser) -> None:
    """Approve as finance lead what `move_budgets` proposed; what people propose waits for people."""
    for virement in Virement.objects.filter(organisation=council, entry__by=None, entry__approval=None):
        approve_virement(virement=virement, by=by)


def _day_of(first: int, month_and_day: str) -> date:
    """In the financial year that begins in `first`, from 09-12."""
    month, day = map(int, month_and_day.split("-"))
    return date(first if month >= 4 else first + 1, month, day)


def make_returns(council: Organisation, today: date) -> None:
    """A form for each service. Returns of months before the last are closed; that of the last one waits to be filled
    in."""
    last = add_months(open_month(today), -1)
    for service in Service.objects.filter(organisation=council):
        lines = BudgetLine.objects.filter(organisation=council, service=service).select_related(
            "series", "adjustment"
        )
        form = define_form(
            organisation=council,
            by=None,
            name=f"Monthly outturn: {service.name}",
            purpose="What the month came to, and what is forecast for the months after it. Income is negative.",
            service=service,
            comment_over_amount=Decimal(100_000),
            comment_over_percent=Decimal(2),
        )
        for income, section in ((False, "Spending"), (True, "Income")):
            series = [line.series for line in lines if line.income is income]
            add_lines(form=form, series=series, section=section, by=None)
        close_history(form=form, first=FinancialYear.of(last).start, last=last, by=None)
        open_due_returns(form=form, today=today)
    adjusted = BudgetLine.objects.filter(organisation=council, adjustment__isnull=False).select_related("adjustment")
    form = define_form(
        organisation=council,
        by=None,
        name="Year-end adjustments",
        purpose="Period 13: what is booked to a year after its last month.",
        frequency=Frequency.YEAR,
        layout=Form.Layout.PERIOD,
        deadline_days=30,
    )
    add_lines(form=form, series=[line.adjustment for line in adjusted if line.adjustment], by=None)
