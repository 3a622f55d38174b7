"""Restatements: what stands in a closed period changes when one person proposes it and another approves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from ledger.actions import close_period, record_figures
from ledger.models import Channel, Entry, Figure, Organisation, Series
from ledger.months import Span
from ledger.selectors import open_book
from returns.actions import approve_restatement, propose_restatement, refuse_restatement
from returns.models import Restatement
from returns.selectors import restatements_of
from tests.conftest import signed_in
from tests.factories import new_figure, record

from .conftest import JUNE

MONTH = Span.month(JUNE)


@pytest.fixture
def figure(series: Series, officer: User) -> Figure:
    """1,000 for June 2019, which is closed."""
    made = record(series, 1000, JUNE, by=officer)
    close_period(organisation=series.organisation, series=[series.pk], start=JUNE, end=date(2019, 6, 30), by=None)
    return made


@pytest.fixture
def proposal(figure: Figure, officer: User) -> Restatement:
    return propose(figure, officer)


def propose(figure: Figure, by: User, value: object = 1200) -> Restatement:
    amount = Decimal(str(value))
    return propose_restatement(figure=figure, value=amount, reason=" An invoice was missed ", by=by)


def stands(figure: Figure) -> Decimal | None:
    return open_book(figure.organisation, [figure.series_id], None).number(figure.series_id, "actual", MONTH).value


def said(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(caught.value.messages)


# --- proposing


def test_proposal_changes_nothing_yet(figure: Figure, proposal: Restatement, officer: User) -> None:
    assert stands(figure) == 1000
    assert Entry.objects.count() == 1
    assert (proposal.was, proposal.value, proposal.follows) == (1000, 1200, 1)
    assert (proposal.reason, proposal.proposed_by, proposal.is_waiting) == ("An invoice was missed", officer, True)
    assert str(proposal) == "restatement of Saving, June 2019"


def test_figure_of_an_open_period_is_corrected_instead(series: Series, officer: User) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(record(series, 10, JUNE), officer)
    assert "isn't closed" in said(caught)


def test_what_stands_is_no_proposal(figure: Figure, officer: User) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(figure, officer, 1000)
    assert "stands already" in said(caught)


def test_late_figure_is_recorded_not_proposed(series: Series, figure: Figure, officer: User) -> None:
    july = Span.month(date(2019, 7, 1))
    gone = record(series, 5, july.start)
    withdrawn = record(series, None, july.start, withdrawn=True)
    close_period(organisation=series.organisation, series=[series.pk], start=july.start, end=july.end, by=None)
    assert gone
    with pytest.raises(ValidationError) as caught:
        propose(withdrawn, officer)
    assert "Nothing stands here" in said(caught)


def test_second_proposal_for_a_figure_waits_for_the_first(figure: Figure, proposal: Restatement, lead: User) -> None:
    with pytest.raises(ValidationError):
        propose(figure, lead, 1300)
    refuse_restatement(proposal=proposal, by=lead, reason="No")
    assert propose(figure, lead, 1300)


# --- deciding


def test_approved_restatement_is_recorded_in_the_proposers_name(
    figure: Figure, proposal: Restatement, officer: User, lead: User
) -> None:
    done = approve_restatement(proposal=proposal, by=lead, reason="Seen the invoice")

    number = open_book(figure.organisation, [figure.series_id], None).number(figure.series_id, "actual", MONTH)
    assert (number.value, number.restates, number.provisional) == (1200, 1000, False)
    assert done.entry
    assert (done.entry.by, done.entry.reason) == (officer, "An invoice was missed")
    assert (done.decision, done.decided_by, done.decision_reason) == ("approved", lead, "Seen the invoice")


def test_nobody_approves_their_own(figure: Figure, lead: User) -> None:
    mine = propose(figure, lead)
    with pytest.raises(ValidationError) as caught:
        approve_restatement(proposal=mine, by=lead)
    assert "another person" in said(caught)
    assert stands(figure) == 1000


@pytest.mark.parametrize("mine", [True, False], ids=["withdrawn", "refused"])
def test_refused_restatement_leaves_what_stands(
    figure: Figure, proposal: Restatement, officer: User, lead: User, mine: bool
) -> None:
    done = refuse_restatement(proposal=proposal, by=officer if mine else lead, reason="It was right")
    assert done.decision == ("withdrawn" if mine else "refused")
    assert stands(figure) == 1000


def test_refusing_needs_a_reason(proposal: Restatement, lead: User) -> None:
    with pytest.raises(ValidationError) as caught:
        refuse_restatement(proposal=proposal, by=lead, reason=" ")
    assert "reason" in caught.value.message_dict


@pytest.mark.parametrize("decide", [approve_restatement, refuse_restatement])
def test_what_is_decided_stays_decided(proposal: Restatement, lead: User, decide: Any) -> None:
    refuse_restatement(proposal=proposal, by=lead, reason="No")
    with pytest.raises(ValidationError) as caught:
        decide(proposal=proposal, by=lead, reason="Yes after all")
    assert "refused meanwhile" in said(caught)


def test_approval_is_refused_where_the_figure_moved_on(
    series: Series, figure: Figure, proposal: Restatement, lead: User
) -> None:
    record_figures(
        organisation=series.organisation,
        figures=[new_figure(series, 1100, JUNE)],
        by=None,
        channel=Channel.FORM,
        restating=True,
    )
    with pytest.raises(ValidationError) as caught:
        approve_restatement(proposal=proposal, by=lead)
    assert "propose anew" in said(caught)
    assert stands(figure) == 1100
    assert Restatement.objects.get().is_waiting


def test_restatement_out_of_limits_is_refused(figure: Figure, officer: User, lead: User) -> None:
    figure.series.measure.maximum = Decimal(1500)
    figure.series.measure.save()
    with pytest.raises(ValidationError) as caught:
        approve_restatement(proposal=propose(figure, officer, 1600), by=lead)
    assert "over 1500" in said(caught)


def test_restatements_are_read_as_they_stood(council: Organisation, proposal: Restatement, lead: User) -> None:
    before = timezone.now()
    approve_restatement(proposal=proposal, by=lead)

    def states(moment: Any) -> list[str]:
        return [line.state for line in restatements_of(council, moment)]

    assert states(None) == ["Approved"]
    assert states(before) == ["Waiting"]
    assert states(proposal.proposed_at.replace(year=2020)) == []
    assert len(restatements_of(council, before, waiting=True)) == 1
    assert restatements_of(council, before, waiting=False) == []
    assert restatements_of(council, None, waiting=True) == []


# --- pages


def page(user: User, address: str, status: int = 200, **sent: object) -> str:
    client = signed_in(user)
    response = client.post(address, sent, follow=True) if sent else client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_restatement_by_pages(figure: Figure, officer: User, lead: User, viewer: User) -> None:
    figure_page = f"/anyshire/figures/{figure.pk}/"
    propose_page = f"/anyshire/restatements/new/{figure.pk}/"
    assert propose_page in page(officer, figure_page)
    assert propose_page not in page(viewer, figure_page)

    assert "£1,000" in page(officer, propose_page)
    done = page(officer, propose_page, value="£1,200", reason="An invoice was missed")
    assert "takes effect when somebody else approves" in done
    proposal = Restatement.objects.get()

    approve = f"/anyshire/restatements/{proposal.pk}/approve/"
    assert approve not in page(officer, "/anyshire/restatements/")
    assert approve in page(lead, "/anyshire/restatements/")
    assert "finance-officer proposes £1,200" in page(lead, approve)
    assert "is approved and recorded" in page(lead, approve, reason="")
    assert "£1,000 was reported when its period was closed" in page(viewer, figure_page)
    assert "approved already" in page(lead, approve, reason="again")


def test_proposal_is_withdrawn_and_refused_by_page(figure: Figure, officer: User, lead: User) -> None:
    for by, word in ((officer, "withdrawn"), (lead, "refused")):
        address = f"/anyshire/restatements/{propose(figure, officer).pk}/refuse/"
        assert "Say why" in page(by, address, reason="")
        assert f"is {word}." in page(by, address, reason="It was right")


def test_who_may_not_decide(proposal: Restatement, contributor: User, officer: User, viewer: User) -> None:
    approve, refuse = (f"/anyshire/restatements/{proposal.pk}/{step}/" for step in ("approve", "refuse"))
    page(officer, approve, 403)
    page(contributor, refuse, 403)
    page(viewer, refuse, 403)
    page(viewer, f"/anyshire/restatements/new/{Figure.objects.get().pk}/", 403)


def test_list_is_closed_to_strangers(proposal: Restatement, stranger: User, viewer: User) -> None:
    address = "/anyshire/restatements/"
    page(stranger, address, 404)
    assert "Saving" in page(viewer, address)
    assert "Saving" not in page(viewer, f"{address}?as_at=2020-01-01")
    rows = b"".join(signed_in(viewer).get(f"{address}?csv=waiting").streaming_content).decode()  # type: ignore[attr-defined]
    assert "An invoice was missed" in rows


def test_proposal_says_what_is_wrong(figure: Figure, officer: User) -> None:
    address = f"/anyshire/restatements/new/{figure.pk}/"
    assert "Enter what the figure should be" in page(officer, address, value="", reason="x")
    assert "Say why it has to change" in page(officer, address, value="5", reason="")
    assert "stands already" in page(officer, address, value="1000", reason="x")
    assert "is no number" in page(officer, address, value="about ten", reason="x")


def test_list_has_a_ceiling_on_queries(
    council: Organisation, series: Series, officer: User, viewer: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(viewer)
    months = [date(2019, month, 1) for month in range(4, 10)]
    for month in months:
        span = Span.month(month)
        made = record(series, 10, month)
        close_period(organisation=council, series=[series.pk], start=span.start, end=span.end, by=None)
        propose(made, officer)
    client.get("/anyshire/restatements/")
    with django_assert_max_num_queries(8):
        client.get("/anyshire/restatements/")
