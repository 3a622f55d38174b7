from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ledger.actions import ask_for_rebuild, drain_outbox
from ledger.jobs import KINDS, Kind, Steps
from ledger.models import Job, JobState, Organisation
from tests.conftest import signed_in
from tests.factories import OrganisationFactory

JOBS = "/anyshire/jobs/"
POLLED = {"HX-Request": "true"}


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture(autouse=True)
def without_workers(settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture
def job(council: Organisation, administrator: User) -> Job:
    (job,) = ask_for_rebuild(organisations=[council], by=administrator)
    return job


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_jobs_are_listed_with_state_asker_and_what_came_of_them(client: Client, job: Job) -> None:
    waiting = text(client.get(JOBS))
    drain_outbox()
    done = text(client.get(JOBS))

    assert "Waiting" in waiting
    assert "Work in hand: 0 of 1 ended." in waiting
    for said in ("Work out all figures anew", "administrator", "Done", "Everything stood right."):
        assert said in done
    assert "Work in hand" not in done


@pytest.mark.parametrize(
    ("attempts", "message", "state", "may_cancel"),
    [
        (0, "", "Waiting", True),
        (1, "", "Under way", False),
        (1, "RuntimeError: no", "Waiting to be tried again", True),
    ],
)
def test_job_that_waits_says_whether_somebody_is_at_it(
    client: Client, job: Job, attempts: int, message: str, state: str, may_cancel: bool
) -> None:
    Job.objects.update(attempts=attempts, message=message)

    page = text(client.get(JOBS))

    assert f">{state}</td>" in page
    assert (f"{JOBS}{job.pk}/cancel/" in page) == may_cancel


def test_work_in_steps_says_how_far_it_is_and_can_be_called_off(
    client: Client, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walking(organisation: Organisation) -> Steps:
        yield 0, "Setting out"
        return lambda: "Arrived."

    monkeypatch.setitem(KINDS, "walk", Kind("Walk", walking))
    Job.objects.update(kind="walk", attempts=1, percent=40, doing="Walking")

    page = text(client.get(JOBS))
    assert ">Under way, 40%: Walking</td>" in page
    assert f"{JOBS}{job.pk}/cancel/" in page

    client.post(f"{JOBS}{job.pk}/cancel/")
    assert Job.objects.get().state == JobState.CANCELLED


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "0 s"), (61, "1 min"), (7200, "2 h")])
def test_job_that_ended_says_after_how_long(client: Client, job: Job, seconds: float, said: str) -> None:
    Job.objects.update(state=JobState.DONE, ended_at=job.asked_at + timedelta(seconds=seconds))

    assert f">{said}</td>" in text(client.get(JOBS)).replace("\N{NO-BREAK SPACE}", " ")


def test_jobs_of_another_organisation_are_not_listed(client: Client, stranger: User) -> None:
    ask_for_rebuild(organisations=[OrganisationFactory()], by=stranger)

    assert "No work has been asked for yet." in text(client.get(JOBS))


def test_progress_counts_what_was_asked_for_together(client: Client, council: Organisation) -> None:
    ask_for_rebuild(organisations=[council, OrganisationFactory(), done := OrganisationFactory()], batch=uuid4())
    Job.objects.filter(organisation=done).update(state=JobState.DONE, ended_at=F("asked_at"))

    assert "Work in hand: 1 of 3 ended." in text(client.get(JOBS))


def test_waiting_page_polls_its_list_until_nothing_waits(client: Client, job: Job) -> None:
    page = client.get(JOBS)
    seen = page.context["seen"]
    assert f'hx-get="{JOBS}?seen={seen}"' in text(page)

    same = client.get(JOBS, {"seen": seen}, headers=POLLED)
    drain_outbox()
    changed = client.get(JOBS, {"seen": seen}, headers=POLLED)

    assert same.status_code == 204
    assert text(changed).startswith('<div id="jobs">')
    assert "hx-get" not in text(changed)


def test_progress_is_said_in_a_region_that_stays_when_the_list_is_swapped(client: Client, job: Job) -> None:
    region = '<div id="jobs-progress" role="status">'
    page = text(client.get(JOBS))
    assert page.index(region) < page.index("Work in hand: 0 of 1 ended.") < page.index('<div id="jobs"')

    drain_outbox()
    polled = text(client.get(JOBS, headers=POLLED))

    assert 'role="status"' not in polled
    within = '<div id="jobs-progress" hx-swap-oob="innerHTML">'
    assert polled.index('<div id="jobs">') < polled.index(within) < polled.index("All work that was in hand")
    later = text(client.get(JOBS))
    assert region in later
    assert "has ended" not in later


def test_button_asks_for_a_rebuild_in_the_readers_name(client: Client, administrator: User) -> None:
    response = client.post(f"{JOBS}rebuild/", follow=True)

    assert "being worked out anew" in text(response)
    (job,) = Job.objects.all()
    assert (job.organisation.slug, job.kind, job.asked_by) == ("anyshire", "rebuild", administrator)


def test_cancelling_asks_first_and_then_cancels(client: Client, job: Job) -> None:
    asked = client.get(f"{JOBS}{job.pk}/cancel/")
    assert "Call off “Work out all figures anew”?" in text(asked)
    assert Job.objects.get().state == JobState.WAITING

    done = client.post(f"{JOBS}{job.pk}/cancel/", follow=True)

    assert "is called off." in text(done)
    assert Job.objects.get().state == JobState.CANCELLED


def test_cancelling_too_late_says_so(client: Client, job: Job) -> None:
    drain_outbox()

    page = client.post(f"{JOBS}{job.pk}/cancel/")

    assert "can't be called off any more" in text(page)
    assert Job.objects.get().state == JobState.DONE


def test_jobs_as_csv(client: Client, job: Job) -> None:
    lines = client.get(f"{JOBS}?csv=jobs").getvalue().decode().splitlines()
    assert lines[0] == "Asked for,What,State,After,What came of it,By,Call off"
    assert ",Work out all figures anew,Waiting,,,administrator," in lines[1]


def test_jobs_as_at_a_day_before_any_was_asked_for(client: Client, job: Job) -> None:
    page = text(client.get(f"{JOBS}?as_at=2019-11-07"))
    assert "No work had been asked for then." in page
    assert f"{JOBS}rebuild/" not in page


def test_queries_do_not_grow_with_jobs(
    client: Client, council: Organisation, job: Job, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        Job.objects.create(organisation=council, kind="rebuild", asked_by=job.asked_by, asked_at=job.asked_at)
    with django_assert_max_num_queries(8):
        client.get(JOBS)


@pytest.mark.parametrize(("method", "more"), [("get", ""), ("post", "rebuild/"), ("post", "1/cancel/")])
def test_only_administrators_may(
    client: Client, lead: User, stranger: User, job: Job, method: str, more: str
) -> None:
    address = f"{JOBS}{more}"

    assert getattr(signed_in(lead), method)(address).status_code == 403
    assert getattr(signed_in(stranger), method)(address).status_code == 404
    assert getattr(Client(), method)(address).headers["Location"].startswith("/accounts/login/")
    assert Job.objects.count() == 1


def test_rebuild_is_not_asked_for_by_following_a_link(client: Client) -> None:
    assert client.get(f"{JOBS}rebuild/").status_code == 405


def test_job_of_another_organisation_cannot_be_cancelled(client: Client) -> None:
    (theirs,) = ask_for_rebuild(organisations=[OrganisationFactory()])

    assert client.post(f"{JOBS}{theirs.pk}/cancel/").status_code == 404
    assert Job.objects.get().state == JobState.WAITING
