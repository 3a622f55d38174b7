"""The kind of import by which a return's workbook comes back. Registered by being imported from imports.py."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from ledger.access import Access, standings
from ledger.cells import Typed, in_full
from ledger.checks import NewFigure
from ledger.components import Link
from ledger.models import Entry, Organisation

from .access import may_fill, require_fill
from .actions import save_return
from .checks import warnings_for
from .formats.cells import Cell, UnreadableFile, Workbook
from .formats.return_layout import Seen, heading
from .formats.return_reader import Sent, read_cells, read_seen, require_of
from .grid import Grid, GridCell, GridReading, read_grid
from .import_kinds import Act, Asked, register
from .models import LineComment, Return
from .readings import Creation, Line, Reading, Remark
from .selectors.grid import open_grid, rules_of, texts_seen, who_overtook
from .selectors.workbooks import (
    comments_with_authors,
    entries_uploaded,
    identity_of,
    return_named,
    returns_to_choose,
)
from .tables.preview import asked_for

RETURN = "return"
LONGEST_COMMENT = LineComment._meta.get_field("text").max_length or 0
KEPT = "What stands is kept."


def options(organisation: Organisation) -> Mapping[str, forms.Field]:
    return {"of": forms.ChoiceField(choices=returns_to_choose(organisation), label="Return")}


def page_of(organisation: Organisation, options: Mapping[str, str]) -> Link:
    filled = return_named(organisation, options["of"])
    return Link(str(filled), reverse("returns:grid", args=[organisation.slug, filled.form.slug, filled.start]))


def record_return(reading: Reading, act: Act) -> Sequence[Entry]:
    """Save what the workbook changes into its return, all of it or nothing."""
    filled = return_named(act.organisation, act.options["of"])
    require_fill(_access(act.organisation, act.by), filled.form)
    entry = save_return(
        filled=filled,
        figures=[line.figure for line in reading.lines],
        comments=dict(creation.payload for creation in reading.creations),
        by=act.by,
        channel=act.channel,
        reason=act.reason,
        file_digest=act.file_digest,
        services=act.services,
    )
    return [entry] if entry else []


@register(
    RETURN,
    title="A return’s workbook, filled in",
    about="The workbook that is downloaded from a return’s page. What is filled in there comes into the return; "
    "cells that somebody else changed since the download are pointed out.",
    options=options,
    record=record_return,
    page=page_of,
    listed=False,
)
def read_return(workbook: Workbook, asked: Asked) -> Reading:
    filled = return_named(asked.organisation, asked.options["of"])
    seen = read_seen(workbook)
    require_of(seen, identity_of(filled), workbook.name)
    access = _access(asked.organisation, asked.by)
    grid = open_grid(filled, None, may_fill=may_fill(access, filled.form), services=access.services).grid
    if not grid.lines:
        raise UnreadableFile(f"{filled.form} has no lines any more. Whoever manages forms adds them.")
    sent = read_cells(workbook, grid.periods, {line.code: line.name for line in grid.lines})
    return _Comparison(filled, grid, seen, sent, asked.by).read()


def _access(organisation: Organisation, by: AbstractBaseUser | None) -> Access:
    access = standings(by or AnonymousUser()).get(organisation.slug)
    if access is None:
        raise UnreadableFile(f"You don’t belong to {organisation} any more.")
    return access


@dataclass
class _Comparison:
    """A workbook's cells beside what was seen when it was downloaded, and what stands by now."""

    filled: Return
    grid: Grid
    seen: Seen
    sent: Sent
    by: AbstractBaseUser | None
    reading: Reading = field(default_factory=Reading)
    places: dict[str, Cell] = field(default_factory=dict)  # by the names of the grid's cells

    def read(self) -> Reading:
        grid, reading = self.grid, self.reading
        reading.problems += self.sent.problems
        if grid.closed:
            reading.held.append(Remark(grid.closed))
        self._say_what_is_not_there()
        saw = self._saw()
        typed = self._typed(saw)
        found = read_grid(replace(grid, closed=""), typed)
        who = self._who(found, saw)
        self._problems(found, who)
        self._left_alone(found, typed, who)
        self._lines(found)
        comments = self._comments()
        self._warn(found, comments)
        return reading

    def _saw(self) -> dict[str, str]:
        """By the names of cells, what stood in them when the workbook was downloaded."""
        revisions = {
            name: self.seen.revisions.get((cell.code, cell.span.start.isoformat()), 0)
            for name, cell in self.grid.cells.items()
        }
        return texts_seen(self.grid, revisions)

    def _typed(self, saw: Mapping[str, str]) -> dict[str, Typed]:
        """What stands in the workbook, by the names of cells; unreadable and locked ones are left out."""
        own = self._own_entries(saw)
        typed: dict[str, Typed] = {}
        for name, cell in self.grid.cells.items():
            place = self.sent.cells.get((cell.code, cell.span))
            if place is None:
                continue
            if cell.lock:
                self._locked(cell, place, saw[name])
                continue
            unreadable = len(self.reading.unreadable)
            text = in_full(self.reading.number(place, cell.unit))
            if len(self.reading.unreadable) > unreadable:
                continue
            self.places[name] = place
            # Somebody who uploads the same workbook again, filled in further, overtakes nobody but themselves.
            is_own = text != saw[name] and cell.standing is not None and cell.standing.entry in own
            typed[name] = Typed(text, cell.text if is_own else saw[name])
        return typed

    def _own_entries(self, saw: Mapping[str, str]) -> Collection[int]:
        moved = any(saw[name] != cell.text for name, cell in self.grid.cells.items())
        return entries_uploaded(self.filled, RETURN, self.by) if moved and self.by else ()

    def _locked(self, cell: GridCell, place: Cell, saw: str) -> None:
        """A cell that can't be typed into is read only to say that what was changed there stays as it is."""
        scratch = Reading()
        text = in_full(scratch.number(place, cell.unit))
        if scratch.unreadable or text not in (saw, cell.text):
            self.reading.warn(f"This was changed, and can’t be changed here: {cell.lock} {KEPT}", place)

    def _say_what_is_not_there(self) -> None:
        """Lines and periods that the form, or the workbook, has and the other hasn't."""
        on_form = {line.code: line.name for line in self.grid.lines}
        in_file = {code for code, _ in self.sent.cells}
        added = [name for code, name in on_form.items() if code not in self.seen.codes and code not in in_file]
        dropped = [name for code, name in on_form.items() if code in self.seen.codes and code not in in_file]
        notes = self.reading.notes
        if added:
            notes.append(
                f"Added to the form since this workbook was downloaded, and not in it: {_listed(added)}. Fill them "
                "in on the return’s page, or download the workbook anew."
            )
        if dropped:
            notes.append(f"Not in this workbook any more: {_listed(dropped)}. Nothing of these changes.")
        if self.sent.missing:
            gone = _listed([heading(span) for span in self.sent.missing])
            notes.append(f"Without a column in this workbook: {gone}. Nothing of these periods changes.")
        for code in sorted(in_file - on_form.keys()):
            self._unknown_line(code)

    def _unknown_line(self, code: str) -> None:
        cells = [cell for (own, _), cell in self.sent.cells.items() if own == code]
        if all(cell.blank for cell in cells):
            return
        cell = cells[0]
        if code in self.seen.codes:
            self.reading.warn(f"“{code[:80]}” is no longer a line of this form; its row is passed over.", cell)
        else:
            message = f"“{code[:80]}” is no line of this form. Put its code right, or delete the row."
            self.reading.problem(message, cell)

    def _who(self, found: GridReading, saw: Mapping[str, str]) -> dict[str, str]:
        """Who recorded what stands by now in cells that were changed since the download, and when."""
        overtaken = [each.cell.name for each in found.overtaken]
        moved = [name for name in found.left if saw[name] != self.grid.cells[name].text]
        names = [*overtaken, *moved]
        return who_overtook(self.grid, names) if names else {}

    def _problems(self, found: GridReading, who: Mapping[str, str]) -> None:
        for problem in found.problems:
            self.reading.problem(problem.message, self.places.get(problem.field))
        for each in found.overtaken:
            stands = each.cell.text or "nothing"
            self.reading.problem(
                f"{each.cell.label}: changed since you downloaded this, by {who.get(each.cell.name, 'somebody')}. "
                f"You saw {each.saw or 'nothing'}, it stands at {stands} by now, and you put {each.text}. To keep "
                f"theirs, put {stands if each.cell.text else 'nothing'} here; to keep yours, type it on the return’s "
                "page or into the workbook downloaded anew.",
                self.places[each.cell.name],
            )

    def _left_alone(self, found: GridReading, typed: Mapping[str, Typed], who: Mapping[str, str]) -> None:
        for cell in found.emptied:
            message = (
                "A blank takes no figure back: what stands is kept. To withdraw it, empty it on the return’s page."
            )
            self.reading.warn(message, self.places[cell.name])
        for name, place in self.places.items():
            if name in found.left and name in who and typed[name].text != self.grid.cells[name].text:
                message = f"Changed since you downloaded this, by {who[name]}, and not in this workbook. {KEPT}"
                self.reading.warn(message, place)

    def _lines(self, found: GridReading) -> None:
        """The changes, and the cells that hold what stands, for the preview to count."""
        figures = {change.cell.name: figure for change, figure in zip(found.changes, found.figures, strict=True)}
        for change in found.changes:
            if change.note:
                self.reading.warn(f"{change.cell.label}: {change.note}.", self.places[change.cell.name])
        figures |= {
            name: as_it_stands(self.grid.cells[name])
            for name in found.left
            if self.grid.cells[name].value is not None
        }
        for name, place in self.places.items():
            if name in figures:
                self.reading.lines.append(Line(figures[name], place.sheet, place.address))

    def _comments(self) -> set[int]:
        """Take the comments that are new; answers the series that have one, or will."""
        standing = comments_with_authors(self.filled)
        have = set(standing)
        for line in self.grid.lines:
            place = self.sent.comments.get(line.code)
            if place is None:
                continue
            text = self.reading.text(place).replace("\r\n", "\n").strip()
            known = standing.get(line.series)
            stands, saw = known.text if known else "", self.seen.comments.get(line.code, "")
            if text in (saw, stands):
                continue
            if not text:
                message = "A blank takes no comment away: what stands is kept. Empty it on the return’s page."
                self.reading.warn(message, place)
            elif len(text) > LONGEST_COMMENT:
                message = f"The comment has {len(text):,} characters; at most {LONGEST_COMMENT:,} go. Shorten it."
                self.reading.problem(message, place)
            elif known and stands != saw and not (self.by and known.by_id == self.by.pk):
                self.reading.problem(_overtaken(known), place)
            else:
                have.add(line.series)
                comment = Creation("Comment on the variance", line.name, text, payload=(line.series, text))
                self.reading.creations.append(comment)
        return have

    def _warn(self, found: GridReading, commented: Collection[int]) -> None:
        """What is worth a second look. A missing comment keeps nothing back before the return is submitted."""
        for warned in warnings_for(self.grid, found.changes, rules_of(self.filled.form)):
            self.reading.warn(warned.message, self.places.get(warned.cell))
        wanted = asked_for(self.filled.form, self.grid, found.values) - set(commented)
        for line in self.grid.ordered:
            if line.series in wanted:
                place = self.sent.comments.get(line.code)
                self.reading.warn(f"{line.name} needs a comment on its variance before it is submitted.", place)


def as_it_stands(cell: GridCell) -> NewFigure:
    standing = cell.standing
    assert standing is not None
    return NewFigure(
        series=cell.code,
        basis=cell.basis,
        start=cell.span.start,
        end=cell.span.end,
        value=standing.value,
        edition=cell.edition,
        qualifier=standing.qualifier,
        inferred=standing.inferred,
    )


def _overtaken(comment: LineComment) -> str:
    who = comment.by.get_full_name() or comment.by.get_username()
    return (
        f"{who} changed this comment since you downloaded it; it says “{comment.text[:200]}” by now. Put that here "
        "to keep it, or write yours on the return’s page."
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - 10
    return ", ".join(names[:10]) + (f" and {more} more" if more > 0 else "")
