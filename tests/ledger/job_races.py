"""Real workers on a scratch database: how to start and kill them, and a process that asks for work and looks.

    python -m tests.ledger.job_races

reads one command a line from standard input, as tests.ledger.races does.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .races import ROOT, Environment, Worker, serve

MODULE = "tests.ledger.job_races"


class CeleryWorker:
    """A worker with its children, as in production, in a process group of its own."""

    def __init__(self, environment: Environment, children: int = 1) -> None:
        self.log = Path(environment["ODD_FOLDER"]) / f"worker-{secrets.token_hex(4)}.log"
        command = [sys.executable, "-m", "celery", "-A", "ascare", "worker", "--loglevel", "INFO"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "--concurrency", f"{children}", "--hostname", f"{self.log.stem}@%h", "--without-mingle"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        until(lambda: " ready." in self.log.read_text(), self.log)

    def kill(self, *, children: bool) -> None:
        """At once, as when a machine fails (with its children) or the kernel is out of memory (alone)."""
        if children:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def close(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()


@contextmanager
def celery_workers(environment: Environment, count: int = 1) -> Iterator[list[CeleryWorker]]:
    started: list[CeleryWorker] = []
    try:
        for _ in range(count):
            started.append(CeleryWorker(environment))
        for worker in started:
            worker.wait_until_ready()
        yield started
    finally:
        for worker in started:
            worker.close()


def until(come: Callable[[], Any], log: Path | None = None, seconds: float = 40) -> Any:
    """What `come` answers, once that is something."""
    deadline = time.monotonic() + seconds
    while not (found := come()):
        said = log.read_text() if log else ""
        assert time.monotonic() < deadline, f"it has not come in {seconds} seconds\n{said}"
        time.sleep(0.05)
    return found


def begun(environment: Environment, kind: str, organisation: int) -> list[int]:
    """The processes in which the odd work of that kind was begun, in order."""
    notes = Path(environment["ODD_FOLDER"]) / f"{kind}-{organisation}"
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


class Asker:
    """A process that asks for work as the pages do, and sees what becomes of it."""

    def __init__(self, environment: Environment) -> None:
        self.worker = Worker(environment, MODULE)

    def prepare(self) -> int:
        """An organisation whose documents are all wrong."""
        organisation: int = self.worker.call("prepare")
        return organisation

    def ask(self, kind: str, organisation: int, **arguments: Any) -> int:
        job: int = self.worker.call("ask", kind=kind, organisation=organisation, arguments=arguments)
        return job

    def cancel(self, organisation: int) -> None:
        self.worker.call("cancel", organisation=organisation)

    def hint(self, times: int = 1) -> None:
        self.worker.call("hint", times=times)

    def jobs(self, organisation: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.worker.call("jobs", organisation=organisation)
        return found

    def ended(self, organisation: int) -> list[dict[str, Any]]:
        """The organisation's jobs, once none of them waits any more."""

        def come() -> list[dict[str, Any]]:
            jobs = self.jobs(organisation)
            return [] if any(job["state"] == "waiting" for job in jobs) else jobs

        found: list[dict[str, Any]] = until(come)
        return found

    def overlap(self, organisation: int) -> dict[str, Any]:
        """What becomes of work that is asked for while a job of the same is waiting, or under way."""
        found: dict[str, Any] = self.worker.call("overlap", organisation=organisation)
        return found

    def wrong(self, organisation: int) -> int:
        """How many of its documents are not what follows from its figures."""
        count: int = self.worker.call("wrong", organisation=organisation)
        return count


@contextmanager
def asker(environment: Environment) -> Iterator[Asker]:
    started = Asker(environment)
    try:
        yield started
    finally:
        started.worker.close()


def odd(environment: Environment, folder: Path, broker: str) -> Environment:
    """The environment in which there is odd work to do, in a queue of its own."""
    return {
        **environment,
        "DJANGO_SETTINGS_MODULE": "tests.ledger.odd_jobs.settings",
        "REDIS_URL": broker,
        "ODD_FOLDER": str(folder),
        "ODD_QUEUE": f"odd-{secrets.token_hex(4)}",
    }


