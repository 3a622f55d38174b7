"""Tables of measures, and what there is to say of one."""

from datetime import date

from ..components import Column, Row, Table
from ..models import Measure, Rollup, Series
from ..months import day_label, moment_label
from ..scope import Scope
from ..selectors import DefinedMeasure, MeasureChange

ROLLUPS: dict[str, str] = {
    Rollup.SUM: "The months are added up to make a year.",
    Rollup.LAST: "A year’s value is that of its last month; months are never added up.",
    Rollup.MEAN: "A year’s value is the mean of its months.",
}
OF_PARTS = "Worked out anew for each span from its numerator and denominator, never from other spans’ ratios."


def _review(day: date | None, today: date) -> str:
    if day is None:
        return "Not set"
    return f"{day_label(day)}{' (overdue)' if day < today else ''}"


def _ratio(measure: Measure, known: list[DefinedMeasure]) -> str:
    """Its parts by name, as a reader of the same moment knows them."""
    names = {each.measure.pk: each.measure.name for each in known}
    if measure.numerator_id is None or measure.denominator_id is None:
        return ""
    per = f" × {measure.per:,}" if measure.per > 1 else ""
    return f"{names.get(measure.numerator_id, 'unknown')} ÷ {names.get(measure.denominator_id, 'unknown')}{per}"


def measure_facts(scope: Scope, measure: Measure, known: list[DefinedMeasure]) -> list[tuple[str, str]]:
    """What there is to say of a measure, in order; what nobody has said is left out."""
    limits = [
        f"at least {measure.minimum.normalize():f}" if measure.minimum is not None else "",
        f"at most {measure.maximum.normalize():f}" if measure.maximum is not None else "",
    ]
    facts = [
        ("Definition", measure.definition),
        ("Why it matters", measure.why),
        ("Code", measure.code),
        ("Unit", measure.unit),
        ("Decimal places shown", str(measure.decimals) if measure.decimals else "None: whole numbers"),
        ("Which way is better", measure.get_better_display()),
        ("Numerator ÷ denominator", _ratio(measure, known)),
        ("How months make a year", OF_PARTS if measure.is_ratio else ROLLUPS[measure.rollup]),
        ("Limits", " and ".join(filter(None, limits)).capitalize()),
        ("Small numbers", "Counts of people under 5 are not for publication" if measure.suppress_small else ""),
        ("Commercially sensitive", "Not for publication" if measure.sensitive else ""),
        ("Source", measure.source),
        ("Owner", measure.owner_role),
        ("Next review", _review(measure.next_review, scope.as_at)),
    ]
    return [(label, words) for label, words in facts if words]


def measures_table(scope: Scope, known: list[DefinedMeasure]) -> Table:
    own = [each for each in known if each.measure.organisation_id is not None]
    shipped = [each for each in known if each.measure.organisation_id is None]
    rows: list[Row] = []
    for heading, group in ((f"Defined by {scope.organisation}", own), ("Shipped with ascare", shipped)):
        if group:
            rows += [Row(heading, (), "group"), *(_measure_row(scope, each, known) for each in group)]
    columns = ("Measure", "Code", "Unit", "Better", "Numerator ÷ denominator", "Owner", "Next review")
    return Table("measures", "Measures", tuple(map(Column, columns)), tuple(rows))


def _measure_row(scope: Scope, each: DefinedMeasure, known: list[DefinedMeasure]) -> Row:
    measure = each.measure
    return Row(
        scope.link(measure.name, "ledger:measure", measure.code),
        (
            measure.code,
            measure.unit,
            measure.get_better_display(),
            _ratio(measure, known),
            measure.owner_role or "Not set",
            _review(measure.next_review, scope.as_at),
        ),
        note="Defined after this day; shown as it is today." if each.later else "",
    )


def measure_series_table(scope: Scope, measure: Measure, series: list[Series]) -> Table:
    rows = tuple(
        Row(
            scope.link(each.name, "ledger:series", each.code),
            (each.code, each.get_frequency_display()),
        )
        for each in series
    )
    columns = (Column("Series"), Column("Code"), Column("How often"))
    empty = f"{scope.organisation} keeps no series of this measure."
    return Table("series", f"Series in {scope.organisation}", columns, rows, empty=empty)


def measure_changes_table(changes: list[MeasureChange]) -> Table:
    rows = tuple(
        Row(
            moment_label(each.at),
            (each.by, each.what, each.reason or "Not given"),
        )
        for each in changes
    )
    columns = (Column("When"), Column("By"), Column("What"), Column("Why"))
    empty = "Nothing was recorded of this definition by then."
    return Table("changes", "Who changed the definition", columns, rows, empty=empty)
