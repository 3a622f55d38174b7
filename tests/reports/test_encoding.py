"""Kept documents of reports: the same report again, a digest that tells any change, older documents still read."""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascare.reports import encoding
from ascare.reports.encoding import decode, digest, encode
from ascare.reports.value import Bullets, Clearance, Paragraph, Report, Section, Subheading
from ledger.components import LABELS, Chart, Column, Link, Rating, Row, Spark, Table
from ledger.numbers import Number

from .samples import CONTROLS, EMOJI, empty_report, pounds, sample_report, with_blocks

WORDS = st.text(max_size=8)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.builds(
    Decimal, st.sampled_from(["1.10", "-0", "1E+3"])
)
MAYBE = st.none() | DECIMALS


def numbers(inputs: Any) -> Any:
    flags = {name: st.booleans() for name in ("inferred", "provisional", "late")}
    return st.builds(
        Number,
        MAYBE,
        st.sampled_from(["GBP", "percent", "", "people"]),
        st.integers(-2, 4),
        st.sampled_from(["", "about", "over"]),
        **flags,
        restates=MAYBE,
        figure=st.none() | st.integers(1, 10**12),
        formula=WORDS,
        inputs=inputs,
    )


def tuples(of: Any) -> Any:
    return st.lists(of, max_size=3).map(tuple)


ALONE = numbers(st.just(()))
NUMBERS = numbers(tuples(st.tuples(WORDS, numbers(tuples(st.tuples(WORDS, ALONE))))))
LINKS = st.builds(Link, WORDS, WORDS)
RATINGS = st.builds(Rating, st.sampled_from(list(LABELS)), WORDS)
CELLS = NUMBERS | LINKS | RATINGS | st.builds(Spark, tuples(MAYBE), WORDS) | WORDS | st.none()
ROWS = st.builds(Row, LINKS | WORDS, tuples(CELLS), st.sampled_from(["body", "group", "total"]), WORDS)
COLUMNS = st.builds(Column, WORDS, st.booleans(), st.booleans())
TABLES = st.builds(Table, WORDS, WORDS, tuples(COLUMNS), tuples(ROWS), WORDS, WORDS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3) | tuples(inner),
    max_leaves=6,
)
CHARTS = st.builds(Chart, WORDS, WORDS, WORDS, st.dictionaries(WORDS, JSON, max_size=3), TABLES)
BLOCKS = (
    st.builds(Paragraph, WORDS) | st.builds(Bullets, tuples(WORDS)) | st.builds(Subheading, WORDS) | TABLES | CHARTS
)
CLEARANCES = st.builds(Clearance, WORDS, WORDS, st.none() | st.dates())
ZONES = st.sampled_from([UTC, ZoneInfo("Europe/London"), timezone(timedelta(hours=-5))])
REPORTS = st.builds(
    Report,
    *(WORDS, WORDS, WORDS, st.none() | st.dates(), WORDS, st.dates()),
    moment=st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=ZONES),  # noqa: DTZ001
    state=WORDS,
    front=tuples(st.tuples(WORDS, WORDS)),
    recommendation=WORDS,
    sections=tuples(st.builds(Section, WORDS, WORDS, tuples(BLOCKS))),
    clearances=tuples(CLEARANCES),
    notes=tuples(WORDS),
    label=WORDS,
)


def kept(report: Report) -> dict[str, Any]:
    """As a database that keeps JSON gives it back: keys in another order, and numbers as it writes them."""
    return json.loads(json.dumps(encode(report), sort_keys=True))  # type: ignore[no-any-return]


@settings(deadline=None, max_examples=150)
@given(REPORTS)
def test_decoded_is_what_was_encoded(report: Report) -> None:
    again = decode(kept(report))
    assert again == report
    assert digest(again) == digest(report)


def test_sample_and_what_is_exact_in_it() -> None:
    report = with_blocks(Table("one", CONTROLS, (Column(EMOJI),), (Row("x", (pounds("1.10"), pounds(-0))),)))
    (table,) = decode(kept(report)).tables
    (cell, _) = table.rows[0].cells
    assert isinstance(cell, Number)
    assert str(cell.value) == "1.10"
    assert (table.caption, table.columns[0].label) == (CONTROLS, EMOJI)
    assert decode(kept(sample_report())) == sample_report()
    assert type(decode(kept(sample_report())).sections) is tuple


def test_moment_is_the_same_in_whatever_zone_it_is_said() -> None:
    summer = datetime(2019, 7, 4, 10, 30, tzinfo=ZoneInfo("Europe/London"))
    report = replace(empty_report(), moment=summer)
    assert decode(kept(report)).moment == datetime(2019, 7, 4, 9, 30, tzinfo=UTC)
    assert digest(report) == digest(replace(report, moment=summer.astimezone(UTC)))


