"""What was reported beside what is known now: hand-worked cases, and the corrections that the ledger tells of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from ascare.reports.comparison import Changed, beside_now, changes, section_beside
from ascare.reports.value import Paragraph, Report, Section, printed
from ledger.actions import approve_entry, close_period
from ledger.components import Cell, Column, Link, Row, Table
from ledger.models import Basis, Organisation, Series
from ledger.numbers import Number, worked_out
from ledger.publishing import for_publication
from returns.actions import approve_restatement, propose_restatement, refuse_restatement
from returns.selectors import Correction, corrections_since
from tests.factories import MeasureFactory, SeriesFactory, record

from .samples import pounds, sample_report, with_blocks

THEN, NOW = datetime(2019, 11, 7, 12, tzinfo=UTC), datetime(2020, 5, 1, 12, tzinfo=UTC)
MAY, JUNE = date(2019, 5, 1), date(2019, 6, 1)


def report(
    *rows: Row, labels: tuple[str, ...] = ("Plan", "Came"), slug: str = "one", moment: datetime = THEN
) -> Report:
    columns = (Column("Line"), *(Column(label, True) for label in labels))
    return with_blocks(Table(slug, "Benefits", columns, rows), heading="Progress", moment=moment)


def rows_of(section: Section, slug: str) -> list[tuple[str, ...]]:
    """A table of the section as paper prints it."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    (table,) = [table for table in tables if table.slug == slug]
    return [(printed(row.header), *map(printed, row.cells)) for row in table.rows]


def said(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def found(*before: Row, after: tuple[Row, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (each.row, each.column, each.reported.text, each.now.text)
        for each in changes(report(*before), report(*after, moment=NOW))
    ]


# --- which numbers differ


def test_nothing_has_changed() -> None:
    frozen = sample_report()
    section = section_beside(frozen, replace(frozen, moment=NOW), ())
    (words,) = said(section)
    assert words.startswith("Nothing has changed since 31 October 2019: what was reported, 93 numbers, is")
    assert [type(block) for block in section.blocks] == [Paragraph]


def test_changed_vanished_and_new_numbers_are_told() -> None:
    frozen = report(
        Row("Sensors", (pounds(100), pounds(80))), Row("Carers", (pounds(50), pounds(10))), Row("Gone", (pounds(5),))
    )
    now = report(
        Row("Carers", (pounds(50), pounds(None))),
        Row("Sensors", (pounds(100), pounds(95))),
        Row("Late", (pounds(7), pounds(0))),
        moment=NOW,
    )
    whole = beside_now(frozen, now, ())
    assert whole.sections[:-1] == frozen.sections
    section = whole.sections[-1]
    assert section.heading == "As known now"
    assert rows_of(section, "as-known-now-numbers") == [
        ("Progress: Benefits",),
        ("Sensors", "Came", "£80", "£95", "£15"),
        ("Carers", "Came", "£10", "–", "–"),
        ("Gone", "Plan", "£5", "–", "–"),
        ("Late", "Plan", "–", "£7", "–"),
        ("Late", "Came", "–", "£0", "–"),
    ]
    summary, reasons = said(section)
    assert summary == (
        "3 of 5 numbers are known otherwise on 1 May 2020 than on 7 November 2019: 1 changed, 2 not known any more. "
        "2 became known that had not been."
    )
    assert reasons.startswith("No figure behind these numbers was corrected")


def test_only_new_numbers() -> None:
    summary, _ = said(section_beside(report(Row("a", (pounds(1),))), report(Row("a", (pounds(1), pounds(2)))), ()))
    assert summary == (
        "Nothing has changed since 7 November 2019: what was reported, one number, is known as it was. "
        "1 became known that had not been."
    )


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (pounds("1.4"), pounds("0.6"), False),  # both read £1
        (pounds("1.4"), pounds("1.5"), True),
        (Number(Decimal("20.74"), "percent", 1), Number(Decimal("20.65"), "percent", 1), False),
        (Number(Decimal("20.74"), "percent", 1), Number(Decimal("20.75"), "percent", 1), True),
        (Number(Decimal(5), "people"), Number(Decimal(5), "packages"), True),
        (pounds(5, provisional=True), pounds(5), False),
        (pounds(5), pounds("5.20", decimals=2), False),  # the reported one has no pence
        (pounds(0), pounds(None), True),
    ],
)
def test_numbers_differ_as_they_are_shown(before: Number, after: Number, differs: bool) -> None:
    assert bool(changes(report(Row("a", (before,))), report(Row("a", (after,))))) is differs


