"""The outbox: long work is written down with what makes it necessary, and worked off once that is committed.

The message to the workers is only a hint. What is written down is worked off by whoever looks next: at a hint, at
a worker's start, every minute.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import RLock
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from ..jobs import KINDS, REBUILD, Steps
from ..models import Job, JobState, Organisation

logger = logging.getLogger(__name__)

DRAIN = "ledger.tasks.drain"
MOST_ATTEMPTS = 3
HINT_SECONDS = 60  # beat hints every minute: one that is older says nothing new

Act = Callable[[], str]  # writes what a job has to write, and answers in words what that was

_one_at_a_time = RLock()


@transaction.atomic
def ask_for(
    *,
    kind: str,
    organisation: Organisation,
    by: AbstractBaseUser | None = None,
    batch: UUID | None = None,
    **arguments: Any,
) -> Job:
    """Have work of a registered kind done once this transaction is committed; the job that will do it."""
    job = _written(kind, organisation, by, batch, arguments)
    transaction.on_commit(_hint, robust=True)
    return job


@transaction.atomic
def ask_for_rebuild(
    *, organisations: Iterable[Organisation], by: AbstractBaseUser | None = None, batch: UUID | None = None
) -> list[Job]:
    """Have every stored document of these organisations made anew: the rules that it follows from have changed."""
    jobs = [_written(REBUILD, each, by, batch, {}) for each in organisations]
    transaction.on_commit(_hint, robust=True)
    return jobs


def _written(
    kind: str, organisation: Organisation, by: AbstractBaseUser | None, batch: UUID | None, arguments: dict[str, Any]
) -> Job:
    """The job in the outbox.

    One for the same that nobody has begun is taken for it, and kept locked until this transaction ends: who takes
    it up then reads what is written here. One that was begun may have read already what was there before.
    """
    if kind not in KINDS:
        raise ValueError(f"no work is registered as {kind}")
    same = Job.objects.waiting().filter(kind=kind, organisation=organisation, arguments=arguments, attempts=0)
    job = same.select_for_update(skip_locked=True).first()
    if job is None:
        job = Job.objects.create(
            kind=kind,
            organisation=organisation,
            arguments=arguments,
            batch=batch,
            asked_by_id=by.pk if by else None,
            asked_at=timezone.now(),
        )
    elif batch and not job.batch:
        job.batch = batch
        job.save(update_fields=["batch"])
    return job


def _hint() -> None:
    """Say that there is something to do. What asked for it has succeeded, whether somebody hears this or not."""
    if settings.CELERY_TASK_ALWAYS_EAGER:  # there are no workers: this process is the one
        drain_outbox()
        return
    try:
        current_app.send_task(DRAIN, expires=HINT_SECONDS, retry=False)
    except OperationalError as error:
        logger.warning("No hint to the workers, who will see the outbox within a minute of being back: %s", error)


def drain_outbox() -> None:
    """Work off what waits, until nothing does that isn't another worker's."""
    known = Job.objects.waiting().filter(kind__in=KINDS).values_list("pk", flat=True)
    while sum(_work_off(pk) for pk in known.all()):
        pass  # what failed is tried again, and what was asked for meanwhile is seen


def _work_off(pk: int) -> bool:
    """Try a job, unless another worker is at it. Whether it was tried."""
    with _alone_at(pk) as alone:
        if not alone or not _begin(pk):
            return False
        _carry_out(pk)
        return True


@contextmanager
def _alone_at(pk: int) -> Iterator[bool]:
    """Whether nobody else is at the job: held from counting the attempt to its end, or until the worker dies.

    The row's own lock can't be held that long, for the count is committed first. Between the two another worker
    would count an attempt that it then doesn't make. Nothing else locks by a single number.
    """
    if connection.vendor != "postgresql":  # where one process does everything
        with _one_at_a_time:
            yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [pk])
        alone: bool = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [pk])


@transaction.atomic(durable=True)
def _begin(pk: int) -> bool:
    """Count an attempt, committed before it is made so that one that kills its worker counts too."""
    job = Job.objects.waiting().filter(pk=pk).select_for_update(skip_locked=True).first()
    if job is None:
        return False
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, JobState.FAILED, f"None of {MOST_ATTEMPTS} attempts came to an end; see the log of the workers.")
        return False
    job.attempts += 1
    job.message, job.percent, job.doing = "", 0, ""
    job.save(update_fields=["attempts", "message", "percent", "doing"])
    return True


def _carry_out(pk: int) -> None:
    job = Job.objects.get(pk=pk)
    kind = KINDS[job.kind]
    if not kind.in_steps:
        _finish(pk, lambda: kind.work(job.organisation, **job.arguments))
        return
    try:
        act = _step_through(pk, kind.work(job.organisation, **job.arguments))
    except Exception as error:
        _fail(pk, error)
    else:
        if act:
            _finish(pk, act)


def _step_through(pk: int, steps: Steps) -> Act | None:
    """Take the steps, outside any transaction; what is then to be written. None: it was cancelled on the way."""
    with closing(steps):
        while True:
            try:
                percent, doing = next(steps)
            except StopIteration as end:
                act: Act = end.value
                return act
            if not _note(pk, percent, doing):
                return None


@transaction.atomic(durable=True)
def _note(pk: int, percent: int, doing: str) -> bool:
    """Say how far the job is, for whoever looks meanwhile. Whether it is still wanted."""
    return bool(Job.objects.waiting().filter(pk=pk).update(percent=percent, doing=doing[:200]))


@transaction.atomic(durable=True)
def _finish(pk: int, act: Act) -> None:
    """Write, and mark the job done, in one transaction. What fails leaves nothing but its reason."""
    job = Job.objects.waiting().filter(pk=pk).select_for_update().first()
    if job is None:  # cancelled since it was begun
        return
    try:
        with transaction.atomic():
            message = act()
    except Exception as error:
        _failed(job, error)
    else:
        _end(job, JobState.DONE, message)


@transaction.atomic(durable=True)
def _fail(pk: int, error: Exception) -> None:
    job = Job.objects.waiting().filter(pk=pk).select_for_update().first()
    if job:
        _failed(job, error)


def _failed(job: Job, error: Exception) -> None:
    logger.error("Job %s failed at attempt %s: %s", job.pk, job.attempts, job, exc_info=error)
    reason = f"{type(error).__name__}: {error}"
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, JobState.FAILED, reason)
    else:
        job.message = reason
        job.save(update_fields=["message"])


def _end(job: Job, state: JobState, message: str) -> None:
    job.state, job.message = state, message
    job.ended_at = max(timezone.now(), job.asked_at)  # by another machine's clock, which may be ahead of ours
    job.save(update_fields=["state", "message", "ended_at"])


@transaction.atomic
def cancel_job(*, job: Job, by: AbstractBaseUser | None) -> Job:
    """Take back what nobody has begun, or what goes in steps. Raises ValidationError where it is too late."""
    in_steps = job.kind in KINDS and KINDS[job.kind].in_steps  # then its row is locked for a moment only
    found = Job.objects.waiting().filter(pk=job.pk).select_for_update(skip_locked=not in_steps).first()
    if found is None:
        raise ValidationError("This work has begun or ended meanwhile; it can't be called off any more.")
    _end(found, JobState.CANCELLED, f"Called off by {by.get_username()}." if by else "")
    return found


def forget_old_jobs(*, older_than: timedelta) -> int:
    """Drop jobs that ended so long ago that nobody asks after them; how many."""
    return Job.objects.filter(ended_at__lt=timezone.now() - older_than).delete()[0]
