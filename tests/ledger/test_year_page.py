"""The page on which a whole financial year of one series is typed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ledger.actions import add_service, change_series
from ledger.errors import Stale
from ledger.models import Entry, Figure, Organisation, Series
from ledger.months import FinancialYear, Span, month_start
from ledger.views import year as views
from tests.conftest import signed_in
from tests.factories import MeasureFactory, SeriesFactory, record

URL = "/anyshire/series/test/saving/year/?year=2019-20"
APRIL, MAY = "2019-04-01-2019-04-30", "2019-05-01-2019-05-31"
YEAR = Span(date(2019, 4, 1), date(2020, 3, 31))


@pytest.fixture
def client(series: Series, contributor: User) -> Client:
    return signed_in(contributor)


def form_of(client: Client, url: str = URL) -> dict[str, Any]:
    """What a browser would send of the page as it stands."""
    form = client.get(url).context["form"]
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form} | {
        "reason": "From the finance system"
    }


def send(client: Client, typed: dict[str, str], url: str = URL) -> HttpResponse:
    return client.post(url, form_of(client, url) | typed)  # type: ignore[return-value]


def values(**of: object) -> list[tuple[str, date, Decimal | None]]:
    return list(
        Figure.objects.filter(**of)
        .order_by("basis", "start", "edition", "revision")
        .values_list("basis", "edition", "value")
    )


# --- who may


def test_roles(series: Series, viewer: User, administrator: User, officer: User, lead: User, stranger: User) -> None:
    assert Client().get(URL)["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).get(URL).status_code == 404
    for reader in (viewer, administrator):
        assert signed_in(reader).get(URL).status_code == 403
        assert signed_in(reader).post(URL, {f"plan-{APRIL}": "1"}).status_code == 403
    for writer in (officer, lead):
        assert signed_in(writer).get(URL).status_code == 200
    assert not Figure.objects.exists()


def test_unknown_series_is_not_there(client: Client) -> None:
    assert client.get("/anyshire/series/no/such/year/").status_code == 404


def test_writer_limited_to_another_service_is_told_before_typing(
    client: Client, contributor: User, series: Series, council: Organisation
) -> None:
    ours = add_service(organisation=council, code="reablement", name="Reablement", by=None)
    contributor.memberships.get().services.set([ours])  # type: ignore[attr-defined]
    assert client.get(URL).status_code == 403
    change_series(series=series, by=None, service=ours)
    assert client.get(URL).status_code == 200


def test_page_as_at_an_earlier_day_leads_to_now(client: Client) -> None:
    answer = client.get(f"{URL}&as_at=2019-11-07")
    assert answer["Location"] == URL


def test_link_stands_on_the_series_page(client: Client, viewer: User, series: Series) -> None:
    page = "/anyshire/series/test/saving/?year=2019-20"
    assert URL in client.get(page).content.decode()
    assert URL not in signed_in(viewer).get(page).content.decode()


# --- recording


def test_year_is_recorded_in_one_entry_with_its_reason(client: Client, contributor: User) -> None:
    typed = {f"plan-{APRIL}": "£1,234.50", f"actual-{APRIL}": "(200)", f"forecast-{MAY}": "1.2m"}
    answer = send(client, {**typed, f"plan-{YEAR.start}-{YEAR.end}": "15k"})
    assert answer["Location"] == "/anyshire/series/test/saving/?year=2019-20"
    entry = Entry.objects.get()
    assert (entry.reason, entry.by, entry.figure_count) == ("From the finance system", contributor, 4)
    this_month = month_start(timezone.localdate())
    assert values() == [
        ("actual", date(2019, 4, 1), Decimal("-200")),
        ("forecast", this_month, Decimal(1_200_000)),
        ("plan", date(2019, 4, 1), Decimal("1234.50")),
        ("plan", date(2019, 4, 1), Decimal(15_000)),
    ]


def test_blank_and_unchanged_cells_record_nothing(client: Client, series: Series) -> None:
    record(series, "100.5")
    send(client, {f"actual-{MAY}": "7"})
    assert Entry.objects.order_by("-number")[0].figure_count == 1
    answer = send(client, {})
    assert "Nothing differs" in answer.content.decode()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("typed", ["100", "£100.00", "100 "])
def test_value_typed_over_unchanged_keeps_its_qualifier(client: Client, series: Series, typed: str) -> None:
    record(series, 100, qualifier="about")
    send(client, {f"actual-{APRIL}": typed, f"actual-{MAY}": "7"})
    assert Entry.objects.order_by("-number")[0].figure_count == 1
    assert Figure.objects.get(start=date(2019, 4, 1)).qualifier == "about"


def test_prefilled_value_keeps_every_digit(client: Client, series: Series) -> None:
    record(series, "1234.5678")  # its measure shows whole numbers
    assert form_of(client)[f"actual-{APRIL}"] == "1,234.5678"


def test_reason_is_asked_for(client: Client) -> None:
    answer = send(client, {f"actual-{APRIL}": "5", "reason": " "})
    assert "Enter where the figures come from" in str(answer.context["form"].errors["reason"])
    assert not Figure.objects.exists()


@pytest.mark.parametrize("text", ["n/a", "-", "1,23", "abc", "123456789012", "0.12345", "9" * 41])
def test_one_bad_cell_keeps_everything_back_and_everything_typed(client: Client, text: str) -> None:
    answer = send(client, {f"plan-{APRIL}": "100", f"actual-{MAY}": text})
    page = answer.content.decode()
    assert not Figure.objects.exists()
    assert set(answer.context["form"].errors) == {f"actual-{MAY}"}
    assert f'<a href="#id_actual-{MAY}">May 2019, actual: ' in page
    assert form_values(answer) == {f"plan-{APRIL}": "100", f"actual-{MAY}": text}


def form_values(answer: HttpResponse) -> dict[str, str]:
    """What stands in the cells that aren't empty."""
    form = answer.context["form"]  # type: ignore[attr-defined]
    return {cell.name: text for cell in form.sheet.cells if (text := str(form[cell.name].value() or ""))}