def test_rows_are_paired_by_header_within_their_group_whatever_else_came() -> None:
    before = (
        Row("North", (), "group"),
        Row("Homes", (pounds(1),)),
        Row(Link("Calls", "/then/"), (pounds(2),)),
        Row("South", (), "group"),
        Row("Homes", (pounds(3),)),
        Row("All", (pounds(6),), "total"),
    )
    after = (
        Row("South", (), "group"),
        Row("Homes", (pounds(4),)),
        Row("North", (pounds(9),), "group"),
        Row("Calls", (pounds(2),)),
        Row("Homes", (pounds(1),)),
        Row("West", (), "group"),
        Row("All", (pounds(7),), "total"),
    )
    assert found(*before, after=after) == [
        ("South: Homes", "Plan", "£3", "£4"),
        ("All", "Plan", "£6", "£7"),
        ("North", "Plan", "", "£9"),
    ]


def test_rows_of_one_header_are_paired_in_their_order() -> None:
    before = (Row("Homes", (pounds(1),)), Row("Homes", (pounds(2),)))
    after = (Row("Homes", (pounds(1),)), Row("Homes", (pounds(3),)))
    assert found(*before, after=after) == [("Homes", "Plan", "£2", "£3")]


def test_columns_are_paired_by_label() -> None:
    frozen = report(Row("a", (pounds(1), pounds(2), pounds(3))), labels=("April", "May", "May"))
    now = report(Row("a", (pounds(9), pounds(2), pounds(4), pounds(1))), labels=("June", "May", "May", "April"))
    assert [(each.column, each.reported.text, each.now.text) for each in changes(frozen, now)] == [
        ("May", "£3", "£4"),
        ("June", "", "£9"),
    ]


def test_tables_are_paired_by_slugs_of_section_and_table() -> None:
    row = Row("a", (pounds(1),))
    assert changes(report(row), report(row, slug="two")) == [
        Changed("Progress: Benefits", "a", "Plan", pounds(1), pounds(None)),
        Changed("Progress: Benefits", "a", "Plan", pounds(None), pounds(1)),
    ]


def test_numbers_behind_charts_count_too() -> None:
    frozen = sample_report()
    chart = next(iter(frozen.charts))
    table = replace(chart.table, rows=(Row("Apr 2019", (pounds(26000),)), *chart.table.rows[1:]))
    blocks = tuple(replace(each, table=table) if each is chart else each for each in frozen.sections[0].blocks)
    now = replace(frozen, sections=(replace(frozen.sections[0], blocks=blocks), *frozen.sections[1:]))
    (changed,) = changes(frozen, now)
    assert (changed.row, changed.reported.text, changed.now.text) == ("Apr 2019", "£25,000", "£26,000")


# --- the corrections behind them


def correction(*cell: int, restated: bool = False, why: str = "Mistyped") -> Correction:
    when = datetime(2020, 1, 9, 9, 30, tzinfo=UTC)
    return Correction(
        "Saving", "June 2019", pounds(80), pounds(95), when, "Finance officer", why, restated, frozenset(cell)
    )


def with_figure(value: int, *figures: int) -> Cell:
    """A number that rests on figures two floors down."""
    inputs = [(f"{pk}", worked_out(Decimal(1), "a", [("b", pounds(1, figure=pk))], unit="GBP")) for pk in figures]
    return worked_out(Decimal(value), "sum", inputs, unit="GBP")


