"""The claims of the published papers: recomputed from what was loaded, and from nothing else."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import NamedTuple

import pytest
from django.core.management import call_command

from ascare.claims import check_claims, read_claims
from ledger.actions import NewFigure, record_figures
from ledger.models import Channel, Organisation
from ledger.months import FinancialYear, Span, end_of_day
from programmes.actions import assess_confidence, put_workstream
from programmes.models import Programme

REPORT, PROGRESS, PLAN = date(2019, 7, 4), date(2019, 11, 7), date(2020, 7, 31)
YEAR19, YEAR20 = FinancialYear(2019).span, FinancialYear(2020).span
ON_THE_DAY = Span(REPORT, REPORT)


def month(first: int, number: int) -> Span:
    return Span.month(date(first, number, 1))


class Change(NamedTuple):
    """An input to change, and the claims that must change with it: those and no others."""

    day: date
    council: str
    series: str
    basis: str
    span: Span
    claims: set[str]


def county(day: date, series: str, basis: str, span: Span, *claims: str) -> Change:
    return Change(day, "cambridgeshire", series, basis, span, set(claims))


def city(series: str, basis: str, *claims: str) -> Change:
    return Change(PLAN, "peterborough", series, basis, YEAR20, set(claims))


def dp(first: int) -> Span:
    return FinancialYear(first).span


def invested(series: str, span: Span, *claims: str) -> Change:
    return county(PROGRESS, f"apc/investment/{series}", "budget", span, "apc19.investment_total", *claims)


def march(series: str, basis: str, *claims: str) -> Change:
    """Of the activity table: what is current in March 2019, or was budgeted for the year."""
    span = month(2019, 3) if basis == "actual" else dp(2018)
    return county(REPORT, f"activity/{series}", basis, span, *(f"cam19.{claim}" for claim in claims))


RESIDENTIAL = ("residential_price_effect", "residential_volume_effect", "residential_total_effect")
CHANGES = [
    county(
        REPORT,
        "adult-services/overspend",
        "actual",
        dp(2018),
        *("cam19.outturn_1819_overspend", "cam19.outturn_1819_overspend_pct"),
    ),
    county(REPORT, "budget/adult-services", "budget", YEAR19, "cam19.outturn_1819_overspend_pct"),
    *(
        county(REPORT, "adult-services/savings", basis, dp(2018), "cam19.savings_1819_shortfall")
        for basis in ("plan", "actual")
    ),
    march(
        "residential/people",
        "actual",
        *("activity_current_total", "residential_users_change_pct", *RESIDENTIAL),
    ),
    march(
        "residential/people",
        "budget",
        *("activity_expected_total", "residential_users_change_pct", *RESIDENTIAL[1:]),
    ),
    march("residential/unit-cost", "actual", RESIDENTIAL[0], RESIDENTIAL[2]),
    march("residential/unit-cost", "budget", *RESIDENTIAL),
    march("homecare/people", "actual", "activity_current_total", "homecare_users_change_pct"),
    march("homecare/people", "budget", "activity_expected_total", "homecare_users_change_pct"),
    march("nursing-dementia-and-respite/people", "actual", "activity_current_total"),
    county(REPORT, "direct-payments/recipients", "actual", dp(2016), "cam19.ascof_1c2_1617"),
    county(REPORT, "direct-payments/community-service-users", "actual", dp(2017), "cam19.ascof_1c2_1718"),
    county(REPORT, "direct-payments/recipients", "actual", dp(2018), "cam19.ascof_1c2_1819"),
    county(REPORT, "reviews/outcome/refused", "actual", ON_THE_DAY, "cam19.review_outcomes_total"),
    county(REPORT, "audits/other-professionals", "actual", ON_THE_DAY, "cam19.audit_evidence_floor"),
    *(
        county(REPORT, "enhanced-response/referrals", basis, month(2019, 4), "cam19.enhanced_response_of_target_pct")
        for basis in ("actual", "target")
    ),
    county(REPORT, "delayed-transfers/share", "target", YEAR19, "cam19.dtoc_target_pct"),
    *(
        county(REPORT, "delayed-transfers/rank", "actual", month(2019, number), "cam19.dtoc_rank_change")
        for number in (3, 4)
    ),
    county(
        PROGRESS,
        "apc/financial-impact",
        "target",
        YEAR19,
        *("apc19.annual_target", "apc19.cost_avoidance_share_of_target_pct"),
    ),
    county(
        PROGRESS,
        "apc/cost-avoidance",
        "actual",
        Span(date(2019, 4, 1), date(2019, 8, 31)),
        *("apc19.cost_avoidance_to_august", "apc19.cost_avoidance_share_of_target_pct"),
    ),
    county(PROGRESS, "apc/spend-over-target-position", "forecast", YEAR19, "apc19.spend_over_target_position"),
    county(
        PROGRESS,
        "apc/packages/residential",
        "actual",
        month(2019, 7),
        *("apc19.packages_july_total", "apc19.residential_change_jan_july"),
    ),
    county(PROGRESS, "apc/packages/other-community", "actual", month(2019, 1), "apc19.packages_blank_cells"),
    invested("enabler-support", YEAR19, "apc19.investment_programme"),
    invested("lifeline", YEAR19, "apc19.investment_tec"),
    invested("change-champions", YEAR19, "apc19.investment_changing_the_conversation"),
    invested("mobile-working", YEAR19, "apc19.investment_reablement"),
    invested("review-assessors", YEAR19, "apc19.investment_carers"),
    county(PROGRESS, "apc/investment/subject-matter-expertise/share", "budget", YEAR19, "apc19.joint_contract_whole"),
    county(
        PLAN,
        "apc/financial-impact",
        "target",
        YEAR20,
        *("rec20.apc_target_2021_joint", "rec20.apc_allocated_2021_ccc", "rec20.apc_new_savings_expected_ccc"),
    ),
    county(PLAN, "apc/unallocated", "target", YEAR20, "rec20.apc_allocated_2021_ccc"),
    county(
        PLAN,
        "apc/impairment/new",
        "forecast",
        YEAR20,
        *("rec20.apc_new_savings_expected_ccc", "rec20.apc_impairment_ccc"),
    ),
    county(PLAN, "apc/impairment/earlier", "forecast", YEAR20, "rec20.apc_impairment_ccc"),
    city(
        "apc/financial-impact",
        "target",
        *("rec20.apc_target_2021_joint", "rec20.apc_new_savings_expected_pcc"),
    ),
    city("apc/impairment/new", "forecast", *("rec20.apc_new_savings_expected_pcc", "rec20.apc_impairment_pcc")),
    city("apc/impairment/earlier", "forecast", "rec20.apc_impairment_pcc"),
]
COUNTED_FROM_WORDS = {"apc19.delivery_confidence", "apc19.workstreams", "rec20.workstreams"}


def wrong() -> set[str]:
    return {outcome.claim.id for outcome in check_claims() if outcome.ok is False}


def test_every_covered_claim_passes(loaded: Organisation) -> None:
    outcomes = [outcome for outcome in check_claims() if outcome.covered]
    assert {outcome.claim.id: outcome.value for outcome in outcomes if outcome.ok is not True} == {}
    assert {paper: sum(o.claim.id.startswith(paper) for o in outcomes) for paper in ("cam19", "apc19", "rec20")} == {
        "cam19": 18,
        "apc19": 16,
        "rec20": 7,
    }


def test_claims_without_a_computation_are_not_passed(loaded: Organisation) -> None:
    waiting = [outcome for outcome in check_claims() if not outcome.covered]
    assert len(waiting) == len(read_claims()) - 41
    assert {outcome.ok for outcome in waiting} == {None}


def test_every_covered_claim_has_an_input_that_is_changed(loaded: Organisation) -> None:
    covered = {outcome.claim.id for outcome in check_claims() if outcome.covered}
    assert set().union(*(change.claims for change in CHANGES)) | COUNTED_FROM_WORDS == covered


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.council} {change.series} {change.basis}")
def test_changed_input_changes_its_claims(loaded: Organisation, change: Change) -> None:
    record_figures(
        organisation=Organisation.objects.get(slug=change.council),
        figures=[NewFigure(change.series, change.basis, change.span.start, change.span.end, Decimal(11))],
        by=None,
        channel=Channel.PAPER,
        known_from=end_of_day(change.day),
    )
    assert wrong() == change.claims


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.council} {change.series} {change.basis}")
def test_input_changed_later_changes_no_claim(loaded: Organisation, change: Change) -> None:
    """What was known on the paper's day stays."""
    record_figures(
        organisation=Organisation.objects.get(slug=change.council),
        figures=[NewFigure(change.series, change.basis, change.span.start, change.span.end, Decimal(11))],
        by=None,
        channel=Channel.FORM,
    )
    assert wrong() == set()


