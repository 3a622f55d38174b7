"""A year's course as a chart: what came by kind, the plan, what it will come to, and what it was said to."""

from typing import Any

from ledger.components import Chart
from ledger.months import month_label
from ledger.numbers import Number, difference, percentage
from ledger.palette import FORECAST, INK, PALETTE, PROJECTED
from ledger.rating import direction

from ..models import Benefit
from ..selectors import KINDS, Course, CourseMonth, Spend
from ..tables import course_table, position_table

COLOURS = {KINDS[Benefit.Kind.CASHABLE]: PALETTE[0], KINDS[Benefit.Kind.AVOIDANCE]: PALETTE[1]}
OTHERS = PALETTE[5]
POUNDS = {"yaxis": {"tickprefix": "£", "tickformat": ",", "rangemode": "tozero"}}


def course_chart(course: Course, what: str) -> Chart | None:
    """`what` is called so in title and caption: Delivery. None where there is nothing to draw but a target."""
    if course.reached is None and not course.has_profile and not course.forecasts:
        return None
    title = f"{what} in {course.year.label}, from April to the end of each month"
    return Chart(
        slug="delivery",
        title=title,
        finding=course_finding(course),
        figure={"data": list(_traces(course)), "layout": {"barmode": "stack", **POUNDS}},
        table=course_table(course, title),
    )


def _traces(course: Course) -> list[dict[str, Any]]:
    months = [f"{found.month.start:%b %Y}" for found in course.months]
    traces = [
        {
            "type": "bar",
            "name": f"{name}, delivered",
            "x": months,
            "y": [plain(found.kinds[i]) for found in course.months],
            "marker": {"color": COLOURS.get(name, OTHERS)},
        }
        for i, name in enumerate(course.kinds)
        if any(not found.kinds[i].missing for found in course.months)
    ]
    lines = [
        ("Delivered, all kinds", "delivered", PALETTE[0], "solid"),
        ("Plan", "plan", INK, "dash"),
        ("Projected", "projected", PROJECTED, "dot"),
    ]
    for name, field, colour, dash in lines:
        values = [plain(getattr(found, field)) for found in course.months]
        if any(value is not None for value in values):
            traces.append(_line(name, months, values, colour, dash, gaps=field != "projected"))
    if not course.target.missing and not course.has_profile:
        traces.append(_line("Target for the year", months, [plain(course.target)] * 12, INK, "dash"))
    if made := [found for found in course.forecasts if course.year.start <= found.edition <= course.year.end]:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "Forecast, by the month it was made in",
                "x": [f"{found.edition:%b %Y}" for found in made],
                "y": [plain(found.number) for found in made],
                "marker": {"color": FORECAST, "symbol": "diamond", "size": 10},
            }
        )
    return [{**trace, "hovertemplate": "£%{y:,.0f}"} for trace in traces]


def _line(
    name: str, months: list[str], values: list[float | None], colour: str, dash: str, gaps: bool = True
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if name.startswith(("Delivered", "Projected")) else "lines",
        "name": name,
        "x": months,
        "y": values,
        "connectgaps": not gaps,
        "line": {"color": colour, "dash": dash, "width": 2},
    }


def course_finding(course: Course) -> str:
    """What came, against what, and what is to come: sentences that stand without the chart."""
    reached = course.reached
    if reached is None:
        plan = f"The target for {course.year.label} is {course.target.text}; n" if not course.target.missing else "N"
        return f"{plan}othing has been evidenced yet.{_forecast_words(course)}"
    sentences = [f"By the end of {reached.month.label} {_came(course, reached)}{_against(course, reached)}."]
    if not course.has_profile:
        sentences.append(_no_profile(course))
    return " ".join(sentences) + _projected(course)


