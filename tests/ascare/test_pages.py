from datetime import date

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from ledger.actions import load_measures, put, set_partner
from ledger.models import Kind, Organisation, Series
from ledger.months import FinancialYear
from programmes.actions import put_programme, put_workstream
from programmes.models import Kpi, Milestone
from raid.actions import raise_item
from raid.models import Action, Risk
from tests.conftest import signed_in
from tests.factories import MeasureFactory, MembershipFactory, OrganisationFactory, SeriesFactory, record


def test_home_leads_on_where_there_is_one_organisation(council: Organisation, viewer: User) -> None:
    response = signed_in(viewer).get("/")
    assert response["Location"] == "/anyshire/"


def test_home_offers_all_organisations(council: Organisation, viewer: User) -> None:
    partnership = OrganisationFactory(name="Any and Other", slug="any-and-other", kind=Kind.PARTNERSHIP)
    set_partner(partnership=partnership, member=council, by=None)
    text = signed_in(viewer).get("/").content.decode()
    assert "Anyshire" in text
    assert "Any and Other" in text


def test_home_of_somebody_without_an_organisation_says_what_to_do(db: None) -> None:
    user = User.objects.create_user("nobody")
    assert "administrator" in signed_in(user).get("/").content.decode()


def test_home_leads_the_anonymous_to_sign_in(db: None) -> None:
    assert Client().get("/")["Location"].startswith("/accounts/login/")


def test_council_without_figures_says_so(council: Organisation, viewer: User) -> None:
    assert "Nothing has been recorded yet" in signed_in(viewer).get("/anyshire/").content.decode()


def test_council_page_for_a_stranger_is_not_there(council: Organisation, stranger: User) -> None:
    assert signed_in(stranger).get("/anyshire/").status_code == 404


def test_council_page_opens_in_the_year_that_figures_are_about(series: Series, viewer: User) -> None:
    record(series, 5)
    year = FinancialYear.of(timezone.localdate())
    assert f"Anyshire, {year.label}" in signed_in(viewer).get("/anyshire/").content.decode()


def test_council_page_carries_year_and_day_to_its_links(series: Series, viewer: User) -> None:
    text = signed_in(viewer).get("/anyshire/?year=2019-20&as_at=2020-01-01").content.decode()
    assert "/anyshire/programmes/?year=2019-20&amp;as_at=2020-01-01" in text or (
        "/anyshire/programmes/?as_at=2020-01-01&amp;year=2019-20" in text
    )


def test_people_are_linked_for_administrators_only(council: Organisation, viewer: User, administrator: User) -> None:
    assert "/anyshire/people/" not in signed_in(viewer).get("/anyshire/").content.decode()
    assert "/anyshire/people/" in signed_in(administrator).get("/anyshire/").content.decode()


def test_council_page_queries_do_not_grow_with_series(
    series: Series,
    viewer: User,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    record(series, 5)
    client = signed_in(viewer)
    client.get("/anyshire/")
    with django_assert_max_num_queries(46):
        client.get("/anyshire/")


def test_every_page_of_a_council_carries_the_security_headers(council: Organisation, viewer: User) -> None:
    response = signed_in(viewer).get("/anyshire/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_member_of_two_councils_sees_both(council: Organisation, viewer: User) -> None:
    MembershipFactory(user=viewer, organisation=OrganisationFactory(name="Otherton", slug="otherton"))
    assert "Otherton" in signed_in(viewer).get("/anyshire/").content.decode()


def test_council_page_lists_what_is_late_with_its_link(council: Organisation, viewer: User) -> None:
    load_measures()
    programme = put_programme(organisation=council, slug="better-lives", by=None, name="Better Lives")
    put(Milestone, {"programme": programme, "name": "Contract signed"}, by=None, due=date(2019, 6, 1))
    assert programme.log
    raised = {"log": programme.log, "by": None, "raised_on": date(2019, 5, 1)}
    raise_item(model=Risk, title="Vacancies", next_review=date(2019, 7, 1), **raised)  # type: ignore[arg-type]
    raise_item(model=Action, title="Advertise", due=date(2019, 8, 1), **raised)  # type: ignore[arg-type]
    measure = MeasureFactory(organisation=council, name="Visits", code="visits", next_review=date(2019, 9, 1))
    assert measure.pk
    response = signed_in(viewer).get("/anyshire/?csv=late")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["Contract signed", "Milestone"],
        ["Vacancies", "Review of a risk"],
        ["Advertise", "Action"],
        ["Visits", "Review of a definition"],
    ]
    text = signed_in(viewer).get("/anyshire/").content.decode()
    assert "/anyshire/programmes/better-lives/#milestones" in text
    assert "/anyshire/measures/visits/" in text


def test_overview_says_what_moved_and_which_kpis_need_attention(council: Organisation, viewer: User) -> None:
    programme = put_programme(organisation=council, slug="well", name="Living well", by=None)
    put_workstream(programme=programme, slug="home", name="At home", standing="On plan", by=None)
    measure = MeasureFactory(better="lower", unit="people", rollup="last")
    waiting = SeriesFactory(organisation=council, measure=measure, code="waiting", name="Waiting")
    put(Kpi, {"organisation": council, "series": waiting}, by=None, name="People waiting", group="Waiting")
    this_year = FinancialYear.of(timezone.localdate())
    record(waiting, 10, this_year.start, end=this_year.end, basis="target")
    record(waiting, 90, this_year.start)

    text = signed_in(viewer).get("/anyshire/").content.decode()

    moved, attention = text.index('id="table-words-changed"'), text.index('id="table-attention"')
    assert "At home" in text[moved:attention]
    assert "Not there yet" in text[moved:attention]
    assert "People waiting" in text[attention:]
    assert "above the target" in text[attention:]
