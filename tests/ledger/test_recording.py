"""Recording: all or nothing, and every refusal names the field and the fix."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ledger.actions import NewFigure, Recorded, approve_entry, record_figures
from ledger.actions.figures import MOST_FIGURES
from ledger.errors import Rejected
from ledger.models import (
    BACKDATED_CHANNELS,
    Basis,
    Channel,
    Entry,
    Figure,
    Organisation,
    Series,
    SeriesDocument,
    Service,
)
from ledger.months import Span, end_of_day
from tests.factories import MeasureFactory, SeriesFactory, new_figure, record

from .conftest import Unguarded

JULY = datetime(2019, 7, 10, tzinfo=UTC)
NOVEMBER = datetime(2019, 11, 7, tzinfo=UTC)


def record_all(council: Organisation, figures: list[NewFigure], **fields: Any) -> Recorded:
    return record_figures(organisation=council, figures=figures, **{"by": None, "channel": Channel.FORM, **fields})


def problem(council: Organisation, *figures: NewFigure, **fields: Any) -> tuple[str, str, int | None]:
    """The one problem there is; asserts that nothing was recorded."""
    before = Entry.objects.count()
    with pytest.raises(Rejected) as caught:
        record_all(council, list(figures), **fields)
    assert Entry.objects.count() == before
    assert len(caught.value.problems) == 1, caught.value
    found = caught.value.problems[0]
    return found.field, found.message, found.index


# --- what is recorded


def test_figures_of_an_entry_carry_its_words_and_moments(
    council: Organisation, series: Series, officer: User
) -> None:
    before = timezone.now() - timedelta(seconds=1)
    plan = new_figure(series, "1200.5", basis="plan", qualifier="about", inferred=True)

    done = record_all(
        council,
        [new_figure(series, 5, date(2019, 6, 1)), plan],
        by=officer,
        reason="Month end",
        paper="P",
        paragraph="2",
    )

    entry = Entry.objects.get()
    assert done == Recorded(entry=entry, recorded=2, unchanged=0)
    assert (entry.number, entry.by, entry.reason, entry.paper, entry.paragraph) == (1, officer, "Month end", "P", "2")
    assert (entry.figure_count, entry.first_start, entry.last_start) == (2, date(2019, 4, 1), date(2019, 6, 1))
    assert before < entry.recorded_at < timezone.now() + timedelta(seconds=1)
    assert entry.known_from == entry.recorded_at
    found = Figure.objects.get(basis="plan")
    assert (found.value, found.qualifier, found.inferred, found.revision) == (Decimal("1200.5"), "about", True, 1)
    assert {(f.known_from, f.recorded_at, f.organisation_id) for f in Figure.objects.all()} == {
        (entry.known_from, entry.recorded_at, council.pk)
    }


def test_entries_are_numbered_by_organisation_and_stamped_in_order(series: Series) -> None:
    other = SeriesFactory()
    for value in range(20):
        record(series, value)
    record(other, 1)

    entries = list(Entry.objects.filter(organisation=series.organisation).order_by("number"))

    assert [entry.number for entry in entries] == list(range(1, 21))
    stamps = [entry.recorded_at for entry in entries]
    assert stamps == sorted(set(stamps))
    assert Entry.objects.get(organisation=other.organisation).number == 1


def test_stamp_never_falls_behind_the_last_though_the_clock_does(series: Series, unguarded: Unguarded) -> None:
    """As after the database moved to a machine whose clock is slow."""
    record(series, 1)
    ahead = timezone.now() + timedelta(days=1)
    with unguarded():
        Figure.objects.update(known_from=ahead, recorded_at=ahead)
        Entry.objects.update(known_from=ahead, recorded_at=ahead)

    second = record(series, 2)

    assert second.recorded_at == second.known_from == ahead + timedelta(microseconds=1)


def test_correction_is_the_next_revision_and_keeps_the_first(series: Series) -> None:
    record(series, 10)
    record(series, 12)

    assert list(Figure.objects.order_by("revision").values_list("revision", "value")) == [(1, 10), (2, 12)]


@pytest.mark.parametrize("bad", range(3))
def test_one_bad_figure_leaves_nothing_recorded(council: Organisation, series: Series, bad: int) -> None:
    figures = [new_figure(series, 1, date(2019, month, 1)) for month in (4, 5, 6)]
    figures[bad] = new_figure("test/unknown", 1)

    assert problem(council, *figures)[2] == bad

    assert not Figure.objects.exists()
    assert not SeriesDocument.objects.exists()


def test_every_problem_is_told_at_once(council: Organisation, series: Series) -> None:
    figures = [
        new_figure("test/unknown", 1),
        new_figure(series, 1),
        new_figure(series, "0.00001", basis="guess"),
        new_figure(series, None),
    ]

    with pytest.raises(Rejected) as caught:
        record_all(council, figures)

    assert [(p.index, p.field) for p in caught.value.problems] == [
        (0, "series"),
        (2, "basis"),
        (2, "value"),
        (3, "value"),
    ]
    assert all(problem.message in str(caught.value) for problem in caught.value.problems)


def test_failure_after_the_figures_undoes_the_entry(series: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("ledger.actions.figures.write_documents", fail)

    with pytest.raises(RuntimeError, match="made up"):
        record(series, 1)

    assert not Entry.objects.exists()
    assert not Figure.objects.exists()


# --- what is not


def test_unchanged_values_are_not_recorded_again(council: Organisation, series: Series) -> None:
    april, may = new_figure(series, 10), new_figure(series, 20, date(2019, 5, 1))
    record_all(council, [april, may])

    again = record_all(council, [april, may])
    partly = record_all(council, [april, new_figure(series, 21, date(2019, 5, 1))])

    assert again == Recorded(entry=None, recorded=0, unchanged=2)
    assert (partly.recorded, partly.unchanged) == (1, 1)
    assert (Entry.objects.count(), Figure.objects.count()) == (2, 3)


@pytest.mark.parametrize("changed", [{"qualifier": "about"}, {"inferred": True}])
def test_same_value_otherwise_qualified_is_recorded(series: Series, changed: dict[str, object]) -> None:
    record(series, 10)

    assert record(series, 10, **changed).revision == 2


def test_value_changed_back_is_recorded(series: Series) -> None:
    for value in (10, 11, 10):
        record(series, value)

    assert Figure.objects.as_at(None).get().revision == 3


def test_withdrawal_is_a_figure_without_value(series: Series) -> None:
    record(series, 10)

    withdrawn = record(series, None, withdrawn=True)

    assert (withdrawn.revision, withdrawn.value) == (2, None)
    assert Figure.objects.as_at(None).get() == withdrawn


@pytest.mark.parametrize("qualifier", ["", "about"])
def test_withdrawal_of_nothing_records_nothing(council: Organisation, series: Series, qualifier: str) -> None:
    withdrawal = new_figure(series, None, withdrawn=True, qualifier=qualifier)

    assert record_all(council, [withdrawal]).recorded == 0
    record(series, 10)
    assert record_all(council, [withdrawal]).recorded == 1
    assert record_all(council, [new_figure(series, None, withdrawn=True)]).recorded == 0


def test_withdrawn_figure_can_be_recorded_again(series: Series) -> None:
    record(series, 10)
    record(series, None, withdrawn=True)

    assert record(series, 10).revision == 3


def test_blank_refused(council: Organisation, series: Series) -> None:
    field, message, index = problem(council, new_figure(series, None))

    assert (field, index) == ("value", 0)
    assert "withdraw it" in message


def test_zero_is_not_missing(council: Organisation, series: Series) -> None:
    assert record(series, 0).value == Decimal(0)
    assert record(series, None, withdrawn=True).value is None
    assert record(series, 0).revision == 3


def test_withdrawn_figure_with_a_value_refused(council: Organisation, series: Series) -> None:
    field, message, _ = problem(council, new_figure(series, 1, withdrawn=True))

    assert field == "value"
    assert "one or the other" in message


# --- editions


@pytest.mark.parametrize("basis", [b for b in Basis if b not in (Basis.ACTUAL, Basis.FORECAST)])
@pytest.mark.parametrize(
    ("month", "edition"), [(date(2020, 3, 1), date(2019, 4, 1)), (date(2020, 4, 1), date(2020, 4, 1))]
)
def test_edition_of_what_is_planned_is_the_start_of_its_financial_year(
    series: Series, basis: str, month: date, edition: date
) -> None:
    assert record(series, 1, month, basis=basis).edition == edition


def test_edition_of_an_actual_is_its_own_start(series: Series) -> None:
    assert record(series, 1, date(2019, 11, 1)).edition == date(2019, 11, 1)


@pytest.mark.parametrize(
    ("known_from", "edition"),
    [
        (JULY, date(2019, 7, 1)),
        # Half an hour before midnight in Greenwich is July already in London's summer.
        (datetime(2019, 6, 30, 23, 30, tzinfo=UTC), date(2019, 7, 1)),
        (datetime(2019, 11, 30, 23, 30, tzinfo=UTC), date(2019, 11, 1)),
    ],
)
def test_edition_of_a_forecast_is_the_month_it_was_known_in(
    series: Series, known_from: datetime, edition: date
) -> None:
    figure = record(series, 1, date(2020, 3, 1), basis="forecast", channel=Channel.PAPER, known_from=known_from)

    assert figure.edition == edition


def test_editions_do_not_supersede_each_other(series: Series) -> None:
    record(series, 10, basis="plan")
    record(series, 12, basis="plan", edition=date(2019, 9, 1))

    assert [f.revision for f in Figure.objects.as_at(None)] == [1, 1]


@pytest.mark.parametrize(("basis", "edition"), [("actual", date(2019, 4, 2)), ("forecast", date(2019, 4, 2))])
def test_edition_that_cannot_be_refused(council: Organisation, series: Series, basis: str, edition: date) -> None:
    field, message, index = problem(council, new_figure(series, 1, basis=basis, edition=edition))

    assert (field, index) == ("edition", 0)
    assert "leave it out" in message or "write 2019-04-01" in message


# --- when it was known


@pytest.mark.parametrize("channel", BACKDATED_CHANNELS)
def test_backdating_channels_may_say_since_when(series: Series, channel: str) -> None:
    figure = record(series, 1, channel=channel, known_from=JULY)

    assert figure.known_from == JULY < figure.recorded_at


@pytest.mark.parametrize("channel", [c for c in Channel if c not in BACKDATED_CHANNELS])
def test_other_channels_may_not_say_since_when(council: Organisation, series: Series, channel: str) -> None:
    field, message, index = problem(council, new_figure(series, 1), channel=channel, known_from=JULY)

    assert (field, index) == ("known_from", None)
    assert "leave this out" in message


@pytest.mark.parametrize("channel", BACKDATED_CHANNELS)
def test_past_of_a_live_organisation_cannot_be_written(series: Series, channel: str) -> None:
    council = series.organisation
    council.live_from = timezone.now() - timedelta(seconds=5)
    council.save()

    field, message, _ = problem(council, new_figure(series, 1), channel=channel, known_from=JULY)

    assert field == "known_from"
    assert "Anyshire is live" in message
    assert record(series, 1, channel=channel).revision == 1  # known from now


def test_past_can_be_written_until_the_organisation_is_live(series: Series) -> None:
    series.organisation.live_from = timezone.now() + timedelta(hours=1)
    series.organisation.save()

    assert record(series, 1, channel=Channel.PAPER, known_from=JULY).known_from == JULY


def test_organisation_that_went_live_meanwhile_counts_as_live(series: Series) -> None:
    """A long import holds an object that it read before somebody else pressed the button."""
    stale = Organisation.objects.get(pk=series.organisation_id)
    Organisation.objects.update(live_from=timezone.now() - timedelta(seconds=5))

    assert problem(stale, new_figure(series, 1), channel=Channel.PAPER, known_from=JULY)[0] == "known_from"


def test_future_cannot_be_known(council: Organisation, series: Series) -> None:
    ahead = timezone.now() + timedelta(minutes=1)

    field, message, _ = problem(council, new_figure(series, 1), channel=Channel.PAPER, known_from=ahead)

    assert field == "known_from"
    assert "future" in message


# --- values


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("100000000000", "at most 11 digits"),
        ("-100000000000", "at most 11 digits"),
        ("99999999999.99999", "4 decimal places"),
        ("0.00001", "4 decimal places"),
        ("1E-7", "4 decimal places"),
        ("1E+999999", "at most 11 digits"),
        ("1E-999999", "4 decimal places"),
        ("NaN", "no number"),
        ("sNaN", "no number"),
        ("Infinity", "no number"),
        ("-Infinity", "no number"),
    ],
)
def test_value_that_cannot_be_kept_refused(council: Organisation, series: Series, value: str, says: str) -> None:
    field, message, index = problem(council, new_figure(series, value))

    assert (field, index) == ("value", 0)
    assert says in message
    assert len(message) < 200


@given(st.decimals(min_value="-99999999999.9999", max_value="99999999999.9999", places=4))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_of_15_digits_comes_back_as_it_went(series: Series, value: Decimal) -> None:
    """SQLite keeps floats: it must not show."""
    record(series, 7, qualifier="about")

    figure = record(series, value)

    assert figure.value == value
    assert Figure.objects.filter(value=value).contains(figure)


@pytest.mark.parametrize(
    ("value", "says"), [("-0.5", "under 0, the least that Occupancy"), ("100.1", "over 100, the most that Occupancy")]
)
def test_value_beyond_its_measures_limits_refused(council: Organisation, value: str, says: str) -> None:
    measure = MeasureFactory(name="Occupancy", minimum=Decimal(0), maximum=Decimal(100))
    series = SeriesFactory(organisation=council, measure=measure)
    series.refresh_from_db()

    field, message, _ = problem(council, new_figure(series, value))

    assert field == "value"
    assert says in message
    assert record(series, 0).value == 0
    assert record(series, 100).value == 100


# --- words and cells


def test_unknown_series_refused(council: Organisation) -> None:
    field, message, index = problem(council, new_figure("test/unknown", 1))

    assert (field, index) == ("series", 0)
    assert "“test/unknown”" in message
    assert "list of series" in message


def test_series_of_another_council_is_unknown(council: Organisation) -> None:
    assert problem(council, new_figure(SeriesFactory(), 1))[0] == "series"


@pytest.mark.parametrize(
    ("given_as", "field", "says"),
    [({"basis": "guess"}, "basis", "actual, plan"), ({"qualifier": "circa"}, "qualifier", "about, over")],
)
def test_unknown_word_refused(
    council: Organisation, series: Series, given_as: dict[str, object], field: str, says: str
) -> None:
    found, message, index = problem(council, new_figure(series, 1, **given_as))

    assert (found, index) == (field, 0)
    assert says in message


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2019, 4, 2), date(2019, 4, 1)),
        (date(1990, 3, 31), date(1990, 4, 30)),
        (date(2100, 3, 1), date(2100, 4, 1)),
        (date(1, 1, 1), date(9999, 12, 31)),
    ],
)
def test_span_that_is_none_refused(council: Organisation, series: Series, start: date, end: date) -> None:
    field, message, _ = problem(council, new_figure(series, 1, start=start, end=end))

    assert field == "end"
    assert "Give a first and a last day" in message


@pytest.mark.parametrize(
    "span",
    [
        Span(date(1990, 4, 1), date(1990, 4, 1)),
        Span(date(2100, 3, 31), date(2100, 3, 31)),
        Span(date(1990, 4, 1), date(2100, 3, 31)),
        Span(date(2019, 4, 1), date(2019, 8, 31)),
        Span(date(2020, 3, 30), date(2020, 4, 5)),
    ],
    ids=str,
)
@pytest.mark.parametrize("basis", Basis)
def test_every_span_can_be_recorded(series: Series, span: Span, basis: str) -> None:
    assert record(series, 1, start=span.start, end=span.end, basis=basis).span == span


def test_cell_that_stands_in_an_entry_twice_refused(council: Organisation, series: Series) -> None:
    figures = [new_figure(series, 1), new_figure(series, 2, date(2019, 5, 1)), new_figure(series, 1)]

    field, message, index = problem(council, *figures)

    assert (field, index) == ("series", 2)
    assert "April 2019" in message
    assert "also as figure 1" in message


def test_cell_named_by_its_usual_edition_is_the_same_cell(council: Organisation, series: Series) -> None:
    figures = [new_figure(series, 1, basis="plan"), new_figure(series, 2, basis="plan", edition=date(2019, 4, 1))]

    assert problem(council, *figures)[2] == 1


def test_entry_without_figures_refused(council: Organisation) -> None:
    field, message, _ = problem(council)

    assert field == "figures"
    assert "send at least one" in message


def test_entry_of_too_many_figures_refused(council: Organisation, series: Series) -> None:
    field, message, _ = problem(council, *[new_figure(series, 1)] * (MOST_FIGURES + 1))

    assert field == "figures"
    assert "20,001" in message
    assert "split it" in message


@pytest.mark.parametrize(("field", "most"), [("reason", 500), ("paper", 120), ("paragraph", 60), ("file_digest", 64)])
def test_words_of_an_entry_that_are_too_long_refused(
    council: Organisation, series: Series, field: str, most: int
) -> None:
    """SQLite would take them, PostgreSQL would fall over."""
    found, message, index = problem(council, new_figure(series, 1), **{field: "x" * (most + 1)})

    assert (found, index) == (field, None)
    assert f"at most {most}" in message
    assert record_all(council, [new_figure(series, 1)], **{field: "x" * most}).recorded == 1


def test_unknown_channel_is_a_mistake_of_the_programmers(council: Organisation, series: Series) -> None:
    with pytest.raises(ValueError, match="unknown channel hearsay"):
        record_all(council, [new_figure(series, 1)], channel="hearsay")


# --- who may


def test_writer_limited_to_services_records_for_those_only(council: Organisation) -> None:
    older, learning = (
        Service.objects.create(organisation=council, code=code, name=code) for code in ("older", "learning")
    )
    theirs, other, none = (
        SeriesFactory(organisation=council, service=service) for service in (older, learning, None)
    )

    for series in (other, none):
        field, message, _ = problem(council, new_figure(theirs, 1), new_figure(series, 1), services={"older"})
        assert field == "series"
        assert "You record for older only" in message

    assert record_all(council, [new_figure(theirs, 1)], services={"older"}).recorded == 1
    assert record_all(council, [new_figure(s, 2) for s in (theirs, other, none)], services=()).recorded == 3


def test_provisional_entry_is_approved_by_another_person_once(series: Series, officer: User, lead: User) -> None:
    entry = record(series, 1, by=officer, provisional=True).entry
    with pytest.raises(Rejected, match="another person"):
        approve_entry(entry=entry, by=officer)

    approval = approve_entry(entry=entry, by=lead)

    assert approval.approved_at > entry.recorded_at
    with pytest.raises(Rejected, match="already"):
        approve_entry(entry=entry, by=lead)


def test_entry_that_is_not_provisional_cannot_be_approved(series: Series, lead: User) -> None:
    with pytest.raises(Rejected, match="nothing to approve"):
        approve_entry(entry=record(series, 1).entry, by=lead)


# --- how much it costs


def many(series: list[Series], count: int, value: int) -> list[NewFigure]:
    """`count` figures of single days, spread over `series`."""
    first = date(2000, 4, 1)
    days = (first + timedelta(days=n) for n in range(count))
    return [new_figure(series[n % len(series)], value, start=day, end=day) for n, day in enumerate(days)]


def queries(council: Organisation, figures: list[NewFigure]) -> int:
    with CaptureQueriesContext(connection) as captured:
        record_all(council, figures)
    return len(captured)


def test_number_of_queries_does_not_grow_with_figures(council: Organisation) -> None:
    series = [SeriesFactory(organisation=council) for _ in range(10)]
    SeriesDocument.objects.all().delete()

    few, lots = queries(council, many(series, 10, 1)), queries(council, many(series, 10_000, 2))

    assert Figure.objects.count() == 10_010
    assert few == lots <= 13


def test_number_of_queries_of_a_correction_does_not_grow_with_history(council: Organisation, series: Series) -> None:
    first = queries(council, many([series], 10, 1))
    for value in range(2, 30):
        record_all(council, many([series], 10, value))

    assert queries(council, many([series], 10, 99)) == first


def test_end_of_day_is_the_last_moment_known(series: Series) -> None:
    """What was recorded in the last microsecond of a day is known as at that day, and nothing later is."""
    last = end_of_day(date(2019, 7, 10))
    record(series, 1, channel=Channel.PAPER, known_from=last)
    record(series, 2, channel=Channel.PAPER, known_from=last + timedelta(microseconds=1))

    assert Figure.objects.as_at(last).get().value == 1
