"""Races between real processes: a worker that writes to a database of its own, and how to drive several of them.

    python -m tests.ledger.races

reads one command a line from standard input, as JSON, and answers each with a line. A scratch database is needed,
for what processes commit can't be flushed from an append-only ledger.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
Environment = dict[str, str]


@contextmanager
def scratch_postgresql(address: str) -> Iterator[Environment]:
    """A migrated PostgreSQL database beside the one at `address`, as the environment that leads there."""
    import psycopg2

    name = f"ascare_races_{os.getpid()}"
    parts = urlsplit(address)
    admin = psycopg2.connect(parts._replace(scheme="postgresql", path="/postgres").geturl())
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield migrated(parts._replace(path=f"/{name}").geturl())
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.close()


def migrated(address: str) -> Environment:
    environment = {"SECRET_KEY": "only-for-races", **os.environ, "DATABASE_URL": address}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=300)
    return environment


class Worker:
    """A process of its own with its own connection. Asked and answered apart, so that several work at once."""

    def __init__(self, environment: Environment, module: str = "tests.ledger.races") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str, **given: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"command": command, **given}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the worker ended without an answer; see its standard error above")
        return json.loads(line)

    def call(self, command: str, **given: Any) -> Any:
        self.ask(command, **given)
        return self.answer()

    def kill(self) -> None:
        """At once, as when a machine fails: nothing is rolled back by the process itself."""
        self.process.send_signal(signal.SIGKILL)
        self.close()

    def close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def workers(environment: Environment, count: int, module: str = "tests.ledger.races") -> Iterator[list[Worker]]:
    started = [Worker(environment, module) for _ in range(count)]
    try:
        for worker in started:
            worker.call("ready")  # imports take a second, which would let the first win every race
        yield started
    finally:
        for worker in started:
            worker.close()


# --- races, as the tests run them shortly and ./run soak at length


def race_for_cells(environment: Environment, rounds: int) -> list[tuple[int, list[Any]]]:
    """In each round two people change the same cell at once. The revision that both saw, and their answers."""
    with workers(environment, 2) as pair:
        series = pair[0].call("prepare")["series"][0]
        outcomes = []
        seen = 0
        for turn in range(rounds):
            for index, worker in enumerate(pair):
                worker.ask(
                    "write", series=series, value=1000 * (index + 1) + turn, follows=seen, by=f"person-{index}"
                )
            answers = [worker.answer() for worker in pair]
            outcomes.append((seen, answers))
            seen = max(answer["revision"] for answer in answers)
        return outcomes


def race_for_stamps(environment: Environment, writers: int, entries: int) -> dict[str, Any]:
    """Many writers in one organisation, and as-at answers taken meanwhile and again afterwards."""
    with workers(environment, writers + 1) as (prober, *busy):
        known = prober.call("prepare")
        for number, worker in enumerate(busy):
            worker.ask("burst", series=known["series"], entries=entries, seed=number)
        prober.ask("probe", organisation=known["organisation"], until=writers * entries)
        done = [worker.answer() for worker in busy]
        during = prober.answer()
        afterwards = prober.call("look", organisation=known["organisation"], moments=list(during))
        return {
            "written": sum(answer["written"] for answer in done),
            "errors": [error for answer in done for error in answer["errors"]],
            "during": during,
            "afterwards": afterwards,
            "disagreements": prober.call("verify", organisation=known["organisation"]),
        }


def kill_writers(environment: Environment, kills: int) -> dict[str, Any]:
    """Writers killed in the middle of their work: what was recorded stands whole, and the next can write on."""
    chance = random.Random(1)
    with workers(environment, 1) as (witness,):
        known = witness.call("prepare")
        for number in range(kills):
            victim = Worker(environment)
            victim.call("ready")
            victim.ask("burst", series=known["series"], entries=10_000, seed=number)
            time.sleep(chance.uniform(0.05, 0.6))
            victim.kill()
        after = witness.call("burst", series=known["series"], entries=1, seed=kills)
        return {
            "after": after,
            "entries": witness.call("count", organisation=known["organisation"]),
            "disagreements": witness.call("verify", organisation=known["organisation"]),
        }


# --- the worker's side


def _prepare() -> dict[str, Any]:
    from tests.factories import OrganisationFactory, SeriesFactory

    mark = f"{os.getpid()}-{time.time_ns()}"
    council = OrganisationFactory(slug=f"anyshire-{mark}", name="Anyshire")
    first = SeriesFactory(organisation=council, code=f"race-{mark}/0", measure__code=f"race-{mark}")
    rest = [SeriesFactory(organisation=council, code=f"race-{mark}/{n}", measure=first.measure) for n in range(1, 5)]
    return {"organisation": council.slug, "series": [series.code for series in [first, *rest]]}


def _write(series: str, value: int, follows: int, by: str) -> dict[str, Any]:
    """Write one cell; whether it was recorded, and if not, what the writer is told."""
    from django.contrib.auth import get_user_model

    from ledger.actions import record_figures
    from ledger.errors import Stale
    from ledger.models import Figure, Series
    from tests.factories import new_figure

    person, _ = get_user_model().objects.get_or_create(username=by)
    chosen = Series.objects.get(code=series)
    try:
        done = record_figures(
            organisation=chosen.organisation,
            figures=[new_figure(chosen, value, follows=follows)],
            by=person,
            channel="form",
        )
    except Stale as stale:
        (conflict,) = stale.conflicts
        told = {"yours": str(conflict.yours), "theirs": str(conflict.theirs), "by": conflict.by}
        return {"won": False, "value": value, "revision": conflict.revision, **told}
    return {"won": True, "value": value, "by": by, "revision": Figure.objects.get(entry=done.entry).revision}


def _burst(series: list[str], entries: int, seed: int) -> dict[str, Any]:
    """Record entry after entry, of many figures and of one, so that some take longer than others."""
    from ledger.actions import record_figures
    from ledger.models import Series
    from ledger.months import FinancialYear
    from tests.factories import new_figure

    chance = random.Random(seed)
    chosen = list(Series.objects.filter(code__in=series))
    months = [month.start for month in FinancialYear(2019).months()]
    written, errors = 0, []
    for number in range(entries):
        span = months[: chance.choice([1, 1, 12])]
        figures = [
            new_figure(one, chance.randrange(10**6), month) for one in chance.sample(chosen, 3) for month in span
        ]
        try:
            done = record_figures(organisation=chosen[0].organisation, figures=figures, by=None, channel="api")
            written += done.entry is not None
        except Exception as error:
            errors.append(f"entry {number}: {error!r}")
    return {"written": written, "errors": errors}


def _look(organisation: str, moments: list[str]) -> dict[str, Any]:
    """The answers as at `moments`."""
    from datetime import datetime

    from ledger.models import Figure

    figures = Figure.objects.filter(organisation__slug=organisation)
    return {
        moment: [
            [pk, str(value)] for pk, value in figures.as_at(datetime.fromisoformat(moment)).values_list("pk", "value")
        ]
        for moment in moments
    }


def _probe(organisation: str, until: int) -> dict[str, Any]:
    """Answers as at the newest moment known, again and again, until so many entries stand."""
    from ledger.models import Entry

    answers: dict[str, Any] = {}
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        last = Entry.objects.filter(organisation__slug=organisation).order_by("-known_from").first()
        if last is None:
            continue
        if (moment := last.known_from.isoformat()) not in answers:
            answers |= _look(organisation, [moment])
        if last.number >= until:
            break
    return answers


def _count(organisation: str) -> int:
    from ledger.models import Entry

    return Entry.objects.filter(organisation__slug=organisation).count()


def _verify(organisation: str) -> list[str]:
    from ledger.models import Organisation
    from ledger.verification import disagreements, head

    found = Organisation.objects.get(slug=organisation)
    return [str(disagreement) for disagreement in disagreements(found, head(found))]


COMMANDS: dict[str, Callable[..., Any]] = {
    "ready": lambda: True,
    "prepare": _prepare,
    "write": _write,
    "burst": _burst,
    "look": _look,
    "probe": _probe,
    "count": _count,
    "verify": _verify,
}


def serve(commands: Mapping[str, Callable[..., Any]]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascare.settings")
    import django

    django.setup()
    for line in sys.stdin:
        given = json.loads(line)
        answer = commands[given.pop("command")](**given)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(COMMANDS)
