"""Each constraint of the ledger's models, tried by writing past every validation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from ledger.models import (
    Approval,
    ClosedPeriod,
    Comment,
    Entry,
    Figure,
    IdempotentRequest,
    Job,
    Locality,
    Measure,
    Membership,
    Organisation,
    PartnershipMember,
    RatingScheme,
    Series,
    SeriesBreak,
    Service,
)
from tests.constraints import again, assert_refused, constraints_of, each_break
from tests.factories import MeasureFactory, MembershipFactory, OrganisationFactory, SeriesFactory, UserFactory, record

from .conftest import Unguarded


@dataclass
class Cast:
    council: Organisation
    series: Series
    figure: Figure
    person: User


@pytest.fixture
def cast(council: Organisation, series: Series) -> Cast:
    return Cast(council, series, record(series, 10), UserFactory())


def entry(cast: Cast, **changed: object) -> None:
    again(cast.figure.entry, **{"number": 2, **changed})


def figure(cast: Cast, **changed: object) -> None:
    again(cast.figure, **{"revision": 2, **changed})


def comment(cast: Cast, **fields: object) -> None:
    Comment.objects.bulk_create([Comment(figure=cast.figure, by=cast.person, written_at=timezone.now(), **fields)])


def measure(cast: Cast, **fields: object) -> None:
    again(cast.series.measure, **{"code": "another", **fields})


def organisation(cast: Cast, **fields: object) -> None:
    again(cast.council, **{"slug": "another", **fields})


def part(cast: Cast, partnership: Organisation, **fields: object) -> None:
    again(PartnershipMember(partnership=partnership, member=cast.council), **fields)


def joint() -> Organisation:
    made: Organisation = OrganisationFactory(kind="partnership")
    return made


def twice(make: Callable[[], models.Model]) -> None:
    again(make())
    again(make())


def a_lead_twice(cast: Cast) -> None:
    partnership = joint()
    part(cast, partnership, is_lead=True)
    part(cast, partnership, is_lead=True, member_id=OrganisationFactory().pk)


def in_a_partnership_twice(cast: Cast) -> None:
    partnership = joint()
    part(cast, partnership)
    part(cast, partnership)


def closed(cast: Cast, **fields: object) -> ClosedPeriod:
    july = {"start": date(2019, 7, 1), "end": date(2019, 7, 31), "closed_at": NOW}
    return ClosedPeriod(organisation=cast.council, series=cast.series, **{**july, **fields})


def job(cast: Cast, **fields: object) -> None:
    again(Job(organisation=cast.council, kind="rebuild", asked_at=NOW), **fields)


def scheme(cast: Cast, **fields: object) -> None:
    again(RatingScheme(organisation=cast.council, code="own", name="Own", green_within=5, amber_within=10), **fields)


NOW = timezone.now()
LATER = timedelta(seconds=1)

# By constraint, a write that breaks this one and no other.
BREAKS: dict[str, list[Callable[[Cast], None]]] = {
    "entry_number_once": [lambda c: entry(c, number=1)],
    "entry_backdated_only_by_its_channels": [
        lambda c: entry(c, known_from=c.figure.recorded_at - LATER),
        lambda c: entry(c, known_from=c.figure.recorded_at + LATER),
        lambda c: entry(c, known_from=c.figure.recorded_at + LATER, channel="paper"),
    ],
    "entry_channel_known": [lambda c: entry(c, channel="hearsay")],
    "figure_revision_once": [lambda c: figure(c, revision=1)],
    "figure_span_in_order": [lambda c: figure(c, end=c.figure.start - timedelta(days=1))],
    "figure_basis_known": [lambda c: figure(c, basis="guess")],
    "figure_qualifier_known": [lambda c: figure(c, qualifier="circa")],
    "figure_revision_positive": [lambda c: figure(c, revision=0)],
    "figure_actual_is_its_own_edition": [lambda c: figure(c, edition=date(2019, 4, 2))],
    "figure_known_by_when_recorded": [lambda c: figure(c, known_from=c.figure.recorded_at + LATER)],
    "closed_period_once": [lambda c: twice(lambda: closed(c))],
    "closed_period_in_order": [lambda c: again(closed(c, end=date(2019, 6, 30)))],
    "comment_erased_means_gone": [
        lambda c: comment(c, text="Still here", erased_at=NOW, erased_by=c.person),
        lambda c: comment(c, text="", erased_at=NOW),
        lambda c: comment(c, text="", erased_by=c.person),
    ],
    "measure_shipped_code_once": [lambda c: measure(c, code=c.series.measure.code)],
    "measure_own_code_once": [
        lambda c: twice(lambda: Measure(organisation=c.council, code="own", name="Own", unit="people"))
    ],
    "measure_ratio_has_both_parts": [
        lambda c: measure(c, numerator_id=c.series.measure_id),
        lambda c: measure(c, denominator_id=c.series.measure_id),
    ],
    "measure_limits_in_order": [lambda c: measure(c, minimum=Decimal(2), maximum=Decimal(1))],
    "measure_decimals_at_most_4": [lambda c: measure(c, decimals=5)],
    "measure_better_known": [lambda c: measure(c, better="sideways")],
    "measure_rollup_known": [lambda c: measure(c, rollup="product")],
    "organisation_valid_to_after_from": [
        lambda c: organisation(c, valid_from=date(2019, 4, 1), valid_to=date(2019, 3, 31))
    ],
    "organisation_kind_known": [lambda c: organisation(c, kind="duchy")],
    "organisation_only_councils_have_gss_codes": [
        lambda c: organisation(c, kind="partnership", gss_code="E10000001"),
        lambda c: organisation(c, kind="demonstration", gss_code="E10000001"),
    ],
    "partnership_member_once": [in_a_partnership_twice],
    "partnership_one_lead": [a_lead_twice],
    "partnership_share_is_a_percentage": [
        lambda c: part(c, joint(), default_share=Decimal("100.0001")),
        lambda c: part(c, joint(), default_share=Decimal("-0.0001")),
    ],
    "partnership_not_its_own_member": [lambda c: part(c, c.council)],
    "locality_code_once": [lambda c: twice(lambda: Locality(organisation=c.council, code="north", name="North"))],
    "service_code_once": [lambda c: twice(lambda: Service(organisation=c.council, code="older", name="Older"))],
    "membership_once": [lambda c: twice(lambda: Membership(user=c.person, organisation=c.council, role="viewer"))],
    "membership_role_known": [lambda c: again(Membership(user=c.person, organisation=c.council, role="owner"))],
    "series_code_once": [lambda c: again(c.series)],
    "series_frequency_known": [lambda c: again(c.series, code="another", frequency="fortnight")],
    "series_method_known": [lambda c: again(c.series, code="another", method="hope")],
    "series_ratio_has_both_parts": [
        lambda c: again(c.series, code="another", numerator_id=c.series.pk),
        lambda c: again(c.series, code="another", denominator_id=c.series.pk),
    ],
    "measure_per_at_least_1": [lambda c: measure(c, per=0)],
    "rating_scheme_code_once": [lambda c: (scheme(c), scheme(c))],
    "rating_scheme_judged_known": [lambda c: scheme(c, judged_on="looks")],
    "rating_scheme_thresholds_in_order": [
        lambda c: scheme(c, green_within=Decimal("10.01")),
        lambda c: scheme(c, green_within=Decimal("-0.01")),
    ],
    "job_percent_up_to_100": [lambda c: job(c, percent=101)],
    "job_state_known": [lambda c: job(c, state="asleep", ended_at=NOW)],
    "job_ended_when_not_waiting": [
        lambda c: job(c, ended_at=NOW),
        lambda c: job(c, state="done"),
        lambda c: job(c, state="done", ended_at=NOW - LATER),
    ],
    "series_break_once": [lambda c: twice(lambda: SeriesBreak(series=c.series, on=date(2019, 4, 1), reason="New"))],
    "idempotency_key_once": [
        lambda c: twice(lambda: IdempotentRequest(user=c.person, key="k", answer={}, status=200, made_at=NOW))
    ],
}


@each_break(BREAKS)
def test_constraint_holds(cast: Cast, unguarded: Unguarded, name: str, break_it: Callable[[Cast], None]) -> None:
    # The guard is down, for its triggers would refuse some of these before the constraint is asked.
    with unguarded():
        assert_refused(name, break_it, cast)


def test_every_constraint_is_tried() -> None:
    assert constraints_of("ledger") - set(BREAKS) == set()


@pytest.mark.parametrize("changed", [{"number": 2}, {"number": 2, "channel": "paper"}])
def test_entry_like_those_that_break_constraints_is_accepted(cast: Cast, changed: dict[str, object]) -> None:
    """So that the refusals above are for what they say they are for."""
    entry(cast, **changed)

    assert Entry.objects.count() == 2


def test_figure_like_those_that_break_constraints_is_accepted(cast: Cast) -> None:
    figure(cast)

    assert Figure.objects.count() == 2


def test_rows_like_those_that_break_constraints_are_accepted(cast: Cast) -> None:
    organisation(cast, valid_from=date(2019, 4, 1), valid_to=date(2019, 4, 1), gss_code="E10000001")
    measure(cast, minimum=Decimal(1), maximum=Decimal(1), numerator_id=cast.series.measure_id,
            denominator_id=cast.series.measure_id, decimals=4)  # fmt: skip
    comment(cast, text="", erased_at=NOW, erased_by=cast.person)
    comment(cast, text="Here")
    part(cast, joint(), default_share=Decimal(100), is_lead=True)
    part(cast, joint(), default_share=Decimal(0), is_lead=True)
    again(closed(cast, end=date(2019, 7, 1)))
    job(cast)
    job(cast, state="failed", ended_at=NOW)
    scheme(cast, green_within=10)


@pytest.mark.parametrize("field", ["slug", "gss_code"])
def test_organisation_identified_once(council: Organisation, field: str) -> None:
    first = OrganisationFactory(gss_code="E10000002")

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(**{field: getattr(first, field)})


def test_entry_approved_once(cast: Cast) -> None:
    def approve() -> None:
        Approval.objects.create(entry=cast.figure.entry, by=cast.person, approved_at=timezone.now())

    approve()

    with pytest.raises(IntegrityError), transaction.atomic():
        approve()


@pytest.mark.needs_postgresql
def test_value_of_16_digits_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(DataError), transaction.atomic():
        figure(cast, value=Decimal(10) ** 11)


def test_what_the_ledger_stands_on_cannot_be_deleted(cast: Cast) -> None:
    MembershipFactory(organisation=cast.council)

    for instance in (cast.council, cast.series, cast.series.measure):
        with pytest.raises(models.ProtectedError):
            instance.delete()


def test_author_of_an_entry_cannot_be_deleted(series: Series) -> None:
    author = UserFactory()
    record(series, 1, by=author)

    with pytest.raises(models.ProtectedError):
        author.delete()


def test_measure_code_may_be_used_by_two_organisations(db: None) -> None:
    for _ in range(2):
        MeasureFactory(code="own", organisation=OrganisationFactory())

    assert Measure.objects.filter(code="own").count() == 2


def test_series_code_may_be_used_by_two_organisations(db: None) -> None:
    for _ in range(2):
        SeriesFactory(code="apc/tec")

    assert Series.objects.filter(code="apc/tec").count() == 2
