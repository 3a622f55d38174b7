"""Tables of benefit lines: what they come to by workstream and kind, and what one of them is made of."""

from collections.abc import Sequence

from ledger.components import Cell, Column, Row, Table
from ledger.months import Span, day_label, moment_label, month_label
from ledger.numbers import difference, missing
from ledger.projections import WORDS

from ..models import Benefit
from ..selectors import Amounts, BenefitLine, BenefitPage, Benefits, BudgetOverlap, KindTotal
from .links import Ways

MONEY = (
    Column("Plan of the year", numeric=True),
    Column("Delivered to date", numeric=True),
    Column("Projected", numeric=True),
    Column("Variance", numeric=True),
    Column("Direction"),
    Column("Full-year effect", numeric=True),
)


def benefit_table(benefits: Benefits, year: str, ways: Ways) -> Table:
    """By workstream; kinds are summed apart, and only then together."""
    rows: list[Row] = []
    for group in benefits.groups:
        rows.append(Row(group.name, (), kind="group"))
        rows += [_line(line, ways) for line in group.lines]
        rows += [_total(f"{kind.name} of {group.name}", kind) for kind in group.kinds if len(kind.lines) > 1]
    if benefits.groups:
        rows += [_total(f"All {kind.name[0].lower()}{kind.name[1:]}", kind) for kind in benefits.kinds]
        if len(benefits.kinds) > 1:
            rows.append(Row("All kinds together", (None, None, *_money(benefits.together)), kind="total"))
    return Table(
        slug="benefits",
        caption=f"Benefit lines by workstream, {year}",
        columns=(Column("Benefit"), Column("Kind"), Column("State"), *MONEY, Column("Rating")),
        rows=tuple(rows),
        note="Variance is projected less plan. A cashable saving lowers a budget; cost avoidance doesn’t, so that a "
        "sum of both is no saving. Totals hold closed lines too, but none that was withdrawn.",
    )


def closed_benefit_table(lines: Sequence[BenefitLine], ways: Ways) -> Table:
    return Table(
        slug="closed-benefits",
        caption="Benefit lines that are closed",
        columns=(Column("Benefit"), Column("Kind"), Column("How it ended"), *MONEY, Column("Rating")),
        rows=tuple(_line(line, ways) for line in lines),
    )


def _line(line: BenefitLine, ways: Ways) -> Row:
    benefit = line.benefit
    state = benefit.get_state_display()
    if benefit.closed_on:
        state = f"{benefit.ending} on {day_label(benefit.closed_on)}"
    note = f"Brought forward from {benefit.brought_forward_label}" if benefit.brought_forward_label else ""
    cells = (kind_words(benefit), state, *_money(line.amounts), line.rating)
    return Row(ways.benefit(benefit), cells, note=note)


def kind_words(benefit: Benefit) -> str:
    return f"{benefit.get_kind_display()}, {'recurring' if benefit.recurring else 'one-off'}"


def _total(label: str, kind: KindTotal) -> Row:
    return Row(label, (None, None, *_money(kind.amounts)), kind="total")


def _money(amounts: Amounts) -> tuple[Cell, ...]:
    found = amounts
    return found.plan, found.delivered, found.projected, found.variance, found.direction.capitalize(), found.full_year


def projection_table(page: BenefitPage) -> Table:
    """Each method beside the others: its number explains itself, or it is said why there is none."""
    rows = []
    for found in page.projections:
        words = WORDS[found.projection.method]
        label = words[:1].upper() + words[1:]
        used = "Used" if found.chosen else ""
        rows.append(Row(label, (found.number, used, found.projection.formula or found.projection.why_not)))
    return Table(
        slug="projections",
        caption=f"What {page.year.label} will come to, by each method",
        columns=(
            Column("Method"),
            Column("Outturn", numeric=True),
            Column("Used"),
            Column("How, or why not", words=True),
        ),
        rows=tuple(rows),
        empty="It has no series to project.",
    )


def edition_table(page: BenefitPage) -> Table:
    """Every plan that the year has had, the newest first."""
    rows = []
    for edition, before in zip(page.editions, (*page.editions[1:], None), strict=False):
        change = difference(("this plan", edition.total), ("the one before", before.total)) if before else None
        recorded = "; ".join(f"{moment_label(entry.known_from)}, {entry.author}" for entry in edition.entries)
        reasons = " ".join(dict.fromkeys(entry.reason for entry in edition.entries if entry.reason))
        state = "In force" if edition.in_force else ""
        rows.append(Row(month_label(edition.edition), (edition.total, change, state, recorded, reasons)))
    return Table(
        slug="plan-editions",
        caption=f"Plans of {page.year.label}, the newest first",
        columns=(
            Column("Holds from"),
            Column("Plan of the year", numeric=True),
            Column("Change", numeric=True),
            Column("State"),
            Column("Recorded"),
            Column("Reason", words=True),
        ),
        rows=tuple(rows),
        empty=f"It has no plan for {page.year.label}.",
    )


def edition_months_table(page: BenefitPage) -> Table:
    """The plans side by side, the oldest first."""
    editions = page.editions[::-1]
    spans: list[Span] = sorted({span for edition in editions for span in edition.numbers})
    return Table(
        slug="plans-by-month",
        caption=f"The plans of {page.year.label} side by side",
        columns=(Column("For"), *(Column(f"Plan from {month_label(one.edition)}", numeric=True) for one in editions)),
        rows=tuple(
            Row(span.label, tuple(one.numbers.get(span) or missing("GBP") for one in editions)) for span in spans
        ),
    )


def claim_table(page: BenefitPage, ways: Ways) -> Table:
    return Table(
        slug="claims",
        caption="Shares of budgets that it claims to lower",
        columns=(
            Column("Budget"),
            Column("Kept"),
            Column("Share", numeric=True),
            Column("Months"),
            Column(f"Budget of those months, {page.year.label}", numeric=True),
            Column("Claimed of it", numeric=True),
        ),
        rows=tuple(
            Row(
                ways.part(found.claim, str(found.budget)),
                (
                    ways.budget_line(found.budget.line) if found.budget.line else "Elsewhere",
                    f"{found.claim.share.normalize():f}%",
                    Span(found.claim.start, found.claim.end).label,
                    found.amount,
                    found.claimed,
                ),
            )
            for found in page.claims
        ),
        note="Of a budget line the revised budget is claimed; what a budget that is kept elsewhere comes to is not "
        "known here.",
    )


def overlap_table(overlaps: Sequence[BudgetOverlap], ways: Ways) -> Table:
    """Where several benefits claim the same months of a budget: not refused below 100%, but to be looked at."""
    return Table(
        slug="overlaps",
        caption="Budgets that several benefits claim in the same months",
        columns=(
            Column("Budget"),
            Column("Months"),
            Column("Claimed", numeric=True),
            Column("Left", numeric=True),
            Column("By", words=True),
        ),
        rows=tuple(
            Row(
                ways.budget_line(found.budget.line) if found.budget.line else str(found.budget),
                (
                    found.overlap.span.label,
                    f"{found.overlap.total.normalize():f}%",
                    f"{found.overlap.left.normalize():f}%",
                    ", ".join(f"{one.name} ({one.share.normalize():f}%)" for one in found.overlap.claims),
                ),
            )
            for found in overlaps
        ),
    )
