"""Funding: what is committed of it is never silently more than there is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from finance.actions.funding import close_funding, commit_funding, put_funding_source, reopen_funding
from finance.commitments import is_short, uncommitted
from finance.models import Commitment, FundingSource
from finance.selectors.funding import SourceLine, funding
from ledger.actions import NewFigure, load_measures, record_figures
from ledger.errors import Rejected
from ledger.models import Basis, Figure, Organisation
from ledger.months import FinancialYear, end_of_day
from tests.conftest import signed_in
from tests.factories import OrganisationFactory, SeriesFactory, record
from tests.finance.races import race_for_a_grant
from tests.ledger.races import Environment

YEAR = FinancialYear(2019)
TODAY = date(2019, 9, 1)


def make(council: Organisation, slug: str = "grant", amount: object = 100, **fields: Any) -> FundingSource:
    load_measures()
    amounts = {} if amount is None else {YEAR: Decimal(str(amount))}
    given = {"name": slug.capitalize(), "kind": "grant", "by": None, "amounts": amounts, **fields}
    return put_funding_source(organisation=council, slug=slug, **given)


def commit(source: FundingSource, amount: object, name: str = "Beds", **fields: Any) -> Commitment:
    amounts = {fields.pop("year", YEAR): Decimal(str(amount))}
    return commit_funding(source=source, name=name, amounts=amounts, by=None, **fields)


@pytest.fixture
def grant(council: Organisation) -> FundingSource:
    return make(council)


def line(source: FundingSource, year: FinancialYear = YEAR, **when: Any) -> SourceLine:
    return funding(source.organisation, year, when.get("moment")).source(source.slug)


@pytest.mark.parametrize(
    ("amount", "committed", "left", "short"),
    [
        (100, [], 100, False),
        (100, [60, 40], 0, False),
        (100, [60, None], 40, False),
        (100, [60, 41], -1, True),
        (None, [], None, False),
        (None, [1], None, True),
        (0, [0], 0, False),
    ],
)
def test_what_is_left(amount: int | None, committed: list[int | None], left: int | None, short: bool) -> None:
    of = None if amount is None else Decimal(amount)
    each = [None if value is None else Decimal(value) for value in committed]
    assert uncommitted(of, each) == left
    assert is_short(of, each) is short


def test_commitments_lower_what_is_left_of_their_year(grant: FundingSource) -> None:
    commit(grant, 60)
    commit(grant, 40, "Homecare")
    found = line(grant)
    assert (found.amount.value, found.committed.value, found.uncommitted.value) == (100, 100, 0)
    assert found.uncommitted.formula == "amount − live commitments"
    assert line(grant, YEAR.next).committed.missing


def test_commitment_of_more_than_is_left_is_refused_whole(grant: FundingSource) -> None:
    commit(grant, 60)
    with pytest.raises(ValidationError, match="would be −£20 in 2019/20") as refused:
        commit(grant, 60, "Homecare")
    assert "beyond_because" in refused.value.message_dict
    assert [each.name for each in grant.commitments.all()] == ["Beds"]
    assert Figure.objects.filter(series__measure__code="funding-commitment").count() == 1


def test_commitment_beyond_stands_where_somebody_says_why(grant: FundingSource) -> None:
    kept = commit(grant, 160, beyond_because="The second instalment is announced.")
    found = line(grant)
    assert (found.uncommitted.value, found.is_short) == (-60, True)
    assert found.warning == "£160 is committed of £100."
    assert kept.series.figures.get().entry.reason == "The second instalment is announced."
    commit_funding(source=grant, commitment=kept, name="Beds", amounts={YEAR: Decimal(150)}, by=None)  # lacks less
    with pytest.raises(ValidationError):
        commit_funding(source=grant, commitment=kept, name="Beds", amounts={YEAR: Decimal(151)}, by=None)


def test_commitment_of_an_amount_that_is_not_recorded_is_refused(council: Organisation) -> None:
    with pytest.raises(ValidationError, match="isn’t recorded"):
        commit(make(council, amount=None), 1)


def test_amount_is_not_lowered_below_what_is_committed(grant: FundingSource, council: Organisation) -> None:
    commit(grant, 60)
    with pytest.raises(ValidationError, match="would be −£10"):
        make(council, amount=50)
    assert line(grant).amount.value == 100
    make(council, amount=50, beyond_because="The grant was cut; the beds are found elsewhere.")
    assert line(grant).uncommitted.value == -10


def test_released_money_is_free_and_spent_money_is_not(grant: FundingSource) -> None:
    first, second = commit(grant, 60), commit(grant, 40, "Homecare")
    close_funding(thing=first, on=TODAY, outcome="released", reason="Not needed", by=None)
    close_funding(thing=second, on=TODAY, outcome="spent", reason="Paid", by=None)
    assert line(grant).uncommitted.value == 60
    commit(grant, 60, "Day care")
    with pytest.raises(ValidationError, match="would be −£60"):
        reopen_funding(thing=Commitment.objects.get(pk=first.pk), reason="Needed", by=None)


def test_source_closes_once_nothing_is_open_in_it(grant: FundingSource) -> None:
    kept = commit(grant, 60)
    with pytest.raises(ValidationError, match="Close first what is committed of it: Beds"):
        close_funding(thing=grant, on=TODAY, outcome="ended", reason="Over", by=None)
    close_funding(thing=kept, on=TODAY, outcome="spent", reason="Paid", by=None)
    close_funding(thing=grant, on=TODAY, outcome="ended", reason="Over", by=None)
    with pytest.raises(ValidationError, match="is closed"):
        commit(grant, 1, "More")
    with pytest.raises(ValidationError, match="open it again first"):
        reopen_funding(thing=Commitment.objects.get(pk=kept.pk), reason="Yes", by=None)


def test_one_off_money_that_the_budget_relies_on_is_added_up(grant: FundingSource, council: Organisation) -> None:
    make(council, "bridging", 70, one_off=True, relied_on=True)
    make(council, "pilot", 5, one_off=True)
    found = funding(council, YEAR, None)
    assert [each.source.slug for each in found.relied_on] == ["bridging"]
    assert found.relied_on_amount.value == 70
    assert (found.amount.value, found.uncommitted.value) == (175, 175)


def test_source_is_shown_in_the_years_that_it_runs_in(council: Organisation) -> None:
    made = make(council, starts=date(2019, 4, 1), ends=date(2020, 3, 31))
    assert [each.source for each in funding(council, YEAR, None).sources] == [made]
    later = funding(council, YEAR.next, None)
    assert (later.sources, later.closed) == ((), (made,))


def test_days_in_the_wrong_order_are_refused(council: Organisation) -> None:
    with pytest.raises(ValidationError, match="ends before it starts"):
        make(council, starts=date(2019, 4, 1), ends=date(2019, 3, 31))


def test_budget_line_of_another_council_is_refused(grant: FundingSource) -> None:
    with pytest.raises(ValidationError, match="another organisation"):
        commit(grant, 1, series=SeriesFactory(organisation=OrganisationFactory()))


def test_as_at_an_earlier_day_the_balance_of_then_stands(council: Organisation) -> None:
    known = end_of_day(TODAY)
    source = make(council, amount=None, known_from=known)
    for value, day in ((100, date(2019, 9, 2)), (80, date(2019, 10, 2))):
        span = {"start": YEAR.start, "end": YEAR.end, "basis": Basis.BUDGET}
        record(source.series, value, channel="paper", known_from=end_of_day(day), **span)
    assert line(source, moment=end_of_day(date(2019, 9, 20))).amount.value == 100
    assert line(source).amount.value == 80
    assert funding(council, YEAR, end_of_day(date(2019, 8, 1))).sources == ()


def test_sources_ask_no_more_queries_as_they_grow(
    grant: FundingSource,
    council: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(7):
        funding(council, YEAR, None)
    for number in range(3):
        commit(make(council, f"more-{number}"), 1)
    with django_assert_num_queries(7):
        funding(council, YEAR, None)


def typed(council: Organisation, source: FundingSource | Commitment, value: int) -> None:
    """Recorded where any figure can be: on the series' page, as a whole year, through the API, from a file."""
    figure = NewFigure(source.series.code, Basis.BUDGET, YEAR.start, YEAR.end, Decimal(value))
    record_figures(organisation=council, figures=[figure], by=None, channel="api", reason="As agreed")