def test_value_over_the_measures_limit_is_pointed_out_at_its_cell(client: Client, series: Series) -> None:
    series.measure.maximum = Decimal(100)
    series.measure.save()
    answer = send(client, {f"actual-{APRIL}": "90", f"actual-{MAY}": "120"})
    assert "over 100" in str(answer.context["form"].errors[f"actual-{MAY}"])
    assert not Figure.objects.exists()


def test_clearing_a_figure_is_pointed_out(client: Client, series: Series) -> None:
    record(series, 100)
    answer = send(client, {f"actual-{APRIL}": "", f"actual-{MAY}": "5"})
    assert "own page" in str(answer.context["form"].errors[f"actual-{APRIL}"])
    assert values() == [("actual", date(2019, 4, 1), Decimal(100))]


# --- two people


def test_stale_cell_is_refused_once_showing_both(client: Client, series: Series, officer: User) -> None:
    record(series, 100)
    page = form_of(client) | {f"actual-{APRIL}": "120", f"actual-{MAY}": "5"}
    record(series, 110, by=officer)
    answer = client.post(URL, page)
    said = str(answer.context["form"].errors[f"actual-{APRIL}"])
    for part in ("finance-officer recorded 110 on", "after you saw 100", "yours, 120"):
        assert part in said
    assert values(basis="actual", start=date(2019, 5, 1)) == []
    again = {field.html_name: str(field.value() or "") for field in answer.context["form"]}
    assert client.post(URL, again).status_code == 302
    assert values()[-2:] == [("actual", date(2019, 4, 1), Decimal(120)), ("actual", date(2019, 5, 1), Decimal(5))]


def test_cell_withdrawn_meanwhile_is_stale(client: Client, series: Series, officer: User) -> None:
    record(series, 100)
    page = form_of(client) | {f"actual-{APRIL}": "120"}
    record(series, None, withdrawn=True, by=officer)
    assert "recorded that nothing is known" in client.post(URL, page).content.decode()


