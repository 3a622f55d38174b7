"""What a page is asked for: whose numbers, of which financial year, as at which day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils import timezone

from .access import Access, Right, require, standings
from .models import Entry, Organisation
from .months import FinancialYear, end_of_day


@dataclass(frozen=True)
class Scope:
    access: Access
    organisations: list[Organisation]  # all that the reader may switch to
    year: FinancialYear
    years: list[FinancialYear]
    as_at: date
    today: date
    asked: dict[str, str]  # year and as_at, where the address names them
    errors: dict[str, str] = field(default_factory=dict)  # what was wrong with them

    @property
    def organisation(self) -> Organisation:
        return self.access.organisation

    @property
    def is_now(self) -> bool:
        return self.as_at == self.today

    @property
    def moment(self) -> datetime | None:
        """Up to when things were known; None: up to now."""
        return None if self.is_now else end_of_day(self.as_at)

    @property
    def query(self) -> str:
        """What links carry on, so that the reader stays in the year and at the day they chose."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def may_record(self) -> bool:
        return self.access.may(Right.RECORD)

    @property
    def may_administer(self) -> bool:
        return self.access.may(Right.ADMINISTER)


def get_scope(request: HttpRequest, slug: str, right: Right = Right.READ) -> Scope:
    """The scope of a page, from its address: three queries. 404 to strangers, 403 without the `right`.

    A year or day that can't be read falls back to the usual one, and `errors` says what was wrong with it.
    """
    known = standings(request.user)
    access = require(known, slug, right)
    today = timezone.localdate()
    errors: dict[str, str] = {}
    asked: dict[str, str] = {}

    as_at = today
    if wanted := request.GET.get("as_at", "").strip():
        try:
            as_at = date.fromisoformat(wanted)
            if as_at > today:
                errors["as_at"] = "As at must be today or a day that has passed."
                as_at = today
            elif as_at.year < 1990:
                errors["as_at"] = "As at must be a day since 1990."
                as_at = today
        except ValueError:
            errors["as_at"] = f"“{wanted}” is no date; write it like 2019-11-07."
    if as_at != today:
        asked["as_at"] = as_at.isoformat()

    first, last = _years_with_figures(access.organisation, None if as_at == today else end_of_day(as_at))
    current = FinancialYear.of(as_at)
    year = min(last, current) if last else current
    if wanted := request.GET.get("year", "").strip():
        try:
            year = FinancialYear.parse(wanted)
            asked["year"] = str(year)
        except ValueError as error:
            errors["year"] = f"{str(error)[0].upper()}{str(error)[1:]}."
    reach = {current, year, *([first, last] if first and last else [])}
    years = [FinancialYear(n) for n in range(max(reach).first, min(reach).first - 1, -1)]
    return Scope(
        access=access,
        organisations=[other.organisation for other in known.values()],
        year=year,
        years=years,
        as_at=as_at,
        today=today,
        asked=asked,
        errors=errors,
    )


def _years_with_figures(
    organisation: Organisation, moment: datetime | None
) -> tuple[FinancialYear | None, FinancialYear | None]:
    entries = Entry.objects.filter(organisation=organisation)
    if moment:
        entries = entries.filter(known_from__lte=moment)
    found = entries.aggregate(first=Min("first_start"), last=Max("last_start"))
    if found["first"] is None:
        return None, None
    return FinancialYear.of(found["first"]), FinancialYear.of(found["last"])
