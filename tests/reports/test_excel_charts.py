"""Native charts in Excel reports: drawn from cells, in the figure's colours, with words for who can't see them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from ascare.reports.drawing.schema import DASHES, HATCHES, SYMBOLS, NotDrawableError
from ascare.reports.excel import charts, write_excel
from ascare.reports.excel.drawn import drawn
from ascare.reports.excel.sources import BLOCK
from ledger.components import Chart, Column, Row, Table

from .opened import CHART, MAIN, Opened
from .samples import MONTHS, month_table, pounds, sample_report, with_blocks

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def line(name: str, values: Sequence[float | None], **said: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "name": name, "x": MONTHS[: len(values)], "y": list(values), **said}


def chart_of(data: Sequence[Mapping[str, Any]], table: Table, **layout: Any) -> Chart:
    return Chart("one", "A title", "A finding.", {"data": list(data), "layout": layout}, table)


def chart_in(chart: Chart) -> tuple[Opened, Element]:
    book = Opened(write_excel(with_blocks(chart)))
    (found,) = book.charts
    return book, found


def series(found: Element) -> dict[str, dict[str, Any]]:
    """By name: where its values are, and what they were when it was written."""
    told = {}
    for each in found.iter(f"{CHART}ser"):
        values = each.find(f"{CHART}val")
        categories = each.find(f"{CHART}cat")
        assert values is not None
        assert categories is not None
        name = each.findtext(f".//{CHART}tx//{CHART}v") or ""
        points = {int(point.attrib["idx"]): point.findtext(f"{CHART}v") for point in values.iter(f"{CHART}pt")}
        told[name] = {
            "values": (values.findtext(f".//{CHART}f") or "").split("!")[1],
            "categories": (categories.findtext(f".//{CHART}f") or "").split("!")[1],
            "points": {place: float(value) for place, value in points.items() if value},
            "colours": [colour.attrib["val"].lower() for colour in each.iter(f"{DRAWING}srgbClr")],
            "dash": [dash.attrib["val"] for dash in each.iter(f"{DRAWING}prstDash")],
        }
    return told


def title(found: Element) -> str:
    return found.findtext(f"{CHART}chart/{CHART}title//{CHART}v") or ""


# --- from which cells


def test_chart_of_its_tables_columns_is_drawn_from_them() -> None:
    values: list[int | None] = [5, None, 7]
    table = month_table("one", "x", values)
    book, found = chart_in(chart_of([line("People", values)], table))
    told = series(found)
    assert list(told) == ["People"]  # though the column is headed £
    assert (told["People"]["values"], told["People"]["categories"]) == ("$B$5:$B$7", "$A$5:$A$7")
    assert told["People"]["points"] == {0: 5, 2: 7}
    assert BLOCK not in str(book.values(book.names[1]))
    assert list(found.iter(f"{CHART}dispBlanksAs")) == []  # where nothing else is said, a gap stays one


def test_chart_of_its_tables_rows_is_drawn_from_them() -> None:
    columns = (Column("Kind"), *(Column(month, True) for month in MONTHS[:3]), Column("Change", True))
    rows = (
        Row("Calls", (pounds(1), pounds(2), pounds(3), pounds(2))),
        Row("Visits", (pounds(4), pounds(None), pounds(6), pounds(2))),
    )
    table = Table("one", "x", columns, rows)
    _, found = chart_in(chart_of([line("Calls", [1, 2, 3]), line("Visits", [4, None, 6])], table))
    told = series(found)
    assert list(told) == ["Calls", "Visits"]
    assert told["Visits"]["values"] == "$B$6:$D$6"
    assert told["Visits"]["categories"] == "$B$4:$D$4"
    assert told["Visits"]["points"] == {0: 4, 2: 6}


def test_rows_that_a_chart_leaves_out_stand_beside_those_that_it_draws() -> None:
    table = month_table("one", "x", [5, 6, 7])
    more = (Row("Before", (pounds(4),)), *table.rows, Row("Change", (pounds(2),)))
    _, found = chart_in(chart_of([line("People", [5, 6, 7])], replace(table, rows=more)))
    assert series(found)["People"]["values"] == "$B$6:$B$8"


def test_restated_columns_between_keep_a_chart_from_reading_across_them() -> None:
    columns = (Column("Kind"), *(Column(month, True) for month in MONTHS[:3]))
    rows = (Row("Calls", (pounds(1, restates=Decimal(9)), pounds(2), pounds(3))),)
    _, found = chart_in(chart_of([line("Calls", [1, 2, 3])], Table("one", "x", columns, rows)))
    assert series(found)["Calls"]["points"] == {0: 1, 1: 2, 2: 3}


@pytest.mark.parametrize(
    "data",
    [
        [line("A", [1, 2, 4])],  # another number
        [line("A", [1, 2, 3]), line("B", [3, 3, 3])],  # one that the table doesn't have
        [line("A", [1, 2, None])],  # less than the table has
    ],
)
def test_what_its_table_does_not_hold_is_drawn_from_a_block_below(data: list[dict[str, Any]]) -> None:
    book, found = chart_in(chart_of(data, month_table("one", "x", [1, 2, 3])))
    for trace in data:
        assert series(found)[trace["name"]]["points"] == {i: y for i, y in enumerate(trace["y"]) if y is not None}
    values = book.values(book.names[1])
    (start,) = [place for place, row in enumerate(values) if row[0] == BLOCK]
    assert values[start + 1][: len(data) + 1] == ["", *(trace["name"] for trace in data)]
    assert [row[0] for row in values[start + 2 : start + 5]] == MONTHS[:3]
    area = next(text for name, text in book.defined.items() if "Print_Area" in name)
    last = re.search(r"\$(\d+)$", area)
    assert last is not None
    assert int(last[1]) <= start  # what it is drawn from isn't printed


def test_rows_between_a_tables_numbers_keep_a_chart_from_reading_across_them() -> None:
    rows = (Row("a", (pounds(1),)), Row("All of a", (pounds(1),), "total"), Row("b", (pounds(2),)))
    table = Table("one", "x", (Column("A"), Column("B", True)), rows)
    _, found = chart_in(chart_of([line("A", [1, 2])], table))
    assert series(found)["A"]["points"] == {0: 1, 1: 2}


def test_traces_of_fewer_categories_stand_at_their_own() -> None:
    marks = {"type": "scatter", "mode": "markers", "name": "Made", "x": [MONTHS[2], MONTHS[0]], "y": [7, 8]}
    _, found = chart_in(chart_of([marks, line("A", [1, 2, 3])], month_table("one", "x", [1])))
    assert series(found)["Made"]["points"] == {0: 8, 2: 7}


def test_chart_that_draws_nothing_is_its_table() -> None:
    book = Opened(write_excel(with_blocks(chart_of([], month_table("one", "x", [])))))
    assert list(book.charts) == []
    assert "A finding." in [row[0] for row in book.values(book.names[1])]


def test_labels_of_points_are_cells() -> None:
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "name": "M",
        "x": MONTHS[:2],
        "y": [7, 8],
        "text": ["", "=up"],
    }
    book, found = chart_in(chart_of([marks], month_table("one", "x", [7, 8])))
    labels = list(found.iter(f"{CHART}dLbl"))
    assert [label.find(f"{CHART}delete") is not None for label in labels] == [True, False]
    assert [label.findtext(f".//{CHART}v") for label in labels] == [None, "=up"]
    assert book.formulas(book.names[1]) == {}


# --- bars that begin elsewhere than at nought


def test_waterfall_is_stacked_on_bars_that_nobody_sees() -> None:
    """From 0 to 5, on to 3, then across nought to −4."""
    steps = {"type": "bar", "name": "Steps", "x": ["a", "b", "c"], "base": [0, 5, 3], "y": [5, -2, -7]}
    whole = {"type": "bar", "name": "Whole", "x": ["d"], "base": [-1], "y": [-3]}
    unseen, above, below, last = drawn({"data": [steps, whole], "layout": {"barmode": "overlay"}}).traces
    assert (unseen.kind, unseen.in_legend) == ("unseen", False)
    assert unseen.values == (0, 3, 0, -1)
    assert above.values == (5, 2, 3, None)
    assert below.values == (None, None, -4, None)
    assert (above.in_legend, below.in_legend) == (True, False)
    assert (last.name, last.values, last.in_legend) == ("Whole", (None, None, None, -3), True)


def test_two_bars_from_elsewhere_in_one_place_are_refused() -> None:
    bar = {"type": "bar", "name": "A", "x": ["a"], "base": [2], "y": [5]}
    with pytest.raises(NotDrawableError):
        drawn({"data": [bar, bar], "layout": {}})


def test_lying_bars_have_the_first_on_top() -> None:
    _, found = chart_in(next(chart for chart in sample_report().charts if chart.slug == "drivers"))
    assert next(found.iter(f"{CHART}barDir")).attrib["val"] == "bar"
    category, value = next(found.iter(f"{CHART}catAx")), next(found.iter(f"{CHART}valAx"))
    assert next(category.iter(f"{CHART}orientation")).attrib["val"] == "maxMin"
    assert next(value.iter(f"{CHART}orientation")).attrib["val"] == "minMax"
    assert next(value.iter(f"{CHART}crosses")).attrib["val"] == "max"  # so that the numbers stand below
    assert next(found.iter(f"{CHART}grouping")).attrib["val"] == "stacked"


def test_lines_behind_lying_bars_are_refused() -> None:
    bar = {"type": "bar", "orientation": "h", "name": "A", "y": ["a"], "x": [5]}
    with pytest.raises(NotDrawableError):
        drawn({"data": [bar, line("B", [1])], "layout": {}})


# --- how it looks, and what it says


def test_colours_dashes_and_gaps_are_the_figures() -> None:
    data = [
        {
            "type": "bar",
            "name": "Bars",
            "x": MONTHS[:3],
            "y": [1, 2, 3],
            "marker": {"color": "#12436d", "opacity": 0.35},
        },
        line("Plan", [1, None, 3], line={"color": "#801650", "dash": "dash"}, connectgaps=True),
    ]
    _, found = chart_in(chart_of(data, month_table("one", "x", [])))
    told = series(found)
    assert told["Bars"]["colours"] == ["12436d"]
    assert told["Plan"]["colours"] == ["801650"]
    assert told["Plan"]["dash"] == ["dash"]
    assert next(found.iter(f"{DRAWING}alpha")).attrib["val"] == "35000"
    assert next(found.iter(f"{CHART}dispBlanksAs")).attrib["val"] == "span"


def test_a_gap_that_one_line_keeps_is_kept() -> None:
    data = [line("A", [1, None, 3], connectgaps=True), line("B", [1, None, 3], connectgaps=False)]
    assert not drawn({"data": data, "layout": {}}).spans_gaps


def test_title_axes_and_words_for_who_cannot_see_it() -> None:
    axis = {"tickprefix": "£", "tickformat": ",", "rangemode": "tozero"}
    book, found = chart_in(chart_of([line("A", [5, 6])], month_table("one", "x", [5, 6]), yaxis=axis))
    assert title(found) == "Figure 1: A title"
    names = [
        axis.findtext(f"{CHART}title//{CHART}v")
        for axis in (*found.iter(f"{CHART}catAx"), *found.iter(f"{CHART}valAx"))
    ]
    assert names == ["Month", "£"]
    value = next(found.iter(f"{CHART}valAx"))
    assert next(value.iter(f"{CHART}min")).attrib["val"] == "0"
    assert next(value.iter(f"{CHART}numFmt")).attrib["formatCode"] == '"£"#,##0;"−""£"#,##0'
    drawing = book.part("xl/drawings/drawing1.xml")
    (shape,) = [each for each in drawing.iter() if each.tag.endswith("cNvPr")]
    assert shape.attrib["descr"] == "A title. A finding."
    words = [row[0] for row in book.values(book.names[1])]
    assert "A finding." in words


def test_axis_that_nothing_names_has_no_title() -> None:
    table = replace(month_table("one", "x", [5, 6]), columns=(Column(""), Column("People", True)))
    rows = tuple(Row(row.header, ("words",)) for row in table.rows)
    for each in (table, replace(table, rows=rows)):
        _, found = chart_in(chart_of([line("People", [5, 6])], each))
        assert next(found.iter(f"{CHART}catAx")).find(f"{CHART}title") is None


def test_every_chart_of_the_sample_is_drawn_whole() -> None:
    """Each value that the figures hold is a point of a native chart, but for the waterfall, which is built up."""
    report = sample_report()
    found = {title(chart): series(chart) for chart in Opened(write_excel(report)).charts}
    for number, chart in enumerate(report.charts, start=1):
        told = found[f"Figure {number}: {chart.title}"]
        for trace in chart.figure["data"]:
            if trace.get("base"):
                continue
            values = sorted(y for y in trace["y"] if y is not None)
            assert sorted(told[trace["name"]]["points"].values()) == values


def test_workbooks_know_what_paper_knows() -> None:
    assert charts.DASHES.keys() == DASHES.keys()
    assert charts.SYMBOLS.keys() == SYMBOLS.keys()
    assert charts.PATTERNS.keys() == HATCHES.keys() - {""}


def test_sheet_of_a_chart_prints_on_one_page() -> None:
    book, _ = chart_in(chart_of([line("A", [5, 6])], month_table("one", "x", [5, 6])))
    setup = next(book.sheet(book.names[1]).iter(f"{MAIN}pageSetup"))
    assert setup.attrib.get("fitToHeight", "1") == "1"
