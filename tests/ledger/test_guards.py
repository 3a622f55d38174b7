"""What upper rooms ask of figures before they stand."""

from collections.abc import Collection, Iterator

import pytest

from ledger.actions import record_figures
from ledger.errors import Rejected
from ledger.guards import GUARDS
from ledger.models import Entry, Figure, Series
from tests.factories import SeriesFactory, new_figure, record


def too_much(entry: Entry, series: Collection[int]) -> Iterator[str]:
    for figure in Figure.objects.filter(entry=entry, series__in=series, value__gt=12):
        yield f"{figure.value:f} is too much."


@pytest.fixture
def guarded(series: Series, monkeypatch: pytest.MonkeyPatch) -> Series:
    """Its figures may not be above 12."""
    monkeypatch.setitem(GUARDS, series.measure.code, too_much)
    return series


def test_what_a_guard_objects_to_leaves_nothing_behind(guarded: Series) -> None:
    record(guarded, 12)
    with pytest.raises(Rejected) as refused:
        record_figures(organisation=guarded.organisation, figures=[new_figure(guarded, 13)], by=None, channel="form")

    assert [problem.message for problem in refused.value.problems] == ["13.0000 is too much."]
    assert Figure.objects.get().value == 12


@pytest.mark.parametrize("fields", [{"guarded": False}, {"channel": "paper"}])
def test_guards_are_not_asked_by_actions_that_ask_themselves_nor_of_papers(
    guarded: Series, fields: dict[str, object]
) -> None:
    given = {"organisation": guarded.organisation, "figures": [new_figure(guarded, 13)], "by": None}
    record_figures(**{**given, "channel": "form", **fields})  # type: ignore[arg-type]

    assert Figure.objects.get().value == 13


def test_figures_of_other_measures_are_nobodys_business(guarded: Series) -> None:
    other = SeriesFactory(organisation=guarded.organisation)
    assert other.measure.code != guarded.measure.code

    assert record(other, 13).value == 13
