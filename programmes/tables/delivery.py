"""Tables of a programme's money: its course, how forecasts moved, top down beside bottom up, and its parts."""

from collections.abc import Sequence

from ledger.components import Cell, Column, Row, Table
from ledger.months import month_label
from ledger.numbers import Number, difference
from ledger.scope import Scope

from ..models import Impairment, Mitigation
from ..models.benefits import line_label
from ..selectors import Course, InfluencedLine, Joint, ProgrammeLine, ProgrammePage, Shortfall, Spend
from .links import Ways


def programme_table(lines: Sequence[ProgrammeLine], scope: Scope) -> Table:
    return Table(
        slug="programmes",
        caption=f"Target, delivery and confidence, {scope.year.label}",
        columns=(
            Column("Programme"),
            Column("Target for the year", numeric=True),
            Column("Cashable to date", numeric=True),
            Column("Avoided to date", numeric=True),
            Column("Projected", numeric=True),
            Column("Variance", numeric=True),
            Column("Direction"),
            Column("Delivery confidence"),
            Column("Why", words=True),
        ),
        rows=tuple(
            Row(
                scope.link(line.programme.name, "programmes:detail", line.programme.slug),
                (
                    line.target,
                    line.delivery.cashable,
                    line.avoided,
                    line.delivery.projected,
                    line.delivery.variance,
                    line.delivery.direction.capitalize(),
                    line.rating,
                    line.rating.reason,
                ),
                note="" if line.programme.is_open else line.programme.ending,
            )
            for line in lines
        ),
        empty="No programmes were known on this day.",
    )


def course_table(course: Course, caption: str) -> Table:
    """What the chart draws, month by month, without the columns that nothing is known for."""
    together = not all(found.delivered.missing for found in course.months)
    columns = [*course.kinds, *(["Delivered, all kinds"] if together else [])]
    columns += ["Plan"] if course.has_profile else []
    columns += ["Target"] if not course.target.missing and not course.has_profile else []
    columns += ["Projected"] if not course.projected.missing else []
    rows = []
    for found in course.months:
        last = found is course.months[-1]
        cells: list[Cell] = [*found.kinds, *([found.delivered] if together else [])]
        cells += [found.plan] if course.has_profile else []
        cells += [course.target if last else None] if "Target" in columns else []
        cells += [_projected(course, found.projected, last)] if not course.projected.missing else []
        rows.append(Row(found.month.label, tuple(cells)))
    return Table(
        slug="delivery",
        caption=caption,
        columns=(Column("To the end of"), *(Column(name, numeric=True) for name in columns)),
        rows=tuple(rows),
    )


def _projected(course: Course, number: Number, last: bool) -> Number | None:
    if last:
        return course.projected
    return None if number.missing else number


def forecast_table(course: Course) -> Table:
    """Each forecast as it was made, how far it moved and, once the year is in, how wrong it was."""
    proved = any(not found.error.missing for found in course.forecasts)
    rows = []
    for found in course.forecasts:
        first = found is course.forecasts[0]
        cells: list[Cell] = [
            found.number,
            None if first else found.moved,
            _side(found.moved, "Adverse", "Favourable"),
        ]
        cells += [found.error, _side(found.error, "Too low", "Too high")] if proved else []
        rows.append(Row(month_label(found.edition), tuple(cells)))
    columns = [Column("Made in"), Column("Said the year would come to", numeric=True)]
    columns += [Column("Moved by", numeric=True), Column("Direction")]
    columns += [Column("Forecast less outturn", numeric=True), Column("It was")] if proved else []
    return Table(
        slug="forecasts",
        caption=f"Forecasts made of {course.year.label}, and how good they were",
        columns=tuple(columns),
        rows=tuple(rows),
        note="" if proved else "How wrong each was is known once the whole year is in.",
    )


def _side(number: Number, below: str, above: str) -> str:
    """`below` or `above` nought."""
    if not number.value:
        return ""
    return below if number.value < 0 else above


def position_table(spend: Spend, year: str) -> Table:
    return Table(
        slug="positions",
        caption=f"Forecast spend of {year} against the target position, as it was forecast each month",
        columns=(
            Column("Forecast in"),
            Column("Forecast spend", numeric=True),
            Column("Target position", numeric=True),
            Column("Over (+) or below (−)", numeric=True),
            Column("Direction"),
        ),
        rows=tuple(
            Row(
                month_label(found.edition),
                (
                    found.forecast if found.forecast.value is not None else None,
                    spend.target_position if not spend.target_position.missing else None,
                    found.over,
                    found.direction.capitalize(),
                ),
            )
            for found in spend.positions
        ),
        note=_position_note(spend),
    )


def _position_note(spend: Spend) -> str:
    if not spend.lines:
        return "Spend that the programme can influence, price effect taken out."
    said = "Its part of the lines that it can influence, as known at the end of each month, price effect taken out"
    left = [line_label(each.line) for each in spend.lines if each.part.why_price_stays]
    if not left:
        return f"{said}."
    return f"{said} but for {', '.join(left)}. Months in which it was taken out of other lines are not shown."


