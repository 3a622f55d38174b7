"""What a file of past years is read against: three queries."""

from ledger.models import Organisation

from ..history import KnownLine
from ..models import BudgetLine, VirementLine


def known_lines(organisation: Organisation) -> list[KnownLine]:
    found = BudgetLine.objects.filter(organisation=organisation).order_by("code")
    words = ("code", "name", "series__code", "service__code", "income", "first_year", "last_year")
    return [KnownLine(*row) for row in found.values_list(*words, "adjustment__code")]


def services_of(organisation: Organisation) -> dict[str, str]:
    """From the name and the code of each service, in lower case, to its code."""
    rows = list(organisation.services.values_list("code", "name"))
    return {name.casefold(): code for code, name in rows} | {code.casefold(): code for code, _ in rows}


def years_moved(organisation: Organisation) -> set[tuple[str, int]]:
    """The series and years whose budget a virement changed."""
    standing = VirementLine.objects.filter(virement__organisation=organisation, virement__taken_back=None)
    return set(standing.values_list("line__series__code", "virement__first_year"))
