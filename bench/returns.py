"""Returns of made-up councils, and who fills them in."""

from datetime import date

from django.contrib.auth import get_user_model
from django.test import Client

from ledger.actions import grant_membership
from ledger.models import Measure, Organisation, Role
from returns.actions import add_lines, define_form, open_return
from returns.models import Return


def opened_return(council: Organisation, lines: int, month: date) -> Return:
    """Of a form with the council's first series as lines."""
    Measure.objects.update(better="lower", decimals=0)
    form = define_form(organisation=council, name="Monthly outturn", by=None)
    add_lines(form=form, series=list(council.series.order_by("pk")[:lines]), section="Spending", by=None)
    return open_return(form=form, day=month, by=None)


def officer(council: Organisation) -> Client:
    """A finance officer's, signed in."""
    user = get_user_model().objects.create(username="officer")
    grant_membership(user=user, organisation=council, role=Role.FINANCE_OFFICER, by=None)
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client
