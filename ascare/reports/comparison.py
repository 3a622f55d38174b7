"""A report that was frozen beside the same report as it is known now: what changed, and the corrections behind it.

Tables are paired by section and table, rows by their headers within their groups, columns by their labels. Two
numbers differ where they do at the decimals of the reported one. A table that holds something back, then or now, is
not compared: what it holds back could be worked out from what differs.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from ledger.components import Chart, Column, Row, Table
from ledger.months import LONDON, day_label, moment_label
from ledger.numbers import Number, difference, missing
from ledger.publishing import NOTES, for_publication
from ledger.rounding import rounded
from returns.selectors import Correction

from .value import Block, Paragraph, Report, Section, printed

LATER = "came with figures, approvals, plans and definitions after the report."


@dataclass(frozen=True, slots=True)
class Changed:
    """A number that was reported and is known otherwise now; missing where there was none, or is none."""

    table: str  # its section and caption
    row: str
    column: str
    reported: Number
    now: Number


class Place(NamedTuple):
    """Where a number is in a table, whatever else is in it."""

    group: str  # none of a total: groups may come and go above it
    header: str
    row: int  # the first, second ... of that header in its group
    label: str
    column: int  # the first, second ... of that label


def beside_now(report: Report, now: Report, corrections: Sequence[Correction]) -> Report:
    """The report, and at its end a section of what is known otherwise in `now`, which has the same sections.

    Of the `corrections` between the two it tells those of figures that numbers of either report rest on.
    """
    return replace(report, sections=(*report.sections, section_beside(report, now, corrections)))


class Pair(NamedTuple):
    """A table as it was reported and as it is now; None: it isn't there."""

    title: str
    reported: Table | None
    now: Table | None

    @property
    def tables(self) -> list[Table]:
        return [table for table in (self.reported, self.now) if table]


def section_beside(report: Report, now: Report, corrections: Sequence[Correction]) -> Section:
    pairs, left_out = _pairs(report, now)
    found = _changes(pairs)
    read = frozenset(_figures(pairs))
    behind = [each for each in corrections if not each.cell.isdisjoint(read)]
    count = sum(len(_numbers(pair.reported)) for pair in pairs)
    blocks: list[Block] = [Paragraph(_summary(report, now, found, count))]
    if left_out:
        blocks.append(
            Paragraph(f"Not compared, for something in them is not for publication: {'; '.join(left_out)}.")
        )
    if found:
        blocks.append(_changes_table(found))
    if found or behind:
        blocks.append(Paragraph(_reasons(found, behind)))
    if behind:
        blocks.append(for_publication(_corrections_table(behind)))
    return Section("as-known-now", "As known now", tuple(blocks))


def changes(report: Report, now: Report) -> list[Changed]:
    """Table by table in the order of the report; what is new in a table comes after what was in it."""
    return _changes(_pairs(report, now)[0])


def _changes(pairs: Sequence[Pair]) -> list[Changed]:
    found = []
    for pair in pairs:
        was, known = _numbers(pair.reported), _numbers(pair.now)
        for place in dict.fromkeys((*was, *known)):
            either = was.get(place) or known[place]
            nothing = missing(either.unit, either.decimals)
            changed = Changed(
                table=pair.title,
                row=f"{place.group}: {place.header}" if place.group not in ("", place.header) else place.header,
                column=place.label,
                reported=was.get(place, nothing),
                now=known.get(place, nothing),
            )
            if _differ(changed.reported, changed.now):
                found.append(changed)
    return found


def _pairs(report: Report, now: Report) -> tuple[list[Pair], list[str]]:
    """The tables that are compared, and what those that aren't are called.

    A chart that may not be shown any more is a table of another name, so where a section holds something back, a
    table without its like isn't compared either.
    """
    before, after = dict(_tables(report)), dict(_tables(now))
    withheld = {key[0] for tables in (before, after) for key, (_, table) in tables.items() if _holds_back(table)}
    compared, left_out = [], []
    for key in dict.fromkeys((*before, *after)):
        title, _ = before.get(key) or after[key]
        pair = Pair(title, *(tables[key][1] if key in tables else None for tables in (before, after)))
        alone = len(pair.tables) == 1 and key[0] in withheld
        if alone or any(map(_holds_back, pair.tables)):
            left_out.append(title)
        else:
            compared.append(pair)
    return compared, list(dict.fromkeys(left_out))


def _holds_back(table: Table) -> bool:
    return any(note in table.note for note in NOTES.values())


