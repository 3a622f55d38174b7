"""The recovery plan: both councils' parts of the joint programme, at the end of the month that it is dated by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ledger.months import FinancialYear
from ledger.numbers import Number, difference, whole_total
from programmes.models import Impairment, Workstream
from programmes.selectors import ProgrammePage
from programmes.selectors.kpis import KpiList

from .pages import kpis_on, programme_on

DAY = date(2020, 7, 31)
YEAR = FinancialYear(2020)


@dataclass(frozen=True)
class Part:
    """A council's part of the joint programme."""

    page: ProgrammePage
    kpis: KpiList

    @property
    def allocated(self) -> Number:
        left = self.kpis.page("apc/unallocated").target
        return difference(("target", self.page.target), ("not yet allocated", left))

    @property
    def new_expected(self) -> Number:
        """New savings that are still expected."""
        return difference(("target", self.page.target), ("not expected", self.impaired(Impairment.Of.NEW)))

    @property
    def impairment(self) -> Number:
        return whole_total([(of.label, self.impaired(of)) for of in Impairment.Of])

    def impaired(self, of: str) -> Number:
        return whole_total(self.page.shortfalls.impaired(of))


@dataclass(frozen=True)
class Plan:
    joint: ProgrammePage
    county: Part
    city: Part

    @property
    def delivery_workstreams(self) -> int:
        return sum(found.kind == Workstream.Kind.DELIVERY for found in self.joint.workstreams)


def known() -> Plan | None:
    joint = programme_on("cambridgeshire-and-peterborough", YEAR, DAY)
    county, city = part_on("cambridgeshire"), part_on("peterborough")
    return Plan(joint, county, city) if joint and county and city else None


def part_on(slug: str) -> Part | None:
    page, kpis = programme_on(slug, YEAR, DAY), kpis_on(slug, YEAR, DAY)
    return Part(page, kpis) if page and kpis else None


CLAIMS: dict[str, Callable[[Plan], Number | str]] = {
    "rec20.apc_target_2021_joint": lambda plan: plan.joint.joint.target,
    "rec20.apc_allocated_2021_ccc": lambda plan: plan.county.allocated,
    "rec20.apc_new_savings_expected_ccc": lambda plan: plan.county.new_expected,
    "rec20.apc_new_savings_expected_pcc": lambda plan: plan.city.new_expected,
    "rec20.apc_impairment_ccc": lambda plan: plan.county.impairment,
    "rec20.apc_impairment_pcc": lambda plan: plan.city.impairment,
    "rec20.workstreams": lambda plan: str(plan.delivery_workstreams),
}
