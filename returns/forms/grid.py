"""What is typed into a return's grid: the cells, what was seen in them, and the comments on its lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.cells import Typed
from ledger.components import Link
from ledger.errors import Problem
from ledger.models import Channel

from ..grid import Grid, GridCell, GridLine, GridReading, read_grid
from ..models import LineComment
from ..pasting import place, read_block
from ..selectors.grid import texts_seen, who_overtook

MINE, THEIRS, ALL = "mine", "theirs", "*"
LONGEST_COMMENT = LineComment._meta.get_field("text").max_length or 0


# Put together here and not in a template because a page has thousands of them.
CELL = (
    '<td class="govuk-table__cell ascare-grid__cell{}" data-column="{}">'
    '<input class="ascare-grid__input" type="text" size="8" inputmode="decimal" autocomplete="off" '
    'id="{}" name="{}" value="{}" aria-label="{}" data-stands="{}"{}>{}</td>'
)
QUALIFIER = '<span class="ascare-grid__mark">{}</span>'
WRONG = ' aria-invalid="true" aria-describedby="{}-error"'
ERROR = '<span class="ascare-grid__error" id="{}-error"><span class="govuk-visually-hidden">Error: </span>{}</span>'


@dataclass(frozen=True)
class GridInput:
    """A cell as the page draws it."""

    cell: GridCell
    column: int
    text: str
    error: str = ""

    @property
    def changed(self) -> bool:
        return self.text.strip() != self.cell.text

    @property
    def html(self) -> SafeString:
        cell = self.cell
        state = " ascare-grid__cell--error" if self.error else ""
        wrong, below = SafeString(""), SafeString("")
        if self.changed and not self.error:
            state = " ascare-grid__cell--changed"
        if cell.number.qualifier:
            below += format_html(QUALIFIER, cell.number.qualifier)
        if self.error:
            wrong = format_html(WRONG, cell.name)
            below += format_html(ERROR, cell.name, self.error)
        return format_html(
            CELL, state, self.column, cell.name, cell.name, self.text, cell.label, cell.text, wrong, below
        )


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed meanwhile, as the page asks about it."""

    cell: GridCell
    saw: str
    who: str  # who recorded what stands there by now, and when
    mine: str


@dataclass(frozen=True)
class CommentInput:
    line: GridLine
    text: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"comment-{self.line.series}"


