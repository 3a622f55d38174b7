"""The service directors' report: the council's KPIs as at the day of its committee."""

from collections.abc import Callable
from datetime import date

from ledger.months import FinancialYear, Span
from ledger.numbers import Number, missing
from programmes.selectors.kpis import KpiList

from .pages import kpis_on

DAY = date(2019, 7, 4)
ON_THE_DAY = Span(DAY, DAY)
MARCH, APRIL = Span.month(date(2019, 3, 1)), Span.month(date(2019, 4, 1))
REVIEWS = "Annual reviews by the promoting wellbeing team"
AUDITS = "Managers' audits"


def known() -> KpiList | None:
    return kpis_on("cambridgeshire", FinancialYear.of(DAY), DAY)


def direct_payments(first: int) -> Callable[[KpiList], Number]:
    return lambda kpis: kpis.page("direct-payments/share").value(FinancialYear(first).span)


def audit_floor(kpis: KpiList) -> Number:
    """The share that every standard reached; missing where that of one is."""
    numbers = [page.value(ON_THE_DAY) for page in kpis.group(AUDITS).pages]
    if any(number.missing for number in numbers):
        return missing("percent")
    return min(numbers, key=lambda number: number.value or 0)


CLAIMS: dict[str, Callable[[KpiList], Number | str]] = {
    "cam19.ascof_1c2_1617": direct_payments(2016),
    "cam19.ascof_1c2_1718": direct_payments(2017),
    "cam19.ascof_1c2_1819": direct_payments(2018),
    "cam19.review_outcomes_total": lambda kpis: kpis.group(REVIEWS).total(ON_THE_DAY),
    "cam19.audit_evidence_floor": audit_floor,
    "cam19.enhanced_response_of_target_pct": lambda kpis: kpis.page("enhanced-response/referrals").of_target(APRIL),
    "cam19.dtoc_target_pct": lambda kpis: kpis.page("delayed-transfers/share").target,
    "cam19.dtoc_rank_change": lambda kpis: kpis.page("delayed-transfers/rank").gain(MARCH, APRIL),
}