def _no_profile(course: Course) -> str:
    if course.target.missing:
        return f"No target is recorded for {course.year.label}."
    lacking = "There is no profile by month"
    if 0 < course.without_profile < course.planned:
        have = "has" if course.without_profile == 1 else "have"
        lacking = f"{course.without_profile} of {course.planned} benefit lines {have} no profile by month"
    return f"{lacking}, so this can’t say whether that is early or late."


def _came(course: Course, reached: CourseMonth) -> str:
    kinds = [
        f"{number.text} of {name[0].lower()}{name[1:]}"
        for name, number in zip(course.kinds, reached.kinds, strict=True)
        if not number.missing
    ]
    if not reached.delivered.missing:
        kinds.insert(0, f"{reached.delivered.text} of all kinds")
    listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    return f"{listed} was delivered" if len(kinds) == 1 else f"{listed} were delivered"


def _against(course: Course, reached: CourseMonth) -> str:
    """The plan to date where there is one, otherwise the whole year's target."""
    so_far = Number(reached.so_far, "GBP")
    if reached.plan.value is not None and so_far.value is not None:
        gap = difference(("delivered", so_far), ("plan", reached.plan))
        side = direction(so_far.value, reached.plan.value, "higher")
        if not side or gap.value is None:
            return f", exactly the plan of {reached.plan.text}"
        return f", {Number(abs(gap.value), 'GBP').text} ({side}) {_side(gap)} the plan of {reached.plan.text}"
    if course.target.missing:
        return ""
    share = percentage(("delivered", so_far), ("target", course.target))
    return f", {share.text} of the year’s target of {course.target.text}"


def _projected(course: Course) -> str:
    if course.projected.value is None:
        return _forecast_words(course)
    said = f" The year is projected to come to {course.projected.text} ({course.method})"
    if course.target.value is None:
        return f"{said}.{_forecast_words(course)}"
    gap = difference(("projected", course.projected), ("target", course.target))
    if not gap.value:
        return f"{said}, as the target.{_forecast_words(course)}"
    side = direction(course.projected.value, course.target.value, "higher")
    far = f"{Number(abs(gap.value), 'GBP').text} ({side}) {_side(gap)} the target of {course.target.text}"
    return f"{said}, {far}.{_forecast_words(course)}"


def _forecast_words(course: Course) -> str:
    """How far the forecasts moved, from the first to the last."""
    if len(course.forecasts) < 2:
        return ""
    first, last = course.forecasts[0], course.forecasts[-1]
    return (
        f" Forecasts went from {first.number.text}, made in {month_label(first.edition)}, to {last.number.text}, "
        f"made in {month_label(last.edition)}."
    )


def _side(gap: Number) -> str:
    return "below" if gap.value is not None and gap.value < 0 else "above"


def position_chart(spend: Spend, year: str) -> Chart | None:
    """Each month's forecast of the spend against the target position; None with fewer than two of them."""
    if len(spend.positions) < 2:
        return None
    months = [f"{found.edition:%b %Y}" for found in spend.positions]
    first, last = spend.positions[0], spend.positions[-1]
    was, now = (f"{_over(found.over)} in {month_label(found.edition)}" for found in (first, last))
    finding = f"Forecast spend against the target position was {was}, and {now}."
    return Chart(
        slug="positions",
        title=f"Top down: forecast spend over the target position, {year}",
        finding=finding,
        figure={
            "data": [
                {
                    "type": "bar",
                    "name": "Over (+) or below (−) the target position",
                    "x": months,
                    "y": [plain(found.over) for found in spend.positions],
                    "marker": {"color": PALETTE[0]},
                    "hovertemplate": "£%{y:,.0f}",
                }
            ],
            "layout": POUNDS,
        },
        table=position_table(spend, year),
    )


def _over(number: Number) -> str:
    if number.value is None:
        return "not known"
    size = Number(abs(number.value), "GBP").text
    side = direction(number.value, number.value * 0, "lower")
    return f"{size} {'over' if number.value > 0 else 'below'} ({side})" if side else "level with it"


def plain(number: Number) -> float | None:
    return None if number.value is None else float(number.value)
