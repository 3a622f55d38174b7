"""Forms and returns to test with, all made up: a month's outturn of three lines, in 2019/20."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from ledger.models import Basis, Organisation, Rollup, Series
from ledger.months import add_months, end_of_day
from returns.actions import open_return
from returns.models import Form, FormLine, Return
from tests.factories import MeasureFactory, SeriesFactory, record

JUNE = date(2019, 6, 1)


def make_form(council: Organisation, *series: Series, slug: str = "outturn", **fields: Any) -> Form:
    """A form with these lines, in this order, all in one section."""
    form = Form.objects.create(organisation=council, slug=slug, **{"name": "Monthly outturn", **fields})
    for position, each in enumerate(series):
        FormLine.objects.create(form=form, series=each, section="Home care", position=position)
    return form


def make_series(council: Organisation, code: str, **fields: Any) -> Series:
    """A line of spending, better where it is lower."""
    measure = fields.pop("measure", None) or MeasureFactory(better="lower", rollup=Rollup.SUM, decimals=0)
    return SeriesFactory(  # type: ignore[no-any-return]
        organisation=council,
        code=code,
        measure=measure,
        name=code.rsplit("/")[-1].replace("-", " ").capitalize(),
        **fields,
    )


@pytest.fixture
def lines(council: Organisation) -> list[Series]:
    """Three lines of one measure. None has figures yet."""
    measure = MeasureFactory(better="lower", decimals=0)
    return [make_series(council, f"spend/{name}", measure=measure) for name in ("packages", "reviews", "equipment")]


@pytest.fixture
def form(council: Organisation, lines: list[Series]) -> Form:
    return make_form(council, *lines)


@pytest.fixture
def june(form: Form) -> Return:
    """The return for June 2019, open."""
    return open_return(form=form, day=JUNE, by=None)


def budget(series: Series, monthly: object, year: int = 2019) -> None:
    """A profiled budget: the same in every month."""
    for month in range(12):
        record(series, monthly, add_months(date(year, 4, 1), month), basis=Basis.BUDGET)


@contextmanager
def steps_taken_on(day: date) -> Iterator[None]:
    """What is done with returns meanwhile was done at the end of `day`, for steps can't be changed afterwards."""
    with patch("returns.actions.returns.timezone.now", return_value=end_of_day(day)):
        yield
