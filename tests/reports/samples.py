"""Reports for tests: one with every kind of block and of cell, and what else a renderer must bear.

All figures are made up. What a renderer printed is compared with `shown`, what a table should say.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ascare.reports.value import (
    Bullets,
    Clearance,
    Paragraph,
    Report,
    Section,
    Subheading,
    printed,
)
from ledger.components import Chart, Column, Link, Rating, Row, Spark, Table
from ledger.numbers import Number, missing
from ledger.palette import ACTUAL, FORECAST, INK, PALETTE, PLAN, PROJECTED

MONTHS = [
    "Apr 2019",
    "May 2019",
    "Jun 2019",
    "Jul 2019",
    "Aug 2019",
    "Sep 2019",
    "Oct 2019",
    "Nov 2019",
    "Dec 2019",
    "Jan 2020",
    "Feb 2020",
    "Mar 2020",
]
HOSTILE = '#panic("no") *bold* _em_ $x^2$ @ref <label> \\u{41} `raw` //x [y] {{ title }} {% if %} =SUM(A1) & <script>'
WELSH, ARABIC, EMOJI = "Tŷ’r Wŷdd, Llanŵyl ŴŶ", "بيت الرعاية", "Home 🏡 👵🏽 😀 👩‍⚕️ 🇬🇧"
CONTROLS = "a\x00b\x07c\x1bd\u200be\u2028f\tg\r\nh\ufeff"


def pounds(value: str | int | None, **marks: Any) -> Number:
    return Number(None if value is None else Decimal(value), "GBP", **marks)


def benefits_table() -> Table:
    """Groups, totals, notes, and a number in every state."""
    rows = (
        Row("Technology", (), "group"),
        Row("Sensors", (pounds(120000), pounds(98000), pounds(-22000), Rating("amber", "18.3% below plan"))),
        Row(
            Link("Just checking", "/demoshire/benefits/just-checking/"),
            (
                pounds(40000),
                pounds(41500, provisional=True),
                pounds(1500, provisional=True),
                Rating("green", "On plan"),
            ),
            note="From July without reviews.",
        ),
        Row("Reablement", (), "group"),
        Row(
            "Enablement hours",
            (
                pounds(900000),
                pounds(846000, restates=Decimal(864000)),
                pounds(-54000),
                Rating("red", "6.0% below plan and falling"),
            ),
        ),
        Row("Carers", (pounds(75000), pounds(None), missing("GBP"), Rating("grey", "Nothing was recorded"))),
        Row(
            "Direct payments", (pounds(0), pounds(560000, qualifier="about", inferred=True), None, Rating("blue", ""))
        ),
        Row("Late starters", (pounds(10000), pounds(10500, late=True), pounds(500), None)),
        Row("All benefits", (pounds(1145000), pounds(1556000), pounds(-74000), None), "total"),
    )
    columns = (
        Column("Benefit"),
        Column("Plan", numeric=True),
        Column("Delivered", numeric=True),
        Column("Variance", numeric=True),
        Column("Rating", words=True),
    )
    note = "Variance is delivered less plan; below plan is adverse."
    return Table("benefits", "Benefits delivered from April to October 2019", columns, rows, note)


def wide_table() -> Table:
    """Fourteen columns: a year by month."""
    lines = {"Residential": 1250000, "Nursing": 830000, "Homecare": 410000}
    rows = tuple(
        Row(name, (*(pounds(first + 1000 * month) for month in range(12)), pounds(12 * first + 66000)))
        for name, first in lines.items()
    )
    total = Row("All", (*(pounds(2490000 + 3000 * month) for month in range(12)), pounds(30078000)), "total")
    columns = (Column("Line"), *(Column(month, numeric=True) for month in MONTHS), Column("Year", numeric=True))
    return Table("wide", "Spend by month", columns, (*rows, total))


def words_table() -> Table:
    """Words, a link, a small line, and nothing."""
    rows = (
        Row(
            "Care home closes at short notice",
            (
                Number(Decimal(16), "score"),
                Spark((Decimal(12), None, Decimal(16)), "Up 4 since Apr 2019"),
                "People move in an emergency, to wherever there is room; the council pays more for longer. " * 2,
                Link("Market log", "/demoshire/logs/market/"),
            ),
        ),
        Row("Staff fall ill", (Number(Decimal(9), "score"), Spark((), "One month only"), "", None)),
    )
    columns = (
        Column("Risk"),
        Column("Score", numeric=True),
        Column("Trend"),
        Column("What it would mean", words=True),
        Column("Where"),
    )
    return Table("risks", "Risks with the highest scores", columns, rows)


def month_table(slug: str, caption: str, values: list[int | None]) -> Table:
    columns = (Column("Month"), Column("£", numeric=True))
    rows = tuple(Row(month, (pounds(value),)) for month, value in zip(MONTHS, values, strict=False))
    return Table(slug, caption, columns, rows)


def delivery_chart() -> Chart:
    """Stacked bars behind lines and marks."""
    cashable = [10000 * month for month in range(1, 8)]
    avoided: list[int | None] = [25000 * month for month in range(1, 8)]
    data: list[dict[str, Any]] = [
        {"type": "bar", "name": "Cashable, delivered", "x": MONTHS, "y": [*cashable, *[None] * 5]},
        {"type": "bar", "name": "Cost avoidance, delivered", "x": MONTHS, "y": [*avoided, *[None] * 5]},
        {"type": "scatter", "mode": "lines", "name": "Plan", "x": MONTHS, "y": [40000 * m for m in range(1, 13)]},
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "Projected",
            "x": MONTHS,
            "y": [*[None] * 6, *[35000 * m for m in range(7, 13)]],
            "connectgaps": True,
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Forecast, by the month it was made in",
            "x": ["Jun 2019", "Sep 2019"],
            "y": [470000, 430000],
            "marker": {"color": FORECAST, "symbol": "diamond", "size": 10},
        },
    ]
    data[0]["marker"], data[1]["marker"] = {"color": PALETTE[0]}, {"color": PALETTE[1]}
    data[2]["line"] = {"color": PLAN, "dash": "dash", "width": 2}
    data[3]["line"] = {"color": PROJECTED, "dash": "dot", "width": 2}
    pounds_axis = {"tickprefix": "£", "tickformat": ",", "rangemode": "tozero"}
    return Chart(
        slug="delivery",
        title="Delivery in 2019/20, from April to the end of each month",
        finding="By the end of October £245,000 was delivered, £35,000 (adverse) below the plan of £280,000.",
        figure={"data": data, "layout": {"barmode": "stack", "yaxis": pounds_axis}},
        table=month_table("delivery", "Cost avoidance delivered", avoided),
    )


def drivers_chart() -> Chart:
    """A waterfall that lies, the first on top."""
    names = ["Older people’s residential care", "Learning disability", "Income", "All together"]
    steps = {"Adverse": (PROJECTED, [0, None, None], [310000, None, None])}
    steps["Favourable"] = (PALETTE[1], [None, 310000, 260000], [None, -50000, -120000])
    data = [
        {
            "type": "bar",
            "name": name,
            "orientation": "h",
            "y": names[:3],
            "x": values,
            "base": base,
            "marker": {"color": colour},
        }
        for name, (colour, base, values) in steps.items()
    ]
    together = {"y": names[3:], "x": [140000], "base": [0], "marker": {"color": INK}}
    data.append({"type": "bar", "name": "All together", "orientation": "h", **together})
    lying = {"type": "category", "autorange": "reversed", "categoryorder": "array", "categoryarray": names}
    layout = {"barmode": "overlay", "xaxis": {"tickformat": "$,", "showgrid": True, "nticks": 5}, "yaxis": lying}
    values = [310000, -50000, -120000, 140000]
    table = Table(
        "drivers",
        "Variance by client group",
        (Column("Client group"), Column("Variance", numeric=True)),
        tuple(Row(name, (pounds(value),)) for name, value in zip(names, values, strict=True)),
    )
    finding = "The projected outturn is £140,000 above the revised budget: adverse."
    return Chart(
        "drivers", "What drives the variance, by client group", finding, {"data": data, "layout": layout}, table
    )


def waiting_chart() -> Chart:
    """One line with a gap, a series break and its note."""
    values: list[int | None] = [517, 520, 531, None, 529, 540, 954, 961, 958, 970, None, 981]
    line = {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": 5.5,
        "x1": 5.5,
        "line": {"dash": "dash", "width": 1},
    }
    note = {"x": 5.5, "yref": "paper", "y": 1, "text": "Series break", "showarrow": False}
    trace = {"type": "scatter", "mode": "lines+markers", "name": "People", "x": MONTHS, "y": values}
    columns = (Column("Month"), Column("People", numeric=True))
    rows = tuple(
        Row(month, (Number(None if value is None else Decimal(value), "people"),))
        for month, value in zip(MONTHS, values, strict=True)
    )
    return Chart(
        slug="payments",
        title="People with a direct payment",
        finding="961 people in November 2019; nothing is compared across the series break of October 2019.",
        figure={
            "data": [{**trace, "connectgaps": False, "line": {"color": ACTUAL, "width": 2}}],
            "layout": {
                "yaxis": {"title": {"text": "People"}, "tickformat": ","},
                "shapes": [line],
                "annotations": [{**note, "xanchor": "left", "yanchor": "top"}],
            },
        },
        table=Table("payments", "People with a direct payment by month", columns, rows),
    )


def sample_report() -> Report:
    """Every kind of block and of cell."""
    progress = Section(
        "progress",
        "Progress of the programme",
        (
            Paragraph("The programme has delivered £245,000 by October 2019, £35,000 below its plan."),
            delivery_chart(),
            Subheading("Benefits line by line"),
            Paragraph("Two lines explain most of the shortfall:"),
            Bullets(("Sensors were fitted later than planned.", "Enablement staff could not be recruited.")),
            benefits_table(),
        ),
    )
    finance = Section(
        "finance",
        "Financial position",
        (Paragraph("The outturn is projected to be above budget."), drivers_chart(), wide_table()),
    )
    risks = Section(
        "risks",
        "Risks and people",
        (
            words_table(),
            waiting_chart(),
            Table("none", "Risks closed since the last report", (Column("Risk"),), ()),
        ),
    )
    return Report(
        title="Adult social care programme: progress report",
        organisation="Demoshire County Council",
        committee="Adults and Health Committee",
        meeting=date(2019, 11, 7),
        year="2019/20",
        as_at=date(2019, 10, 31),
        moment=datetime(2019, 10, 31, 23, 59, 59, 999999, tzinfo=UTC),
        state="Draft",
        front=(
            ("Key decision", "No"),
            ("Forward plan reference", "Not applicable"),
            ("Electoral divisions", "All"),
            ("Background papers", "None"),
            ("Contact", "Programme manager, adult social care"),
        ),
        recommendation="The committee is asked to\n\n- note the progress of the programme\n- ask for a plan.",
        sections=(progress, finance, risks),
        clearances=(
            Clearance("Finance", "The shortfall is within the service’s contingency.", date(2019, 10, 28)),
            Clearance("Legal", "", None),
        ),
        notes=(
            "Figures that are not approved yet are shown, and marked.",
            "Prices of single providers are left out.",
        ),
        label="Demoshire is made up, and so are its figures",
    )


def empty_report() -> Report:
    """What an officer has who has only just begun."""
    return replace(
        sample_report(), front=(), recommendation="", sections=(), clearances=(), notes=(), label="", meeting=None
    )


def with_blocks(*blocks: Any, heading: str = "A section", **changes: Any) -> Report:
    """An otherwise empty report with one section of these blocks."""
    return replace(empty_report(), sections=(Section("one", heading, blocks),), **changes)


def long_table(rows: int = 300) -> Table:
    """Benefit lines; each value is told from every other."""
    columns = (Column("Benefit line"), Column("Plan", numeric=True), Column("Delivered", numeric=True))
    body = (Row(f"Benefit line {i}", (pounds(1000 + i), pounds(500000 + i))) for i in range(1, rows + 1))
    return Table("lines", f"{rows} benefit lines", columns, tuple(body))


def long_text(words: int = 4000) -> str:
    """So many words, the last of them telling that all of them came."""
    return " ".join(["The", "council", "cares", "for", "people."] * (words // 5))[:-1] + " throughout."


def shown(report: Report) -> Iterator[list[str]]:
    """Of every table in order, its cells as paper prints them, row by row: what a renderer must show."""
    for table in report.tables:
        yield [text for row in table.rows for text in (printed(row.header), *map(printed, row.cells)) if text]