def kill_workers(environment: Environment, kills: int) -> dict[str, Any]:
    """Kill children, workers and both in the middle of a rebuild, again and again: what becomes of the work."""
    with asker(environment) as asking:
        states, wrong = [], 0
        worker = CeleryWorker(environment)
        try:
            for number in range(kills):
                worker.wait_until_ready()
                organisation = asking.prepare()
                asking.ask("slow", organisation, seconds=0.5)
                (child,) = until(lambda here=organisation: begun(environment, "slow", here))
                if number % 3 == 0:
                    os.kill(child, signal.SIGKILL)
                else:
                    worker.kill(children=number % 3 == 1)
                    worker = CeleryWorker(environment)
                states += [job["state"] for job in asking.ended(organisation)]
                wrong += asking.wrong(organisation)
        finally:
            worker.close()
        return {"states": states, "wrong": wrong}


# --- the asker's side


def _prepare() -> int:
    from ledger.models import SeriesDocument
    from tests.factories import OrganisationFactory, SeriesFactory, record

    mark = f"{os.getpid()}-{time.time_ns()}"
    council = OrganisationFactory(slug=f"jobshire-{mark}", name="Jobshire")
    first = SeriesFactory(organisation=council, code=f"job-{mark}/0", measure__code=f"job-{mark}")
    rest = [SeriesFactory(organisation=council, code=f"job-{mark}/{n}", measure=first.measure) for n in range(1, 5)]
    for number, series in enumerate([first, *rest]):
        record(series, number)
    _right[council.pk] = _documents(council.pk)
    SeriesDocument.objects.filter(organisation=council).update(body={"wrong": True})
    found: int = council.pk
    return found


_right: dict[int, dict[int, Any]] = {}  # the documents as they were stored with the figures, by organisation


def _documents(organisation: int) -> dict[int, Any]:
    from ledger.models import SeriesDocument

    return dict(SeriesDocument.objects.filter(organisation=organisation).values_list("series", "body"))


def _wrong(organisation: int) -> int:
    now = _documents(organisation)
    return sum(now.get(series) != body for series, body in _right[organisation].items())


def _ask(kind: str, organisation: int, arguments: dict[str, Any]) -> int:
    from ledger.actions import ask_for
    from ledger.models import Organisation

    return ask_for(kind=kind, organisation=Organisation.objects.get(pk=organisation), **arguments).pk


def _cancel(organisation: int) -> None:
    from ledger.actions import cancel_job
    from ledger.models import Job

    cancel_job(job=Job.objects.get(organisation=organisation), by=None)


def _hint(times: int) -> None:
    from ledger.tasks import drain

    for _ in range(times):
        drain.delay()


def _jobs(organisation: int) -> list[dict[str, Any]]:
    from ledger.models import Job

    return list(Job.objects.filter(organisation=organisation).values("state", "attempts", "message"))


def _overlap(organisation: int) -> dict[str, Any]:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection, transaction

    from ledger.actions import ask_for, drain_outbox
    from ledger.models import Job, Organisation

    def drain() -> None:
        drain_outbox()
        connection.close()

    def ask(seconds: float) -> int:
        return ask_for(kind="slow", organisation=council, seconds=seconds).pk

    council = Organisation.objects.get(pk=organisation)
    with ThreadPoolExecutor(1) as other:
        first = ask(0.5)
        with transaction.atomic():
            joined = ask(0.5) == first
            other.submit(drain).result(timeout=30)
            left = Job.objects.get(pk=first).state == "waiting"
        draining = other.submit(drain)
        until(lambda: _begun_here(organisation))
        second = ask(0.5)
        draining.result(timeout=30)
    drain_outbox()
    return {"joined": joined, "left_until_commit": left, "asked_anew_when_begun": second != first}


def _begun_here(organisation: int) -> list[int]:
    return begun(dict(os.environ), "slow", organisation)


COMMANDS: dict[str, Callable[..., Any]] = {
    "prepare": _prepare,
    "ask": _ask,
    "cancel": _cancel,
    "hint": _hint,
    "jobs": _jobs,
    "overlap": _overlap,
    "wrong": _wrong,
}

if __name__ == "__main__":
    serve(COMMANDS)
