"""Charts on paper. Every chart that the other tests make goes through `picture` too: see tests/charts.py."""

import itertools
import re
import struct
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from ascare import showcase
from ascare.reports.drawing.axes import axis, labels_below
from ascare.reports.pictures import WIDTH, NotDrawableError, drawn, picture
from ledger.components import Chart
from ledger.palette import PALETTE
from tests.charts import validate

from .samples import ARABIC, EMOJI, HOSTILE, MONTHS, WELSH, delivery_chart, drivers_chart, waiting_chart

CHARTS = (
    delivery_chart(),
    drivers_chart(),
    waiting_chart(),
    showcase.line_chart(),
    showcase.bar_chart(),
)


SIX: dict[str, Any] = {"xaxis": {"categoryorder": "array", "categoryarray": ["a", "b", "c", "d", "e", "f"]}}


def figured(chart: Chart, **changes: Any) -> Chart:
    """With other data or layout."""
    return replace(chart, figure={**deepcopy(chart.figure), **changes})


def bars_of(figure: Figure) -> list[tuple[float, float, float, float]]:
    """Left, bottom, width and height of each."""
    [plot] = figure.axes
    found = [patch for patch in plot.patches if isinstance(patch, Rectangle)]
    return [
        (round(p.get_x(), 3), round(p.get_y(), 3), round(p.get_width(), 3), round(p.get_height(), 3)) for p in found
    ]


def bar(values: list[float | None], **more: Any) -> dict[str, Any]:
    return {"type": "bar", "name": "Bar", "x": ["a", "b"], "y": values, **more}


def words_of(figure: Figure) -> list[str]:
    """All that is written in a figure."""
    return [text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text")) if text.get_text()]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.slug)
def test_chart_is_valid_on_screen_and_drawable_and_the_same_each_time(chart: Chart) -> None:
    validate(chart)
    assert picture(chart, "svg") == picture(chart, "svg")
    assert picture(chart, "png") == picture(chart, "png")


def test_svg_has_outlines_for_letters_and_no_date() -> None:
    svg = picture(delivery_chart(), "svg").decode()

    assert "<text" not in svg
    assert "<dc:date>" not in svg
    assert f'width="{WIDTH:.1f}' in svg


def test_png_is_as_wide_as_the_text_of_a_page_at_200_dots_an_inch() -> None:
    png = picture(delivery_chart(), "png")

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    [wide, tall] = struct.unpack(">II", png[16:24])
    assert wide == pytest.approx(WIDTH / 72 * 200, abs=1)
    assert tall < wide


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("stack", [(-0.4, 0, 0.8, 3), (0.6, 0, 0.8, -1), (-0.4, 3, 0.8, -2), (0.6, -1, 0.8, 5)]),
        ("relative", [(-0.4, 0, 0.8, 3), (0.6, 0, 0.8, -1), (-0.4, 0, 0.8, -2), (0.6, 0, 0.8, 5)]),
        ("overlay", [(-0.4, 0, 0.8, 3), (0.6, 0, 0.8, -1), (-0.4, 0, 0.8, -2), (0.6, 0, 0.8, 5)]),
        ("group", [(-0.4, 0, 0.4, 3), (0.6, 0, 0.4, -1), (0, 0, 0.4, -2), (1, 0, 0.4, 5)]),
    ],
)
def test_bars_stand_where_their_mode_puts_them(mode: str, expected: list[tuple[float, ...]]) -> None:
    figure = drawn({"data": [bar([3, -1]), bar([-2, 5])], "layout": {"barmode": mode, **SIX}})

    assert bars_of(figure) == expected


def test_relative_bars_pile_up_on_their_own_side_of_zero() -> None:
    data = [bar([3, None]), bar([2, -4]), bar([None, -1])]
    figure = drawn({"data": data, "layout": {"barmode": "relative", **SIX}})

    assert bars_of(figure) == [(-0.4, 0, 0.8, 3), (-0.4, 3, 0.8, 2), (0.6, 0, 0.8, -4), (0.6, -4, 0.8, -1)]


def test_few_bars_are_no_blocks() -> None:
    assert [width for _, _, width, _ in bars_of(drawn({"data": [bar([1, 2])]}))] == [0.267, 0.267]


def test_waterfall_lies_with_the_first_on_top_and_each_step_at_its_base() -> None:
    figure = drawn(drivers_chart().figure)
    [plot] = figure.axes

    assert bars_of(figure) == [
        (0, -0.4, 310000, 0.8),
        (310000, 0.6, -50000, 0.8),
        (260000, 1.6, -120000, 0.8),
        (0, 2.6, 140000, 0.8),
    ]
    bottom, top = plot.get_ylim()
    assert bottom > top
    assert next(label.get_text() for label in plot.get_yticklabels()) == "Older people’s residential care"
    assert [label.get_text() for label in plot.get_xticklabels()] == ["£0", "£100,000", "£200,000", "£300,000"]


