"""What a page is asked for: whose numbers, of which financial year, as at which day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from .access import Access, Right, require, standings
from .components import Link
from .models import Entry, Organisation
from .months import LONDON, FinancialYear, add_months, end_of_day, read_past_day

LIMITED = (
    "You write for some services only, and this is about more than one. "
    "Ask somebody whose writing isn’t limited to change it, or an administrator to lift the limit."
)


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
    kept: dict[str, str] = field(default_factory=dict)  # what else of the page's address another year or day keeps

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
    def month_ago(self) -> datetime:
        """Since when something counts as changed since last month."""
        day = min(self.as_at.day, 28)
        return end_of_day(add_months(self.as_at, -1).replace(day=day))

    @property
    def query(self) -> str:
        """What links carry on, so that the reader stays in the year and at the day they chose."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def link(self, text: str, name: str, *args: object) -> Link:
        """To the organisation's page of that url name, in the same year and as at the same day."""
        return Link(text, reverse(name, args=[self.organisation.slug, *args]) + self.query)

    @property
    def may_record(self) -> bool:
        return self.access.may(Right.RECORD)

    @property
    def may_write_words(self) -> bool:
        """Whether a page offers to write: what was known at an earlier day is read only."""
        return self.may_record and self.is_now and not self.access.services

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
            as_at = read_past_day(wanted, today)
        except ValueError as error:
            errors["as_at"] = str(error)
    if as_at != today:
        asked["as_at"] = as_at.isoformat()

    current = FinancialYear.of(as_at)
    with_figures, freshest = _years(access.organisation, None if as_at == today else end_of_day(as_at))
    year = freshest or current
    if wanted := request.GET.get("year", "").strip():
        try:
            year = FinancialYear.parse(wanted)
            asked["year"] = str(year)
        except ValueError as error:
            errors["year"] = str(error)
    reach = {current, year, *with_figures}
    years = [FinancialYear(n) for n in range(max(reach).first, min(reach).first - 1, -1)]
    scope = Scope(
        access=access,
        organisations=[other.organisation for other in known.values()],
        year=year,
        years=years,
        as_at=as_at,
        today=today,
        asked=asked,
        errors=errors,
    )
    request.scope = scope  # type: ignore[attr-defined]  # what is around the page, such as its navigation, needs it
    return scope


def get_writing_scope(request: HttpRequest, slug: str, right: Right = Right.RECORD) -> Scope:
    """As `get_scope`, for the words of what belongs to no one service: 403 also to who writes for some only."""
    scope = get_scope(request, slug, right)
    if scope.access.services:
        raise PermissionDenied(LIMITED)
    return scope


def _years(organisation: Organisation, moment: datetime | None) -> tuple[list[FinancialYear], FinancialYear | None]:
    """The first and the last year with figures, and the year in which something last became known."""
    entries = Entry.objects.filter(organisation=organisation)
    if moment:
        entries = entries.filter(known_from__lte=moment)
    found = entries.aggregate(first=Min("first_start"), last=Max("last_start"), freshest=Max("known_from"))
    if found["first"] is None:
        return [], None
    reach = [FinancialYear.of(found["first"]), FinancialYear.of(found["last"])]
    return reach, FinancialYear.of(found["freshest"].astimezone(LONDON).date())
