"""Budget lines and the headings they are grouped by, and their budget by month."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from ledger.actions import NewFigure, Recorded, change_series, give_series, put
from ledger.history import amend
from ledger.locks import lock_and_stamp
from ledger.models import Basis, Channel, Frequency, Method, Organisation
from ledger.months import FinancialYear
from ledger.selectors import Book, open_book

from .. import profiles
from ..models import BudgetLine, Virement
from .addresses import ADDRESSES
from .budgets import record_budgets

User = AbstractBaseUser | None
MOST_NAME = 160  # characters of a series' name, as of a line's


class Made(NamedTuple):
    """A series that is made for a line: the end of its code, its measure, and what follows the line's name."""

    path: str
    measure: str
    what: str
    frequency: str = Frequency.MONTH
    method: str = Method.AS_PLANNED


# By the field of a line that points to it. The first is made for every line, the others where they are wanted.
LINE_SERIES = {
    "series": Made("", "net-spend", "", method=Method.OFFICER),  # its months to come are forecast in returns
    "commitments": Made("/commitments", "line-commitments", ": commitments"),
    "accruals": Made("/accruals", "line-accruals", ": accruals"),
    "adjustment": Made("/period-13", "year-end-adjustment", ": year-end adjustment", Frequency.YEAR),
}


@transaction.atomic
def put_line(
    *,
    organisation: Organisation,
    code: str,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    wanted: Collection[str] = (),
    **fields: Any,
) -> BudgetLine:
    """Create the budget line called `code`, or change it. Of LINE_SERIES those `wanted` are made where it has none.

    Its series is of the line's service, so that who writes for some services only writes to their lines. What
    doesn't differ isn't saved again.
    """
    if code in ADDRESSES:
        raise ValidationError({"code": f"“{code}” is an address of its own; choose another."})
    key = {"organisation": organisation, "code": code}
    found = BudgetLine.objects.select_for_update(of=("self",), no_key=True).filter(**key).first()
    line = found or BudgetLine(**key)
    name, service = fields.get("name", line.name), fields.get("service", line.service)
    for pointer in ("series", *wanted):
        if getattr(line, f"{pointer}_id") is None and not fields.get(pointer):
            made = LINE_SERIES[pointer]
            fields[pointer] = give_series(
                organisation=organisation,
                path=f"budget/{code}{made.path}",
                name=_title(name, made),
                measure=made.measure,
                frequency=made.frequency,
                method=made.method,
                service=service,
                by=by,
                known_from=known_from,
            )
    _tell_series(line, name, service, by)
    return put(BudgetLine, key, by=by, known_from=known_from, reason=reason, **fields)


def _tell_series(line: BudgetLine, name: str, service: Any, by: User) -> None:
    """Its series are called as the line is, where they were before, and belong to its service."""
    for pointer, made in LINE_SERIES.items():
        series = getattr(line, pointer) if getattr(line, f"{pointer}_id") else None
        if series is None:
            continue
        words: dict[str, Any] = {"service": service}
        if series.name == _title(line.name, made):
            words["name"] = _title(name, made)
        change_series(series=series, by=by, **words)


def _title(name: str, made: Made) -> str:
    """What the series of a line called `name` is called."""
    return f"{name[: MOST_NAME - len(made.what)]}{made.what}"


@transaction.atomic
def end_line(*, line: BudgetLine, last_year: FinancialYear, reason: str, by: User) -> BudgetLine:
    """Take a line out of the budget's structure after `last_year`. Its figures stay."""
    return amend(line, {"last_year": last_year.first}, by=by, reason=reason)


@transaction.atomic
def set_budget(
    *,
    line: BudgetLine,
    year: FinancialYear,
    by: User,
    amount: Decimal | None = None,
    profile: str = profiles.TWELFTHS,
    months: Sequence[Decimal] = (),
    reason: str = "",
    channel: str = Channel.FORM,
    known_from: datetime | None = None,
    services: Collection[str] = (),
) -> Recorded:
    """Record the original budget of a line for `year` by month: `amount` spread by `profile`, or `months` as typed.

    Said again, it corrects what was set. Raises ValidationError once a virement changed it, for then the budget
    moves by virements alone.
    """
    organisation = line.organisation
    lock_and_stamp(organisation)
    _refuse_wrong_year(line, year)
    book = open_book(organisation, [line.series_id], known_from, within=year.previous.span)
    try:
        spread = _spread(book, line, year, amount, profile, months)
    except ValueError as error:
        raise ValidationError({"months" if profile == profiles.TYPED else "profile": str(error)}) from error
    figures = [
        NewFigure(line.series.code, Basis.BUDGET, month.start, month.end, value, edition=year.start)
        for month, value in zip(year.months(), spread, strict=True)
    ]
    return record_budgets(
        figures,
        "amount",
        organisation=organisation,
        by=by,
        channel=channel,
        reason=reason,
        known_from=known_from,
        services=services,
    )


def _refuse_wrong_year(line: BudgetLine, year: FinancialYear) -> None:
    if not BudgetLine.objects.of_year(year).filter(pk=line.pk).exists():
        raise ValidationError({"year": f"{line} is part of the budget {line.years}, not of {year.label}."})
    moved = Virement.objects.filter(
        organisation=line.organisation_id, first_year=year.first, taken_back=None, lines__line=line
    ).first()
    if moved:
        raise ValidationError({"year": f"{moved} changed the budget of {line}; change it by another virement."})


def _spread(
    book: Book,
    line: BudgetLine,
    year: FinancialYear,
    amount: Decimal | None,
    profile: str,
    months: Sequence[Decimal],
) -> list[Decimal]:
    if profile == profiles.TYPED:
        return profiles.as_typed(months, amount)
    if amount is None:
        raise ValueError("Enter the budget of the year, or its twelve months as typed.")
    if profile == profiles.DAYS:
        return profiles.by_days(amount, year)
    if profile == profiles.LAST_YEAR:
        before = (book.number(line.series_id, Basis.ACTUAL, month).value for month in year.previous.months())
        return profiles.as_last_year(amount, list(before))
    return profiles.equal_twelfths(amount)
