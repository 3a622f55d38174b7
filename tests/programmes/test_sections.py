"""What the sections of programme, workstream and benefit pages are made of."""

from datetime import date
from decimal import Decimal
from typing import Any

from ledger.actions import close, load_measures, put
from ledger.models import Basis, Channel, Organisation
from ledger.months import FinancialYear, end_of_day, start_of_day
from programmes.actions import (
    claim_budget,
    put_benefit,
    put_contribution,
    put_line,
    put_programme,
    put_workstream,
)
from programmes.models import Benefit, Budget, Impairment, Investment, Milestone, Mitigation, Programme, Workstream
from programmes.selectors import (
    BenefitPage,
    NothingYet,
    ProgrammePage,
    benefit_page,
    programme_lines,
    programme_page,
    workstream_page,
)
from raid.actions import raise_item
from raid.models import Risk
from tests.factories import record

from .conftest import make_benefit

YEAR = FinancialYear(2019)
SINCE = end_of_day(date(2019, 4, 1))
WHOLE = {"start": YEAR.start, "end": YEAR.end}


def page_of(programme: Programme, moment=None, today: date | None = None) -> ProgrammePage:  # type: ignore[no-untyped-def]
    page = programme_page(programme.organisation, programme.slug, YEAR, moment, SINCE, today)
    assert isinstance(page, ProgrammePage)
    return page


def page_of_benefit(benefit: Benefit, moment=None) -> BenefitPage:  # type: ignore[no-untyped-def]
    programme = benefit.programme
    page = benefit_page(programme.organisation, programme.slug, benefit.slug, YEAR, moment, SINCE)
    assert isinstance(page, BenefitPage)
    return page


def planned(benefit: Benefit, monthly: int, delivered: tuple[int, ...] = ()) -> Benefit:
    assert benefit.series
    for month in YEAR.months():
        record(benefit.series, monthly, month.start, basis=Basis.PLAN)
    for month, value in zip(YEAR.months(), delivered, strict=False):
        record(benefit.series, value, month.start)
    return benefit


def test_kinds_are_summed_apart_and_shown_beside_their_sum(better_lives: Programme, strand: Workstream) -> None:
    planned(make_benefit(better_lives, "cash", workstream=strand), 10, (8, 8))
    planned(make_benefit(better_lives, "care", kind="avoidance", workstream=strand), 20, (25, 25))
    found = page_of(better_lives).benefits
    [group] = found.groups
    assert group.name == "Reablement"
    assert [(kind.name, kind.amounts.plan.value, kind.amounts.delivered.value) for kind in found.kinds] == [
        ("Cashable savings", 120, 16),
        ("Cost avoidance", 240, 50),
    ]
    assert found.together.plan.value == 360
    assert [label for label, _ in found.together.plan.inputs] == ["Cashable savings", "Cost avoidance"]
    assert [line.amounts.direction for line in group.lines] == ["favourable", "adverse"]


def test_withdrawn_benefits_count_in_no_total_and_closed_ones_stand_apart(better_lives: Programme) -> None:
    for slug, outcome in (("done", "delivered"), ("gone", "withdrawn")):
        benefit = planned(make_benefit(better_lives, slug), 10)
        close(thing=benefit, on=date(2019, 6, 1), outcome=outcome, reason="Over.", by=None)
    found = page_of(better_lives).benefits
    assert not found.groups
    assert {line.benefit.slug for line in found.closed} == {"done", "gone"}
    assert found.together.plan.value == 120


def test_programme_without_series_of_its_own_goes_by_its_lines(better_lives: Programme) -> None:
    planned(make_benefit(better_lives, "cash"), 10, (8,))
    delivery = page_of(better_lives).delivery
    assert (delivery.cashable.value, delivery.projected.value) == (8, 118)
    assert delivery.avoided.missing
    assert delivery.course.has_profile
    assert delivery.course.months[0].kinds[0].value == 8
    assert delivery.course.months[1].kinds[0].missing


