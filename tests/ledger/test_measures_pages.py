from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ledger.actions import define_measure, redefine_measure
from ledger.models import Measure, Organisation, Series
from tests.conftest import signed_in
from tests.factories import MeasureFactory, OrganisationFactory, SeriesFactory, record

pytestmark = pytest.mark.usefixtures("no_shipped_measures")

MEASURES = "/anyshire/measures/"
NEW = f"{MEASURES}new/"
EDIT = f"{MEASURES}waiting/edit/"
PEOPLE_WAITING = {
    "name": "People waiting",
    "definition": "People assessed who have no care yet.",
    "unit": "people",
    "decimals": "0",
    "per": "1",
    "better": "lower",
    "rollup": "last",
}


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def waiting(council: Organisation, lead: User) -> Measure:
    """Anyshire's own measure."""
    return define_measure(organisation=council, code="waiting", by=lead, **{**PEOPLE_WAITING, "decimals": 0})


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_readers_see_shipped_and_own_measures(viewer: User, waiting: Measure) -> None:
    shipped = MeasureFactory(name="Void cost", numerator=waiting, denominator=MeasureFactory(name="Beds"))
    theirs = MeasureFactory(name="Their secret", organisation=OrganisationFactory())
    page = text(signed_in(viewer).get(MEASURES))
    assert "Defined by Anyshire" in page
    assert "Shipped with ascare" in page
    assert "People waiting ÷ Beds" in page
    assert shipped.code in page
    assert theirs.name not in page
    assert "Define a measure" not in page


def test_an_overdue_review_is_said_in_words(client: Client) -> None:
    today = timezone.localdate()
    MeasureFactory(next_review=today - timedelta(days=1))
    assert text(client.get(MEASURES)).count("(overdue)") == 1
    Measure.objects.update(next_review=today)
    assert "(overdue)" not in text(client.get(MEASURES))


def test_measures_as_csv(client: Client, waiting: Measure) -> None:
    lines = client.get(f"{MEASURES}?csv=measures").getvalue().decode().splitlines()
    assert lines[0] == "Measure,Code,Unit,Better,Numerator ÷ denominator,Owner,Next review"
    assert "People waiting,waiting,people,Lower is better,,Not set,Not set" in lines


def test_measures_take_the_same_queries_however_many(
    client: Client, council: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        MeasureFactory(numerator=MeasureFactory(), denominator=MeasureFactory(organisation=council))
    with django_assert_max_num_queries(8):
        client.get(MEASURES)


@pytest.mark.parametrize("address", [MEASURES, f"{MEASURES}waiting/"])
def test_reading_measures(waiting: Measure, viewer: User, stranger: User, address: str) -> None:
    assert signed_in(viewer).get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", [NEW, EDIT])
def test_defining_measures_is_for_administrators(
    client: Client, waiting: Measure, viewer: User, lead: User, stranger: User, address: str
) -> None:
    assert client.get(address).status_code == 200
    assert signed_in(viewer).get(address).status_code == 403
    assert signed_in(lead).post(address, PEOPLE_WAITING).status_code == 403
    assert signed_in(stranger).post(address, PEOPLE_WAITING).status_code == 404
    assert Client().post(address, PEOPLE_WAITING)["Location"].startswith("/accounts/login/")
    assert Measure.history.count() == 1


def test_detail_says_what_is_known_of_a_measure(viewer: User, waiting: Measure, council: Organisation) -> None:
    series = SeriesFactory(organisation=council, measure=waiting, code="test/waiting", name="Waiting, all")
    SeriesFactory(measure=waiting, name="Of another council")
    page = text(signed_in(viewer).get(f"{MEASURES}waiting/"))
    assert "People assessed who have no care yet." in page
    assert "A year’s value is that of its last month" in page
    assert f'href="/anyshire/series/{series.code}/"' in page
    assert "Of another council" not in page
    assert "finance-lead" in page  # who defined it
    assert "Change this definition" not in page


def test_detail_queries(
    client: Client, waiting: Measure, council: Organisation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        SeriesFactory(organisation=council, measure=waiting)
    with django_assert_max_num_queries(10):
        client.get(f"{MEASURES}waiting/")


def test_detail_of_a_shipped_measure_says_why_it_is_read_only(client: Client) -> None:
    MeasureFactory(code="shipped")
    page = text(client.get(f"{MEASURES}shipped/"))
    assert "means the same in every council" in page
    assert "Change this definition" not in page


@pytest.mark.parametrize("code", ["nothing", "theirs"])
def test_a_measure_of_nobody_or_another_is_not_there(client: Client, code: str) -> None:
    MeasureFactory(code="theirs", organisation=OrganisationFactory())
    assert client.get(f"{MEASURES}{code}/").status_code == 404
    assert client.get(f"{MEASURES}{code}/edit/").status_code == 404


def known_since(measure: Measure, day: date) -> None:
    """Pretend that what is known of it has been known since `day`."""
    moment = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))  # type: ignore[attr-defined]
    measure.history.update(history_date=moment)


