"""Tables of uploaded files, and of what one of them would change."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from ledger.components import Column, Link, Row, Table
from ledger.models import Basis
from ledger.months import Span, moment_label, month_label
from ledger.numbers import Number, difference

from ..import_kinds import KINDS
from ..models import Upload
from ..readings import Creation, Disagreement, Remark
from ..selectors.uploads import CHANGED, NEW, PreviewLine

FIRST_PLACES = 5  # of a remark that many cells share


def uploads_table(uploads: Iterable[Upload], slug: str) -> Table:
    return Table(
        slug="uploads",
        caption="Files uploaded lately",
        columns=(Column("File"), Column("Kind"), Column("Uploaded"), Column("By"), Column("Outcome")),
        rows=tuple(
            Row(
                Link(upload.file_name, reverse("returns:upload", args=[slug, upload.pk])),
                (
                    KINDS[upload.kind].title if upload.kind in KINDS else upload.kind,
                    moment_label(upload.uploaded_at),
                    upload.author,
                    _outcome(upload),
                ),
            )
            for upload in uploads
        ),
        empty="No file has been uploaded here.",
    )


def _outcome(upload: Upload) -> str:
    if not upload.recorded_at:
        return "Waits to be recorded"
    count = upload.summary.get(NEW, 0) + upload.summary.get(CHANGED, 0)
    return "One figure recorded" if count == 1 else f"{count:,} figures recorded"


def lines_table(lines: Iterable[PreviewLine], state: str, note: str = "") -> Table:
    """Lines of one state; `was` only where something was."""
    changed = state == CHANGED
    columns = [Column("Series"), Column("For"), Column("Basis")]
    columns += [
        Column("Was", numeric=True),
        Column("Becomes", numeric=True),
        Column("Change", numeric=True),
    ] * changed
    columns += [Column("Value", numeric=True)] * (not changed)
    return Table(
        slug=state,
        caption={NEW: "New figures", CHANGED: "Figures that change"}.get(state, "Figures that stand already"),
        columns=(*columns, Column("Cell"), Column("Comment", words=True)),
        rows=tuple(_line_row(found, changed) for found in lines),
        note=note,
    )


def _line_row(found: PreviewLine, changed: bool) -> Row:
    figure, line = found.line.figure, found.line
    withdrawn = "Withdrawn" if figure.withdrawn else found.becomes
    numbers: tuple[Number | str | None, ...] = (withdrawn,)
    if changed:
        change = None if figure.withdrawn or not found.was else _change(found.was, found.becomes)
        numbers = (found.was, withdrawn, change)
    edition = figure.edition and month_label(figure.edition.replace(day=1))
    basis = Basis(figure.basis).label if figure.basis in Basis.values else figure.basis
    basis = basis if figure.basis == Basis.ACTUAL else f"{basis} of {edition}"
    comment = line.comment if found.comments else ""
    span = Span(figure.start, figure.end).label
    return Row(found.name, (span, basis, *numbers, line.remark("").where, comment))


def _change(was: Number, becomes: Number) -> Number:
    return difference(("becomes", becomes), ("was", was))


def remarks_table(remarks: Sequence[Remark], slug: str, caption: str) -> Table:
    """What is said of cells; cells of which the same is said stand together."""
    places: dict[str, list[str]] = {}
    for remark in remarks:
        places.setdefault(remark.message, []).append(remark.where)
    return Table(
        slug=slug,
        caption=caption,
        columns=(Column("Cell"), Column("What it is, and what to do", words=True)),
        rows=tuple(Row(_places(found), (message,)) for message, found in places.items()),
    )


def _places(found: Sequence[str]) -> str:
    named = [place for place in found if place]
    if not named:
        return "The whole file"
    more = len(named) - FIRST_PLACES
    return ", ".join(named[:FIRST_PLACES]) + (f" and {more:,} more" if more > 0 else "")


def creations_table(creations: Iterable[Creation]) -> Table:
    return Table(
        slug="created",
        caption="What is created",
        columns=(Column("Name"), Column("Kind"), Column("About it", words=True)),
        rows=tuple(Row(each.label, (each.kind, each.detail)) for each in creations),
    )


def disagreements_table(disagreements: Iterable[Disagreement]) -> Table:
    return Table(
        slug="disagreements",
        caption="What the file prints and its figures don’t come to",
        columns=(
            Column("What"),
            Column("Printed", numeric=True),
            Column("Worked out", numeric=True),
            Column("Difference", numeric=True),
            Column("Cell"),
        ),
        rows=tuple(
            Row(
                each.label,
                (
                    Number(each.printed, each.unit, 2),
                    Number(each.worked_out, each.unit, 2),
                    Number(each.printed - each.worked_out, each.unit, 2),
                    Remark("", each.sheet, each.address).where,
                ),
            )
            for each in disagreements
        ),
        note="Neither is hidden: the figures are recorded as they are, and what is printed is not.",
    )