@pytest.mark.parametrize(
    ("council", "day", "claim"),
    [
        ("cambridgeshire", PROGRESS, "apc19.workstreams"),
        ("cambridgeshire-and-peterborough", PLAN, "rec20.workstreams"),
    ],
)
def test_another_workstream_changes_the_count(loaded: Organisation, council: str, day: date, claim: str) -> None:
    programme = Programme.objects.get(organisation__slug=council)
    put_workstream(programme=programme, slug="one-more", name="One more", by=None, known_from=end_of_day(day))
    assert wrong() == {claim}


def test_another_confidence_changes_its_claim(loaded: Organisation) -> None:
    assess_confidence(
        programme=Programme.objects.get(organisation=loaded),
        on=PROGRESS,
        level="red",
        reason="It went wrong.",
        by=None,
        known_from=end_of_day(PROGRESS),
    )
    assert wrong() == {"apc19.delivery_confidence"}


def test_check_claims_as_json(loaded: Organisation) -> None:
    out = StringIO()
    call_command("check_claims", "--json", stdout=out)
    rows = {row["id"]: row for row in json.loads(out.getvalue())}
    assert rows["apc19.cost_avoidance_share_of_target_pct"] == {
        "id": "apc19.cost_avoidance_share_of_target_pct",
        "value": "20.7",
        "expected": "20.7",
        "ok": True,
    }
    assert rows["cam19.cqc_good_or_outstanding_pct"]["value"] is None
