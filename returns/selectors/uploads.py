"""What an uploaded file would change: read anew from its bytes, and held against what stands in the ledger."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from ledger.checks import Cell, Rules, check_figures, usual_edition
from ledger.closing import closed_at
from ledger.figure_rows import FigureRow
from ledger.models import ClosedPeriod, Comment, Figure, Organisation, Series
from ledger.numbers import Number

from ..formats.cells import UnreadableFile
from ..formats.spreadsheets import read_spreadsheet
from ..import_kinds import KINDS, Asked, Kind
from ..models import Upload
from ..readings import ComingSeries, Line, Reading, Remark
from ..tidy import BETWEEN_COMMENTS

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
_run = re.compile(r"(\d{1,9})(?:\*(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PreviewLine:
    line: Line  # its figure with its edition, and following what stands
    name: str  # of its series
    state: str
    was: Number | None  # None: nothing stood there
    becomes: Number
    comments: bool = False  # whether its comment is new

    @property
    def does_something(self) -> bool:
        return self.state != UNCHANGED or self.comments


@dataclass(frozen=True)
class Preview:
    reading: Reading
    lines: Sequence[PreviewLine] = ()
    refusal: str = ""  # why the file as a whole can't be read
    problems: Sequence[Remark] = ()  # of the reading, and of what the ledger would refuse
    held: Sequence[Remark] = ()  # what keeps it back though nothing in the file is wrong
    too_late: bool = False  # for good

    @property
    def counts(self) -> Counter[str]:
        return Counter(found.state for found in self.lines)

    @property
    def needs_mending(self) -> bool:
        return bool(self.refusal or self.problems or self.reading.unreadable)

    @property
    def is_sound(self) -> bool:
        return not (self.needs_mending or self.held)

    @property
    def does_something(self) -> bool:
        return bool(self.reading.creations) or any(found.does_something for found in self.lines)

    @property
    def saw(self) -> str:
        """The revisions that stand in the cells, for the form that records them: 0*480,1,2*3."""
        revisions = groupby(found.line.figure.follows or 0 for found in self.lines)
        runs = ((revision, len(list(run))) for revision, run in revisions)
        return ",".join(f"{revision}*{count}" if count > 1 else f"{revision}" for revision, count in runs)


def seen(saw: str, count: int) -> list[int] | None:
    """The revisions that a preview of `count` lines showed, or None where this is no such preview's."""
    revisions: list[int] = []
    for run in filter(None, saw.split(",")):
        found = _run.fullmatch(run)
        if not found or len(revisions) + int(found[2] or 1) > count:
            return None
        revisions += [int(found[1])] * int(found[2] or 1)
    return revisions if len(revisions) == count else None


def kind_of(upload: Upload) -> Kind:
    return KINDS[upload.kind]


def preview_upload(upload: Upload, services: Collection[str], by: AbstractBaseUser | None = None) -> Preview:
    """What `upload` would change now, recorded by `by`. It isn't recorded yet."""
    asked = Asked(upload.organisation, upload.options, upload.uploaded_at, frozenset(services), by)
    return preview(kind_of(upload), bytes(upload.content or b""), upload.file_name, asked)


def preview(kind: Kind, content: bytes, name: str, asked: Asked) -> Preview:
    """What a file would change now, in a number of queries that doesn't grow with it."""
    try:
        reading = kind.read(read_spreadsheet(content, name), asked)
    except UnreadableFile as error:
        return Preview(Reading(), refusal=str(error))
    too_late = too_late_for(kind, asked.organisation)
    compared = _Comparison(asked, reading)
    if kind.check:
        kind.check(asked, reading, [found.line for found in compared.lines if found.does_something])
    problems, held = [*reading.problems, *compared.problems], [*reading.held]
    if too_late:
        held.insert(0, Remark(too_late))
    if not (reading.lines or reading.creations or reading.unreadable or problems or held):
        problems.append(Remark("There are no figures in this file. Fill in the template and upload that."))
    return Preview(reading, compared.lines, problems=problems, held=held, too_late=bool(too_late))


def too_late_for(kind: Kind, organisation: Organisation) -> str:
    """Why nothing of this kind can be uploaded any more; empty where it can."""
    live_from = organisation.live_from
    if kind.only_before_live and live_from and live_from <= timezone.now():
        return f"{organisation} is live; its past can’t be brought in any more."
    return ""


def recorded_before(upload: Upload) -> Upload | None:
    """The newest upload of this very file, for the same and with the same options, that was recorded."""
    same = Upload.objects.without_content().filter(
        organisation=upload.organisation, digest=upload.digest, kind=upload.kind, recorded_at__isnull=False
    )
    return next(
        (found for found in same.select_related("by", "recorded_by") if found.options == upload.options), None
    )


def recent_uploads(organisation: Organisation, most: int = 50) -> list[Upload]:
    found = Upload.objects.without_content().filter(organisation=organisation)
    return list(found.select_related("by", "recorded_by")[:most])


class _Series(NamedTuple):
    rules: Rules
    name: str
    unit: str
    decimals: int


