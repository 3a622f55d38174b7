"""What can be done to a programme and what it holds, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ledger.actions import put
from ledger.history import as_of, linked
from ledger.models import Basis, Figure, Organisation, Series
from ledger.months import FinancialYear, end_of_day, start_of_day
from ledger.selectors import words_history
from programmes.actions import (
    assess_confidence,
    bring_forward,
    close,
    move_benefit,
    put_benefit,
    put_contribution,
    put_line,
    put_programme,
    put_workstream,
    reopen,
    take_up_opportunity,
    validate_benefit,
)
from programmes.models import (
    Benefit,
    Confidence,
    Contribution,
    Impairment,
    Investment,
    Milestone,
    Mitigation,
    Opportunity,
    Programme,
    Workstream,
)
from tests.factories import SeriesFactory, record

from .conftest import make_benefit

YEAR = FinancialYear(2019)
DAY = date(2020, 4, 30)


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def end(thing: Any, outcome: str, **fields: Any) -> Any:
    return close(thing=thing, on=DAY, outcome=outcome, reason="Enough", by=None, **fields)


# --- what is made with a thing


def test_a_programme_gets_its_log_and_the_series_that_are_wanted(
    council: Organisation, better_lives: Programme
) -> None:
    programme = put_programme(
        organisation=council, slug="more", by=None, name="More", wanted=["impact_series", "spend_series"]
    )
    assert programme.log is not None
    assert programme.log != better_lives.log
    assert programme.impact_series is not None
    assert (programme.impact_series.code, programme.impact_series.measure.code) == ("more/impact", "financial-impact")
    assert programme.spend_series is not None
    assert programme.spend_series.name == "More: spend that it can influence"
    assert programme.avoidance_series is None


def test_a_series_is_made_once(better_lives: Programme) -> None:
    for _ in range(2):
        programme = put_programme(
            organisation=better_lives.organisation, slug="better-lives", by=None, wanted=["impact_series"]
        )
    assert Series.objects.filter(code__startswith="better-lives/").count() == 1
    assert programme.history.count() == 2


def test_a_workstream_gets_a_log_of_its_own_and_keeps_it(better_lives: Programme, strand: Workstream) -> None:
    again = put_workstream(programme=better_lives, slug="reablement", by=None, name="Reablement and more")
    assert again.log == strand.log
    assert str(strand.log) == "Better Lives: Reablement"


@pytest.mark.parametrize(("kind", "measure"), [
    ("cashable", "cashable-saving"),
    ("avoidance", "cost-avoidance"),
    ("income", "additional-income"),
])  # fmt: skip
def test_a_benefit_gets_series_of_its_kind(better_lives: Programme, kind: str, measure: str) -> None:
    benefit = make_benefit(better_lives, "charging", kind=kind)
    assert benefit.series is not None
    assert benefit.full_year_series is not None
    assert (benefit.series.code, benefit.series.measure.code) == ("better-lives/charging", measure)
    assert benefit.full_year_series.code == "better-lives/charging/full-year"
    assert benefit.full_year_series.measure.code == "full-year-effect"


def test_a_benefit_is_put_again_without_another_series_or_version(better_lives: Programme) -> None:
    for _ in range(2):
        benefit = make_benefit(better_lives, "charging", known_from=start_of_day(date(2019, 11, 7)))
    assert benefit.history.count() == 1
    assert Series.objects.count() == 2
    assert as_of(Benefit, end_of_day(date(2019, 11, 7))).count() == 1
    assert as_of(Series, end_of_day(date(2019, 11, 6))).count() == 0


def test_a_benefit_of_a_paper_brings_its_series(better_lives: Programme, council: Organisation) -> None:
    series = SeriesFactory(organisation=council, code="paper/saving")
    benefit = make_benefit(better_lives, "charging", series=series, full_year_series=None)
    assert (benefit.series, benefit.full_year_series) == (series, None)


def test_a_code_that_is_taken_gets_a_number(better_lives: Programme, council: Organisation) -> None:
    SeriesFactory(organisation=council, code="better-lives/charging")
    benefit = make_benefit(better_lives, "charging")
    assert benefit.series is not None
    assert benefit.series.code == "better-lives/charging-2"


def test_the_longest_names_make_a_code_and_a_name_that_fit(council: Organisation, better_lives: Programme) -> None:
    programme = put_programme(organisation=council, slug="p" * 80, by=None, name="P" * 160, wanted=["impact_series"])
    benefit = make_benefit(programme, "b" * 80, name="B" * 160)
    assert benefit.full_year_series is not None
    assert len(benefit.full_year_series.code) <= 120


@pytest.mark.parametrize(("model", "fields", "code", "measure"), [
    (Mitigation, {}, "better-lives/mitigations/more-reviews", "mitigation"),
    (Impairment, {"of": "new", "cause": "Late"}, "better-lives/impairments/more-reviews", "impaired-savings"),
    (Opportunity, {"kind": "new"}, "better-lives/opportunities/more-reviews", "opportunity-value"),
    (Investment, {}, "better-lives/investments/more-reviews", "investment-budget"),
])  # fmt: skip
def test_lines_get_a_series_once(
    better_lives: Programme, model: Any, fields: dict[str, Any], code: str, measure: str
) -> None:
    key = {"programme": better_lives, "name": "More reviews"}
    for _ in range(2):
        line: Any = put_line(model, key, by=None, **fields)
    assert (line.series.code, line.series.measure.code) == (code, measure)
    assert line.history.count() == 1
    renamed: Any = put_line(model, {"pk": line.pk}, by=None, name="Fewer reviews")
    assert (renamed.name, renamed.series) == ("Fewer reviews", line.series)


def test_an_investment_pays_back_through_benefits(better_lives: Programme, benefit: Benefit) -> None:
    line = put_line(Investment, {"programme": better_lives, "name": "Staff"}, by=None, pays_back_through=[benefit])
    assert list(line.pays_back_through.all()) == [benefit]
    put_line(Investment, {"pk": line.pk}, by=None, split="contract")
    assert list(line.pays_back_through.all()) == [benefit]


def test_what_an_investment_pays_back_through_is_known_from_its_day(better_lives: Programme) -> None:
    one, two = (make_benefit(better_lives, slug) for slug in ("one", "two"))
    key = {"programme": better_lives, "name": "Staff"}
    july, september, november = (start_of_day(date(2019, month, 7)) for month in (7, 9, 11))

    def benefits(day: date) -> list[int]:
        version: Any = as_of(Investment, end_of_day(day)).get()
        return sorted(linked(version._history, "pays_back_through"))

    line = put_line(Investment, key, by=None, known_from=july, pays_back_through=[one])
    put_line(Investment, key, by=None, known_from=november, pays_back_through=[two])
    assert benefits(date(2019, 7, 7)) == benefits(date(2019, 10, 1)) == [one.pk]
    assert benefits(date(2019, 11, 7)) == benefits(DAY) == [two.pk]
    assert line.history.count() == 2

    for _ in range(2):  # a paper loaded late, and loaded again
        put_line(Investment, key, by=None, known_from=september, pays_back_through=[one, two])
        put_line(Investment, key, by=None, known_from=september + timedelta(days=1), split="contract")
    assert benefits(date(2019, 8, 1)) == [one.pk]
    assert benefits(date(2019, 9, 7)) == benefits(date(2019, 9, 9)) == [one.pk, two.pk]
    assert list(line.pays_back_through.all()) == [two]
    assert line.history.count() == 4


def test_who_changes_the_benefits_of_an_investment_stands_in_its_history(
    better_lives: Programme, benefit: Benefit, lead: User
) -> None:
    key = {"programme": better_lives, "name": "Staff"}
    line = put_line(Investment, key, by=None)
    for _ in range(2):
        put_line(Investment, key, by=lead, reason="As agreed", pays_back_through=[benefit])

    changed, _ = words_history(line, None, {"pays_back_through": "Benefits"})
    assert (changed.by, changed.reason) == (lead.username, "As agreed")
    assert [(field.label, field.before, field.after) for field in changed.fields] == [
        ("Benefits", "", "Fewer packages")
    ]


@pytest.mark.parametrize("slug", ["new", "impact", "edit"])
def test_addresses_of_pages_are_no_slugs(better_lives: Programme, council: Organisation, slug: str) -> None:
    with pytest.raises(ValidationError, match="choose another"):
        make_benefit(better_lives, slug)
    with pytest.raises(ValidationError, match="choose another"):
        put_programme(organisation=council, slug=slug, by=None, name="New")


# --- how far a benefit is


def test_a_benefit_moves_freely_once_it_has_plan_and_actual(benefit: Benefit) -> None:
    record(benefit.series, 100, basis=Basis.PLAN)  # type: ignore[arg-type]
    record(benefit.series, 90)  # type: ignore[arg-type]
    for state in ("scoped", "profiled", "evidenced", "scoped", "idea", "evidenced"):
        assert move_benefit(benefit=benefit, state=state, by=None).state == state


def test_profiled_needs_a_plan_by_month(benefit: Benefit) -> None:
    record(benefit.series, 1200, start=YEAR.start, end=YEAR.end, basis=Basis.PLAN)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as error:
        move_benefit(benefit=benefit, state="profiled", by=None)
    assert "no plan by month" in refused(error)
    record(benefit.series, 100, basis=Basis.PLAN)  # type: ignore[arg-type]
    assert move_benefit(benefit=benefit, state="profiled", by=None).state == "profiled"


def test_evidenced_needs_an_actual_that_stands(benefit: Benefit) -> None:
    record(benefit.series, 90)  # type: ignore[arg-type]
    record(benefit.series, None, withdrawn=True)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as error:
        move_benefit(benefit=benefit, state="evidenced", by=None)
    assert "record an actual first" in refused(error)


def test_moving_is_no_way_to_validate(benefit: Benefit) -> None:
    with pytest.raises(ValidationError, match="finance lead"):
        move_benefit(benefit=benefit, state="validated", by=None)


def test_a_closed_benefit_is_not_moved(benefit: Benefit) -> None:
    end(benefit, "withdrawn")
    with pytest.raises(ValidationError, match="open it again first"):
        move_benefit(benefit=benefit, state="scoped", by=None)


@pytest.fixture
def evidenced(benefit: Benefit, contributor: User) -> Benefit:
    record(benefit.series, 90, by=contributor)  # type: ignore[arg-type]
    return move_benefit(benefit=benefit, state="evidenced", by=contributor)


@pytest.fixture
def validated(evidenced: Benefit, lead: User) -> Benefit:
    return validate_benefit(benefit=evidenced, on=DAY, checked="The ledger", by=lead)


def test_validating_records_day_person_and_what_was_checked(validated: Benefit, lead: User) -> None:
    assert (validated.state, validated.validated_on, validated.validation) == ("validated", DAY, "The ledger")
    assert validated.history.latest().history_user == lead


def test_who_recorded_the_actuals_does_not_validate_them(evidenced: Benefit, lead: User) -> None:
    record(evidenced.series, 95, by=lead)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="somebody else has to validate"):
        validate_benefit(benefit=evidenced, on=DAY, checked="The ledger", by=lead)
    record(evidenced.series, 96, by=None)  # type: ignore[arg-type]
    assert validate_benefit(benefit=evidenced, on=DAY, checked="The ledger", by=lead).state == "validated"


def test_who_recorded_the_plan_may_validate(evidenced: Benefit, lead: User) -> None:
    record(evidenced.series, 95, by=lead, basis=Basis.PLAN)  # type: ignore[arg-type]
    assert validate_benefit(benefit=evidenced, on=DAY, checked="The ledger", by=lead).state == "validated"


def test_only_what_is_evidenced_and_open_is_validated(benefit: Benefit, lead: User) -> None:
    with pytest.raises(ValidationError, match="evidenced"):
        validate_benefit(benefit=benefit, on=DAY, checked="The ledger", by=lead)


@pytest.mark.parametrize("change", [{"kind": "avoidance"}, {"recurring": False}, {"workstream": True}])
def test_what_finance_validated_is_looked_at_again_once_it_is_another_thing(
    validated: Benefit, strand: Workstream, change: dict[str, Any]
) -> None:
    change = {name: strand if name == "workstream" else value for name, value in change.items()}
    changed = put_benefit(programme=validated.programme, slug=validated.slug, by=None, **change)
    assert (changed.state, changed.validated_on, changed.validation) == ("evidenced", None, "")


def test_what_finance_validated_stays_so_under_another_name(validated: Benefit) -> None:
    changed = put_benefit(programme=validated.programme, slug=validated.slug, by=None, name="Other", kind="cashable")
    assert changed.state == "validated"


def test_moving_back_what_was_validated_takes_the_validation_away(validated: Benefit) -> None:
    assert move_benefit(benefit=validated, state="scoped", by=None).validated_on is None


def test_the_series_of_a_benefit_follows_its_name_and_kind(benefit: Benefit) -> None:
    record(benefit.series, 90)  # type: ignore[arg-type]
    changed = put_benefit(programme=benefit.programme, slug=benefit.slug, by=None, name="Other", kind="income")
    assert changed.series is not None
    changed.series.refresh_from_db()
    assert (changed.series.name, changed.series.measure.code) == ("Other", "additional-income")
    assert changed.series.figures.count() == 1


# --- carried into the next year


def plan_and_deliver(benefit: Benefit, plan: int, actual: int) -> None:
    for month in YEAR.months():
        record(benefit.series, plan, month.start, basis=Basis.PLAN)  # type: ignore[arg-type]
        record(benefit.series, actual, month.start)  # type: ignore[arg-type]


def test_what_was_not_delivered_is_a_line_of_the_next_year(benefit: Benefit, lead: User) -> None:
    plan_and_deliver(benefit, 100, 75)
    line = bring_forward(benefit=benefit, from_year=YEAR, by=lead)
    assert (line.brought_forward_from, line.brought_forward_label, line.state) == (benefit, "2019/20", "scoped")
    assert (line.kind, line.slug) == ("cashable", "fewer-packages-from-2019-20")
    figure = Figure.objects.get(series=line.series)
    assert (figure.basis, figure.value, figure.span) == ("plan", 300, YEAR.next.span)
    assert figure.entry.by == lead


@pytest.mark.parametrize(("plan", "actual", "said"), [
    (None, 50, "no plan for 2019/20"),
    (100, None, "not known for April 2019, May 2019"),
    (100, 100, "nothing is left"),
    (100, 120, "nothing is left"),
])  # fmt: skip
def test_what_is_not_known_or_not_left_is_not_brought_forward(
    benefit: Benefit, plan: int | None, actual: int | None, said: str
) -> None:
    for basis, value in ((Basis.PLAN, plan), (Basis.ACTUAL, actual)):
        for month in YEAR.months() if value is not None else ():
            record(benefit.series, value, month.start, basis=basis)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as error:
        bring_forward(benefit=benefit, from_year=YEAR, by=None)
    assert said in refused(error)
    assert Benefit.objects.count() == 1


def test_a_year_is_brought_forward_once(benefit: Benefit) -> None:
    plan_and_deliver(benefit, 100, 75)
    bring_forward(benefit=benefit, from_year=YEAR, by=None)
    with pytest.raises(ValidationError, match="carries on what was not delivered"):
        bring_forward(benefit=benefit, from_year=YEAR, by=None)


def test_of_a_line_whose_plan_cannot_be_recorded_nothing_stays(
    benefit: Benefit, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_and_deliver(benefit, 100, 75)
    monkeypatch.setattr("programmes.actions.benefits.record_figures", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_forward(benefit=benefit, from_year=YEAR, by=None)
    assert Benefit.objects.count() == 1


# --- shares of partners


def share(programme: Programme, slug: str, percent: str, subject: str = "contract") -> Contribution:
    member = Organisation.objects.get(slug=slug)
    return put_contribution(
        {"programme": programme, "subject": subject, "member": member}, by=None, share=Decimal(percent)
    )


def test_partners_bear_no_more_than_all_of_a_subject(joint: Programme) -> None:
    share(joint, "anyshire", "74")
    share(joint, "anyshire", "90", subject="targets")
    with pytest.raises(ValidationError) as error:
        share(joint, "elsewhere", "26.0001")
    assert "74% of the contract; 26% is left" in refused(error)
    assert share(joint, "elsewhere", "26").share == 26
    with pytest.raises(ValidationError, match="is left"):
        share(joint, "anyshire", "75")


def test_only_partners_contribute(joint: Programme, stranger: User) -> None:
    with pytest.raises(ValidationError, match="is no partner"):
        share(joint, stranger.memberships.get().organisation.slug, "5")


# --- opportunities


@pytest.fixture
def opportunity(better_lives: Programme) -> Opportunity:
    return put_line(Opportunity, {"programme": better_lives, "name": "More sensors"}, by=None, kind="enhance")


def take_up(opportunity: Opportunity, slug: str = "sensors") -> Benefit:
    fields = {"name": "Sensors", "kind": "avoidance"}
    return take_up_opportunity(opportunity=opportunity, slug=slug, on=DAY, by=None, reason="It works", **fields)


def test_taking_up_makes_the_benefit_and_closes_the_opportunity(opportunity: Opportunity) -> None:
    benefit = take_up(opportunity)
    opportunity.refresh_from_db()
    assert (opportunity.outcome, opportunity.closed_on, opportunity.taken_up_as) == ("taken-up", DAY, benefit)
    with pytest.raises(ValidationError, match="is closed"):
        take_up(opportunity, "again")


def test_taking_up_under_a_slug_that_is_taken_changes_nothing(opportunity: Opportunity, benefit: Benefit) -> None:
    with pytest.raises(ValidationError, match="already"):
        take_up(opportunity, benefit.slug)
    opportunity.refresh_from_db()
    assert opportunity.is_open


def test_an_opportunity_is_taken_up_in_its_own_way_only(opportunity: Opportunity) -> None:
    with pytest.raises(ValidationError, match="Take the opportunity up instead"):
        end(opportunity, "taken-up")


def test_an_opportunity_is_open_again_once_its_benefit_is_not(opportunity: Opportunity) -> None:
    benefit = take_up(opportunity)
    opportunity.refresh_from_db()
    with pytest.raises(ValidationError, match="close that benefit first"):
        reopen(thing=opportunity, reason="Mistake", by=None)
    end(benefit, "withdrawn")
    opportunity.refresh_from_db()
    assert reopen(thing=opportunity, reason="Mistake", by=None).taken_up_as is None


# --- confidence


def test_an_assessment_is_judged_anew_for_its_day(better_lives: Programme, lead: User) -> None:
    for level, change in (("red", ""), ("amber", "Typed wrongly")):
        assess_confidence(
            programme=better_lives, on=DAY, by=lead, level=level, reason="Late", source="Board", change=change
        )
    assessed = Confidence.objects.get()
    assert assessed.level == "amber"
    assert assessed.history.latest().history_change_reason == "Typed wrongly"


def test_an_assessment_needs_its_reason(better_lives: Programme) -> None:
    with pytest.raises(ValidationError):
        assess_confidence(programme=better_lives, on=DAY, by=None, level="red", reason="")


# --- endings


def test_a_programme_is_not_closed_over_what_is_open_in_it(
    better_lives: Programme, strand: Workstream, benefit: Benefit
) -> None:
    with pytest.raises(ValidationError) as error:
        end(better_lives, "completed")
    assert "Workstreams: Reablement. Benefits: Fewer packages." in refused(error)
    end(strand, "completed")
    end(benefit, "delivered")
    assert end(better_lives, "completed").closed_on == DAY


def test_a_workstream_is_not_closed_over_its_benefits_and_milestones(
    better_lives: Programme, strand: Workstream
) -> None:
    benefit = make_benefit(better_lives, "fewer", workstream=strand)
    milestone = put(Milestone, {"programme": better_lives, "name": "Live"}, by=None, due=DAY, workstream=strand)
    with pytest.raises(ValidationError, match=r"Benefits: Fewer. Milestones: Live."):
        end(strand, "completed")
    end(benefit, "delivered")
    end(milestone, "met")
    assert end(strand, "completed").outcome == "completed"


def test_what_is_closed_is_not_closed_again(strand: Workstream) -> None:
    with pytest.raises(ValidationError, match="closed already"):
        end(end(strand, "completed"), "stopped")


def test_nothing_is_opened_in_what_is_closed(better_lives: Programme, strand: Workstream) -> None:
    milestone = put(Milestone, {"programme": better_lives, "name": "Live"}, by=None, due=DAY, workstream=strand)
    end(milestone, "met")
    end(strand, "completed")
    milestone.refresh_from_db()
    with pytest.raises(ValidationError, match="workstream “Reablement” is closed"):
        reopen(thing=milestone, reason="Mistake", by=None)
    end(better_lives, "completed")
    strand.refresh_from_db()
    with pytest.raises(ValidationError, match="programme “Better Lives” is closed"):
        reopen(thing=strand, reason="Mistake", by=None)
