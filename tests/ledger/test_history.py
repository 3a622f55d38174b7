"""Words have a history as numbers do, read as of the same moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from ledger.actions import (
    define_measure,
    grant_membership,
    mark_series_break,
    redefine_measure,
    revoke_membership,
)
from ledger.errors import Rejected
from ledger.history import as_of, first_known, keep
from ledger.models import Locality, Measure, Membership, Organisation, Series, SeriesBreak, Service
from tests.factories import OrganisationFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.usefixtures("no_shipped_measures")

JULY, SEPTEMBER, NOVEMBER = (datetime(2019, month, 7, tzinfo=UTC) for month in (7, 9, 11))


def names(moment: datetime | None) -> list[str]:
    return [locality.name for locality in as_of(Locality, moment)]


@pytest.fixture
def locality(council: Organisation) -> Locality:
    return keep(Locality(organisation=council, code="north", name="North"), by=None, known_from=JULY)


def test_words_are_read_as_they_were_known(locality: Locality) -> None:
    locality.name = "North and east"
    keep(locality, by=None, known_from=NOVEMBER)

    assert names(JULY - timedelta(seconds=1)) == []
    assert names(JULY) == names(NOVEMBER - timedelta(seconds=1)) == ["North"]
    assert names(NOVEMBER) == names(None) == ["North and east"]


def test_what_is_deleted_is_still_read_as_of_earlier(locality: Locality) -> None:
    before = timezone.now()
    locality.delete()

    assert names(before) == ["North"]
    assert names(timezone.now()) == names(None) == []


def test_earlier_moment_does_not_date_the_next_change(locality: Locality) -> None:
    """The library keeps the moment on the instance."""
    before = timezone.now()
    locality.name = "Changed now"
    keep(locality, by=None)

    assert names(before) == ["North"]
    assert locality.history.first().history_date >= before  # type: ignore[attr-defined]


def test_history_says_who_and_why_of_each_change(locality: Locality, lead: User) -> None:
    locality.name = "North and east"
    keep(locality, by=lead, reason="Boundary review")
    locality.name = "North, east"
    keep(locality, by=None)

    rows = locality.history.order_by("history_id").values_list("history_user", "history_change_reason")  # type: ignore[attr-defined]

    assert list(rows) == [(None, None), (lead.pk, "Boundary review"), (None, None)]


def test_what_is_not_valid_is_neither_kept_nor_in_history(council: Organisation) -> None:
    with pytest.raises(ValidationError, match="lower-case"):
        keep(Locality(organisation=council, code="No Slug", name="North"), by=None)

    assert not Locality.objects.exists()
    assert not Locality.history.exists()  # type: ignore[attr-defined]


def test_measure_defined_as_it_is_already_leaves_no_trace(db: None) -> None:
    fields = {"name": "Saving", "unit": "GBP", "definition": "Made up."}
    first = define_measure(organisation=None, code="saving", by=None, **fields)

    redefine_measure(measure=first, by=None, reason="The same", **fields)
    assert first.history.count() == 1  # type: ignore[attr-defined]
    redefine_measure(measure=first, by=None, reason="Counted anew", **{**fields, "unit": "people"})
    assert first.history.count() == 2  # type: ignore[attr-defined]


def test_councils_measure_may_not_take_a_shipped_ones_code(council: Organisation) -> None:
    define_measure(organisation=None, code="saving", by=None, name="Saving", unit="GBP", definition="Made up.")

    with pytest.raises(ValidationError, match="shipped measure's code"):
        define_measure(organisation=council, code="saving", by=None, name="Ours", unit="GBP", definition="Made up.")

    assert Measure.objects.count() == 1


def test_series_break_is_read_as_of_the_moment_it_was_known(series: Series) -> None:
    mark_series_break(series=series, on=JULY.date(), reason="New counting", by=None, known_from=NOVEMBER)

    assert not as_of(SeriesBreak, SEPTEMBER).exists()
    assert as_of(SeriesBreak, NOVEMBER).get().reason == "New counting"


# --- memberships, whose history is who could do what


def test_membership_granted_changed_and_revoked_leaves_each_step(council: Organisation, administrator: User) -> None:
    person = UserFactory()
    service = Service.objects.create(organisation=council, code="older", name="Older people")

    membership = grant_membership(user=person, organisation=council, role="viewer", by=administrator)
    again = grant_membership(
        user=person, organisation=council, role="contributor", by=administrator, services=[service]
    )
    assert again == membership
    assert list(again.services.all()) == [service]
    revoke_membership(membership=again, by=administrator)

    assert not Membership.objects.filter(user=person).exists()
    rows = Membership.history.filter(user=person).order_by("history_id")  # type: ignore[attr-defined]
    assert {row.history_user for row in rows.exclude(history_type="~")} == {administrator}
    steps = list(rows.values_list("history_type", "role"))
    assert (steps[0], steps[-1]) == (("+", "viewer"), ("-", "contributor"))


def test_council_keeps_an_administrator(council: Organisation, administrator: User) -> None:
    only = Membership.objects.get(user=administrator)

    with pytest.raises(Rejected, match="without an administrator"):
        revoke_membership(membership=only, by=administrator)
    with pytest.raises(Rejected, match="without an administrator"):
        grant_membership(user=administrator, organisation=council, role="viewer", by=administrator)

    grant_membership(user=UserFactory(), organisation=council, role="administrator", by=administrator)
    revoke_membership(membership=only, by=administrator)
    assert Membership.objects.get(organisation=council, role="administrator").user != administrator


def test_inactive_administrator_does_not_count(council: Organisation, administrator: User) -> None:
    grant_membership(user=UserFactory(is_active=False), organisation=council, role="administrator", by=None)

    with pytest.raises(Rejected, match="without an administrator"):
        revoke_membership(membership=Membership.objects.get(user=administrator), by=administrator)


def test_services_of_another_council_refused(council: Organisation) -> None:
    other = Service.objects.create(organisation=OrganisationFactory(), code="older", name="Older people")

    with pytest.raises(Rejected, match="services of Anyshire"):
        grant_membership(user=UserFactory(), organisation=council, role="viewer", by=None, services=[other])


def test_words_loaded_late_from_an_earlier_paper_stay_in_the_past(council: Organisation) -> None:
    series: Series = SeriesFactory(organisation=council)
    mark_series_break(series=series, on=date(2019, 3, 1), reason="As November says", by=None, known_from=NOVEMBER)

    for _ in range(2):  # loading again changes nothing
        mark_series_break(series=series, on=date(2019, 3, 1), reason="As July says", by=None, known_from=JULY)

    assert SeriesBreak.objects.get().reason == "As November says"
    assert as_of(SeriesBreak, NOVEMBER).get().reason == "As November says"
    assert as_of(SeriesBreak, JULY).get().reason == "As July says"
    assert not as_of(SeriesBreak, JULY - timedelta(days=1)).exists()
    assert SeriesBreak.history.count() == 2  # type: ignore[attr-defined]
    assert first_known(SeriesBreak.objects.get()) == JULY


def test_two_versions_of_one_moment_are_read_in_order(council: Organisation) -> None:
    series: Series = SeriesFactory(organisation=council)
    for reason in ("First", "Second"):
        mark_series_break(series=series, on=date(2019, 3, 1), reason=reason, by=None, known_from=NOVEMBER)
    assert as_of(SeriesBreak, NOVEMBER + timedelta(seconds=1)).get().reason == "Second"


def test_keys_of_things_as_of_a_moment_are_their_own(db: None) -> None:
    """Versions have keys of their own, which run ahead of those of the things."""
    made = [keep(Organisation(name=name, slug=name, kind="county"), by=None) for name in ("first", "second")]
    for organisation in made:
        organisation.region = "East"
        keep(organisation, by=None)
    first, second = (organisation.pk for organisation in made)
    known = as_of(Organisation, timezone.now()).filter(pk__in=[first, second])
    assert Organisation.history.earliest("history_id").history_id + 3 not in (first, second)
    assert known.count() == 2
    assert list(known.order_by("-pk").values_list("pk", flat=True)) == [second, first]
    assert known.exclude(pk=first).get().pk == second
    assert known.filter(Q(pk__lt=second) | Q(pk=0)).get().slug == "first"
    assert set(known.in_bulk()) == {first, second}
    assert set(known.values_list("pk", "slug")) == {(first, "first"), (second, "second")}
    assert Organisation.objects.filter(pk__in=known.values("pk")).count() == 2