def _tables(report: Report) -> Iterator[tuple[tuple[str, str], tuple[str, Table]]]:
    """By the slugs of section and table, with what each is called."""
    for section in report.sections:
        for block in section.blocks:
            table = block.table if isinstance(block, Chart) else block
            if isinstance(table, Table):
                yield (section.slug, table.slug), (f"{section.heading}: {table.caption}", table)


def _numbers(table: Table | None) -> Mapping[Place, Number]:
    """Those that are there."""
    if table is None:
        return {}
    labels = [column.label for column in table.columns[1:]]
    columns = [(label, labels[: i + 1].count(label)) for i, label in enumerate(labels)]
    seen: Counter[tuple[str, str]] = Counter()
    group = ""
    found: dict[Place, Number] = {}
    for row in table.rows:
        header = printed(row.header)
        group = header if row.kind == "group" else group
        within = "" if row.kind == "total" else group
        seen[within, header] += 1
        for column, cell in zip(columns, row.cells, strict=False):
            if isinstance(cell, Number) and not cell.missing:
                found[Place(within, header, seen[within, header], *column)] = cell
    return found


def _differ(reported: Number, now: Number) -> bool:
    if reported.value is None or now.value is None or reported.unit != now.unit:
        return True
    return rounded(reported.value, reported.decimals) != rounded(now.value, reported.decimals)


def _figures(pairs: Sequence[Pair]) -> Iterator[int]:
    """The ids of all figures that the numbers in these tables are, or rest on."""
    rows = [row for pair in pairs for table in pair.tables for row in table.rows]
    left = [cell for row in rows for cell in row.cells if isinstance(cell, Number)]
    while left:
        number = left.pop()
        if number.figure is not None:
            yield number.figure
        left += [each for _, each in number.inputs]


def _summary(report: Report, now: Report, found: Sequence[Changed], count: int) -> str:
    """`count`: how many numbers were reported in the tables that are compared."""
    if not count and not found:
        return "No number of this report can be compared with what is known now."
    since, today = _day(report.moment), _day(now.moment)
    gone = sum(each.now.missing for each in found)
    new = sum(each.reported.missing for each in found)
    more = f" {new:,} became known that had not been." if new else ""
    if len(found) == new:
        return f"Nothing has changed since {since}: what was reported, {_counted(count)}, is known as it was.{more}"
    told = [(len(found) - gone - new, "changed"), (gone, "not known any more")]
    said = ", ".join(f"{number:,} {words}" for number, words in told if number)
    changed = len(found) - new
    verb = "is" if changed == 1 else "are"
    return f"{changed:,} of {_counted(count)} {verb} known otherwise on {today} than on {since}: {said}.{more}"


def _counted(count: int) -> str:
    return "one number" if count == 1 else f"{count:,} numbers"


def _day(moment: datetime) -> str:
    return day_label(moment.astimezone(LONDON).date())


def _changes_table(found: Sequence[Changed]) -> Table:
    rows: list[Row] = []
    for table in dict.fromkeys(each.table for each in found):
        rows.append(Row(table, (), "group"))
        for each in (each for each in found if each.table == table):
            apart = difference(("as known now", each.now), ("as reported", each.reported))
            rows.append(Row(each.row, (each.column, each.reported, each.now, apart)))
    return Table(
        slug="as-known-now-numbers",
        caption="Numbers as reported and as known now",
        columns=(
            Column("Row"),
            Column("Column"),
            Column("As reported", numeric=True),
            Column("As known now", numeric=True),
            Column("Difference", numeric=True),
        ),
        rows=tuple(rows),
    )


def _reasons(found: Sequence[Changed], behind: Sequence[Correction]) -> str:
    if not behind:
        return f"No figure behind these numbers was corrected or restated: what differs {LATER}"
    restated = sum(each.restated for each in behind)
    said = [(len(behind) - restated, "correction"), (restated, "restatement")]
    counted = " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in said if count)
    if not found:
        return f"Since then came {counted}; no number differs as it is shown."
    return f"Behind this: {counted}. What else differs {LATER}"


def _corrections_table(behind: Sequence[Correction]) -> Table:
    """In the order in which they were made; a restatement changed what two people had to agree on."""
    return Table(
        slug="as-known-now-corrections",
        caption="Corrections and restatements since the report",
        columns=(
            Column("Figure"),
            Column("For"),
            Column("Was", numeric=True),
            Column("Became", numeric=True),
            Column("How"),
            Column("When"),
            Column("By"),
            Column("Why", words=True),
        ),
        rows=tuple(
            Row(
                each.what,
                (
                    each.span,
                    each.was,
                    each.now,
                    "Restated" if each.restated else "Corrected",
                    moment_label(each.at),
                    each.by,
                    each.why or "Not given",
                ),
            )
            for each in behind
        ),
    )
