from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from ledger import tasks
from ledger.actions import (
    ask_for,
    ask_for_rebuild,
    cancel_job,
    change_series,
    drain_outbox,
    forget_old_jobs,
    redefine_measure,
)
from ledger.actions.jobs import DRAIN, MOST_ATTEMPTS
from ledger.jobs import KINDS, REBUILD, Kind, Steps
from ledger.models import Job, JobState, Organisation, Series, SeriesDocument
from tests.factories import MeasureFactory, SeriesFactory, record


@pytest.fixture(autouse=True)
def without_workers(settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds of work for tests, and what was done of them."""
    done: list[str] = []

    def note(organisation: Organisation, text: str = "") -> str:
        done.append(text)
        return f"Noted {text}."

    def fail(organisation: Organisation) -> str:
        done.append("fail")
        SeriesDocument.objects.all().delete()
        raise RuntimeError("it never works")

    monkeypatch.setitem(KINDS, "note", Kind("Make a note", note))
    monkeypatch.setitem(KINDS, "fail", Kind("Fail", fail))
    return done


Looked = dict[str, object]


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> list[Looked]:
    """Work in two steps, that sees how its job stands as it goes on;
    `stop` says what happens on the way."""
    seen: list[Looked] = []

    def look() -> Looked:
        return Job.objects.values("state", "percent", "doing", "attempts").get()

    def walking(organisation: Organisation, stop: str = "") -> Steps:
        yield 0, "Putting boots on"
        seen.append(look())
        if stop == "cancel":
            cancel_job(job=Job.objects.get(), by=None)
        if stop == "fail":
            raise RuntimeError("a stone in the boot")
        yield 50, "Walking"
        seen.append(look())

        def arrive() -> str:
            SeriesDocument.objects.all().delete()
            if stop == "fail at the end":
                raise RuntimeError("the gate is shut")
            return "Arrived."

        return arrive

    monkeypatch.setitem(KINDS, "walk", Kind("Walk", walking))
    return seen


def spoil(series: Series) -> dict[str, object]:
    """Put something wrong in place of the series' document; what it was."""
    document = SeriesDocument.objects.get(series=series)
    right: dict[str, object] = document.body
    document.body = {"wrong": True}
    document.save()
    return right


def stored(series: Series) -> object:
    return SeriesDocument.objects.get(series=series).body


# --- asking


def test_work_is_done_once_what_asked_for_it_is_committed(
    series: Series, officer: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    record(series, 5)
    right = spoil(series)

    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for(kind=REBUILD, organisation=series.organisation, by=officer)
        assert stored(series) == {"wrong": True}

    job.refresh_from_db()
    assert stored(series) == right
    assert (job.state, job.asked_by, job.attempts) == (JobState.DONE, officer, 1)
    assert job.message == "1 series worked out anew differ from what stood."


def test_same_work_that_waits_is_not_asked_for_again(council: Organisation, work: list[str]) -> None:
    first = ask_for(kind="note", organisation=council, text="one")
    again = ask_for(kind="note", organisation=council, text="one")
    other = ask_for(kind="note", organisation=council, text="two")
    drain_outbox()
    after = ask_for(kind="note", organisation=council, text="one")

    assert again == first
    assert len({first, other, after}) == 3
    assert sorted(work) == ["one", "two"]


def test_work_that_was_begun_before_is_asked_for_anew(council: Organisation, work: list[str]) -> None:
    """Else it would inherit attempts that were none of its own, and be given up for them."""
    begun = ask_for(kind="note", organisation=council)
    Job.objects.update(attempts=MOST_ATTEMPTS)

    asked = ask_for(kind="note", organisation=council)
    drain_outbox()

    asked.refresh_from_db()
    assert asked != begun
    assert asked.state == JobState.DONE


def test_work_that_waits_joins_the_batch_that_asks_for_it(council: Organisation, work: list[str]) -> None:
    first, second = uuid4(), uuid4()
    ask_for(kind="note", organisation=council)
    ask_for(kind="note", organisation=council, batch=first)

    assert ask_for(kind="note", organisation=council, batch=second).batch == first


def test_work_of_no_registered_kind_is_refused(council: Organisation) -> None:
    with pytest.raises(ValueError, match="no work is registered as ironing"):
        ask_for(kind="ironing", organisation=council)


# --- working off


def test_draining_twice_does_the_same_once(series: Series) -> None:
    record(series, 5)
    right = spoil(series)
    ask_for_rebuild(organisations=[series.organisation])

    drain_outbox()
    drain_outbox()
    ask_for_rebuild(organisations=[series.organisation])
    tasks.drain()

    assert [job.message for job in Job.objects.all()] == [
        "1 series worked out anew differ from what stood.",
        "Everything stood right.",
    ]
    assert stored(series) == right


def test_work_that_fails_is_tried_again_and_given_up_with_its_reason(series: Series, work: list[str]) -> None:
    record(series, 5)
    failing = ask_for(kind="fail", organisation=series.organisation)
    behind = ask_for(kind="note", organisation=series.organisation)

    drain_outbox()

    failing.refresh_from_db()
    behind.refresh_from_db()
    assert (failing.state, failing.attempts) == (JobState.FAILED, MOST_ATTEMPTS)
    assert failing.message == "RuntimeError: it never works"
    assert work.count("fail") == MOST_ATTEMPTS
    assert behind.state == JobState.DONE
    assert SeriesDocument.objects.filter(series=series).exists()  # what it did before it failed is undone


def test_work_that_never_came_to_an_end_is_given_up_untried(council: Organisation, work: list[str]) -> None:
    job = ask_for(kind="note", organisation=council)
    Job.objects.update(attempts=MOST_ATTEMPTS)

    drain_outbox()

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message == "None of 3 attempts came to an end; see the log of the workers."
    assert work == []


def test_work_that_this_worker_does_not_know_is_left_to_another(
    council: Organisation, work: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask_for(kind="note", organisation=council)
    monkeypatch.delitem(KINDS, "note")

    drain_outbox()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_cancelled_work_is_not_done(council: Organisation, work: list[str], administrator: User) -> None:
    job = ask_for(kind="note", organisation=council)

    cancel_job(job=job, by=administrator)
    drain_outbox()

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.CANCELLED, "Called off by administrator.")
    assert work == []


def test_work_that_has_ended_cannot_be_cancelled(council: Organisation, work: list[str]) -> None:
    job = ask_for(kind="note", organisation=council)
    drain_outbox()

    with pytest.raises(ValidationError, match="can't be called off any more"):
        cancel_job(job=job, by=None)


def test_job_asked_for_by_a_clock_ahead_of_ours_ends_no_earlier(council: Organisation, work: list[str]) -> None:
    job = ask_for(kind="note", organisation=council)
    Job.objects.update(asked_at=timezone.now() + timedelta(hours=1))

    drain_outbox()

    job.refresh_from_db()
    assert job.ended_at == job.asked_at


def test_only_jobs_that_ended_long_ago_are_forgotten(council: Organisation, work: list[str]) -> None:
    old, new, waiting = (ask_for(kind="note", organisation=council, text=text) for text in ("a", "b", "c"))
    long_ago = timezone.now() - timedelta(days=31)
    Job.objects.exclude(pk=new.pk).update(asked_at=long_ago)
    Job.objects.filter(pk=old.pk).update(state=JobState.DONE, ended_at=long_ago)
    Job.objects.filter(pk=new.pk).update(state=JobState.DONE, ended_at=timezone.now())

    assert forget_old_jobs(older_than=timedelta(days=30)) == 1
    assert set(Job.objects.all()) == {new, waiting}


# --- in steps


def test_work_in_steps_says_how_far_it_is_and_writes_at_its_end(series: Series, walk: list[Looked]) -> None:
    record(series, 5)
    job = ask_for(kind="walk", organisation=series.organisation)

    drain_outbox()

    assert [(seen["percent"], seen["doing"]) for seen in walk] == [(0, "Putting boots on"), (50, "Walking")]
    job.refresh_from_db()
    assert (job.state, job.message, job.attempts) == (JobState.DONE, "Arrived.", 1)
    assert not SeriesDocument.objects.exists()


def test_work_in_steps_that_is_cancelled_on_the_way_goes_no_further(series: Series, walk: list[Looked]) -> None:
    record(series, 5)
    job = ask_for(kind="walk", organisation=series.organisation, stop="cancel")

    drain_outbox()

    job.refresh_from_db()
    assert (job.state, job.percent, len(walk)) == (JobState.CANCELLED, 0, 1)
    assert SeriesDocument.objects.exists()


@pytest.mark.parametrize(
    ("stop", "reason", "percent"),
    [("fail", "a stone in the boot", 0), ("fail at the end", "the gate is shut", 50)],
)
def test_work_in_steps_that_fails_is_tried_again_from_the_start(
    series: Series, walk: list[Looked], stop: str, reason: str, percent: int
) -> None:
    record(series, 5)
    job = ask_for(kind="walk", organisation=series.organisation, stop=stop)

    drain_outbox()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, MOST_ATTEMPTS)
    assert (job.message, job.percent) == (f"RuntimeError: {reason}", percent)
    firsts = [seen for seen in walk if seen["doing"] == "Putting boots on"]
    assert [(seen["attempts"], seen["percent"]) for seen in firsts] == [(1, 0), (2, 0), (3, 0)]
    assert SeriesDocument.objects.exists()  # what it wrote at its end is undone


# --- what asks


def test_changed_rule_of_a_measure_asks_for_its_users_anew(series: Series) -> None:
    other = SeriesFactory(measure=series.measure)
    SeriesFactory()

    redefine_measure(measure=series.measure, by=None, reason="Counted", rollup="last")

    assert {job.organisation for job in Job.objects.all()} == {series.organisation, other.organisation}


def test_changed_rule_of_a_part_asks_for_its_ratios_anew(series: Series) -> None:
    ratio = SeriesFactory(measure=MeasureFactory(numerator=series.measure, denominator=MeasureFactory()))

    redefine_measure(measure=series.measure, by=None, reason="Counted", rollup="last")

    assert ratio.organisation in {job.organisation for job in Job.objects.all()}


def test_changed_words_of_a_measure_ask_for_nothing(series: Series) -> None:
    redefine_measure(measure=series.measure, by=None, reason="Clearer", definition="Said better.", rollup="sum")

    assert not Job.objects.exists()


@pytest.mark.parametrize(("fields", "asked"), [({"method": "run-rate"}, 1), ({"name": "Other"}, 0)])
def test_changed_series_asks_only_where_a_rule_changed(series: Series, fields: dict[str, str], asked: int) -> None:
    change_series(series=series, by=None, **fields)

    assert Job.objects.count() == asked


def test_every_night_all_organisations_with_series_are_asked_for(series: Series, stranger: User) -> None:
    tasks.rebuild_all()

    assert [job.organisation for job in Job.objects.all()] == [series.organisation]


@pytest.mark.parametrize("task", [tasks.drain, tasks.rebuild_all, tasks.forget_jobs])
def test_tasks_are_scheduled_under_their_own_names(task: Callable[[], None]) -> None:
    assert task.name in {entry["task"] for entry in current_app.conf.beat_schedule.values()}  # type: ignore[attr-defined]


def test_hints_name_the_task_that_drains() -> None:
    assert tasks.drain.name == DRAIN


# --- by hand


def recompute(*arguments: str) -> str:
    out = StringIO()
    call_command("recompute", *arguments, stdout=out)
    return out.getvalue()


def test_recompute_one_organisation(series: Series) -> None:
    record(series, 5)
    right = spoil(series)
    other = SeriesFactory()
    record(other, 5)
    spoil(other)

    said = recompute("--organisation", series.organisation.slug)

    assert said == "\r1 of 1 organisations\nEvery figure is worked out anew.\n"
    assert stored(series) == right
    assert stored(other) == {"wrong": True}


def test_recompute_all_says_how_far_it_is(series: Series) -> None:
    others = [SeriesFactory() for _ in range(2)]
    for each in [series, *others]:
        record(each, 5)
    right = [spoil(each) for each in others]

    said = recompute("--all")

    assert "\r1 of 3 organisations\r2 of 3 organisations\r3 of 3 organisations\n" in said
    assert [stored(each) for each in others] == right


def test_recompute_names_what_failed_and_exits_with_status_1(series: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(organisation: Organisation) -> str:
        raise RuntimeError("no memory")

    monkeypatch.setitem(KINDS, REBUILD, Kind("Rebuild", fail))

    with pytest.raises(CommandError, match=r"^anyshire failed: RuntimeError: no memory$") as caught:
        recompute("--all")

    assert caught.value.returncode == 1


@pytest.mark.parametrize("arguments", [(), ("--all", "--organisation", "anyshire")])
def test_recompute_asks_which(council: Organisation, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="--organisation SLUG for one, or --all"):
        recompute(*arguments)


def test_recompute_does_not_know_the_organisation(council: Organisation) -> None:
    with pytest.raises(CommandError, match="There is no organisation “nowhere”"):
        recompute("--organisation", "nowhere")