def test_month_is_missing_while_one_line_of_the_kind_is_not_in(better_lives: Programme) -> None:
    planned(make_benefit(better_lives, "one"), 10, (8, 8))
    planned(make_benefit(better_lives, "two"), 10, (7,))
    months = page_of(better_lives).delivery.course.months
    assert [month.kinds[0].value for month in months[:2]] == [15, None]


def test_reconciliation_takes_only_what_still_stands(better_lives: Programme) -> None:
    put_programme(organisation=better_lives.organisation, slug="better-lives", by=None, wanted=["impact_series"])
    better_lives.refresh_from_db()
    assert better_lives.impact_series
    record(better_lives.impact_series, 1000, basis=Basis.TARGET, **WHOLE)
    for model, name, of, value in (
        (Impairment, "New", {"of": "new", "cause": "Covid"}, 300),
        (Impairment, "Recovered", {"of": "new", "cause": "Covid"}, 70),
        (Impairment, "Earlier", {"of": "earlier", "cause": "Covid"}, 50),
        (Mitigation, "Instead", {}, 40),
    ):
        line = put_line(model, {"programme": better_lives, "name": name}, by=None, **of)  # type: ignore[type-var]
        assert line.series
        record(line.series, value, basis=Basis.FORECAST, **WHOLE)
        if name == "Recovered":
            close(thing=line, on=date(2019, 6, 1), outcome="recovered", reason="It came back.", by=None)
    found = page_of(better_lives).reconciliation
    assert (found.impaired.value, found.impaired_earlier.value, found.mitigated.value) == (300, 50, 40)
    assert found.expected.value == 740


def test_milestones_say_how_late_and_by_how_much_they_slip(better_lives: Programme) -> None:
    for name, due, expected in (("Late", 1, None), ("Slipping", 20, date(2019, 7, 5)), ("Fine", 25, None)):
        key = {"programme": better_lives, "name": name}
        put(Milestone, key, by=None, due=date(2019, 6, due), expected=expected)
    met = put(Milestone, {"programme": better_lives, "name": "Met"}, by=None, due=date(2019, 5, 1))
    close(thing=met, on=date(2019, 5, 4), outcome="met", reason="Done.", by=None)
    lines = {line.milestone.name: line for line in page_of(better_lives, today=date(2019, 6, 11)).milestones}
    assert [(name, line.slip, line.words) for name, line in lines.items()] == [
        ("Late", 10, "Late by 10 days"),
        ("Slipping", 15, "Expected 15 days late"),
        ("Fine", 0, "Not due yet"),
        ("Met", 3, "Met on 4 May 2019"),
    ]


def test_suggestion_sees_late_milestones_and_high_risks(better_lives: Programme) -> None:
    put(Milestone, {"programme": better_lives, "name": "Late"}, by=None, due=date(2019, 6, 1))
    assert better_lives.log
    raise_item(
        model=Risk, log=better_lives.log, by=None, title="Grave", raised_on=date(2019, 5, 1), likelihood=5, impact=5
    )
    page = page_of(better_lives, today=date(2019, 6, 11))
    assert page.suggested.colour == "amber"
    assert "1 milestone is late" in page.suggested.reason
    assert "1 open risk is high" in page.suggested.reason
    assert page.rating.colour == "grey"


def test_investment_pays_back_through_the_benefits_that_it_makes_possible(better_lives: Programme) -> None:
    benefit = planned(make_benefit(better_lives, "cash"), 10, (10, 10))
    line = put_line(Investment, {"programme": better_lives, "name": "Sensors"}, by=None, pays_back_through=[benefit])
    record(line.series, 45, basis=Basis.BUDGET, **WHOLE)
    record(line.series, 12, YEAR.start)
    [group] = page_of(better_lives).investments
    [found] = group.lines
    assert (found.budget.value, found.spent.value, found.left.value) == (45, 12, 33)
    assert found.payback.months == 5
    then = page_of(better_lives, moment=end_of_day(date(2099, 1, 1)))
    assert then.investments[0].lines[0].payback.months == 5