class GridForm(forms.Form):
    """Of thousands of cells, so they are no fields of the form: they are read by their names as they come.

    What was seen travels in one field, the revision of each cell by line. A cell that somebody else changed meanwhile
    is refused until one chooses between their value and one's own.
    """

    channel = forms.ChoiceField(
        required=False, choices=[(Channel.FORM, "Typed"), (Channel.PASTE, "Pasted")], widget=forms.HiddenInput
    )
    block = forms.CharField(
        required=False,
        strip=False,
        label="Cells to paste",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Copied from a spreadsheet or a table on a web page. Blank cells leave what stands.",
    )
    block_line = forms.TypedChoiceField(required=False, coerce=int, label="First line")
    block_period = forms.TypedChoiceField(required=False, coerce=int, label="First column")

    def __init__(self, data: QueryDict | None = None, *, grid: Grid, comments: Mapping[int, str]) -> None:
        super().__init__(data, initial={"channel": Channel.FORM})
        self.grid, self.standing_comments = grid, comments
        self.reading = GridReading()
        self.texts: dict[str, str] = {}  # by cell, where it isn't what stands
        self.seen = {name: cell.revision for name, cell in grid.cells.items()}
        self.comments = dict(comments)  # as they are to be
        self.comments_seen = dict(comments)
        self.said: dict[str, list[str]] = {}  # what is wrong, by the name of a cell or a comment
        lines, periods = grid.ordered, grid.periods
        self.fields["block_line"].choices = list(enumerate(line.name for line in lines))  # type: ignore[attr-defined]
        self.fields["block_period"].choices = list(enumerate(each.label for each in periods))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        seen = self._seen_as_sent()
        self.texts = {name: text for name, text in self._sent("c") if name in self.grid.cells}
        lost = [name for name, _ in self._sent("c") if name not in self.grid.cells]
        if lost:
            self.add_error(None, "A line that you typed into is no longer on this form; it was left out.")
        self.seen |= {name: seen.get(name, 0) for name in self.texts}
        self._resolve(self.data.get("resolve", ""))
        self._read()
        self._read_comments()
        return given

    def paste(self) -> str:
        """Type the block that was sent into its cells; says what was done. ValueError where it can't be."""
        row, column = self.cleaned_data.get("block_line") or 0, self.cleaned_data.get("block_period") or 0
        landed = place(read_block(self.cleaned_data.get("block", "")), self.grid.slots(), row, column)
        self.texts |= landed
        self.reading, self.said = GridReading(), {}
        self._read()
        self.data = {**self.data.dict(), "block": "", "channel": Channel.PASTE}  # type: ignore[attr-defined]
        count = "One cell was" if len(landed) == 1 else f"{len(landed)} cells were"
        return f"{count} pasted. Nothing is saved yet."

    def refuse(self, problems: Iterable[Problem]) -> None:
        """What the ledger found wrong with the changes, beside their cells."""
        for problem in problems:
            about = None if problem.index is None else self.reading.changes[problem.index].cell
            self._say(about.name if about else "", problem.message)

    @property
    def changed_comments(self) -> dict[int, str]:
        """By series, those to write; an empty one is taken away."""
        return {pk: text for pk, text in self.comments.items() if text != self.standing_comments.get(pk, "")}

    @property
    def errors_to_show(self) -> list[Link]:
        """For the error summary, each leading to its cell."""
        links = [Link(str(error), "") for error in self.non_field_errors()]
        links += [Link(str(error), f"#id_{name}") for name in self.fields for error in self.errors.get(name, ())]
        for name, cell in self.grid.cells.items():
            links += [Link(f"{cell.label}: {message}", f"#{name}") for message in self.said.get(name, ())]
        for line in self.grid.lines:
            name = f"comment-{line.series}"
            links += [Link(f"Comment on {line.name}: {message}", f"#{name}") for message in self.said.get(name, ())]
        if self.reading.overtaken:
            count = len(self.reading.overtaken)
            words = "One cell was" if count == 1 else f"{count} cells were"
            links.append(Link(f"{words} changed by somebody else after you saw them: choose", "#conflicts"))
        return links

    @property
    def sound(self) -> bool:
        return self.is_valid() and self.reading.sound and not self.said

    def input(self, cell: GridCell, column: int = 0) -> GridInput:
        text = self.texts.get(cell.name, cell.text)
        return GridInput(cell, column, text, " ".join(self.said.get(cell.name, ())))

    def conflicts(self) -> list[Conflict]:
        overtaken = self.reading.overtaken
        who = who_overtook(self.grid, [each.cell.name for each in overtaken])
        return [
            Conflict(each.cell, each.saw, who.get(each.cell.name, "somebody"), each.text or "nothing")
            for each in overtaken
        ]

    def comment_inputs(self, asked: Iterable[int]) -> list[CommentInput]:
        """Of the lines that are asked for one, and of those that have one."""
        wanted = {*asked, *(pk for pk, text in self.comments.items() if text or pk in self.standing_comments)}
        return [
            CommentInput(
                line, self.comments.get(line.series, ""), " ".join(self.said.get(f"comment-{line.series}", ()))
            )
            for line in self.grid.ordered
            if line.series in wanted
        ]

    @property
    def seen_field(self) -> str:
        """What was seen, for the page to send back."""
        cells = {str(line.series): [self.seen[cell.name] for cell in line.cells] for line in self.grid.lines}
        said = {str(pk): text for pk, text in self.comments_seen.items()}
        periods = [span.start.isoformat() for span in self.grid.periods]
        return json.dumps({"periods": periods, "cells": cells, "said": said}, separators=(",", ":"))

    def _sent(self, kind: str) -> Iterator[tuple[str, str]]:
        for name in self.data:
            if name[:1] == kind and name[1:2].isdigit():
                yield name, str(self.data[name])

    def _seen_as_sent(self) -> dict[str, int]:
        """The revisions by cell; nothing where the field can't be read: then all that stands is asked about."""
        try:
            sent = json.loads(self.data.get("seen", ""))
            self.comments_seen |= {int(pk): str(text) for pk, text in sent["said"].items()}
            return {
                f"c{int(series)}-{start}": int(revision)
                for series, revisions in sent["cells"].items()
                for start, revision in zip(sent["periods"], revisions, strict=True)
            }
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _resolve(self, chosen: str) -> None:
        """Take their value, or keep one's own over it: in one cell, or in all that somebody else changed."""
        how, _, name = chosen.partition(":")
        moved = [each for each in self.texts if self.seen[each] != self.grid.cells[each].revision]
        for each in moved if name == ALL else [each for each in moved if each == name]:
            if how in (MINE, THEIRS):
                self.seen[each] = self.grid.cells[each].revision
            if how == THEIRS:
                self.texts[each] = self.grid.cells[each].text

    def _read(self) -> None:
        saw = texts_seen(self.grid, self.seen)
        typed = {name: Typed(text, saw[name]) for name, text in self.texts.items()}
        withdraw = self.data.getlist("withdraw") if isinstance(self.data, QueryDict) else ()
        self.reading = read_grid(self.grid, typed, withdraw=withdraw)
        for problem in self.reading.problems:
            self._say(problem.field, problem.message)
        # Cells that were left as they were follow what others wrote meanwhile.
        for name in self.reading.left:
            del self.texts[name]
        overtaken = {each.cell.name for each in self.reading.overtaken}
        self.seen |= {name: cell.revision for name, cell in self.grid.cells.items() if name not in overtaken}

    def _read_comments(self) -> None:
        for line in self.grid.lines:
            name = f"comment-{line.series}"
            if name not in self.data:
                continue
            text = self.data[name].replace("\r\n", "\n").strip()
            saw = self.comments_seen.get(line.series, "")
            stands = self.standing_comments.get(line.series, "")
            if text == saw:
                continue
            self.comments[line.series] = text
            if len(text) > LONGEST_COMMENT:
                self._say(name, f"It has {len(text):,} characters; at most {LONGEST_COMMENT:,} go. Shorten it.")
            if stands not in (saw, text):
                self._say(name, f"Somebody changed it meanwhile to “{stands}”. Save again to replace that by yours.")
        self.comments_seen = dict(self.standing_comments)

    def _say(self, name: str, message: str) -> None:
        if name:
            self.said.setdefault(name, []).append(message)
        else:
            self.add_error(None, message)