def test_corrections_of_what_numbers_rest_on_are_told_and_no_others() -> None:
    frozen = report(Row("a", (with_figure(80, 11, 12),)))
    now = report(Row("a", (with_figure(95, 11, 13),)), moment=NOW)
    told = [correction(12, 13, restated=True), correction(11, why=""), correction(99)]
    section = section_beside(frozen, now, told)
    assert rows_of(section, "as-known-now-corrections") == [
        ("Saving", "June 2019", "£80", "£95", "Restated", "9 January 2020, 09:30", "Finance officer", "Mistyped"),
        ("Saving", "June 2019", "£80", "£95", "Corrected", "9 January 2020, 09:30", "Finance officer", "Not given"),
    ]
    assert said(section)[1].startswith("Behind this: 1 correction and 1 restatement.")


def test_correction_that_moves_no_number_is_told_so() -> None:
    frozen = report(Row("a", (with_figure(80, 12),)))
    summary, reasons = said(section_beside(frozen, replace(frozen, moment=NOW), [correction(12), correction(12)]))
    assert summary.startswith("Nothing has changed")
    assert reasons == "Since then came 2 corrections; no number differs as it is shown."


# --- what may not be published


def people(count: int | None, **said: Any) -> Number:
    return Number(None if count is None else Decimal(count), "people", **said)


def of_people(*counts: int, moment: datetime = THEN) -> Report:
    """As reports are published: what is small, and what would give it away, is words."""
    rows = tuple(Row(f"Home {i}", (people(count, small=0 < count < 5),)) for i, count in enumerate(counts))
    total = Row("All", (people(sum(counts)),), "total")
    table = Table("homes", "People by home", (Column("Home"), Column("People", True)), (*rows, total))
    return with_blocks(for_publication(table), heading="Homes", moment=moment)


@pytest.mark.parametrize(("then", "now"), [((6, 20), (3, 20)), ((3, 20), (6, 20)), ((3, 20), (2, 21))])
def test_table_that_holds_something_back_is_not_compared(then: tuple[int, int], now: tuple[int, int]) -> None:
    """From 26 to 23 in all, the other home unchanged, anybody could tell who is left."""
    section = section_beside(of_people(*then), of_people(*now, moment=NOW), ())
    summary, left_out = said(section)
    assert summary == "No number of this report can be compared with what is known now."
    assert left_out == "Not compared, for something in them is not for publication: Homes: People by home."
    assert not [block for block in section.blocks if isinstance(block, Table)]


def test_corrections_of_what_is_held_back_are_not_told() -> None:
    """Neither of a figure in a table that isn't compared, nor the value of one that is small itself."""
    hidden = Table(
        "homes",
        "x",
        (Column("Home"), Column("P", True)),
        (Row("a", (people(3, small=True),)), Row("b", (people(9, figure=1),))),
    )
    frozen = with_blocks(for_publication(hidden))
    assert len(section_beside(frozen, frozen, [correction(1)]).blocks) == 2
    frozen = report(Row("a", (with_figure(80, 12),)))
    told = replace(correction(12), was=people(7), now=people(3, small=True), why="Three are left")
    rows = rows_of(section_beside(frozen, frozen, [told]), "as-known-now-corrections")
    assert [row[2:4] + row[7:] for row in rows] == [("7", "fewer than 5", "")]


# --- from the ledger


@pytest.fixture
def june_closed(series: Series, officer: User) -> Callable[[], None]:
    def close() -> None:
        close_period(organisation=series.organisation, series=[series.pk], start=JUNE, end=date(2019, 6, 30), by=None)

    return close


def told(council: Organisation, since: datetime, until: datetime | None = None) -> list[tuple[object, ...]]:
    found = corrections_since(council, since, until or datetime.now(UTC))
    return [
        (each.what, each.span, each.was.value, each.now.value, each.by, each.why, each.restated) for each in found
    ]