def test_payback_as_at_a_day_is_through_the_benefits_known_then(council: Organisation) -> None:
    load_measures()
    july, november = (start_of_day(date(2019, month, 7)) for month in (7, 11))
    programme = put_programme(organisation=council, slug="known", by=None, known_from=july, name="Known")
    given: dict[str, Any] = {"kind": "cashable", "by": None, "known_from": july}
    small, large = (put_benefit(programme=programme, slug=slug, name=slug, **given) for slug in ("small", "large"))
    key = {"programme": programme, "name": "Sensors"}
    line = put_line(Investment, key, by=None, known_from=july, pays_back_through=[small])
    then: dict[str, Any] = {"known_from": july, "channel": Channel.PAPER}
    record(line.series, 45, basis=Basis.BUDGET, **WHOLE, **then)
    for benefit, monthly in ((small, 5), (large, 45)):
        for month in YEAR.months():
            record(benefit.series, monthly, month.start, basis=Basis.PLAN, **then)  # type: ignore[arg-type]
    put_line(Investment, key, by=None, known_from=november, pays_back_through=[small, large])

    months = [
        page_of(programme, moment=moment).investments[0].lines[0].payback.months
        for moment in (end_of_day(date(2019, 7, 7)), end_of_day(date(2019, 11, 6)), end_of_day(november.date()), None)
    ]
    assert months == [9, 9, 1, 1]


def test_overlaps_are_of_live_benefits_and_in_order(better_lives: Programme, budget: Budget) -> None:
    for slug, share, state in (("one", 40, "scoped"), ("two", 30, "scoped"), ("idea", 90, "idea")):
        benefit = make_benefit(better_lives, slug, state=state)
        claim_budget(benefit=benefit, budget=budget, share=Decimal(share), by=None, **WHOLE)
    [found] = page_of(better_lives).overlaps
    assert (found.overlap.total, found.overlap.left) == (70, 30)


def test_parts_of_a_joint_programme_bear_what_their_targets_say(joint: Programme) -> None:
    for member, value in zip(joint.organisation.parts.order_by("-is_lead"), (3800, 1700), strict=True):
        part = put_programme(
            organisation=member.member, slug="part", by=None, name="Part", part_of=joint, wanted=["impact_series"]
        )
        assert part.impact_series
        record(part.impact_series, value, basis=Basis.TARGET, **WHOLE)
    found = page_of(joint).joint
    assert found.target.value == 5500
    assert [(part.organisation.name, part.share.text) for part in found.parts] == [
        ("Anyshire", "69%"),
        ("Elsewhere", "31%"),
    ]


def test_parts_lead_to_no_ledger_that_the_reader_may_not_open(joint: Programme) -> None:
    lead = joint.organisation.parts.get(is_lead=True).member
    part = put_programme(
        organisation=lead, slug="part", by=None, name="Part", part_of=joint, wanted=["impact_series"]
    )
    assert part.impact_series
    record(part.impact_series, 3800, basis=Basis.TARGET, **WHOLE)

    found = page_of(joint).joint

    assert found.parts[0].delivery.target.figure is None
    assert [number.figure for _, number in found.target.inputs] in ([], [None])
    assert page_of(part).target.figure


def test_partners_bear_their_shares_of_what_is_divided_to_the_penny(joint: Programme) -> None:
    lead, other = joint.organisation.parts.order_by("-is_lead")
    for member, share in ((lead.member, "74"), (other.member, "26")):
        key = {"programme": joint, "subject": "contract", "member": member}
        put_contribution(key, by=None, share=Decimal(share))
    line = put_line(Investment, {"programme": joint, "name": "Expertise"}, by=None, split="contract")
    put_line(Investment, {"programme": joint, "name": "Ours alone"}, by=None)
    record(line.series, "1200000.01", basis=Basis.BUDGET, **WHOLE)

    borne = page_of(joint).joint.contributions

    assert [one.amount.value for one in borne] == [Decimal("888000.01"), Decimal("312000")]
    assert sum(one.amount.value or 0 for one in borne) == Decimal("1200000.01")


