"""The published papers' words: programmes, logs and KPIs, known from their papers' dates."""

import re
from datetime import date
from itertools import pairwise

import pytest

from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import end_of_day
from programmes.models import Benefit, Confidence, Impairment, Kpi, Milestone, Opportunity, Programme, Workstream
from raid.models import Action, Issue, Risk, Update

JULY, NOVEMBER, RECOVERED = date(2019, 7, 4), date(2019, 11, 7), date(2020, 7, 31)
JOINT = "cambridgeshire-and-peterborough"


def programme(slug: str) -> Programme:
    return Programme.objects.get(organisation__slug=slug, slug="adults-positive-challenge")


@pytest.mark.parametrize(
    ("day", "workstreams"), [(date(2019, 7, 3), 0), (JULY, 4), (date(2019, 11, 6), 4), (NOVEMBER, 8), (RECOVERED, 8)]
)
def test_workstreams_of_the_county_as_at(loaded: Organisation, day: date, workstreams: int) -> None:
    found = as_of(Workstream, end_of_day(day)).filter(programme_id=programme("cambridgeshire").pk)
    assert found.count() == workstreams


def test_workstreams_of_the_joint_programme(loaded: Organisation) -> None:
    found = Workstream.objects.filter(programme=programme(JOINT))
    assert [each.kind for each in found].count("delivery") == 6
    assert [each.kind for each in found].count("enabler") == 15
    assert set(found.filter(kind="delivery").values_list("aim", flat=True)) == {"reduce"}
    assert found.get(slug="think-communities").aim == "prevent"
    assert found.get(slug="commissioning").aim == "delay"


def test_councils_programmes_are_part_of_the_joint_one_from_the_plan_on(loaded: Organisation) -> None:
    joint = programme(JOINT)
    assert {part.organisation.slug for part in joint.parts.all()} == {"cambridgeshire", "peterborough"}
    before = as_of(Programme, end_of_day(date(2020, 7, 30))).get(pk=programme("cambridgeshire").pk)
    assert before.part_of_id is None
    assert not as_of(Programme, end_of_day(date(2020, 7, 30))).filter(pk=joint.pk).exists()


def test_impairments_are_each_councils_own(loaded: Organisation) -> None:
    found = Impairment.objects.order_by("programme__organisation__slug", "position")
    assert [(each.programme.organisation.slug, each.of) for each in found] == [
        *[("cambridgeshire", "new"), ("cambridgeshire", "earlier")],
        *[("peterborough", "new"), ("peterborough", "earlier")],
    ]
    assert all(each.cause and each.series for each in found)


def test_benefit_is_told_again_by_a_later_paper(loaded: Organisation) -> None:
    benefit = Benefit.objects.get(slug="carers-direct-payments")
    then = as_of(Benefit, end_of_day(JULY)).get(pk=benefit.pk)
    assert (then.kind, then.series.code) == ("cashable", "apc/carers/direct-payments-saving")
    assert then.description != benefit.description


def test_milestone_that_moved_keeps_its_day_and_says_the_new_one(loaded: Organisation) -> None:
    tender = Milestone.objects.get(name="Carers' support goes out to tender")
    assert (tender.due, tender.expected) == (date(2019, 7, 31), date(2019, 9, 30))
    assert as_of(Milestone, end_of_day(JULY)).get(pk=tender.pk).expected is None


def test_first_phase_of_mobile_working_is_due_on_its_day(loaded: Organisation) -> None:
    assert Milestone.objects.get(name="Mobile working, first phase").due == date(2019, 11, 21)


def test_action_that_was_done_is_closed_from_the_later_paper_on(loaded: Organisation) -> None:
    action = Action.objects.get(title="Map commissioned prevention and early intervention")
    assert (action.outcome, action.raised_on) == ("done", JULY)
    assert as_of(Action, end_of_day(date(2019, 11, 6))).get(pk=action.pk).is_open


def test_items_are_in_the_log_of_their_workstream(loaded: Organisation) -> None:
    reablement = Workstream.objects.get(programme=programme("cambridgeshire"), slug="reablement")
    assert Risk.objects.get(title="Bridging can't go on").log == reablement.log
    county = programme("cambridgeshire").log
    assert Issue.objects.get(title="Spending on the investments is forecast over their budget").log == county
    assert [issue.number for issue in Issue.objects.filter(log=reablement.log)] == [1, 2, 3, 4]


def test_opportunities_are_embedded_enhanced_or_new(loaded: Organisation) -> None:
    found = Opportunity.objects.filter(programme=programme("cambridgeshire"))
    assert set(found.values_list("kind", flat=True)) == {"embed", "enhance", "new"}
    valued = found.get(series__isnull=False)
    assert valued.series.code == "apc/pfa/opportunity"
    assert Opportunity.objects.get(name="Care suites").programme == programme(JOINT)


def test_updates_are_the_months_of_their_papers(loaded: Organisation) -> None:
    found = Update.objects.filter(log=programme("cambridgeshire").log).order_by("month")
    assert [update.month for update in found] == [date(2019, 7, 1), date(2019, 11, 1), date(2020, 7, 1)]


def test_kpis_without_a_programme_are_the_councils(loaded: Organisation) -> None:
    found = Kpi.objects.filter(programme=None)
    assert {kpi.organisation_id for kpi in found} == {loaded.pk}
    assert found.get(series__code="direct-payments/share").group == "Direct payments"


def test_kpis_of_a_group_stand_together(loaded: Organisation) -> None:
    for kpis in (Kpi.objects.filter(programme=None), Kpi.objects.filter(programme=programme("cambridgeshire"))):
        groups = [kpi.group for kpi in kpis.order_by("position", "name")]
        changes = 1 + sum(one != other for one, other in pairwise(groups))
        assert changes == len(set(groups))


def test_words_name_their_source_in_their_history(loaded: Organisation) -> None:
    for model in (Programme, Workstream, Milestone, Opportunity, Impairment, Benefit, Kpi, Risk, Issue, Action):
        for thing in model._default_manager.all():
            for version in thing.history.all():  # type: ignore[attr-defined]
                assert re.search(r", paragraph .", version.history_change_reason), thing


def test_confidence_says_where_it_is_from(loaded: Organisation) -> None:
    assert Confidence.objects.get().source == "Adults Positive Challenge: progress report, paragraph 2.1"
