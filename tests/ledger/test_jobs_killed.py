"""The outbox under real workers, on PostgreSQL and Redis: killed, doubled, failing, and without a broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.actions.jobs import MOST_ATTEMPTS

from .job_races import Asker, asker, begun, celery_workers, odd, until
from .races import ROOT, Environment

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.needs_redis]


@pytest.fixture
def environment(scratch_database: Environment, tmp_path: Path) -> Environment:
    return odd(scratch_database, tmp_path, os.environ["REDIS_URL"])


@pytest.fixture
def asking(environment: Environment) -> Iterator[Asker]:
    """Without a worker; who needs one starts it."""
    with asker(environment) as started:
        yield started


@pytest.fixture(scope="module")
def staffed(
    scratch_database: Environment, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Environment, Asker]]:
    """With a worker that the tests share, for it takes a while to start."""
    environment = odd(scratch_database, tmp_path_factory.mktemp("odd"), os.environ["REDIS_URL"])
    with celery_workers(environment), asker(environment) as started:
        yield environment, started


Staffed = tuple[Environment, Asker]


def test_work_whose_child_is_killed_is_done_by_the_next_child(staffed: Staffed) -> None:
    environment, asking = staffed
    here = asking.prepare()
    asking.ask("slow", here, seconds=1)
    (child,) = until(lambda: begun(environment, "slow", here))
    os.kill(child, signal.SIGKILL)

    (job,) = asking.ended(here)

    assert job == {"state": "done", "attempts": 2, "message": "5 written"}
    assert asking.wrong(here) == 0


def test_work_in_steps_whose_child_is_killed_begins_again(staffed: Staffed) -> None:
    environment, asking = staffed
    here = asking.prepare()
    asking.ask("stepping", here, seconds=1)
    (child,) = until(lambda: begun(environment, "stepping", here))
    os.kill(child, signal.SIGKILL)

    (job,) = asking.ended(here)

    assert job == {"state": "done", "attempts": 2, "message": "5 written"}
    assert len(begun(environment, "stepping", here)) == 2
    assert len(begun(environment, "stepped", here)) == 1
    assert asking.wrong(here) == 0


def test_work_in_steps_can_be_called_off_while_a_worker_is_at_it(staffed: Staffed) -> None:
    environment, asking = staffed
    here = asking.prepare()
    asking.ask("stepping", here, seconds=6)
    until(lambda: begun(environment, "stepping", here))
    started = time.monotonic()
    asking.cancel(here)

    (job,) = asking.ended(here)

    assert time.monotonic() - started < 5  # it didn't wait for the step to end
    assert job["state"] == "cancelled"
    after = asking.prepare()  # once the worker does the next, it has left this one
    asking.ask("rebuild", after)
    asking.ended(after)
    assert asking.wrong(here) == 5
    assert begun(environment, "stepped", here) == []


@pytest.mark.parametrize("children", [True, False])
def test_work_whose_worker_is_killed_is_done_by_the_next_worker(
    environment: Environment, asking: Asker, children: bool
) -> None:
    """A child that outlives its worker may do it to the end; it is done once in either case."""
    with celery_workers(environment) as (worker,):
        here = asking.prepare()
        asking.ask("slow", here, seconds=1)
        until(lambda: begun(environment, "slow", here))
        worker.kill(children=children)
        assert asking.wrong(here) == 5  # half of it never shows

        with celery_workers(environment):
            (job,) = asking.ended(here)

    assert job["state"] == "done"
    assert job["message"] == "5 written"
    assert asking.wrong(here) == 0


def test_work_that_kills_its_worker_every_time_is_given_up(staffed: Staffed) -> None:
    environment, asking = staffed
    here, after = asking.prepare(), asking.prepare()
    asking.ask("killing", here)
    asking.ask("rebuild", after)

    (job,) = asking.ended(here)
    asking.ended(after)  # whatever waits behind it isn't stuck

    assert job["state"] == "failed"
    assert "None of 3 attempts came to an end" in job["message"]
    assert len(begun(environment, "killing", here)) == MOST_ATTEMPTS
    assert asking.wrong(after) == 0


def test_work_that_always_fails_is_given_up_with_its_reason(staffed: Staffed) -> None:
    _, asking = staffed
    here = asking.prepare()
    asking.ask("failing", here)

    (job,) = asking.ended(here)

    assert job == {"state": "failed", "attempts": MOST_ATTEMPTS, "message": "RuntimeError: it never works"}
    assert asking.wrong(here) == 5  # what it had done before it failed is undone


def test_work_asked_for_joins_what_waits_but_not_what_has_begun(environment: Environment) -> None:
    """What has begun may have read already what the asker changes; what waits is held until that is committed."""
    with asker(environment) as asking:
        here = asking.prepare()
        assert asking.overlap(here) == {"joined": True, "left_until_commit": True, "asked_anew_when_begun": True}

    assert len(begun(environment, "slow", here)) == 2


def test_two_workers_share_what_waits_and_do_nothing_twice(environment: Environment, asking: Asker) -> None:
    places = [asking.prepare() for _ in range(8)]
    with celery_workers(environment, count=2):
        for place in places:
            asking.ask("slow", place, seconds=0.3)
        asking.hint(times=20)  # delivered double, and more
        for place in places:
            (job,) = asking.ended(place)
            assert job == {"state": "done", "attempts": 1, "message": "5 written"}

    by = [begun(environment, "slow", place) for place in places]
    assert [len(each) for each in by] == [1] * len(places)
    assert len({pid for each in by for pid in each}) == 2
    assert sum(asking.wrong(place) for place in places) == 0


def test_work_asked_for_while_the_broker_is_away_waits_for_the_next_worker(
    environment: Environment, asking: Asker
) -> None:
    with asker({**environment, "REDIS_URL": "redis://127.0.0.1:1/0"}) as cut_off:
        here = cut_off.prepare()
        started = time.monotonic()
        cut_off.ask("rebuild", here)
        assert time.monotonic() - started < 3
        (job,) = cut_off.jobs(here)
        assert job["state"] == "waiting"

        with celery_workers(environment):
            (job,) = asking.ended(here)

        assert job["state"] == "done"
        assert cut_off.wrong(here) == 0


def test_recompute_asks_the_workers_and_stays_until_they_are_done(staffed: Staffed) -> None:
    environment, asking = staffed
    here = asking.prepare()
    command = [sys.executable, "manage.py", "recompute", "--all", "--wait"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Every figure is worked out anew.\n")
    assert asking.wrong(here) == 0
