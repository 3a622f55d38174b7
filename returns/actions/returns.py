"""What is done with a return, from open to closed. Each step locks the return first, then the ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ledger.actions import NewFigure, approve_entries, close_period, record_figures
from ledger.errors import Problem, Rejected
from ledger.models import Channel, Entry
from ledger.months import moment_label
from ledger.selectors import open_book

from ..belonging import refusal
from ..deadlines import after_working_days
from ..models import Form, LineComment, Return, State, Step
from ..periods import period_of
from ..selectors import lines_of, preparers, uncommented


@transaction.atomic
def open_return(*, form: Form, day: date, by: AbstractBaseUser | None) -> Return:
    """The return of `form` for the period that `day` lies in; opened where there is none yet."""
    period = period_of(form.frequency, day)
    if not form.is_open:
        raise ValidationError(f"{form} is no longer collected.")
    due = after_working_days(period.end, form.deadline_days)
    found, made = Return.objects.get_or_create(
        form=form, start=period.start, defaults={"end": period.end, "due_on": due}
    )
    if made:
        note_step(found, Step.Kind.OPENED, by)
    return found


@transaction.atomic
def save_return(
    *,
    filled: Return,
    figures: Sequence[NewFigure] = (),
    comments: Mapping[int, str] | None = None,
    by: AbstractBaseUser,
    channel: str = Channel.FORM,
    reason: str = "",
    file_digest: str = "",
    services: Collection[str] = (),
) -> Entry | None:
    """Record what was typed, pasted or uploaded into a return, all of it or nothing; None where nothing is new.

    `comments` are by series; an empty one takes a comment away. Raises ValidationError where the return isn't open
    any more, and Rejected or Stale as `record_figures` does.
    """
    lock_return(filled, State.OPEN)
    _check_belong(filled, figures, comments or {})
    for series, text in (comments or {}).items():
        _comment(filled, series, text.strip(), by)
    if not figures:
        return None
    done = record_figures(
        organisation=filled.form.organisation,
        figures=figures,
        by=by,
        channel=channel,
        reason=reason or f"{filled}",
        file_digest=file_digest,
        provisional=True,
        services=services,
    )
    if done.entry:
        note_step(filled, Step.Kind.SAVED, by, entry=done.entry)
    return done.entry


@transaction.atomic
def submit_return(*, filled: Return, by: AbstractBaseUser, reason: str = "") -> Return:
    """Hand a return over to who approves it. Raises ValidationError, naming them, while lines lack their comment."""
    lock_return(filled, State.OPEN)
    lines = lines_of(filled.form)
    if not lines:
        raise ValidationError("This form has no lines yet, so there is nothing to submit.")
    book = open_book(filled.form.organisation, [line.series_id for line in lines], None)
    if missing := uncommented(filled, lines, book):
        raise ValidationError([f"{line} needs a comment on its variance." for line in missing], code="comments")
    return _move(filled, State.OPEN, State.SUBMITTED, Step.Kind.SUBMITTED, by, reason)


@transaction.atomic
def send_back(*, filled: Return, by: AbstractBaseUser, reason: str) -> Return:
    """Give a submitted return back to who prepared it, with what has to be mended."""
    _need_reason(reason)
    return _move(filled, State.SUBMITTED, State.OPEN, Step.Kind.SENT_BACK, by, reason)


@transaction.atomic
def approve_return(*, filled: Return, by: AbstractBaseUser, reason: str = "") -> Return:
    """A second person's word that what the return holds stands. Its provisional figures are so no longer."""
    lock_return(filled, State.SUBMITTED)
    if by.pk in preparers(filled):
        raise ValidationError(
            "You filled in or submitted this return yourself; somebody else who may approve has to do it."
        )
    waiting = Entry.objects.filter(step__of=filled, provisional=True, approval__isnull=True)
    approve_entries(organisation=filled.form.organisation, entries=list(waiting), by=by)
    return _move(filled, State.SUBMITTED, State.APPROVED, Step.Kind.APPROVED, by, reason)


@transaction.atomic
def reopen_return(*, filled: Return, by: AbstractBaseUser, reason: str) -> Return:
    """Open an approved return again. Once it is closed, its figures change by restatement alone."""
    _need_reason(reason)
    return _move(filled, State.APPROVED, State.OPEN, Step.Kind.REOPENED, by, reason)


@transaction.atomic
def close_return(*, filled: Return, by: AbstractBaseUser, reason: str = "") -> Return:
    """Close the return's period for its lines: what they say of it stands as reported."""
    _move(filled, State.APPROVED, State.CLOSED, Step.Kind.CLOSED, by, reason)
    form = filled.form
    series = form.lines.values_list("series", flat=True)
    close_period(organisation=form.organisation, series=list(series), start=filled.start, end=filled.end, by=by)
    return filled


def lock_return(filled: Return, wanted: str) -> Return:
    """The return as it stands now, locked until this transaction ends. ValidationError where it isn't `wanted`."""
    now = Return.objects.select_for_update().get(pk=filled.pk)
    filled.state = now.state
    if now.state != wanted:
        last = now.steps.exclude(kind=Step.Kind.SAVED).select_related("by").last()
        who = f", by {last.author} on {moment_label(last.at)}" if last else ""
        raise ValidationError(
            f"This return is {now.get_state_display().lower()}{who}; that can be done only while it is "
            f"{State(wanted).label.lower()}.",
            code="state",
        )
    return now


def _move(filled: Return, before: str, after: str, kind: str, by: AbstractBaseUser, reason: str) -> Return:
    lock_return(filled, before)
    filled.state = after
    filled.save(update_fields=["state"])
    note_step(filled, kind, by, reason=reason.strip())
    return filled


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Say why; it stays in the return's history."})


def note_step(of: Return, kind: str, by: AbstractBaseUser | None, **about: Any) -> None:
    """Put a step into the return's history."""
    step = Step(of=of, kind=kind, by_id=by.pk if by else None, at=timezone.now(), **about)
    step.full_clean()
    step.save()


def _check_belong(filled: Return, figures: Iterable[NewFigure], commented: Iterable[int]) -> None:
    """Raise Rejected for what isn't this return's to say: its lines' actuals so far, and forecasts made in it."""
    lines = dict(filled.form.lines.values_list("series_id", "series__code"))
    codes, span = set(lines.values()), filled.span
    problems = []
    if any(series not in lines for series in commented):
        problems.append(Problem("comments", f"A comment is on what is no line of {filled.form}."))
    for index, figure in enumerate(figures):
        if figure.series not in codes:
            problems.append(Problem("series", f"“{figure.series}” is no line of {filled.form}.", index))
        elif refused := refusal(span, figure):
            problems.append(Problem(*refused, index))
    if problems:
        raise Rejected(problems)


def _comment(filled: Return, series: int, text: str, by: AbstractBaseUser) -> None:
    if not text:
        filled.comments.filter(series=series).delete()
        return
    comment = filled.comments.filter(series=series).first() or LineComment(of=filled, series_id=series, by_id=by.pk)
    if comment.text == text:
        return
    comment.text, comment.by_id = text, by.pk
    comment.full_clean()
    comment.save()
