"""The headline numbers of programmes, workstreams and benefits."""

from ledger.components import Headline
from ledger.numbers import Number
from ledger.rating import direction

from ..selectors import BenefitPage, Delivery, ProgrammePage, WorkstreamPage


def programme_headlines(page: ProgrammePage) -> list[Headline]:
    over = page.over_position
    side = direction(over.value, over.value * 0, "lower") if over.value is not None else ""
    return [
        _target(page),
        *_delivered(page.delivery),
        _projected(page.delivery, "target"),
        Headline("Forecast spend over target position", over, side.capitalize() or "Above zero is adverse"),
    ]


def _target(page: ProgrammePage) -> Headline:
    """A joint programme without a target of its own has that of its parts."""
    if page.target.missing and not page.joint.target.missing:
        return Headline("Target for the year", page.joint.target, "Of the councils' parts together")
    return Headline("Target for the year", page.target, "Savings and cost avoidance together")


def workstream_headlines(page: WorkstreamPage) -> list[Headline]:
    plan = Headline("Plan for the year", page.delivery.target, "All kinds of benefit lines together")
    return [plan, *_delivered(page.delivery), _projected(page.delivery, "plan")]


def benefit_headlines(page: BenefitPage) -> list[Headline]:
    amounts = page.line.amounts
    words = _variance(amounts.variance, amounts.direction, "plan", page.course.method)
    return [
        Headline(
            "Plan for the year", amounts.plan, "" if page.course.has_profile else "There is no profile by month"
        ),
        Headline("Delivered to date", amounts.delivered, f"To {page.line.reached}" if page.line.reached else ""),
        Headline("Projected outturn", amounts.projected, words),
        Headline("Full-year effect", amounts.full_year, "What it yields in a year once it works"),
    ]


def _delivered(found: Delivery) -> list[Headline]:
    """By kind, never as one; income only where there is some."""
    evidenced = found.avoided_span.label if found.avoided_span else f"Not cashable, {found.year.label}"
    return [
        Headline("Cashable to date", found.cashable, "Lowers a budget"),
        Headline("Cost avoidance to date", found.avoided, evidenced),
        *([] if found.income.missing else [Headline("Income to date", found.income)]),
    ]


def _projected(found: Delivery, against: str) -> Headline:
    return Headline(
        "Projected outturn", found.projected, _variance(found.variance, found.direction, against, found.course.method)
    )


def _variance(number: Number, side: str, against: str, method: str) -> str:
    """Below the target, adverse; and how it was projected."""
    how = f"Projected: {method}" if method else ""
    if number.value is None:
        return how
    if not number.value:
        return f"As the {against}. {how}"
    size = Number(abs(number.value), number.unit, number.decimals).text
    return f"{size} {'below' if number.value < 0 else 'above'} the {against}: {side}. {how}"
