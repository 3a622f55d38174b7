"""The service directors' report: the council's KPIs, activity and budget as at the day of its committee."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from finance.selectors.activity import Activity
from finance.selectors.activity_rows import ActivityRow
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, difference, missing, percentage
from programmes.selectors.kpis import KpiList

from .pages import activity_on, kpis_on, net_budget_on

COUNCIL = "cambridgeshire"
DAY = date(2019, 7, 4)
ON_THE_DAY = Span(DAY, DAY)
BEFORE, NOW = FinancialYear(2018), FinancialYear(2019)
MARCH, APRIL = Span.month(date(2019, 3, 1)), Span.month(date(2019, 4, 1))
REVIEWS = "Annual reviews by the promoting wellbeing team"
AUDITS = "Managers' audits"


@dataclass(frozen=True)
class Report:
    kpis: KpiList
    activity: Activity
    net_budget: Number  # of 2019/20

    @property
    def overspend(self) -> Number:
        return self.kpis.page("adult-services/overspend").value(BEFORE.span)

    @property
    def overspend_share(self) -> Number:
        """Of the budget of the year before, which follows from this year's and from how it changed."""
        change = self.kpis.page("adult-services/budget-change").target
        budget = difference(("net budget", self.net_budget), ("its change", change))
        return percentage(("over the budget", self.overspend), ("net budget of the year before", budget))

    @property
    def savings_shortfall(self) -> Number:
        savings = self.kpis.page("adult-services/savings")
        return difference(("planned", savings.plan(BEFORE.span)), ("delivered", savings.value(BEFORE.span)))

    @property
    def audit_floor(self) -> Number:
        """The share that every standard reached; missing where that of one is."""
        numbers = [page.value(ON_THE_DAY) for page in self.kpis.group(AUDITS).pages]
        if any(number.missing for number in numbers):
            return missing("percent")
        return min(numbers, key=lambda number: number.value or 0)


def known() -> Report | None:
    kpis, activity = kpis_on(COUNCIL, NOW, DAY), activity_on(COUNCIL, NOW, DAY)
    budget = net_budget_on(COUNCIL, NOW, DAY)
    return Report(kpis, activity, budget) if kpis and activity and budget else None


def direct_payments(first: int) -> Callable[[Report], Number]:
    return lambda report: report.kpis.page("direct-payments/share").value(FinancialYear(first).span)


def bought(slug: str, what: Callable[[ActivityRow], Number]) -> Callable[[Report], Number]:
    return lambda report: what(report.activity.row(slug))


CLAIMS: dict[str, Callable[[Report], Number | str]] = {
    "cam19.outturn_1819_overspend": lambda report: report.overspend,
    "cam19.outturn_1819_overspend_pct": lambda report: report.overspend_share,
    "cam19.savings_1819_shortfall": lambda report: report.savings_shortfall,
    "cam19.activity_expected_total": lambda report: report.activity.total("people").budgeted,
    "cam19.activity_current_total": lambda report: report.activity.total("people").current,
    "cam19.homecare_users_change_pct": bought("homecare", lambda row: row.quantity_change),
    "cam19.residential_users_change_pct": bought("residential", lambda row: row.quantity_change),
    "cam19.residential_price_effect": bought("residential", lambda row: row.price_effect),
    "cam19.residential_volume_effect": bought("residential", lambda row: row.volume_effect),
    "cam19.residential_total_effect": bought("residential", lambda row: row.change),
    "cam19.ascof_1c2_1617": direct_payments(2016),
    "cam19.ascof_1c2_1718": direct_payments(2017),
    "cam19.ascof_1c2_1819": direct_payments(2018),
    "cam19.review_outcomes_total": lambda report: report.kpis.group(REVIEWS).total(ON_THE_DAY),
    "cam19.audit_evidence_floor": lambda report: report.audit_floor,
    "cam19.enhanced_response_of_target_pct": lambda report: report.kpis.page("enhanced-response/referrals").of_target(
        APRIL
    ),
    "cam19.dtoc_target_pct": lambda report: report.kpis.page("delayed-transfers/share").target,
    "cam19.dtoc_rank_change": lambda report: report.kpis.page("delayed-transfers/rank").gain(MARCH, APRIL),
}
