"""Rating schemes in the browser, and in the form of a series."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import change_scheme, change_series, create_series, define_scheme
from ledger.documents import rebuild
from ledger.models import Job, Measure, Organisation, RatingScheme, Series, SeriesDocument
from ledger.months import FinancialYear
from ledger.rating import STANDARD, Thresholds
from ledger.tables import scheme_words
from tests.conftest import signed_in
from tests.factories import MeasureFactory, OrganisationFactory, SeriesFactory, record

URL = "/anyshire/schemes/"
NEW, EDIT, HISTORY = f"{URL}new/", f"{URL}savings/edit/", f"{URL}savings/history/"
GIVEN = {
    "code": "savings",
    "name": "Savings",
    "judged_on": "outturn",
    "green_within": "2.5",
    "amber_within": "10",
}


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def scheme(council: Organisation) -> RatingScheme:
    limits = {"green_within": Decimal("2.5"), "amber_within": Decimal(10)}
    return define_scheme(organisation=council, code="savings", name="Savings", by=None, **limits)


# --- what a scheme means


@pytest.mark.parametrize(
    ("thresholds", "words"),
    [
        (
            STANDARD,
            "Green while the projected outturn is no more than 5% short of the year’s target; amber to 15%; "
            "beyond that red.",
        ),
        (
            Thresholds(Decimal("2.50"), Decimal(10), "to-date"),
            "Green while what came so far is no more than 2.5% short of the plan so far; amber to 10%; "
            "beyond that red.",
        ),
        (
            Thresholds(Decimal(0), Decimal(10)),
            "Green while the projected outturn meets the year’s target; amber to 10%; beyond that red.",
        ),
        (
            Thresholds(Decimal(5), Decimal(5)),
            "Green while the projected outturn is no more than 5% short of the year’s target; beyond that red.",
        ),
    ],
)
def test_scheme_in_words(thresholds: Thresholds, words: str) -> None:
    assert scheme_words(thresholds) == words


# --- pages


@pytest.mark.parametrize("url", [URL, HISTORY])
def test_readers_may_look(scheme: RatingScheme, viewer: User, stranger: User, url: str) -> None:
    page = signed_in(viewer).get(url)
    assert page.status_code == 200
    assert "Savings" in page.content.decode()
    assert EDIT not in page.content.decode()
    assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", [NEW, EDIT])
def test_administrators_alone_may_change(
    scheme: RatingScheme, administrator: User, lead: User, stranger: User, url: str
) -> None:
    assert signed_in(administrator).get(url).status_code == 200
    assert signed_in(lead).post(url, GIVEN).status_code == 403
    assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url)["Location"].startswith("/accounts/login/")
    assert RatingScheme.objects.get().green_within == Decimal("2.5")


def test_list_says_what_each_means_and_how_many_it_rates(
    client: Client, council: Organisation, scheme: RatingScheme, series: Series
) -> None:
    change_series(series=series, by=None, scheme=scheme)
    text = client.get(URL).content.decode()
    assert "no more than 2.5% short of the year’s target; amber to 10%" in text
    lines = b"".join(client.get(f"{URL}?csv=schemes")).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1].split(",")[:2] == ["Savings", "savings"]
    assert ",1," in lines[1]


def test_queries_do_not_grow(
    client: Client,
    council: Organisation,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(8):
        made = define_scheme(
            organisation=council,
            code=f"scheme-{number}",
            name=f"Scheme {number}",
            by=None,
            green_within=1,
            amber_within=2,
        )
        SeriesFactory(organisation=council, scheme=made)
    with django_assert_max_num_queries(10):
        client.get(URL)


# --- making and changing


def test_scheme_is_made(client: Client, council: Organisation) -> None:
    assert client.post(NEW, GIVEN)["Location"] == URL
    made = RatingScheme.objects.get()
    assert (made.organisation, made.code, made.green_within) == (council, "savings", Decimal("2.5"))
    assert made.history.get().history_user.username == "administrator"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("code", "", "Enter a code"),
        ("code", "Big Savings", "lower-case"),
        ("code", "new", "address of its own"),
        ("code", "savings", "already"),
        ("name", "", "Enter a name"),
        ("judged_on", "", "Choose what is judged"),
        ("green_within", "", "Enter green up to"),
        ("green_within", "five", "must be a number"),
        ("green_within", "-1", "0 or more"),
        ("green_within", "1000", "below 1,000"),
        ("green_within", "1.234", "2 decimal places"),
        ("amber_within", "2", "at least that of green, 2.5"),
    ],
)
def test_bad_scheme_is_refused_with_the_fix(
    client: Client, scheme: RatingScheme, field: str, value: str, said: str
) -> None:
    answer = client.post(NEW, {**GIVEN, "code": "other", field: value})
    (error,) = answer.context["form"].errors[field]
    assert said in error
    assert RatingScheme.objects.count() == 1


def test_scheme_changes_with_its_reason_but_not_its_code(client: Client, scheme: RatingScheme) -> None:
    seen = client.get(EDIT).context["form"]["seen"].value()
    answer = client.post(
        EDIT, {**GIVEN, "code": "other", "green_within": "4", "seen": seen, "reason": "Agreed in May"}
    )
    assert answer.status_code == 302
    scheme.refresh_from_db()
    assert (scheme.code, scheme.green_within) == ("savings", Decimal(4))
    assert "Agreed in May" in client.get(HISTORY).content.decode()


def test_stale_change_is_refused(client: Client, scheme: RatingScheme) -> None:
    seen = client.get(EDIT).context["form"]["seen"].value()
    change_scheme(scheme=scheme, by=None, green_within=Decimal(3))
    answer = client.post(EDIT, {**GIVEN, "green_within": "4", "seen": seen})
    assert "changed this meanwhile" in answer.content.decode()
    scheme.refresh_from_db()
    assert scheme.green_within == 3


def test_scheme_of_another_council_is_not_there(client: Client, council: Organisation) -> None:
    define_scheme(
        organisation=OrganisationFactory(), code="savings", name="S", by=None, green_within=1, amber_within=2
    )
    assert client.get(EDIT).status_code == 404
    assert client.get(HISTORY).status_code == 404


def test_code_of_a_scheme_never_changes(scheme: RatingScheme) -> None:
    with pytest.raises(Exception, match="can’t change"):
        change_scheme(scheme=scheme, by=None, code="other")


# --- what it rates


def test_changed_thresholds_rate_anew(series: Series, scheme: RatingScheme) -> None:
    series.measure.better = "higher"
    series.measure.save()
    change_series(series=series, by=None, scheme=scheme)
    for month in FinancialYear(2019).months():
        record(series, 100, month.start, basis="plan")
        record(series, 96, month.start)
    assert SeriesDocument.objects.get().body["2019-20"]["rating"] == "amber"
    Job.objects.all().delete()
    change_scheme(scheme=scheme, by=None, green_within=Decimal(1), amber_within=Decimal(2))
    assert Job.objects.get().organisation == series.organisation
    rebuild(series.organisation)  # what the job does
    assert SeriesDocument.objects.get().body["2019-20"]["rating"] == "red"


def test_another_name_asks_for_no_rebuild(scheme: RatingScheme) -> None:
    before = Job.objects.count()
    change_scheme(scheme=scheme, by=None, name="Savings of the year")
    assert Job.objects.count() == before
    change_scheme(scheme=scheme, by=None, judged_on="to-date")
    assert Job.objects.count() == before + 1


# --- in the form of a series


@pytest.fixture
def ratio(council: Organisation) -> tuple[Measure, Series, Series]:
    """A ratio's measure, and a series for each of its parts."""
    above, below = MeasureFactory(name="People waiting"), MeasureFactory(name="People")
    measure = MeasureFactory(name="Share waiting", unit="percent", numerator=above, denominator=below, per=100)
    return (
        measure,
        SeriesFactory(organisation=council, measure=above, name="Waiting here"),
        SeriesFactory(organisation=council, measure=below, name="People here"),
    )


