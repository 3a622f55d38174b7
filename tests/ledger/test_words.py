"""The frame in which all words are asked for, kept and read, tried on a locality and on something that ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.utils.timezone import localdate

from ledger.actions import close, put, reopen
from ledger.components import Link
from ledger.forms.words import ClosingForm, ReopeningForm, WordsForm, labels_of
from ledger.history import as_of
from ledger.models import Locality, Organisation, Series, Service
from ledger.months import LONDON
from ledger.scope import get_scope
from ledger.selectors import words_history
from ledger.tables import words_history_table
from ledger.views.words import ask, refuse
from raid.models import Action, Log
from tests.factories import SeriesFactory

JULY, NOVEMBER = datetime(2019, 7, 7, tzinfo=LONDON), datetime(2019, 11, 7, tzinfo=LONDON)


class LocalityForm(WordsForm):
    class Meta:
        model = Locality
        fields = ["code", "name"]


class ActionForm(WordsForm):
    class Meta:
        model = Action
        fields = ["title", "activities", "due"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}


class CalledForm(WordsForm):
    urgent = forms.BooleanField(label="Whoever is asked does it at once")

    class Meta:
        model = Action
        fields = ["timescale", "due", "urgent"]
        labels = {"timescale": "Needed in words", "due": "Needed by"}


@pytest.fixture
def locality(council: Organisation) -> Locality:
    return put(Locality, {"organisation": council, "code": "north"}, by=None, known_from=JULY, name="North")


@pytest.fixture
def action(council: Organisation) -> Action:
    """Something that ends."""
    log = put(Log, {"organisation": council, "name": "Log"}, by=None)
    fields = {"title": "Recruit", "raised_on": date(2019, 7, 1)}
    return put(Action, {"log": log, "number": 1}, by=None, **fields)


def data(**fields: object) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update({name: str(value) for name, value in fields.items()})
    return found


def newest(thing: Any) -> int:
    return int(thing.history.latest("history_id").history_id)


# --- put, close, reopen


def test_put_makes_then_changes_then_leaves_alone(council: Organisation, locality: Locality, lead: User) -> None:
    key = {"organisation": council, "code": "north"}
    for _ in range(2):
        found = put(Locality, key, by=lead, reason="Boundary review", name="North and east")

    assert found == locality
    assert Locality.objects.get().name == "North and east"
    versions = locality.history.order_by("history_id")  # type: ignore[attr-defined]
    assert list(versions.values_list("history_type", "history_user", "history_change_reason")) == [
        ("+", None, None),
        ("~", lead.pk, "Boundary review"),
    ]


def test_put_of_what_is_not_valid_keeps_nothing(council: Organisation) -> None:
    with pytest.raises(ValidationError):
        put(Locality, {"organisation": council, "code": "No code"}, by=None, name="North")

    assert not Locality.objects.exists()


def test_closed_and_opened_again_leaves_both_in_the_history(action: Action, lead: User) -> None:
    close(thing=action, on=date(2019, 8, 1), outcome="done", reason="All recruited", by=lead)
    assert (action.is_open, action.ending) == (False, "Done")
    reopen(thing=action, reason="They left", by=lead)

    assert (action.is_open, action.ending, action.closing_reason) == (True, "", "")
    opened, closed, made = words_history(action, None)
    assert (opened.reason, closed.reason, made.created) == ("They left", "All recruited", True)
    assert [(field.label, field.before, field.after) for field in closed.fields] == [
        ("Ended on", "", "1 August 2019"),
        ("How it ended", "", "Done"),
        ("Why it ended", "", "All recruited"),
    ]
    assert [(field.label, field.after) for field in opened.fields] == [
        ("Ended on", ""),
        ("How it ended", ""),
        ("Why it ended", ""),
    ]


def test_nothing_ends_as_what_it_cannot(action: Action) -> None:
    with pytest.raises(ValidationError, match="done, dropped"):
        close(thing=action, on=date(2019, 8, 1), outcome="passed", reason="Over", by=None)

    assert Action.objects.get().is_open


# --- forms


def test_new_words_need_no_reason(council: Organisation) -> None:
    form = LocalityForm(data(code="south", name="South"), instance=Locality(organisation=council))

    assert form.is_valid(), form.errors
    assert "reason" not in form.fields
    assert (form.words, form.why) == ({"code": "south", "name": "South"}, "")


def test_form_leaves_the_thing_as_it_is(locality: Locality) -> None:
    form = LocalityForm(data(code="south", name="South", seen=newest(locality)), instance=locality)

    assert form.is_valid(), form.errors
    assert (locality.code, locality.name) == ("north", "North")


def test_changed_words_come_with_why(locality: Locality) -> None:
    given = data(code="north", name="North and east", seen=newest(locality), reason="Boundary review")
    form = LocalityForm(given, instance=locality)

    assert form.is_valid(), form.errors
    assert (form.words, form.why) == ({"code": "north", "name": "North and east"}, "Boundary review")


@pytest.mark.parametrize("seen", ["first", "", "99999999", "one"])
def test_stale_words_are_refused_once_saying_who_and_when(locality: Locality, lead: User, seen: str) -> None:
    first = newest(locality)
    lead.first_name, lead.last_name = "Jo", "Bloggs"
    lead.save()
    put(Locality, {"pk": locality.pk}, by=lead, name="North and east")
    given = data(code="north", name="North, west", seen=first if seen == "first" else seen)

    form = LocalityForm(given, instance=locality)
    assert not form.is_valid()
    [message] = form.non_field_errors()
    assert "Jo Bloggs changed this meanwhile" in message

    again = LocalityForm(data(code="north", name="North, west", seen=form.data["seen"]), instance=locality)
    assert again.is_valid(), again.errors


def test_system_is_named_where_nobody_signed(locality: Locality) -> None:
    form = LocalityForm(data(code="north", name="North", seen=0), instance=locality)

    assert "The system changed this meanwhile, on 7 July 2019" in form.non_field_errors()[0]


def test_text_areas_are_as_tall_as_asked(action: Action) -> None:
    form = ActionForm(instance=action)

    assert [form.fields[name].widget.attrs["rows"] for name in ("title", "activities")] == [2, 4]
    assert 'type="date"' in str(form["due"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"outcome": "passed"}, "outcome"), ({"on": "soon"}, "on"), ({"on": ""}, "on"), ({"reason": " "}, "reason")],
)
def test_closing_form_refuses(action: Action, wrong: dict[str, str], field: str) -> None:
    form = ClosingForm(
        data(**{"outcome": "done", "on": "2019-08-01", "reason": "All recruited", **wrong}), thing=action
    )

    assert list(form.errors) == [field]


def test_nothing_ends_in_the_future(action: Action) -> None:
    given = {"outcome": "done", "reason": "All recruited"}
    tomorrow = localdate() + timedelta(days=1)

    assert "lies in the future" in ClosingForm(data(on=tomorrow, **given), thing=action).errors["on"][0]
    assert ClosingForm(data(on=localdate(), **given), thing=action).is_valid()


def test_reopening_needs_a_reason() -> None:
    assert "reason" in ReopeningForm(data(reason="")).errors
    assert ReopeningForm(data(reason="They left")).is_valid()


# --- the page that asks


class Said(BaseStorage):
    """Messages that stay where they are."""

    def _get(self, *args: Any, **kwargs: Any) -> Any:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def asked(user: User, sent: dict[str, str] | None) -> HttpRequest:
    factory = RequestFactory()
    request = factory.get("/x/") if sent is None else factory.post("/x/", sent)
    request.user = user
    request._messages = Said(request)  # type: ignore[attr-defined]
    return request


def ask_for(request: HttpRequest, form: Any, save: Any) -> Any:
    scope = get_scope(request, "anyshire")
    return ask(request, scope, form, save, heading="Close it", back=Link("the log", "/back/"), note="Mind this.")


def test_page_asks_then_saves_then_goes_back(officer: User, action: Action) -> None:
    response = ask_for(asked(officer, None), ClosingForm(thing=action), lambda: pytest.fail("not sent yet"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Mind this." in page
    assert 'href="/back/"' in page

    request = asked(officer, {"reason": "They left"})
    response = ask_for(request, ReopeningForm(request.POST), lambda: "It is open again.")
    assert (response.status_code, response["Location"]) == (302, "/back/")
    assert [str(message) for message in request._messages._queued_messages] == ["It is open again."]  # type: ignore[attr-defined]


def test_page_puts_what_saving_finds_beside_its_field(officer: User, action: Action) -> None:
    def save() -> str:
        raise ValidationError({"closed_on": "Too early.", "number": "Taken."})

    request = asked(officer, {"outcome": "done", "on": "2019-06-01", "reason": "All recruited"})
    form = ClosingForm(request.POST, thing=action)
    response = ask_for(request, form, save)

    assert response.status_code == 200
    assert form.errors == {"on": ["Too early."], "__all__": ["Taken."]}
    page = response.content.decode()
    assert '<a href="#id_on">' in page
    assert "All recruited" in page


def test_what_is_wrong_with_the_whole_stands_above_the_form() -> None:
    form = ReopeningForm(data(reason="They left"))
    assert form.is_valid()

    refuse(form, ValidationError("Somebody was first."))

    assert form.non_field_errors() == ["Somebody was first."]


# --- the history


def test_history_is_read_up_to_a_moment(locality: Locality) -> None:
    put(Locality, {"pk": locality.pk}, by=None, known_from=NOVEMBER, name="North and east")

    assert [change.at for change in words_history(locality, None)] == [NOVEMBER, JULY]
    assert [change.at for change in words_history(locality, NOVEMBER - timedelta(seconds=1))] == [JULY]
    assert words_history(locality, JULY - timedelta(days=1)) == []
    [change] = words_history(locality, None)[0].fields
    assert (change.label, change.before, change.after) == ("Name", "North", "North and east")


def test_history_names_what_was_pointed_to(council: Organisation, lead: User) -> None:
    older, younger = (
        put(Service, {"organisation": council, "code": code}, by=None, name=name)
        for code, name in (("older", "Older people"), ("working-age", "Working age"))
    )
    series: Series = SeriesFactory(organisation=council)
    for service in (older, younger, older):
        put(Series, {"pk": series.pk}, by=lead, service=service)
    younger.delete()

    changes = [field for change in words_history(series, None) for field in change.fields if field.label == "Service"]

    assert [(field.before, field.after) for field in changes] == [
        ("something that is gone", "Older people"),
        ("Older people", "something that is gone"),
        ("", "Older people"),
    ]


def test_history_calls_fields_as_their_form_does(action: Action) -> None:
    due = date(2019, 8, 1)
    put(Action, {"pk": action.pk}, by=None, due=due, timescale="Soon")

    changed, _ = words_history(action, None, labels_of(CalledForm))

    assert [field.label for field in changed.fields] == ["Needed in words", "Needed by"]
    assert labels_of(CalledForm) == {"timescale": "Needed in words", "due": "Needed by"}


def test_history_takes_few_queries(locality: Locality, django_assert_num_queries: Any) -> None:
    for number in range(5):
        put(Locality, {"pk": locality.pk}, by=None, name=f"North {number}")

    with django_assert_num_queries(2):  # the versions, and the organisation's name
        words_history(locality, None)


def test_history_as_a_table_says_each_act_once(locality: Locality, lead: User) -> None:
    put(Locality, {"pk": locality.pk}, by=lead, reason="Merged", name="All", code="all")

    table = words_history_table(words_history(locality, None))

    changed = [(row.header != "", row.cells) for row in table.rows if row.cells[1] in ("Code", "Name")]
    assert [(first, cells[1:4]) for first, cells in changed] == [
        (True, ("Code", "north", "all")),
        (False, ("Name", "North", "All")),
        (False, ("Code", "", "north")),
        (False, ("Name", "", "North")),
    ]
    assert table.rows[0].cells[0] == lead.username
    assert table.rows[0].cells[4] == "Merged"
    assert as_of(Locality, NOVEMBER).get().name == "North"
