"""A finance officer and a finance lead play a month through in Demoshire, from open to restated."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from ascare.demoshire.loading import load_council
from ledger.actions import grant_membership, load_measures
from ledger.models import Entry, Figure, Organisation, Role
from returns.models import Return
from tests.conftest import signed_in
from tests.factories import UserFactory

COUNCIL = "/demoshire"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        load_measures()
        load_council("demoshire", "Demoshire", 1, timezone.localdate(), years=1)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def council(made: None, db: None) -> Organisation:
    return Organisation.objects.get(slug="demoshire")


def person(council: Organisation, role: Role) -> Client:
    user: User = UserFactory(username=role.value)
    grant_membership(user=user, organisation=council, role=role, by=None)
    return signed_in(user)


def waiting(council: Organisation) -> Return:
    """The return of the month that has ended, of one service."""
    return Return.objects.filter(
        form__organisation=council, form__service__code="mental-health", state="open"
    ).earliest("start")


def fill(client: Client, url: str, amount: int) -> Any:
    """Type `amount` into every line of the return's own month, check it and save it."""
    form = client.get(url).context["form"]
    own = form.grid.own.start
    typed = {name: str(amount) for name, cell in form.grid.cells.items() if cell.span.start == own}
    comments = {f"comment-{line.series}": "Two placements more than budgeted." for line in form.grid.lines}
    checked = client.post(f"{url}preview/", {**typed, **comments, "seen": form.seen_field, "channel": "form"})
    assert checked.templates[0].name == "returns/grid_preview.html", checked.context["errors"]
    carried = checked.context["form"]
    sent = {**carried.texts, **comments, "seen": carried.seen_field, "channel": "form"}
    return client.post(f"{url}save/", sent, follow=True)


def step(client: Client, url: str, name: str, reason: str = "") -> Return:
    client.post(f"{url}{name}/", {"reason": reason, "sure": "on"}, follow=True)
    return Return.objects.get(pk=int(client.get(url).context["filled"].pk))


def test_a_month_goes_from_open_to_restated(council: Organisation) -> None:
    officer, lead = person(council, Role.FINANCE_OFFICER), person(council, Role.FINANCE_LEAD)
    filled = waiting(council)
    url = f"{COUNCIL}/returns/{filled.form.slug}/{filled.start}/"

    fill(officer, url, 12_345)
    entry = Entry.objects.filter(organisation=council).latest("number")
    assert (entry.provisional, entry.figure_count) == (True, filled.form.lines.count())

    assert step(officer, url, "submit").state == "submitted"
    assert step(officer, url, "approve").state == "submitted"  # it is a second person's to approve
    assert step(lead, url, "approve").state == "approved"
    assert Entry.objects.get(pk=entry.pk).approval.by.username == Role.FINANCE_LEAD
    assert step(lead, url, "close").state == "closed"

    figure = Figure.objects.filter(entry=entry).order_by("pk")[0]
    officer.post(f"{COUNCIL}/restatements/new/{figure.pk}/", {"value": "12,000", "reason": "An invoice came twice."})
    proposal = council.restatements.get()
    assert (proposal.was, proposal.value, proposal.is_waiting) == (Decimal(12_345), Decimal(12_000), True)
    assert Figure.objects.filter(series=figure.series).latest("pk").value == Decimal(12_345)
    lead.post(f"{COUNCIL}/restatements/{proposal.pk}/approve/", {"reason": ""})

    assert council.restatements.get().decision == "approved"
    shown = officer.get(f"{COUNCIL}/series/{figure.series.code}/").content.decode()
    assert "£12,000" in shown
    assert "reported £12,345" in shown


def test_months_before_the_last_are_closed_and_the_last_waits(council: Organisation) -> None:
    filled = waiting(council)

    assert filled.end < timezone.localdate()
    assert not Figure.objects.filter(
        series__form_lines__form=filled.form, basis="actual", start__gte=filled.start
    ).exists()
    others = Return.objects.filter(form=filled.form, start__lt=filled.start, start__gt=date(2000, 1, 1))
    assert {found.state for found in others} <= {"closed"}