def asked(measure: Measure, **more: object) -> dict[str, object]:
    return {"code": "a/b", "name": "B", "measure": measure.pk, "frequency": "month", "method": "run-rate", **more}


def test_series_takes_parts_method_and_scheme(
    client: Client, scheme: RatingScheme, ratio: tuple[Measure, Series, Series]
) -> None:
    measure, above, below = ratio
    given = asked(measure, numerator=above.pk, denominator=below.pk, scheme=scheme.pk)
    assert client.post("/anyshire/series/new/", given).status_code == 302
    made = Series.objects.get(code="a/b")
    assert (made.numerator, made.denominator, made.method, made.scheme) == (above, below, "run-rate", scheme)


def test_series_offers_only_its_measures_parts(client: Client, ratio: tuple[Measure, Series, Series]) -> None:
    measure, above, below = ratio
    SeriesFactory(measure=above.measure)  # another council's
    SeriesFactory(organisation=above.organisation)
    create_series(organisation=above.organisation, code="a/b", name="B", measure=measure, by=None)
    form = client.get("/anyshire/series/a/b/edit/").context["form"]
    assert list(form.fields["numerator"].queryset) == [above]
    assert list(form.fields["denominator"].queryset) == [below]
    form = client.get("/anyshire/series/new/").context["form"]
    assert list(form.fields["numerator"].queryset) == [above]


def test_series_that_is_no_ratio_is_asked_for_no_parts(client: Client, series: Series) -> None:
    form = client.get("/anyshire/series/test/saving/edit/").context["form"]
    assert not {"numerator", "denominator"} & set(form.fields)


def test_missing_part_is_pointed_out(client: Client, ratio: tuple[Measure, Series, Series]) -> None:
    measure, above, below = ratio
    answer = client.post("/anyshire/series/new/", asked(measure, numerator=above.pk))
    assert answer.context["form"].errors == {
        "denominator": ["Choose a denominator too, or no numerator; a ratio has both"]
    }
    answer = client.post("/anyshire/series/new/", asked(measure, denominator=below.pk))
    assert "Choose a numerator too" in str(answer.context["form"].errors)


def test_parts_of_another_measure_are_refused(client: Client, ratio: tuple[Measure, Series, Series]) -> None:
    measure, above, below = ratio
    plain = MeasureFactory(name="Plain")
    answer = client.post("/anyshire/series/new/", asked(plain, numerator=above.pk, denominator=below.pk))
    assert answer.context["form"].errors["numerator"] == ["Plain is no ratio; choose none"]
    other = MeasureFactory(name="Other", numerator=below.measure, denominator=above.measure)
    answer = client.post("/anyshire/series/new/", asked(measure, numerator=below.pk, denominator=above.pk))
    said = str(answer.context["form"].errors["numerator"])
    assert f"counts People; choose a series of {above.measure}" in said
    assert other.pk


def test_usual_scheme_is_named(client: Client, series: Series) -> None:
    assert "The usual one (green to 5%, amber to 15%)" in client.get("/anyshire/series/new/").content.decode()


def test_scheme_of_another_council_is_no_choice(client: Client, series: Series) -> None:
    theirs = define_scheme(
        organisation=OrganisationFactory(), code="x", name="X", by=None, green_within=1, amber_within=2
    )
    answer = client.post(
        "/anyshire/series/test/saving/edit/",
        {"name": "S", "frequency": "month", "method": "run-rate", "scheme": theirs.pk},
    )
    assert "scheme" in answer.context["form"].errors