@dataclass
class _Comparison:
    """The lines of a reading beside what stands in their cells, and what the ledger would refuse of them."""

    asked: Asked
    reading: Reading
    lines: list[PreviewLine] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.series = dict(self._series())
        lines = [self._with_edition(line) for line in self.reading.lines]
        self.problems += self._refused(lines)
        past = self._past()
        known = [(line, self._cell(line)) for line in lines]
        self.lines = [self._compared(line, past.get(cell, ())) for line, cell in known if cell]
        self.problems += self._closed()
        self._mark_comments()

    def _series(self) -> Iterator[tuple[str, _Series]]:
        codes = {line.figure.series for line in self.reading.lines}
        about = ("pk", "code", "service__code", "measure__name", "measure__minimum", "measure__maximum")
        rows = Series.objects.filter(organisation=self.asked.organisation, code__in=codes).order_by()
        coming = [each for creation in self.reading.creations for each in creation.series]
        for number, each in enumerate(coming, start=1):
            yield each.code, _coming(each, -number)
        for *rules, name, unit, decimals in rows.values_list(*about, "name", "measure__unit", "measure__decimals"):
            yield rules[1], _Series(Rules(*rules), name, unit, decimals)

    def _with_edition(self, line: Line) -> Line:
        """What the preview shows is what is recorded, though another month may begin meanwhile."""
        figure = line.figure
        known = line.known_from or self.asked.moment
        edition = figure.edition or usual_edition(figure.basis, figure.start, known)
        return line._replace(figure=replace(figure, edition=edition))

    def _refused(self, lines: Sequence[Line]) -> Iterator[Remark]:
        rules = {code: found.rules for code, found in self.series.items()}
        for known_from in dict.fromkeys(line.known_from for line in lines):
            own = [line for line in lines if line.known_from == known_from]
            figures = [line.figure for line in own]
            moment = known_from or self.asked.moment
            _, problems = check_figures(figures, rules, moment=moment, services=self.asked.services)
            for problem in problems:
                yield own[problem.index or 0].remark(problem.message)

    def _cell(self, line: Line) -> Cell | None:
        figure, series = line.figure, self.series.get(line.figure.series)
        if series is None or figure.edition is None:
            return None
        return Cell(series.rules.series, figure.basis, figure.start, figure.end, figure.edition)

    def _past(self) -> Mapping[Cell, Sequence[tuple[datetime, FigureRow]]]:
        """All that was recorded in the cells of these series, each with when it was known from, in that order."""
        there = {found.rules.series for found in self.series.values() if found.rules.series > 0}
        figures = Figure.objects.filter(organisation=self.asked.organisation, series_id__in=there)
        past: dict[Cell, list[tuple[datetime, FigureRow]]] = {}
        rows = figures.order_by("known_from", "id").values_list("known_from", *FigureRow._fields)
        for known_from, *row in rows.iterator(5_000):
            found = FigureRow(*row)
            past.setdefault(Cell(*found.cell), []).append((known_from, found))
        return past

    def _compared(self, line: Line, past: Sequence[tuple[datetime, FigureRow]]) -> PreviewLine:
        """As the ledger will see it: see `record_figures` on what is known from an earlier moment."""
        known, figure = line.known_from, line.figure
        since, stands = next((p for p in reversed(past) if known is None or p[0] <= known), (None, None))
        same_value = stands and (stands.value, stands.qualifier) == figure.content[:2]
        # No file says what was read between the lines; who brings the same value again doesn't doubt that.
        inferred = stands.inferred if stands and same_value else figure.inferred
        figure = replace(figure, inferred=inferred, follows=past[-1][1].revision if past else 0)
        there = stands is not None and stands.value is not None
        if figure.withdrawn:
            state = CHANGED if there else UNCHANGED
        elif not there:
            state = NEW
        else:
            state = UNCHANGED if same_value and (known is None or known == since) else CHANGED
        series = self.series[figure.series]
        return PreviewLine(
            line=line._replace(figure=figure),
            name=series.name,
            state=state,
            was=_number(stands.value, stands.qualifier, series, stands.id) if stands and there else None,
            becomes=_number(figure.value, figure.qualifier, series),
        )

    def _closed(self) -> Iterator[Remark]:
        """What would change a value that stands in a closed period."""
        changed = [found for found in self.lines if found.state == CHANGED]
        if not changed:
            return
        wanted = {self.series[found.line.figure.series].rules.series for found in changed}
        of_series = ClosedPeriod.objects.filter(series_id__in=wanted).by_series()
        for found in changed:
            cell = self._cell(found.line)
            if cell and closed_at(of_series.get(cell.series, ()), *cell[1:]):
                yield found.line.remark("This stands in a closed period; leave it out, and propose a restatement.")

    def _mark_comments(self) -> None:
        """Find the comments that are not at their figures yet."""
        commented = [index for index, found in enumerate(self.lines) if found.line.comment]
        if not commented:
            return
        of_figure = {index: was.figure for index in commented if (was := self.lines[index].was)}
        there: dict[int, list[str]] = {}
        rows = Comment.objects.filter(figure__in=set(of_figure.values()), erased_at__isnull=True).order_by("id")
        for figure, text in rows.values_list("figure_id", "text"):
            there.setdefault(figure, []).append(text)
        for index in commented:
            found = self.lines[index]
            said = there.get(of_figure.get(index) or 0, [])
            known = found.line.comment in (*said, BETWEEN_COMMENTS.join(said))  # as they were exported
            self.lines[index] = replace(found, comments=found.state != UNCHANGED or not known)


def _coming(each: ComingSeries, number: int) -> _Series:
    rules = Rules(number, each.code, each.service, each.name, each.minimum, each.maximum)
    return _Series(rules, each.name, each.unit, each.decimals)


def _number(value: Decimal | None, qualifier: str, series: _Series, figure: int | None = None) -> Number:
    """In full: a rounded value could hide what changes."""
    exponent = value.normalize().as_tuple().exponent if value is not None and value.is_finite() else 0
    decimals = max(series.decimals, -exponent if isinstance(exponent, int) else 0)
    if series.unit == "GBP" and decimals == 1:  # pounds and pence
        decimals = 2
    return Number(value, series.unit, decimals, qualifier=qualifier, figure=figure)
