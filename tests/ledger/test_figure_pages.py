from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import comment_on_figure
from ledger.models import Comment, Figure, Series
from tests.conftest import signed_in
from tests.factories import record

NEW = {"basis": "actual", "start": "2019-04-01", "end": "2019-04-30", "value": "£1,234.50", "qualifier": ""}


@pytest.fixture
def figure(series: Series) -> Figure:
    return record(series, 100)


def figure_url(figure: Figure, what: str = "") -> str:
    return f"/anyshire/figures/{figure.pk}/{what}"


# --- reading


def test_figure_page_tells_the_history(series: Series, figure: Figure, viewer: User, officer: User) -> None:
    record(series, 120, by=officer, reason="Late invoice")
    text = signed_in(viewer).get(figure_url(figure)).content.decode()
    assert "£120" in text
    assert "£100" in text
    assert "Late invoice" in text
    assert "finance-officer" in text


def test_figure_page_as_at_before_a_correction(series: Series, viewer: User) -> None:
    from ledger.months import start_of_day

    figure = record(series, 100, channel="paper", known_from=start_of_day(date(2019, 5, 1)))
    record(series, 120, channel="paper", known_from=start_of_day(date(2019, 7, 1)))
    text = signed_in(viewer).get(figure_url(figure) + "?as_at=2019-06-01").content.decode()
    assert "£100" in text
    assert "£120" not in text


@pytest.mark.parametrize("url", ["/anyshire/series/", "/anyshire/series/test/saving/"])
def test_series_pages(figure: Figure, viewer: User, stranger: User, url: str) -> None:
    assert signed_in(viewer).get(url).status_code == 200
    assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url)["Location"].startswith("/accounts/login/")


def test_series_page_lists_cells_with_their_source(series: Series, figure: Figure, viewer: User) -> None:
    text = signed_in(viewer).get("/anyshire/series/test/saving/?year=2019-20").content.decode()
    assert "April 2019" in text
    assert figure_url(figure) in text
    assert "Typed in" in text


def test_unknown_series_is_not_there(series: Series, viewer: User) -> None:
    assert signed_in(viewer).get("/anyshire/series/no/such/").status_code == 404


def test_figure_of_another_organisation_is_not_there(figure: Figure, stranger: User) -> None:
    slug = stranger.memberships.get().organisation.slug
    assert signed_in(stranger).get(f"/{slug}/figures/{figure.pk}/").status_code == 404


@pytest.mark.parametrize("url", ["/anyshire/series/test/saving/?year=2019-20", "/anyshire/series/"])
def test_series_page_queries_do_not_grow(
    series: Series,
    viewer: User,
    url: str,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for month in range(4, 13):
        record(series, month, date(2019, month, 1))
    client = signed_in(viewer)
    client.get(url)
    with django_assert_max_num_queries(15):
        client.get(url)


# --- recording


def test_contributor_records_a_figure(series: Series, contributor: User) -> None:
    response = signed_in(contributor).post("/anyshire/series/test/saving/record/", NEW)
    assert response.status_code == 302
    figure = Figure.objects.get()
    assert figure.value == Decimal("1234.50")
    assert figure.entry.by == contributor


def test_new_plan_is_another_edition_not_a_correction(series: Series, contributor: User) -> None:
    client = signed_in(contributor)
    plan = {**NEW, "basis": "plan"}
    client.post("/anyshire/series/test/saving/record/", {**plan, "value": "100"})
    client.post("/anyshire/series/test/saving/record/", {**plan, "value": "80", "edition": "2019-10-01"})
    editions = Figure.objects.order_by("edition").values_list("edition", "revision", "value")
    assert list(editions) == [(date(2019, 4, 1), 1, 100), (date(2019, 10, 1), 1, 80)]


def test_viewer_may_not_record(series: Series, viewer: User) -> None:
    assert signed_in(viewer).post("/anyshire/series/test/saving/record/", NEW).status_code == 403
    assert not Figure.objects.exists()


def test_stranger_finds_no_form(series: Series, stranger: User) -> None:
    assert signed_in(stranger).post("/anyshire/series/test/saving/record/", NEW).status_code == 404
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("value", "n/a", "is no number"),
        ("value", "", "required"),
        ("end", "2019-03-01", "no span"),
        ("start", "2019-02-30", "valid date"),
        ("basis", "wish", "wish"),
        ("edition", "2019-05-01", "An actual has no edition"),
        ("value", "123456789012", "too large"),
        ("value", "0.12345", "decimal places"),
    ],
)
def test_bad_figure_is_refused_with_the_fix(
    series: Series, contributor: User, field: str, given: str, said: str
) -> None:
    response = signed_in(contributor).post("/anyshire/series/test/saving/record/", {**NEW, field: given})
    text = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in text
    assert said in text
    assert not Figure.objects.exists()