def test_detail_as_at_shows_the_definition_of_then(client: Client, waiting: Measure, council: Organisation) -> None:
    known_since(waiting, date(2019, 6, 1))
    redefine_measure(measure=waiting, by=None, reason="Narrowed", definition="Only those at home.")
    then = text(client.get(f"{MEASURES}waiting/?as_at=2019-11-07"))
    assert "People assessed who have no care yet." in then
    assert "Only those at home." not in then
    assert "Narrowed" not in then
    now = text(client.get(f"{MEASURES}waiting/"))
    assert "Only those at home." in now
    assert "Changed definition" in now
    assert "Narrowed" in now


def test_a_measure_defined_later_is_shown_with_a_warning(client: Client, waiting: Measure) -> None:
    assert "was defined after 7 November 2019" in text(client.get(f"{MEASURES}waiting/?as_at=2019-11-07"))
    assert "Defined after this day" in text(client.get(f"{MEASURES}?as_at=2019-11-07"))


def test_an_administrator_defines_a_measure(client: Client, administrator: User, council: Organisation) -> None:
    response = client.post(NEW, {**PEOPLE_WAITING, "code": "waiting", "maximum": "500.5"}, follow=True)
    assert response.redirect_chain == [(f"{MEASURES}waiting/", 302)]
    assert "People waiting is defined." in text(response)
    measure = Measure.objects.get(organisation=council)
    assert (measure.code, measure.unit, measure.maximum) == ("waiting", "people", 500.5)
    assert measure.history.get().history_user == administrator


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"code": ""}, "code", "Enter a code"),
        ({"code": "People waiting"}, "code", "lower-case letters"),
        ({"code": "new"}, "code", "choose another"),
        ({"code": "waiting"}, "code", "is a measure of Anyshire already"),
        ({"code": "shipped"}, "code", "is a shipped measure's code"),
        ({"name": ""}, "name", "Enter a name"),
        ({"definition": ""}, "definition", "Enter a definition"),
        ({"decimals": "5"}, "decimals", "from 0 to 4"),
        ({"decimals": "-1"}, "decimals", "from 0 to 4"),
        ({"decimals": "99999"}, "decimals", "from 0 to 4"),
        ({"decimals": "two"}, "decimals", "whole number"),
        ({"better": "bigger"}, "better", "must be one of"),
        ({"rollup": "median"}, "rollup", "must be one of"),
        ({"minimum": "10", "maximum": "9"}, "maximum", "must be at least the least, 10"),
        ({"minimum": "few"}, "minimum", "must be a number"),
        ({"minimum": "0.12345"}, "minimum", "4 decimal places"),
        ({"maximum": "123456789012"}, "maximum", "11 digits"),
        ({"numerator": "{shipped}"}, "denominator", "Choose a denominator too"),
        ({"denominator": "{shipped}"}, "numerator", "Choose a numerator too"),
        ({"numerator": "{shipped}", "denominator": "{shipped}"}, "denominator", "another measure"),
        ({"numerator": "{theirs}", "denominator": "{shipped}"}, "numerator", "in the list"),
        ({"numerator": "{ratio}", "denominator": "{shipped}"}, "numerator", "no ratio itself"),
        ({"next_review": "soon"}, "next_review", "must be a date"),
    ],
)
def test_what_is_wrong_with_a_measure_lands_on_its_field(
    client: Client, waiting: Measure, given: dict[str, str], field: str, said: str
) -> None:
    shipped = MeasureFactory(code="shipped")
    ids = {
        "shipped": shipped.pk,
        "theirs": MeasureFactory(organisation=OrganisationFactory()).pk,
        "ratio": MeasureFactory(numerator=waiting, denominator=shipped).pk,
    }
    before = list(Measure.objects.values())
    posted = {**PEOPLE_WAITING, "code": "fresh", **{name: value.format(**ids) for name, value in given.items()}}
    response = client.post(NEW, posted)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert said in unescape(str(errors[field]))
    assert text(response).startswith("<!DOCTYPE html>")
    assert list(Measure.objects.values()) == before


