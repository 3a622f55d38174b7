"""What claims read: pages as they stood at the end of a day."""

from datetime import date

from finance.selectors import LINE, monitoring
from finance.selectors.activity import Activity, activity
from ledger.models import Organisation
from ledger.months import FinancialYear, end_of_day
from ledger.numbers import Number
from programmes.selectors import NothingYet, ProgrammePage, programme_page
from programmes.selectors.kpis import KpiList, kpi_list

PROGRAMME = "adults-positive-challenge"


def kpis_on(slug: str, year: FinancialYear, day: date) -> KpiList | None:
    """The KPIs of an organisation; None where it isn't there."""
    organisation = Organisation.objects.filter(slug=slug).first()
    return kpi_list(organisation, year, end_of_day(day)) if organisation else None


def activity_on(slug: str, year: FinancialYear, day: date) -> Activity | None:
    """The activity and unit costs of an organisation; None where it isn't there."""
    organisation = Organisation.objects.filter(slug=slug).first()
    return activity(organisation, year, end_of_day(day)) if organisation else None


def net_budget_on(slug: str, year: FinancialYear, day: date) -> Number | None:
    """The net budget of an organisation, as budget monitoring has it; None where it isn't there."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        return None
    return monitoring(organisation, year, end_of_day(day), day, LINE, {}).net["revised"]


def programme_on(slug: str, year: FinancialYear, day: date) -> ProgrammePage | None:
    """The page of an organisation's Adults Positive Challenge; None where nothing was known of it."""
    organisation = Organisation.objects.filter(slug=slug, programmes__slug=PROGRAMME).first()
    if organisation is None:
        return None
    page = programme_page(organisation, PROGRAMME, year, end_of_day(day), end_of_day(day))
    return None if isinstance(page, NothingYet) else page