def test_rebaselining_keeps_both_plans_with_the_reason(benefit: Benefit) -> None:
    assert benefit.series
    planned(benefit, 10)
    for month in list(YEAR.months())[6:]:
        record(
            benefit.series, 4, month.start, basis=Basis.PLAN, edition=date(2019, 10, 1), reason="Reviews were paused"
        )
    new, old = page_of_benefit(benefit).editions
    assert (new.total.value, old.total.value) == (84, 120)
    assert (new.in_force, old.in_force) == (True, False)
    assert {entry.reason for entry in new.entries} == {"Reviews were paused"}
    assert len(new.numbers) == len(old.numbers) == 12


def test_benefit_shows_each_method_or_why_not(benefit: Benefit) -> None:
    planned(benefit, 10, (5, 5, 5))
    found = {each.projection.method: each for each in page_of_benefit(benefit).projections}
    assert {method: each.number.value for method, each in found.items()} == {
        "as-planned": 105,
        "run-rate": 60,
        "delivery-rate": 60,
        "officer": None,
    }
    assert found["as-planned"].chosen
    assert found["officer"].projection.why_not == "No forecast has been entered."


def test_workstream_page_is_its_slice(better_lives: Programme, strand: Workstream) -> None:
    other = put_workstream(programme=better_lives, slug="other", by=None, name="Other")
    planned(make_benefit(better_lives, "own", workstream=strand), 10)
    planned(make_benefit(better_lives, "others", workstream=other), 90)
    page = workstream_page(better_lives.organisation, "better-lives", "reablement", YEAR, None, SINCE)
    assert not isinstance(page, NothingYet)
    assert page.delivery.target.value == 120
    assert [benefit.slug for benefit in page.words.benefits] == ["own"]
    assert list(page.logs.names.values()) == ["Reablement"]


def test_words_that_moved_are_told(council: Organisation, better_lives: Programme) -> None:
    then = start_of_day(date(2019, 4, 1))
    programme = put_programme(organisation=council, slug="old", by=None, name="Old", known_from=then)
    put_benefit(programme=programme, slug="b", by=None, name="Fewer falls", kind="avoidance", known_from=then)
    put_benefit(programme=programme, slug="b", by=None, state="scoped")
    [found] = page_of(programme).words_changed
    assert (found.kind, found.name, found.before, found.after) == ("Benefit", "Fewer falls", "Idea", "Scoped")


def test_list_shows_what_is_suggested_as_a_suggestion(better_lives: Programme) -> None:
    put(Milestone, {"programme": better_lives, "name": "Late"}, by=None, due=date(2019, 6, 1))
    [line] = programme_lines(better_lives.organisation, YEAR, None)
    assert line.rating.colour == "amber"
    assert line.rating.reason.startswith("Suggested by rule, not assessed yet.")


def test_benefit_page_as_at_an_earlier_day(council: Organisation, better_lives: Programme) -> None:
    known = start_of_day(date(2019, 5, 1))
    programme = put_programme(organisation=council, slug="old", by=None, name="Old", known_from=known)
    benefit = put_benefit(programme=programme, slug="b", by=None, name="First", kind="cashable", known_from=known)
    assert benefit.series
    record(benefit.series, 5, YEAR.start, channel=Channel.DEMO, known_from=start_of_day(date(2019, 6, 1)))
    put_benefit(programme=programme, slug="b", by=None, name="Second")
    then = page_of_benefit(benefit, end_of_day(date(2019, 5, 20)))
    assert then.benefit.name == "First"
    assert then.line.amounts.delivered.missing
    now = page_of_benefit(benefit)
    assert (now.benefit.name, now.line.amounts.delivered.value) == ("Second", 5)
    before = benefit_page(council, "old", "b", YEAR, end_of_day(date(2019, 4, 1)), SINCE)
    assert isinstance(before, NothingYet)