def test_an_error_of_the_action_lands_on_its_field(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise ValidationError({"unit": "Unit must be known"})

    monkeypatch.setattr("ledger.views.measures.define_measure", refuse)
    response = client.post(NEW, {**PEOPLE_WAITING, "code": "fresh"})
    assert response.context["form"].errors == {"unit": ["Unit must be known"]}


def test_a_change_is_kept_with_its_reason_and_author(client: Client, administrator: User, waiting: Measure) -> None:
    changed = {**PEOPLE_WAITING, "definition": "Only those at home.", "reason": "Agreed by the board"}
    response = client.post(EDIT, changed, follow=True)
    assert "People waiting is changed." in text(response)
    assert "Agreed by the board" in text(response)
    newest = waiting.history.first()
    assert newest.definition == "Only those at home."
    assert (newest.history_user, newest.history_change_reason) == (administrator, "Agreed by the board")


def test_a_change_without_a_reason_is_refused(client: Client, waiting: Measure) -> None:
    response = client.post(EDIT, {**PEOPLE_WAITING, "name": "Renamed"})
    assert "Enter a reason for the change" in str(response.context["form"].errors["reason"])
    assert "Change People waiting</h1>" in text(response)
    assert waiting.history.count() == 1


def test_a_code_never_changes(client: Client, waiting: Measure) -> None:
    client.post(EDIT, {**PEOPLE_WAITING, "code": "renamed", "reason": "Try"})
    assert Measure.objects.get().code == "waiting"


@pytest.mark.parametrize(("name", "value"), [("unit", "hours"), ("decimals", "2")])
def test_unit_and_decimals_stay_once_figures_exist(
    client: Client, waiting: Measure, council: Organisation, name: str, value: str
) -> None:
    series: Series = SeriesFactory(organisation=council, measure=waiting)
    record(series, 12)
    response = client.post(EDIT, {**PEOPLE_WAITING, name: value, "reason": "Try"})
    assert "define a new measure" in str(response.context["form"].errors[name])
    assert waiting.history.count() == 1
    client.post(EDIT, {**PEOPLE_WAITING, "name": "Renamed", "reason": "Clearer"})
    assert Measure.objects.get().name == "Renamed"


@pytest.mark.parametrize(("name", "value"), [("unit", "hours"), ("decimals", "2")])
def test_unit_and_decimals_change_while_there_are_no_figures(
    client: Client, waiting: Measure, council: Organisation, name: str, value: str
) -> None:
    SeriesFactory(organisation=council, measure=waiting)
    client.post(EDIT, {**PEOPLE_WAITING, name: value, "reason": "First thoughts"})
    assert str(getattr(Measure.objects.get(), name)) == value


def test_a_measure_is_no_part_of_itself(client: Client, waiting: Measure) -> None:
    shipped = MeasureFactory()
    given = {**PEOPLE_WAITING, "numerator": waiting.pk, "denominator": shipped.pk, "reason": "Try"}
    assert list(client.post(EDIT, given).context["form"].errors) == ["numerator"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_shipped_measure_is_not_changed(client: Client, method: str) -> None:
    MeasureFactory(code="shipped")
    given = {**PEOPLE_WAITING, "reason": "Ours is better"}
    response = getattr(client, method)(f"{MEASURES}shipped/edit/", given, follow=True)
    assert response.redirect_chain == [(f"{MEASURES}shipped/", 302)]
    assert "define a measure of your own" in text(response)
    assert Measure.history.count() == 1