@pytest.mark.parametrize(
    "changed",
    [
        replace(sample_report(), title="Another"),
        replace(sample_report(), as_at=date(2019, 11, 1)),
        replace(sample_report(), sections=sample_report().sections[:-1]),
        with_blocks(Paragraph("a")),
        with_blocks(Table("one", "x", (Column("A"),), (Row("x", (pounds("1.0001"),)),))),
        with_blocks(Table("one", "x", (Column("A"),), (Row("x", (pounds("1.0002"),)),))),
    ],
)
def test_digest_tells_a_change(changed: Report) -> None:
    others = [sample_report(), empty_report(), with_blocks(Paragraph("b"))]
    others.append(with_blocks(Table("one", "x", (Column("A"),), (Row("x", (pounds(1),)),))))
    assert digest(changed) not in map(digest, others)
    assert len(digest(changed)) == 64


def test_document_of_today_stays_readable() -> None:
    """A document of version 1 as it was kept, by hand: to change what it takes to read it, make a version 2."""
    document = {
        "version": 1,
        "report": {
            "is": "Report",
            "title": "Progress",
            "organisation": "Anyshire",
            "committee": "Adults",
            "meeting": None,
            "year": "2019/20",
            "as_at": {"is": "date", "of": "2019-11-07"},
            "moment": {"is": "datetime", "of": "2019-11-07T23:59:59+00:00"},
            "state": "Frozen",
            "front": [["Key decision", "No"]],
            "recommendation": "",
            "clearances": [{"is": "Clearance", "role": "Legal", "implications": "", "cleared": None}],
            "notes": [],
            "sections": [
                {
                    "is": "Section",
                    "slug": "a",
                    "heading": "A",
                    "blocks": [
                        {"is": "Paragraph", "text": "Words."},
                        {
                            "is": "Chart",
                            "slug": "c",
                            "title": "C",
                            "finding": "It rose.",
                            "figure": {
                                "is": "dict",
                                "of": {"data": {"is": "list", "of": [{"is": "float", "of": "0.1"}, 2, None]}},
                            },
                            "table": {
                                "is": "Table",
                                "slug": "t",
                                "caption": "T",
                                "columns": [{"is": "Column", "label": "Line"}],
                                "rows": [
                                    {
                                        "is": "Row",
                                        "header": {"is": "Link", "text": "x", "url": "/x/"},
                                        "cells": [
                                            {"is": "Number", "value": {"is": "Decimal", "of": "1.10"}, "unit": "GBP"},
                                            {"is": "Rating", "colour": "red", "reason": "falling"},
                                            {"is": "Spark", "values": [None], "words": "up"},
                                            None,
                                        ],
                                    }
                                ],
                            },
                        },
                    ],
                }
            ],
        },
    }
    found = decode(document)
    (chart,) = found.charts
    assert (found.moment, found.label, found.front) == (
        datetime(2019, 11, 7, 23, 59, 59, tzinfo=UTC),
        "",
        (("Key decision", "No"),),
    )
    assert chart.figure == {"data": [0.1, 2, None]}
    assert chart.table.rows[0].cells == (pounds("1.10"), Rating("red", "falling"), Spark((None,), "up"), None)
    assert encode(found) == document


def test_field_that_came_later_has_its_default_and_changes_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Paragraph:
        text: str
        tone: str = "plain"

    older = kept(with_blocks(encoding.Paragraph("Words.")))
    before = digest(with_blocks(encoding.Paragraph("Words.")))
    monkeypatch.setitem(encoding.KINDS, "Paragraph", Paragraph)
    found = decode(older)
    assert found.sections[0].blocks == (Paragraph("Words."),)
    assert digest(found) == before


def test_document_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 2; this ascare reads version 1"):
        decode({**encode(empty_report()), "version": 2})
    with pytest.raises(ValueError, match="version None"):
        decode({})


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"is": "Paragraph"}, r"A Paragraph in this document has \[\]"),
        ({"is": "Paragraph", "text": "a", "voice": "b"}, "voice"),
        ({"is": "Riddle", "text": "a"}, "Riddle"),
        ({"text": "a"}, "None"),
    ],
)
def test_document_that_is_not_whole_is_refused(broken: dict[str, str], said: str) -> None:
    document = encode(with_blocks(Paragraph("a")))
    document["report"]["sections"][0]["blocks"] = [broken]
    with pytest.raises(ValueError, match=said):
        decode(document)
    with pytest.raises(ValueError, match="no report"):
        decode({"version": 1, "report": {"is": "Paragraph", "text": "a"}})


@pytest.mark.parametrize("unknown", [object(), {1}, b"x", timedelta(1), {1: 2}, ..., datetime(2019, 1, 1)])  # noqa: DTZ001
def test_what_no_document_knows_is_refused(unknown: Any) -> None:
    with pytest.raises(TypeError):
        encode(with_blocks(Table("one", "x", (), (Row("x", (unknown,)),))))


def test_every_kind_that_a_report_can_hold_is_known() -> None:
    """Whoever adds a block or a cell adds it to the documents too."""
    found: set[type] = set()
    left: list[Any] = [Report]
    while left:
        kind = left.pop()
        left += get_args(kind)
        if is_dataclass(kind) and isinstance(kind, type) and kind not in found:
            found.add(kind)
            hints = get_type_hints(kind)
            left += [hints[field.name] for field in fields(kind)]
    assert found == set(encoding.KINDS.values())
