"""Every component in every state, with made-up values, at /components/ of a development system."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.components import LABELS, Chart, Column, EmptyState, Headline, Link, Rating, Row, Spark, Table
from ledger.months import FinancialYear
from ledger.numbers import Number, difference, missing, percentage, total

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
PLAN = (40, 45, 55, 60, 70, 70, 75, 80, 80, 85, 90, 95)
ACTUAL = (38, 44, 61, 52, 66, 71, 69)


def money(
    value: int | None, figure: int | None = None, *, inferred: bool = False, provisional: bool = False
) -> Number:
    amount = None if value is None else Decimal(value)
    return Number(amount, "GBP", inferred=inferred, provisional=provisional, figure=figure)


def monthly_table() -> Table:
    def row(label: str, values: tuple[int, ...], first_figure: int, note: str = "") -> Row:
        known = [money(value * 1000, first_figure + i, provisional=i == 6) for i, value in enumerate(values)]
        named = list(zip(MONTHS, known, strict=False))
        gaps = [money(None)] * (12 - len(known))
        return Row(label, (*known, *gaps, total(named, "sum of the months")), note=note)

    rows = (
        Row("Technology enabled care", (), "group"),
        row("Plan", PLAN, 100),
        row("Actual", ACTUAL, 200, "From July the count leaves out reviews."),
        Row("Reablement", (), "group"),
        row("Plan", PLAN[::-1], 300),
        row("Actual", tuple(-n for n in ACTUAL), 400),
        Row(
            "All workstreams",
            (*(money((a + b) * 1000) for a, b in zip(PLAN, PLAN[::-1], strict=True)), money(1_690_000)),
            "total",
        ),
    )
    columns = (Column("Workstream"), *(Column(month, numeric=True) for month in (*MONTHS, "Year")))
    return Table(
        "monthly", "Cost avoidance by month, £", columns, rows, note="Made-up values. Payments run a month behind."
    )


def mixed_table() -> Table:
    actual, plan = money(1_786_000, 11), money(2_080_000, 12)
    gap = difference(("actual", actual), ("plan", plan))
    rows = (
        Row(Link("Recorded, leads to its history", "#"), (actual, "Actual to date")),
        Row("Worked out, explains itself", (percentage(("actual", actual), ("plan", plan)), "Share of plan")),
        Row("Worked out of worked out", (percentage(("gap", gap), ("plan", plan)), "Nests one level")),
        Row("Zero", (money(0, 13), "Zero is not missing")),
        Row("Missing", (missing("GBP"), "Nobody has recorded it")),
        Row("Withdrawn", (money(None, 14), "Recorded, then withdrawn")),
        Row("Cannot be worked out", (percentage(("actual", missing("GBP")), ("plan", plan)), "An input is missing")),
        Row("Inferred", (money(560_000, 15, inferred=True), Link("Read in a source", "#"))),
        Row("Provisional", (money(41_500, 16, provisional=True), "Not approved yet")),
        Row("About", (Number(Decimal("2080"), "people", qualifier="about", figure=17), "A rounded source")),
        Row("Nothing belongs here", (None, "<script>alert('is text')</script>")),
    )
    return Table(
        "states", "A number in every state", (Column("State"), Column("Number", numeric=True), Column("Note")), rows
    )


def spark_table() -> Table:
    """A small line in each of its states."""
    series = {
        "Rises": ((40, 45, 44, 52, 61), "Up 52.5% since Apr 2019"),
        "Never changes": ((7, 7, 7), "As in Apr 2019"),
        "With a gap": ((60, 55, None, 48, 40), "Down 33.3% since Apr 2019"),
        "One month": ((12,), "Apr 2019 only"),
        "Nothing known": ((None, None), "No month known"),
    }
    rows = tuple(
        Row(name, (Spark(tuple(None if value is None else Decimal(value) for value in values), words),))
        for name, (values, words) in series.items()
    )
    return Table("sparks", "A small line in every state", (Column("State"), Column("Trend")), rows)


def line_chart() -> Chart:
    figure = {
        "data": [
            {"type": "scatter", "mode": "lines", "name": "Plan", "x": MONTHS, "y": PLAN, "line": {"dash": "dot"}},
            {"type": "scatter", "mode": "lines+markers", "name": "Actual", "x": MONTHS[:7], "y": ACTUAL},
        ],
        "layout": {"yaxis": {"title": {"text": "£ thousand"}, "rangemode": "tozero"}},
    }
    rows = tuple(
        Row(month, (money(PLAN[i] * 1000), money(ACTUAL[i] * 1000 if i < len(ACTUAL) else None)))
        for i, month in enumerate(MONTHS)
    )
    columns = (Column("Month"), Column("Plan", numeric=True), Column("Actual", numeric=True))
    table = Table("line", "Cost avoidance, plan and actual", columns, rows)
    finding = "Delivery kept within £8,000 of the monthly plan, and by October was £14,000 behind it in total."
    return Chart("line", "Cost avoidance against plan (made-up values)", finding, figure, table)


def bar_chart() -> Chart:
    segments = {"Residential": 31, "Nursing": -12, "Extra care": 8, "Regulated personal care": -46}
    figure = {
        "data": [{"type": "bar", "orientation": "h", "x": list(segments.values()), "y": list(segments)}],
        "layout": {"xaxis": {"title": {"text": "Places above demand"}}},
    }
    rows = tuple(Row(name, (Number(Decimal(value), "places"),)) for name, value in segments.items())
    table = Table("bars", "Sufficiency by segment", (Column("Segment"), Column("Gap", numeric=True)), rows)
    finding = "Regulated personal care is short of 46 places; residential care has 31 to spare."
    return Chart("bars", "Where care falls short (made-up values)", finding, figure, table)


def example_headlines() -> list[Headline]:
    actual, plan = money(1_786_000, 21), money(2_080_000, 22)
    return [
        Headline("Cost avoidance to date", actual, "7 months of 12", "#"),
        Headline("Share of plan", percentage(("actual", actual), ("plan", plan)), "adverse by 14.1 points"),
        Headline(
            "People waiting", Number(Decimal(214), "people", provisional=True, figure=23), "31 fewer than in June"
        ),
        Headline("Vacancy rate", missing("percent"), "no return for October yet"),
    ]


class ExampleForm(forms.Form):
    amount = forms.CharField(label="Saving delivered", help_text="For example, £1,234.50 or (200)")
    basis = forms.ChoiceField(choices=[("", "Choose one"), ("actual", "Actual"), ("forecast", "Forecast")])
    month = forms.DateField(label="Known from", help_text="The day on the paper")
    confidence = forms.ChoiceField(
        label="Delivery confidence",
        help_text="As you see it today",
        choices=[(colour, label) for colour, label in LABELS.items() if colour not in ("blue", "grey")],
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        choices=[("tec", "Technology enabled care"), ("reablement", "Reablement"), ("carers", "Carers")],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="Readers of the history see it")
    file = forms.FileField(label="Evidence", required=False)
    password = forms.CharField(label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    certain = forms.BooleanField(label="I have checked these figures", help_text="They can't be overwritten later")

    def clean_amount(self) -> str:
        amount = self.cleaned_data["amount"]
        if amount == "n/a":
            raise ValidationError("Saving delivered must be an amount, like 1234.50; leave it blank if not known")
        return str(amount)


def example_scope(request: HttpRequest) -> SimpleNamespace:
    """Shaped like ledger.scope's, so that the header is seen in every state: ?as_at=2019-11-07, ?year=nonsense."""
    today = date(2020, 5, 14)
    errors: dict[str, str] = {}
    year, as_at = FinancialYear(2019), today
    try:
        year = FinancialYear.parse(request.GET.get("year") or "2019-20")
    except ValueError as error:
        errors["year"] = str(error)
    try:
        as_at = date.fromisoformat(request.GET.get("as_at") or str(today))
    except ValueError:
        errors["as_at"] = "As at must be a date, like 2019-11-07"
    sections = ("Programmes", "Finance", "Market", "Winter", "Returns", "Risks", "Reports")
    demoshire = SimpleNamespace(name="Demoshire", slug="demoshire", kind="demonstration")
    partnership = SimpleNamespace(name="Norwick and Sutterby", slug="norwick-and-sutterby", kind="partnership")
    return SimpleNamespace(
        organisation=demoshire,
        organisations=[demoshire, partnership],
        year=year,
        years=[FinancialYear(first) for first in (2020, 2019, 2018)],
        as_at=as_at,
        is_now=as_at == today,
        query="" if as_at == today else f"?year={year}&as_at={as_at}",
        today=today,
        errors=errors,
        navigation=[
            Link("Overview", request.path),
            *(Link(section, f"/demoshire/{section.lower()}/") for section in sections),
        ],
    )


def components(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The return for October is submitted.")
    messages.error(request, "Row 7 was not saved: somebody else changed it at 14:02.")
    messages.info(request, "The November return opens on Monday.")
    bound = ExampleForm({"amount": "n/a", "month": ""}, auto_id="bound_%s")
    bound.add_error(None, "The figures add up to more than the benefit")
    context = {
        "scope": example_scope(request),
        "breadcrumbs": [Link("Demoshire", "#"), Link("Development", "#")],
        "headlines": example_headlines(),
        "ratings": [Rating(colour, f"The reason why it is {label.lower()}") for colour, label in LABELS.items()],
        "charts": [line_chart(), bar_chart()],
        "tables": [
            monthly_table(),
            mixed_table(),
            spark_table(),
            Table("none", "A table without rows", (Column("Month"),), ()),
        ],
        "nothing": EmptyState(
            "No programmes yet",
            "Programmes appear here once somebody has added the first one.",
            Link("Add a programme", "#"),
        ),
        "bound": bound,
        "unbound": ExampleForm(auto_id="unbound_%s"),
    }
    return render(request, "ascare/components.html", context)