def test_figures_typed_elsewhere_do_not_overcommit_either(grant: FundingSource, council: Organisation) -> None:
    """£60 and £40 of £100; neither is £41 committed nor £99 brought in, wherever that is typed, and less is."""
    beds, homecare = commit(grant, 60), commit(grant, 40, "Homecare")
    for thing, value in ((homecare, 41), (grant, 99)):
        with pytest.raises(Rejected) as refused:
            typed(council, thing, value)
        (problem,) = refused.value.problems
        assert problem.message.startswith("Grant would be −£1 in 2019/20. £0 was left. Commit less, or change it on")
    assert (line(grant).amount.value, line(grant).committed.value) == (100, 100)

    typed(council, beds, 50)
    typed(council, homecare, 50)
    assert line(grant).uncommitted.value == 0


def test_overcommitment_that_was_confirmed_can_shrink_elsewhere(grant: FundingSource, council: Organisation) -> None:
    kept = commit(grant, 160, beyond_because="The second instalment is announced.")
    typed(council, kept, 150)
    with pytest.raises(Rejected):
        typed(council, kept, 151)
    assert line(grant).uncommitted.value == -50


def test_page_of_a_figure_says_that_nothing_is_left(grant: FundingSource, officer: User) -> None:
    address = f"/anyshire/figures/{commit(grant, 60).series.figures.get().pk}/correct/"
    page = signed_in(officer).post(address, {"value": "160", "reason": "More", "follows": "1"})
    assert "Grant would be −£60 in 2019/20. £40 was left." in page.content.decode()
    assert line(grant).committed.value == 60


@pytest.mark.needs_postgresql
def test_of_two_who_commit_at_once_one_is_told_what_is_left(scratch_database: Environment) -> None:
    for answers in race_for_a_grant(scratch_database, rounds=10):
        won, lost = sorted(answers)
        assert won == ""
        assert "would be −£20 in 2019/20. £40 was left." in lost
