"""Files that people bring: kept until they are recorded, recorded all or not at all, or forgotten."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from ledger.actions import NewFigure, comment_on_figures, record_figures
from ledger.errors import Problem, Rejected
from ledger.figure_rows import FigureRow
from ledger.models import Entry, Figure, Organisation
from ledger.months import moment_label

from ..import_kinds import Act
from ..models import Upload
from ..readings import Line, Reading
from ..selectors.uploads import Preview, PreviewLine, kind_of, preview_upload, seen

MOST_WAITING = 20  # of one person in one organisation: each may hold some megabytes


@transaction.atomic
def keep_file(
    *,
    organisation: Organisation,
    kind: str,
    file_name: str,
    content: bytes,
    options: Mapping[str, Any],
    reason: str,
    by: AbstractBaseUser,
) -> Upload:
    """Keep a file until it is recorded or forgotten. One that waits already for the same is not kept twice."""
    waiting = Upload.objects.without_content().waiting().filter(organisation=organisation, by_id=by.pk)
    upload = Upload(
        organisation=organisation,
        kind=kind,
        file_name=file_name[-200:],
        digest=sha256(content).hexdigest(),
        size=len(content),
        content=content,
        options=_as_kept(options),
        reason=reason,
        by_id=by.pk,
        uploaded_at=timezone.now(),
    )
    upload.full_clean()
    for same in waiting.filter(kind=kind, digest=upload.digest, reason=reason, file_name=upload.file_name):
        if same.options == upload.options:
            return same
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(f"{MOST_WAITING} files of yours wait to be recorded; record or discard some first.")
    upload.save(force_insert=True)
    return upload


def _as_kept(options: Mapping[str, Any]) -> Any:
    """As the database gives them back."""
    return json.loads(json.dumps(options, cls=DjangoJSONEncoder))


@transaction.atomic
def record_upload(*, upload: Upload, saw: str, by: AbstractBaseUser, services: Collection[str] = ()) -> Upload:
    """Record all of a file, or nothing, if what its preview `saw` still stands.

    Raises ValidationError where the file was recorded already or there is nothing to record, Rejected with what is
    wrong with it, and Stale where somebody changed a cell since the preview was shown.
    """
    found = Upload.objects.select_for_update().get(pk=upload.pk)
    if found.recorded_at:
        raise ValidationError(f"{found.recorder} recorded this on {moment_label(found.recorded_at)}.")
    shown = preview_upload(found, services, by)
    if not shown.is_sound:
        wrong = [*shown.reading.unreadable, *shown.problems, *shown.held]
        raise Rejected([Problem(remark.where, remark.message) for remark in wrong] or [Problem("", shown.refusal)])
    if not shown.does_something:
        raise ValidationError("Nothing in this file is new; nothing was recorded.")
    follows = seen(saw, len(shown.lines))
    if follows is None:
        raise ValidationError("What this file would change is not what it was when you looked. Look at it again.")
    known = zip(shown.lines, follows, strict=True)
    lines = [_as_shown(each, revision) for each, revision in known if each.does_something]
    kind = kind_of(found)
    act = Act(
        organisation=found.organisation,
        options=found.options,
        by=by,
        channel=kind.channel,
        reason=found.reason or f"From the file {found.file_name}",
        file_digest=found.digest,
        services=frozenset(services),
    )
    entries = (kind.record or record_lines)(replace(shown.reading, lines=lines), act)
    return _recorded(found, shown, entries, by)


def _as_shown(found: PreviewLine, revision: int) -> Line:
    """The line, following what its preview showed, with its comment where that is new."""
    line = found.line
    return line._replace(
        figure=replace(line.figure, follows=revision), comment=line.comment if found.comments else ""
    )


def record_lines(reading: Reading, act: Act) -> list[Entry]:
    """Record the lines of a reading, one entry for each moment that they are known from, and their comments."""
    entries: list[Entry] = []
    written: set[tuple[object, ...]] = set()
    for known_from in [*sorted({line.known_from for line in reading.lines if line.known_from}), None]:
        figures = [line.figure for line in reading.lines if line.known_from == known_from]
        # What this very file says of an earlier moment now stands in the cell: nobody saw that.
        own = [replace(f, follows=None) if _key(f) in written else f for f in figures]
        written |= {_key(figure) for figure in figures}
        if not own:
            continue
        done = record_figures(
            organisation=act.organisation,
            figures=own,
            by=act.by,
            channel=act.channel,
            reason=act.reason,
            file_digest=act.file_digest,
            known_from=known_from,
            services=act.services,
            loose=known_from is None,
        )
        entries += [done.entry] if done.entry else []
    comment_on_lines(reading.lines, act)
    return entries


def _key(figure: NewFigure) -> tuple[object, ...]:
    return (figure.series, figure.basis, figure.start, figure.end, figure.edition)


def comment_on_lines(lines: Sequence[Line], act: Act) -> None:
    """Put the comments to the figures that stand in their cells."""
    commented = {_key(line.figure): line.comment for line in lines if line.comment}
    if not commented:
        return
    codes = {key[0] for key in commented}
    standing = Figure.objects.filter(organisation=act.organisation, series__code__in=codes).as_at(None)
    rows = standing.values_list("series__code", *FigureRow._fields)
    comments = []
    for code, *row in rows:
        figure = FigureRow(*row)
        if text := commented.get((code, *figure.cell[1:])):
            comments.append((figure.id, text))
    comment_on_figures(comments=comments, by=act.by)


def _recorded(upload: Upload, shown: Preview, entries: Sequence[Entry], by: AbstractBaseUser) -> Upload:
    """Keep what it did instead of its content."""
    upload.content = None
    upload.recorded_at = timezone.now()
    upload.recorded_by_id = by.pk
    upload.summary = {
        **shown.counts,
        "created": len(shown.reading.creations),
        "comments": sum(found.comments for found in shown.lines),
        "disagreements": len(shown.reading.disagreements),
        "warnings": len(shown.reading.warnings),
    }
    upload.full_clean()
    upload.save()
    upload.entries.set(entries)
    return upload


@transaction.atomic
def discard_upload(*, upload: Upload) -> None:
    """Throw away a file that nobody has recorded. Raises ValidationError where it is too late."""
    if not Upload.objects.waiting().filter(pk=upload.pk).select_for_update().exists():
        raise ValidationError("This file was recorded meanwhile; correct its figures instead.")
    upload.delete()


def forget_old_uploads(*, older_than: timedelta) -> int:
    """Drop the files that nobody recorded in all that time; how many."""
    return Upload.objects.waiting().filter(uploaded_at__lt=timezone.now() - older_than).delete()[0]