def test_recording_over_a_figure_shows_what_stands_there(series: Series, figure: Figure, contributor: User) -> None:
    text = signed_in(contributor).post("/anyshire/series/test/saving/record/", NEW).content.decode()
    assert "recorded another value" in text
    assert Figure.objects.count() == 1


# --- correcting


def test_officer_corrects_a_figure(figure: Figure, officer: User) -> None:
    given = {"value": "130", "reason": "Counted twice", "follows": "1"}
    assert signed_in(officer).post(figure_url(figure, "correct/"), given).status_code == 302
    newest = Figure.objects.order_by("-revision")[0]
    assert (newest.value, newest.revision, newest.entry.reason) == (130, 2, "Counted twice")


def test_figure_is_withdrawn(figure: Figure, officer: User) -> None:
    given = {"value": "", "withdraw": "on", "reason": "Wrong month", "follows": "1"}
    assert signed_in(officer).post(figure_url(figure, "correct/"), given).status_code == 302
    assert Figure.objects.order_by("-revision")[0].value is None


def test_correction_without_value_or_withdrawal_is_refused(figure: Figure, officer: User) -> None:
    text = signed_in(officer).post(figure_url(figure, "correct/"), {"reason": "x", "follows": "1"}).content.decode()
    assert "Enter the correct value" in text
    assert Figure.objects.count() == 1


def test_stale_correction_shows_both_values_and_can_be_kept(
    series: Series, figure: Figure, officer: User, contributor: User
) -> None:
    record(series, 111, by=contributor)
    client = signed_in(officer)
    given = {"value": "130", "reason": "Counted twice", "follows": "1"}
    response = client.post(figure_url(figure, "correct/"), given)
    text = response.content.decode()
    assert "contributor recorded another value" in text
    assert "Keep mine" in text
    assert Figure.objects.count() == 2
    assert 'name="follows" value="2"' in text
    client.post(figure_url(figure, "correct/"), {**given, "follows": "2"})
    assert Figure.objects.order_by("-revision")[0].value == 130


def test_viewer_may_not_correct(figure: Figure, viewer: User) -> None:
    given = {"value": "130", "reason": "x", "follows": "1"}
    assert signed_in(viewer).post(figure_url(figure, "correct/"), given).status_code == 403
    assert Figure.objects.count() == 1


# --- comments


def test_comment_is_added_and_erased_by_its_author(figure: Figure, contributor: User) -> None:
    client = signed_in(contributor)
    client.post(figure_url(figure, "comment/"), {"text": "Looks low"})
    assert "Looks low" in client.get(figure_url(figure)).content.decode()
    comment = Comment.objects.get()
    client.post(f"/anyshire/comments/{comment.pk}/erase/")
    text = client.get(figure_url(figure)).content.decode()
    assert "Looks low" not in text
    assert "Erased on" in text


def test_empty_comment_is_refused(figure: Figure, contributor: User) -> None:
    text = signed_in(contributor).post(figure_url(figure, "comment/"), {"text": " "}).content.decode()
    assert "There is a problem" in text
    assert not Comment.objects.exists()


def test_only_author_and_administrator_erase(
    figure: Figure, contributor: User, lead: User, administrator: User
) -> None:
    comment = comment_on_figure(figure=figure, text="A name", by=contributor)
    url = f"/anyshire/comments/{comment.pk}/erase/"
    assert signed_in(lead).post(url).status_code == 403
    assert signed_in(administrator).post(url).status_code == 302
    comment.refresh_from_db()
    assert comment.text == ""


def test_viewer_may_not_comment(figure: Figure, viewer: User) -> None:
    assert signed_in(viewer).post(figure_url(figure, "comment/"), {"text": "x"}).status_code == 403


@pytest.mark.parametrize("what", ["comment/", "correct/"])
def test_writing_needs_a_signed_in_person(figure: Figure, what: str) -> None:
    assert Client().post(figure_url(figure, what))["Location"].startswith("/accounts/login/")
