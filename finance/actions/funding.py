"""Funding and what is promised of it: never more than there is, unless somebody says why."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from ledger import actions as ledger
from ledger.actions import NewFigure, give_series, put, record_figures
from ledger.history import amend
from ledger.locks import lock_and_stamp
from ledger.models import Basis, Channel, Frequency, Organisation, Series
from ledger.months import FinancialYear

from ..models import Commitment, FundingSource
from ..selectors.funding import SourceLine, balances, years_of
from .addresses import refuse_address

User = AbstractBaseUser | None
Amounts = Mapping[FinancialYear, Decimal]

CONFIRM = "beyond_because"  # where a writer confirms that more is committed than there is


@transaction.atomic
def put_funding_source(
    *,
    organisation: Organisation,
    slug: str,
    by: User,
    amounts: Amounts | None = None,
    beyond_because: str = "",
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> FundingSource:
    """Create the source called `slug`, with a series by year of what it brings, or change it.

    Raises ValidationError where `amounts` are less than what is committed of them, unless a reason is given.
    """
    key = {"organisation": organisation, "slug": slug}
    found = FundingSource.objects.select_for_update(no_key=True).filter(**key).first()
    if found is None:
        refuse_address(slug)
        if "series" not in fields:
            name = f"{fields['name']}: amount"
            fields["series"] = _series(organisation, f"funding/{slug}/amount", name, "funding-amount", by, known_from)
    years = set(amounts or ())
    before = balances(found, years) if found else {}
    source = put(FundingSource, key, by=by, known_from=known_from, reason=reason, **fields)
    _record(source.series, amounts, by, beyond_because or reason)
    _refuse_shorter(before, source, years, beyond_because)
    return source


@transaction.atomic
def commit_funding(
    *,
    source: FundingSource,
    name: str,
    by: User,
    amounts: Amounts | None = None,
    commitment: Commitment | None = None,
    beyond_because: str = "",
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> Commitment:
    """Promise `amounts` of `source`, by financial year, to what is called `name`; or change that `commitment`.

    Raises ValidationError where that is more than is left of a year, unless `beyond_because` says why it is done
    all the same.
    """
    locked = lock_source(source)
    if not locked.is_open:
        raise ValidationError(f"{locked} is closed; open it again to commit of it.")
    found = commitment or locked.commitments.filter(name=name).first()
    years = set(amounts or ())
    before = balances(locked, years)
    if found is None and "series" not in fields:
        path = f"funding/{locked.slug}/commitment"
        fields["series"] = _series(locked.organisation, path, name, "funding-commitment", by, known_from)
    words = {"name": name, CONFIRM: beyond_because, **fields}
    kept = amend(found or Commitment(source=locked), words, by=by, known_from=known_from, reason=reason)
    _record(kept.series, amounts, by, beyond_because or reason)
    _refuse_shorter(before, locked, years, beyond_because)
    return kept


@transaction.atomic
def close_funding(
    *, thing: FundingSource | Commitment, on: date, outcome: str, reason: str, by: User
) -> FundingSource | Commitment:
    """End a commitment, or a source of which nothing is promised any more."""
    locked = lock_source(thing if isinstance(thing, FundingSource) else thing.source)
    if isinstance(thing, FundingSource) and (still := list(locked.commitments.filter(closed_on=None))):
        raise ValidationError(f"Close first what is committed of it: {', '.join(map(str, still))}.")
    return ledger.close(thing=thing, on=on, outcome=outcome, reason=reason, by=by)


@transaction.atomic
def reopen_funding(*, thing: FundingSource | Commitment, reason: str, by: User) -> FundingSource | Commitment:
    """Take up again what had ended; refused where released money is promised to something else by now."""
    source = lock_source(thing if isinstance(thing, FundingSource) else thing.source)
    if isinstance(thing, Commitment) and not source.is_open:
        raise ValidationError(f"{source} is closed; open it again first.")
    lock_and_stamp(source.organisation)  # figures of it may be recorded elsewhere, where nobody locks the source
    before = balances(source, years_of(source))
    opened = ledger.reopen(thing=thing, reason=reason, by=by)
    _refuse_shorter(before, source, before, "")
    return opened


def lock_source(source: FundingSource) -> FundingSource:
    """As it stands, and nobody else commits of it until this transaction ends.

    Of two who commit at once the later counts what the first one did. Taken before the ledger's lock.
    """
    return FundingSource.objects.select_for_update(no_key=True, of=("self",)).get(pk=source.pk)


def _refuse_shorter(
    before: Mapping[FinancialYear, SourceLine], source: FundingSource, years: Iterable[FinancialYear], because: str
) -> None:
    """Raise ValidationError where a year lacks more than it did before, and nobody said why that is right."""
    told = [] if because.strip() else shortfalls(before, balances(source, years))
    if told:
        raise ValidationError({CONFIRM: f"{' '.join(told)} Commit less, or say here why it is right all the same."})


def shortfalls(before: Mapping[FinancialYear, SourceLine], now: Mapping[FinancialYear, SourceLine]) -> list[str]:
    """A sentence for each year in which more is lacking than before."""
    return [
        _shortfall(year, line, before.get(year))
        for year, line in sorted(now.items())
        if _lacks(line) > _lacks(before.get(year))
    ]


def _lacks(line: SourceLine | None) -> Decimal:
    """By how much more is committed than there is."""
    if line is None:
        return Decimal(0)
    return max(Decimal(0), (line.committed.value or Decimal(0)) - (line.amount.value or Decimal(0)))


def _shortfall(year: FinancialYear, now: SourceLine, before: SourceLine | None) -> str:
    if now.amount.missing:
        return f"What {now.source} brings in {year.label} isn’t recorded."
    left = f" {before.uncommitted.text} was left." if before and not before.uncommitted.missing else ""
    return f"{now.source} would be {now.uncommitted.text} in {year.label}.{left}"


def _record(series: Series, amounts: Amounts | None, by: User, reason: str) -> None:
    if not amounts:
        return
    record_figures(
        organisation=series.organisation,
        figures=[
            NewFigure(series=series.code, basis=Basis.BUDGET, start=year.start, end=year.end, value=amount)
            for year, amount in sorted(amounts.items())
        ],
        by=by,
        channel=Channel.FORM,
        reason=reason[:500],
        guarded=False,  # callers ask the same, and take a reason for an answer
    )


def _series(
    organisation: Organisation, path: str, name: str, measure: str, by: User, known_from: datetime | None
) -> Series:
    return give_series(
        organisation=organisation,
        path=path,
        name=name,
        measure=measure,
        by=by,
        known_from=known_from,
        frequency=Frequency.YEAR,
    )