def test_lines_keep_their_gaps_unless_they_connect_them() -> None:
    trace = {"type": "scatter", "mode": "lines", "name": "A", "x": ["a", "b", "c"], "y": [1, None, 3]}
    kept, joined = (
        drawn({"data": [{**trace, "connectgaps": connected}]}).axes[0].lines[0].get_ydata() for connected in (0, 1)
    )

    assert [str(value) for value in kept] == ["1.0", "nan", "3.0"]
    assert list(joined) == [1, 3]


def test_lines_have_the_colours_dashes_and_marks_of_the_page() -> None:
    lines = drawn(delivery_chart().figure).axes[0].lines
    plan, projected, forecast = (line for line in lines if line.get_zorder() >= 3)

    assert (plan.get_color(), plan.is_dashed(), plan.get_marker()) == ("#0b0c0c", True, "")
    assert (projected.get_color(), projected.get_marker()) == (PALETTE[3], "o")
    assert (forecast.get_marker(), forecast.get_linestyle()) == ("D", "None")
    assert to_hex(forecast.get_markerfacecolor()) == PALETTE[2]


@pytest.mark.parametrize(
    ("options", "value", "expected"),
    [
        ({"tickformat": "$,"}, -1500, "−£1,500"),
        ({"tickprefix": "£", "tickformat": ","}, -1500.5, "−£1,500.5"),
        ({"ticksuffix": "%", "tickformat": ",.1f"}, 12.34, "12.3%"),
        ({"tickformat": ".0%"}, 0.25, "25%"),
        ({}, 2500000, "2,500,000"),
        ({"tickprefix": "£"}, -0.0, "£0"),
    ],
)
def test_ticks_read_as_numbers_do(options: dict[str, Any], value: float, expected: str) -> None:
    assert axis("y", [], options).words(value) == expected


def test_legend_stands_above_the_plot_and_names_each_trace_once() -> None:
    figure = drawn(delivery_chart().figure)
    [legend] = figure.legends
    figure.draw_without_rendering()

    assert sorted(text.get_text() for text in legend.get_texts()) == sorted(
        trace["name"] for trace in delivery_chart().figure["data"]
    )
    plot, own = figure.axes[0].get_window_extent(), legend.get_window_extent()
    assert own.y0 >= plot.y1
    assert own.x1 <= figure.bbox.x1


def test_one_trace_needs_no_legend_and_hidden_ones_are_not_in_it() -> None:
    hidden = {"data": [bar([1, 2]), bar([2, 3], showlegend=False)]}

    assert not drawn(waiting_chart().figure).legends
    assert not drawn(hidden).legends


@pytest.mark.parametrize(
    "names", [MONTHS, [f"Week of {i} April 2019" for i in range(40)], [WELSH * 5, ARABIC, EMOJI]]
)
def test_nothing_written_reaches_beyond_the_picture_or_covers_its_neighbour(names: list[str]) -> None:
    trace = {"type": "bar", "name": "A", "x": names, "y": list(range(len(names)))}
    figure = drawn({"data": [trace, {**trace, "name": HOSTILE}], "layout": {"yaxis": {"title": {"text": "People"}}}})
    figure.draw_without_rendering()
    [plot] = figure.axes
    boxes = [label.get_window_extent() for label in plot.get_xticklabels() if label.get_text()]

    for box in (*boxes, *(label.get_window_extent() for label in plot.get_yticklabels())):
        assert box.x0 >= -1
        assert box.y0 >= -1
        assert box.x1 <= figure.bbox.x1 + 1
    for before, after in itertools.pairwise(boxes):
        assert Bbox.intersection(before, after) is None


def test_categories_that_do_not_fit_stand_upright_and_then_thin_out() -> None:
    days = [f"{i} April 2019" for i in range(1, 200)]
    along = axis("x", [{"x": days}], {})
    below = labels_below(along, list(range(len(days))), 400)

    assert below.upright
    assert below.labels[0] == "1 April 2019"
    assert len(below.labels) * 10 < 400


def test_bars_that_lie_make_room_for_each_of_them() -> None:
    names = [f"Line {i}" for i in range(30)]
    trace = {"type": "bar", "orientation": "h", "name": "A", "y": names, "x": list(range(30))}

    few = drawn({"data": [{**trace, "y": names[:3], "x": [1, 2, 3]}]})
    assert drawn({"data": [trace]}).get_figheight() > 4 * few.get_figheight()