def test_cell_that_others_changed_and_i_left_keeps_theirs(client: Client, series: Series, officer: User) -> None:
    record(series, 100)
    page = form_of(client) | {f"actual-{MAY}": "n/a"}
    record(series, 110, by=officer)
    answer = client.post(URL, page)
    assert form_values(answer)[f"actual-{APRIL}"] == "110"
    again = {field.html_name: str(field.value() or "") for field in answer.context["form"]} | {f"actual-{MAY}": "5"}
    assert client.post(URL, again).status_code == 302
    assert values(start=date(2019, 4, 1))[-1] == ("actual", date(2019, 4, 1), Decimal(110))


def test_somebody_saves_between_reading_and_recording(
    client: Client, series: Series, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(series, 100)
    real = views.record_figures

    def late(**given: Any) -> None:
        record(series, 110, by=officer)
        monkeypatch.setattr(views, "record_figures", real)
        with pytest.raises(Stale):
            real(**given)
        raise Stale([])

    monkeypatch.setattr(views, "record_figures", late)
    answer = send(client, {f"actual-{APRIL}": "120"})
    assert "finance-officer recorded 110" in answer.content.decode()
    assert values()[-1][2] == 110


def test_same_value_in_another_edition_meanwhile_is_what_is_corrected(
    client: Client, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(series, 100, basis="plan")
    real = views.record_figures

    def late(**given: Any) -> None:
        monkeypatch.setattr(views, "record_figures", real)
        record(series, 100, basis="plan", edition=date(2019, 10, 1))
        raise Stale([])

    monkeypatch.setattr(views, "record_figures", late)
    assert send(client, {f"plan-{APRIL}": "120"}).status_code == 302
    assert values()[-1] == ("plan", date(2019, 10, 1), Decimal(120))


# --- editions


def test_plan_that_stands_is_corrected_in_its_own_edition(client: Client, series: Series) -> None:
    record(series, 100, basis="plan", edition=date(2019, 10, 1))
    send(client, {f"plan-{APRIL}": "120", "change": "correct"})
    assert values() == [("plan", date(2019, 10, 1), Decimal(100)), ("plan", date(2019, 10, 1), Decimal(120))]


def test_new_plan_keeps_the_old_edition(client: Client, series: Series) -> None:
    record(series, 100, basis="plan")
    record(series, 100, date(2019, 5, 1), basis="plan")
    answer = send(client, {f"plan-{MAY}": "80", "change": "replan", "plan_from": "2019-10-01"})
    assert answer.status_code == 302
    assert values(start=date(2019, 5, 1)) == [
        ("plan", date(2019, 4, 1), Decimal(100)),
        ("plan", date(2019, 10, 1), Decimal(80)),
    ]
    assert form_of(client)[f"plan-{MAY}"] == "80"
    assert values(start=date(2019, 4, 1)) == [("plan", date(2019, 4, 1), Decimal(100))]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({f"plan-{APRIL}": "80", "change": "replan"}, "plan_from", "Choose the month"),
        ({f"plan-{APRIL}": "80", "change": "replan", "plan_from": "1999-01-01"}, "plan_from", "valid choice"),
        ({f"actual-{APRIL}": "80", "change": "replan", "plan_from": "2019-10-01"}, "change", "Type the plan"),
        ({f"forecast-{APRIL}": "80", "forecast_month": "2999-01-01"}, "forecast_month", "valid choice"),
    ],
)
def test_unclear_edition_is_refused(
    client: Client, series: Series, typed: dict[str, str], field: str, said: str
) -> None:
    record(series, 100, basis="plan")
    answer = send(client, typed)
    assert said in str(answer.context["form"].errors[field])
    assert Figure.objects.count() == 1


def test_forecast_takes_the_month_that_is_chosen(client: Client) -> None:
    send(client, {f"forecast-{MAY}": "80", "forecast_month": "2019-06-01"})
    send(client, {f"forecast-{MAY}": "85", "forecast_month": "2019-07-01"})
    assert values() == [("forecast", date(2019, 6, 1), Decimal(80)), ("forecast", date(2019, 7, 1), Decimal(85))]


