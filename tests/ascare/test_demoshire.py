"""Demoshire: alike for one seed, never ahead of its day, and alive on every page."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from ascare.demoshire.figures import batches
from ascare.demoshire.finance import approve_budgets
from ascare.demoshire.loading import load_council
from finance.models import Virement
from finance.selectors import monitoring, virements_of
from ledger.actions import load_measures
from ledger.documents import rebuild
from ledger.models import Entry, Figure, Kind, Organisation, Series
from ledger.months import FinancialYear, end_of_day
from ledger.selectors import open_book
from programmes.models import Benefit, Confidence, Kpi, Milestone, Programme
from raid.models import Action, Decision, Issue, Risk, Update
from tests.conftest import Once

TODAY = date(2026, 11, 22)


# --- the numbers alone


def test_the_same_seed_makes_the_same_numbers_and_another_others() -> None:
    first, again, other = (list(batches(seed, TODAY)) for seed in (1, 1, 2))

    assert first == again
    assert [batch.figures for batch in first] != [batch.figures for batch in other]


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 4, 1), date(2027, 3, 31), date(2028, 2, 29)])
def test_nothing_is_known_before_its_time(today: date) -> None:
    found = list(batches(1, today))

    assert found
    assert all(batch.known_from.date() <= today for batch in found)
    actuals = [f for batch in found for f in batch.figures if f.basis == "actual"]
    assert all(figure.end < today for figure in actuals)
    assert {FinancialYear.of(figure.start).first for figure in actuals} >= {
        FinancialYear.of(today).first - 2,
        FinancialYear.of(today).first - 1,
    }


def test_days_pass_without_changing_what_was_known() -> None:
    earlier, later = (list(batches(1, day)) for day in (date(2026, 9, 30), TODAY))

    assert later[: len(earlier)] == earlier


@pytest.mark.parametrize("years", [1, 2, 5])
def test_years_are_as_many_as_asked_for(years: int) -> None:
    ends = {FinancialYear.of(figure.end) for batch in batches(1, TODAY, years) for figure in batch.figures}

    assert len(ends) == years


def test_no_cell_is_given_twice_in_one_batch() -> None:
    for batch in batches(1, TODAY):
        cells = [(f.series, f.basis, f.start, f.end, f.edition) for f in batch.figures]
        assert len(cells) == len(set(cells)), batch.reason


# --- loaded


@pytest.fixture(scope="module")
def loaded_once(once: Once) -> None:
    def load() -> None:
        load_measures()
        load_council("demoshire", "Demoshire", 1, TODAY)

    once(load)


@pytest.fixture
def demoshire(loaded_once: None, db: None) -> Organisation:
    return Organisation.objects.get(slug="demoshire")


def test_budgets_were_moved_last_year_and_this(demoshire: Organisation, django_user_model: type[User]) -> None:
    """£120,000 from social workers to agency staff, from July on: proposed in June, approved by another person."""
    year = FinancialYear.of(TODAY)
    assert [row.state for first in (year.previous, year) for row in virements_of(demoshire, first, None)] == [
        "waiting",
        "waiting",
    ]
    found = {group.value.key: group.amounts for group in monitoring(demoshire, year, None, TODAY, "line", {}).groups}
    assert found["assessment-agency"]["virements"].value == 120_000
    assert found["assessment-staff"]["virements"].value == -120_000
    assert found["assessment-agency"]["revised"].provisional
    before = monitoring(demoshire, year, end_of_day(date(2026, 6, 7)), date(2026, 6, 7), "line", {})
    assert before.net["virements"].value == 0
    assert not any(group.amounts["virements"].value for group in before.groups)

    approve_budgets(demoshire, by=django_user_model.objects.create_user("finance-lead"))

    [row] = virements_of(demoshire, year, None)
    assert (row.state, row.virement.holds_from) == ("approved", date(2026, 7, 1))
    assert not monitoring(demoshire, year, None, TODAY, "line", {}).net["revised"].provisional


@pytest.mark.parametrize(("today", "count"), [(date(2026, 6, 7), 1), (date(2026, 6, 8), 2)])
def test_no_budget_is_moved_before_its_day(demoshire: Organisation, today: date, count: int) -> None:
    load_council("elsewhere", "Elsewhere", 1, today, years=2)

    assert Virement.objects.exclude(organisation=demoshire).count() == count


def test_demoshire_is_alive_labelled_and_loaded_once(demoshire: Organisation) -> None:
    assert demoshire.kind == Kind.DEMONSTRATION
    assert demoshire.live_from
    assert set(Entry.objects.values_list("channel", flat=True)) == {"demo"}
    entries = Entry.objects.count()
    assert load_council("demoshire", "Demoshire", 1, TODAY) == 0
    assert Entry.objects.count() == entries
    assert rebuild(demoshire) == 0  # every stored document was right already

    assert Programme.objects.count() == 2
    for model in (Benefit, Kpi, Milestone, Confidence, Risk, Issue, Action, Decision, Update):
        assert model._default_manager.count() >= 2, model
    assert set(Benefit.objects.values_list("state", flat=True)) >= {"idea", "profiled", "evidenced", "validated"}
    assert Figure.objects.filter(revision__gt=1).count() > 20  # corrections
    assert Milestone.objects.filter(closed_on__isnull=False).exists()

    book = open_book(demoshire, None, None)
    year = FinancialYear.of(TODAY)
    silent = [
        kpi.series.code
        for kpi in Kpi.objects.select_related("series")
        if book.to_date(kpi.series_id, year).missing and kpi.series.frequency != "year"
    ]
    assert silent == []
    colours = {book.trajectory(pk, year).rating.colour for pk in Benefit.objects.values_list("series_id", flat=True)}
    assert len(colours) >= 2  # a demonstration in one colour shows nothing
    assert book.trajectory(Series.objects.get(code="living-well/technology-first").pk, year.previous).past

    before = open_book(demoshire, None, end_of_day(date(2025, 6, 30)))
    assert before.to_date(Series.objects.get(code="reablement/started").pk, FinancialYear(2025)).value
    assert before.to_date(Series.objects.get(code="reablement/started").pk, year).missing


def test_generate_makes_as_many_councils_as_asked_for_and_never_twice(demoshire: Organisation) -> None:
    said = StringIO()
    call_command("generate", councils=2, years=1, seed=7, stdout=said)
    call_command("generate", councils=1, years=1, seed=7, stdout=said)

    assert list(Organisation.objects.order_by("slug").values_list("slug", flat=True)) == ["demoshire", "demoshire-1"]
    assert "Demoshire is there already." in said.getvalue()
    made = Figure.objects.filter(organisation__slug="demoshire-1")
    years = {FinancialYear.of(day) for day in made.values_list("end", flat=True)}
    assert years == {FinancialYear.of(timezone.localdate())}


@pytest.mark.parametrize("options", [{"councils": 0}, {"councils": 1000}, {"years": 0}])
def test_generate_refuses_what_makes_no_sense(db: None, options: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="must be from 1 to"):
        call_command("generate", **options)