def test_corrections_between_two_moments_each_with_who_and_why(series: Series, officer: User) -> None:
    first = record(series, 80, JUNE, by=officer)
    early = record(series, 85, JUNE, by=officer, reason="Before the report")
    second = record(series, 90, JUNE, by=officer, reason="Mistyped")
    third = record(series, None, JUNE, by=None, withdrawn=True)
    record(series, 5, MAY, by=officer)  # new, not corrected
    steps = corrections_since(series.organisation, early.known_from, third.known_from)
    assert told(series.organisation, early.known_from) == [
        ("Saving", "June 2019", 85, 90, "Finance officer", "Mistyped", False),
        ("Saving", "June 2019", 90, None, "ascare", "", False),
    ]
    assert [each.cell for each in steps] == [frozenset({first.pk, early.pk, second.pk, third.pk})] * 2
    assert told(series.organisation, early.known_from, second.known_from)[1:] == []
    assert told(series.organisation, third.known_from) == []


def test_restatement_says_who_proposed_and_who_approved(
    series: Series, officer: User, lead: User, june_closed: Callable[[], None]
) -> None:
    figure = record(series, 1000, JUNE, by=officer)
    june_closed()
    refused = propose_restatement(figure=figure, value=Decimal(1), reason="A guess", by=officer)
    refuse_restatement(proposal=refused, by=lead, reason="No invoice")
    proposal = propose_restatement(figure=figure, value=Decimal(1200), reason="An invoice was missed", by=officer)
    approve_restatement(proposal=proposal, by=lead)
    assert told(series.organisation, figure.known_from) == [
        (
            "Saving",
            "June 2019",
            1000,
            1200,
            "Finance officer; approved by Finance lead",
            "An invoice was missed",
            True,
        )
    ]


def test_forecasts_and_plans_are_named_and_another_edition_is_no_correction(series: Series) -> None:
    first = record(series, 10, JUNE, basis=Basis.FORECAST, edition=MAY)
    record(series, 11, JUNE, basis=Basis.FORECAST, edition=MAY)
    record(series, 12, JUNE, basis=Basis.FORECAST, edition=JUNE)
    record(series, 20, JUNE, basis=Basis.PLAN, edition=MAY)
    record(series, 21, JUNE, basis=Basis.PLAN, edition=MAY)
    assert [each[0] for each in told(series.organisation, first.known_from)] == [
        "Saving, forecast made in May 2019",
        "Saving, plan",
    ]


def test_same_value_recorded_again_is_no_correction_and_other_councils_are_not_read(series: Series) -> None:
    first = record(series, 10, JUNE)
    record(series, 10, JUNE, inferred=True)
    elsewhere = SeriesFactory(code="test/saving")
    record(elsewhere, 1, JUNE)
    record(elsewhere, 2, JUNE)
    assert told(series.organisation, first.known_from) == []


def test_what_waits_for_approval_is_no_correction_until_it_is_approved(
    series: Series, officer: User, lead: User
) -> None:
    first = record(series, 10, JUNE, by=officer)
    waiting = record(series, 12, JUNE, by=officer, provisional=True, reason="Waits")
    frozen_at = waiting.known_from
    assert told(series.organisation, first.known_from) == []
    approve_entry(entry=waiting.entry, by=lead)
    expected = [("Saving", "June 2019", 10, 12, "Finance officer", "Waits", False)]
    assert told(series.organisation, first.known_from) == expected
    assert told(series.organisation, frozen_at) == expected
    assert told(series.organisation, first.known_from, frozen_at) == []


def test_small_and_sensitive_figures_say_so(council: Organisation) -> None:
    measure = MeasureFactory(unit="people", suppress_small=True, sensitive=True)
    counted = SeriesFactory(organisation=council, measure=measure)
    first = record(counted, 7, JUNE)
    record(counted, 3, JUNE)
    (found,) = corrections_since(council, first.known_from, datetime.now(UTC))
    assert [(number.small, number.sensitive) for number in (found.was, found.now)] == [(False, True), (True, True)]


def test_queries_do_not_grow_with_corrections(
    series: Series, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [SeriesFactory(organisation=series.organisation, measure=MeasureFactory()) for _ in range(3)]
    start = record(series, 0, MAY).known_from
    for each in (series, *others):
        for value in (1, 2, 3):
            record(each, value, JUNE, by=officer)
    with django_assert_num_queries(4):
        assert len(corrections_since(series.organisation, start, datetime.now(UTC))) == 8