def influence_table(spend: Spend, year: str, ways: Ways) -> Table:
    """The budget lines that a programme can influence, and what its part of each comes to."""
    rows = [
        Row(
            ways.budget_line(each.line),
            (
                ways.part(each.influence, f"{each.influence.share.normalize():f}%"),
                each.outturn.projected,
                each.outturn.price_effect,
                each.part.spend,
                each.part.budget,
                each.part.over,
            ),
            note=_influence_note(each),
        )
        for each in spend.lines
    ]
    if len(rows) > 1:
        over = difference(("forecast spend", spend.forecast), ("its part of the budgets", spend.budget))
        rows.append(Row("All lines", (None, None, None, spend.forecast, spend.budget, over), kind="total"))
    return Table(
        slug="influenced-lines",
        caption=f"Budget lines that it can influence, {year}",
        columns=(
            Column("Budget line"),
            Column("Share", numeric=True),
            Column("Projected outturn", numeric=True),
            Column("Price effect", numeric=True),
            Column("Its spend", numeric=True),
            Column("Its budget", numeric=True),
            Column("Over (+) or below (−)", numeric=True),
        ),
        rows=tuple(rows),
        note="Its spend is its share of the projected outturn less the price effect of the line’s activity, as if "
        "the prices of now held for the whole year. Its budget is the same share of the revised budget.",
    )


def _influence_note(each: InfluencedLine) -> str:
    price = f"With the price effect in it. {each.part.why_price_stays}" if each.part.why_price_stays else ""
    return " ".join(words for words in (price, each.counted_twice) if words)


def reconciliation_table(page: ProgrammePage) -> Table:
    """From the target to what is expected of it, then bottom up beside top down: every number explains itself."""
    found = page.reconciliation
    rows = [
        Row(f"Target for {page.year.label}", (found.target, "What the programme is to bring.")),
        Row("Identified in benefit lines", (found.identified, "The sum of their plans, of all kinds.")),
        *(
            Row(f"of which {kind.name[0].lower()}{kind.name[1:]}", (kind.amounts.plan, ""))
            for kind in page.benefits.kinds
        ),
        Row("Not allocated to a benefit line", (found.unidentified, "Target less what is identified.")),
        Row("Impaired", (found.impaired, "New savings that are not expected any more.")),
        Row("Mitigated", (found.mitigated, "What is planned to be made good.")),
        Row("Expected of the target", (found.expected, "Target less impaired, plus mitigated."), kind="total"),
        Row("Bottom up", (found.bottom_up, "What the benefit lines are projected to come to.")),
        Row("Top down", (found.top_down, "Target less what the forecast spend is over the target position.")),
        Row(
            "Top down less bottom up",
            (found.unexplained, _unexplained(found.unexplained)),
            kind="total",
        ),
    ]
    if not found.impaired_earlier.missing:
        words = "Beside the target: savings of earlier years that are missed again."
        rows.insert(-4, Row("Earlier years’ savings impaired", (found.impaired_earlier, words)))
    return Table(
        slug="reconciliation",
        caption=f"From the target to what reaches the budget, {page.year.label}",
        columns=(Column("Step"), Column("Amount", numeric=True), Column("What it is", words=True)),
        rows=tuple(rows),
    )


def _unexplained(number: Number) -> str:
    if number.value is None:
        return "Can’t be said until both are known."
    if not number.value:
        return "The two agree."
    if number.value < 0:
        return "Adverse: benefits are counted that don’t show in the forecast spend."
    return "Favourable: the forecast spend falls by more than benefit lines account for."


def shortfall_table(found: Sequence[Shortfall], slug: str, year: str, ways: Ways) -> Table:
    """Impairments or mitigations."""
    caption = {"impairments": f"Savings impaired, {year}", "mitigations": f"What is done instead, {year}"}[slug]
    return Table(
        slug=slug,
        caption=caption,
        columns=(
            Column("What"),
            Column("Amount", numeric=True),
            Column("Of" if slug == "impairments" else "Lasts"),
            Column("State"),
            Column("Why" if slug == "impairments" else "How", words=True),
        ),
        rows=tuple(
            Row(
                ways.part(each.line),
                (each.amount, _of(each.line), each.line.ending or "Open", _why(each.line)),
            )
            for each in found
        ),
    )


def _of(line: Impairment | Mitigation) -> str:
    if isinstance(line, Impairment):
        return line.get_of_display()
    return "This year only" if line.one_off else "For good"


def _why(line: Impairment | Mitigation) -> str:
    return line.cause if isinstance(line, Impairment) else line.description


def contribution_table(joint: Joint, ways: Ways) -> Table:
    return Table(
        slug="contributions",
        caption="What each partner bears",
        columns=(
            Column("Of what"),
            Column("Partner"),
            Column("Share", numeric=True),
            Column("Of this year's investments", numeric=True),
        ),
        rows=tuple(
            Row(
                ways.part(one.contribution, one.contribution.subject),
                (one.partner, f"{one.contribution.share.normalize():f}%", one.amount),
            )
            for one in joint.contributions
        ),
    )


def part_table(joint: Joint, year: str) -> Table:
    """Each council's part of a joint programme, and all together."""
    rows = [
        Row(
            part.organisation.name,
            (
                part.delivery.target,
                part.share,
                part.delivery.cashable,
                part.delivery.avoided,
                part.delivery.projected,
                part.delivery.variance,
                part.delivery.direction.capitalize(),
            ),
        )
        for part in joint.parts
    ]
    if rows:
        rows.append(Row("All parts", (joint.target, None, None, None, None, None, None), kind="total"))
    return Table(
        slug="parts",
        caption=f"The councils’ parts of it, {year}",
        columns=(
            Column("Council"),
            Column("Target", numeric=True),
            Column("Share of the target", numeric=True),
            Column("Cashable to date", numeric=True),
            Column("Avoided to date", numeric=True),
            Column("Projected", numeric=True),
            Column("Variance", numeric=True),
            Column("Direction"),
        ),
        rows=tuple(rows),
        note="Shares are worked out from the targets as recorded, and rounded to whole per cent.",
    )
