"""Long work that was asked for in an organisation, and how far it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from ..jobs import KINDS
from ..models import Job, JobState, Organisation
from .people import called

NEWEST = 50


@dataclass(frozen=True)
class JobLine:
    job: int
    what: str
    state: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    attempts: int
    message: str
    batch: UUID | None
    percent: int
    doing: str
    in_steps: bool

    @property
    def waits(self) -> bool:
        return self.state == JobState.WAITING

    @property
    def under_way(self) -> bool:
        """Begun and not ended. One that failed and will be tried again says why."""
        return self.waits and self.attempts > 0 and not self.message

    @property
    def can_be_called_off(self) -> bool:
        return self.waits and (self.in_steps or not self.under_way)


@dataclass(frozen=True)
class Progress:
    ended: int
    all: int


def jobs_of(organisation: Organisation, moment: datetime | None) -> list[JobLine]:
    """The newest that were asked for up to `moment`, newest first: one query."""
    jobs = Job.objects.filter(organisation=organisation).select_related("asked_by").order_by("-pk")
    if moment:
        jobs = jobs.filter(asked_at__lte=moment)
    return [job_line(job) for job in jobs[:NEWEST]]


def job_line(job: Job) -> JobLine:
    kind = KINDS.get(job.kind)
    return JobLine(
        job=job.pk,
        what=kind.title if kind else job.kind,
        state=job.state,
        asked_by=called(job.asked_by, "the system"),
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        attempts=job.attempts,
        message=job.message,
        batch=job.batch,
        percent=job.percent,
        doing=job.doing,
        in_steps=kind is not None and kind.in_steps,
    )


def progress(lines: list[JobLine]) -> Progress | None:
    """How far the waiting ones of `lines` are, with those they were asked for together with; None: none waits."""
    waiting = [line for line in lines if line.waits]
    if not waiting:
        return None
    together = Q(batch__in={line.batch for line in waiting if line.batch}) | Q(pk__in=[line.job for line in waiting])
    ended = ~Q(state=JobState.WAITING)
    return Progress(**Job.objects.filter(together).aggregate(ended=Count("pk", filter=ended), all=Count("pk")))