def test_series_break_and_words_beside_points_are_written() -> None:
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "name": "Concern",
        "x": MONTHS[:2],
        "y": [1.0, 2.0],
        "text": ["", "3 above the limit"],
        "textposition": ["top left", "bottom left"],
        "marker": {"symbol": "square", "size": 11, "line": {"color": "#ffffff", "width": 1}},
    }
    chart = waiting_chart()
    figure = drawn({**chart.figure, "data": [*chart.figure["data"], marks]})

    assert {"Series break", "3 above the limit", "People"} <= set(words_of(figure))


@pytest.mark.parametrize("words", [HOSTILE, WELSH, ARABIC, EMOJI, "a\x00b", "$x^2$ costs $5", ""])
def test_any_words_can_stand_in_a_chart(words: str) -> None:
    chart = figured(
        waiting_chart(),
        data=[
            {"type": "bar", "name": words, "x": [words, "b"], "y": [1, 2]},
            {"type": "bar", "name": "x", "x": [words, "b"], "y": [1, 2]},
        ],
        layout={"yaxis": {"title": {"text": words}}},
    )

    assert picture(chart, "png")  # a glyph that is missing would warn, and a warning is an error here


@pytest.mark.parametrize(
    ("data", "layout", "where"),
    [
        ([{"type": "pie", "values": [1]}], {}, r"data\[0\].type"),
        ([bar([1, 2], width=3)], {}, r"data\[0\].width"),
        ([bar([1, 2], marker={"pattern": {"shape": "o"}})], {}, r"marker.pattern.shape"),
        ([bar([1])], {}, "not as many x as y"),
        ([bar([1, 2]), bar([1, 2], orientation="h")], {}, "can’t share"),
        ([bar([1, 2], base=[0, 0])], {"barmode": "stack"}, "base"),
        ([{"type": "scatter", "mode": "lines+area", "x": [], "y": []}], {}, "mode"),
        ([{"type": "scatter", "x": [], "y": []}], {}, "mode"),
        ([{"type": "scatter", "mode": "text", "x": ["a"], "y": [1], "textposition": "up"}], {}, "textposition"),
        ([bar([1, 2])], {"yaxis": {"type": "log"}}, r"yaxis.type"),
        ([bar([1, 2])], {"yaxis": {"tickformat": "s"}}, "tickformat"),
        ([bar([1, 2])], {"shapes": [{"type": "rect"}]}, r"shapes\[0\].type"),
        ([bar([1, 2])], {"annotations": [{"text": "x", "showarrow": True}]}, "showarrow"),
        ([bar([1, 2])], {"yaxis2": {}}, "yaxis2"),
        ([{**bar([1, 2]), "x": ["2019-04-01", "2019-05-01"]}], {}, "date"),
        ([{**bar([1, 2]), "x": ["a", 3]}], {}, "neither a name"),
    ],
)
def test_what_paper_cannot_show_is_refused_by_name(
    data: list[dict[str, Any]], layout: dict[str, Any], where: str
) -> None:
    with pytest.raises(NotDrawableError, match=rf"payments.*{where}"):
        picture(figured(waiting_chart(), data=data, layout=layout), "svg")


def test_pictures_are_drawn_beside_each_other() -> None:
    alone = [picture(chart, "png") for chart in CHARTS]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda chart: picture(chart, "png"), [*CHARTS] * 3)) == alone * 3


def test_chart_without_any_value_is_still_a_picture() -> None:
    empty = {"type": "scatter", "mode": "lines", "name": "A", "x": MONTHS, "y": [None] * 12}

    assert re.search(rb"<svg", picture(figured(waiting_chart(), data=[empty], layout={}), "svg"))


def test_words_beside_points_cover_neither_each_other_nor_a_point() -> None:
    levels = [float(10 + i % 2) for i in range(12)]
    marks = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": "A",
        "x": MONTHS,
        "y": levels,
        "text": ["", *["3 of 3 near the limit"] * 4, *[""] * 7],
        "textposition": "top left",
    }
    figure = drawn({"data": [marks]})
    figure.draw_without_rendering()
    [plot] = figure.axes
    boxes = [Text.get_window_extent(note) for note in plot.texts]  # without the line that leads to the point
    points = [plot.transData.transform((i, level)) for i, level in enumerate(levels)]

    assert len(boxes) == 4
    assert not [1 for i, box in enumerate(boxes) for other in boxes[i + 1 :] if Bbox.intersection(box, other)]
    assert not [1 for box in boxes for point in points if box.contains(*point)]
    assert all(box.x0 >= 0 for box in boxes)