def test_forecast_older_than_the_one_that_stands_is_refused(client: Client, series: Series) -> None:
    record(series, 80, date(2019, 5, 1), basis="forecast", edition=date(2019, 7, 1))
    answer = send(client, {f"forecast-{MAY}": "85", "forecast_month": "2019-06-01"})
    assert "Choose July 2019 or a later month" in answer.content.decode()
    assert Figure.objects.count() == 1


# --- what is shown


def test_annual_target_without_a_profile_is_not_divided(client: Client, series: Series) -> None:
    record(series, 1200, basis="target", start=YEAR.start, end=YEAR.end)
    answer = client.get(URL)
    assert "no profile" in answer.content.decode()
    form = answer.context["form"]
    shown = {cell.name: cell.text for cell in form.sheet.cells if cell.text}
    assert shown == {f"target-{YEAR.start}-{YEAR.end}": "1,200"}


def test_other_planned_basis_can_be_chosen(client: Client, series: Series) -> None:
    record(series, 100, basis="plan")
    url = f"{URL}&basis=budget"
    send(client, {f"budget-{APRIL}": "90"}, url)
    assert ("budget", date(2019, 4, 1), Decimal(90)) in values()


@pytest.mark.parametrize(
    ("frequency", "inputs", "name", "label"),
    [
        ("week", 52 * 3 + 2, "actual-2019-04-01-2019-04-07", "Week of 1 April 2019, actual"),
        ("quarter", 4 * 3 + 2, "actual-2019-04-01-2019-06-30", "April to June 2019, actual"),
        ("year", 3, "actual-2019-04-01-2020-03-31", "Whole year, actual"),
        ("irregular", 3, "actual-2019-04-01-2020-03-31", "Whole year, actual"),
    ],
)
def test_series_of_other_frequencies_show_their_own_spans(
    client: Client, series: Series, frequency: str, inputs: int, name: str, label: str
) -> None:
    change_series(series=series, by=None, frequency=frequency)
    form = client.get(URL).context["form"]
    assert len(form.sheet.cells) == inputs
    assert form[name].label == label
    assert send(client, {name: "12"}).status_code == 302
    assert Figure.objects.get().value == 12


def test_figures_of_other_spans_are_read_below(client: Client, series: Series) -> None:
    made = record(series, 500, start=date(2019, 4, 1), end=date(2019, 8, 31))
    page = client.get(URL).content.decode()
    assert "April to August 2019" in page
    assert f"/anyshire/figures/{made.pk}/" in page


def test_every_input_has_a_name_of_its_own(client: Client) -> None:
    form = client.get(URL).context["form"]
    labels = [form[cell.name].label for cell in form.sheet.cells]
    assert len(set(labels)) == len(labels) == 12 * 3 + 2
    page = client.get(URL).content.decode()
    assert all(f'for="id_{cell.name}"' in page for cell in form.sheet.cells)


def test_series_may_not_be_called_year(council: Organisation) -> None:
    with pytest.raises(Exception, match="address of its own"):
        SeriesFactory.build(organisation=council, measure=MeasureFactory(), code="savings/year").full_clean()


@pytest.mark.parametrize("method", ["get", "post"])
def test_queries_do_not_grow(
    client: Client,
    series: Series,
    method: str,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for span in FinancialYear(2019).months():
        for basis in ("plan", "actual", "forecast"):
            record(series, 1, span.start, basis=basis)
    given = form_of(client) | {f"{basis}-{MAY}": "2" for basis in ("plan", "actual", "forecast")}
    given |= {f"actual-{span.start}-{span.end}": "3" for span in FinancialYear(2019).months()}
    with django_assert_max_num_queries(15 if method == "get" else 32):
        assert client.get(URL).status_code == 200 if method == "get" else client.post(URL, given).status_code == 302
