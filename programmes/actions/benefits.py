"""Benefits: from an idea to what finance has validated, and what of them is carried into the next year."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from ledger.actions import NewFigure, put, record_figures
from ledger.history import amend
from ledger.models import Basis, Channel, Figure, Frequency, Measure
from ledger.months import FIRST_YEAR, LAST_YEAR, FinancialYear, Span
from ledger.selectors import Book, open_book

from ..models import Benefit, Opportunity, Programme
from ..undelivered import undelivered
from .claims import lock_benefit, refuse_double_claims
from .series import make_series, refuse_address

User = AbstractBaseUser | None

EVER = Span(FinancialYear(FIRST_YEAR).start, FinancialYear(LAST_YEAR - 1).end)

# The measures differ in what they mean, not in how they count: pounds, added up, higher is better.
MEASURES = {
    Benefit.Kind.CASHABLE: "cashable-saving",
    Benefit.Kind.AVOIDANCE: "cost-avoidance",
    Benefit.Kind.INCOME: "additional-income",
}
JUDGED = ("kind", "recurring", "workstream")  # what finance validated it as
NOT_VALIDATED = {"validated_on": None, "validation": ""}


@transaction.atomic
def put_benefit(
    *,
    programme: Programme,
    slug: str,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> Benefit:
    """Create the benefit called `slug`, with a series by month and one for its full-year effect, or change it.

    One that finance has validated is evidenced again once its kind, its recurring or its workstream changes. What
    doesn't differ isn't saved again.
    """
    key = {"programme": programme, "slug": slug}
    found = Benefit.objects.select_for_update(no_key=True).filter(**key).first()
    if found is None:
        refuse_address(slug)
        return put(
            Benefit, key, by=by, known_from=known_from, reason=reason, **_with_series(fields, key, by, known_from)
        )
    judged_anew = any(name in fields and fields[name] != getattr(found, name) for name in JUDGED)
    if found.state == Benefit.State.VALIDATED and judged_anew:
        fields = {"state": Benefit.State.EVIDENCED, **NOT_VALIDATED, **fields}
    benefit = put(Benefit, key, by=by, known_from=known_from, reason=reason, **fields)
    _tell_series(found, benefit, by, reason)
    return benefit


def _with_series(
    fields: dict[str, Any], key: dict[str, Any], by: User, known_from: datetime | None
) -> dict[str, Any]:
    made = {
        "series": ("", "", MEASURES[Benefit.Kind(fields["kind"])], Frequency.MONTH),
        "full_year_series": ("/full-year", ": full-year effect", "full-year-effect", Frequency.YEAR),
    }
    for pointer, (path, what, measure, frequency) in made.items():
        if pointer not in fields:
            code, name = f"{key['slug']}{path}", f"{fields['name']}{what}"
            series = make_series(key["programme"], code, name, measure, by, known_from, frequency)
            fields = {**fields, pointer: series}
    return fields


def _tell_series(before: Benefit, after: Benefit, by: User, reason: str) -> None:
    """Its series is called and counts as the benefit does, where it did before."""
    series = after.series
    if series is None:
        return
    words: dict[str, Any] = {}
    if series.name == before.name:
        words["name"] = after.name
    if series.measure.organisation_id is None and series.measure.code == MEASURES[Benefit.Kind(before.kind)]:
        words["measure"] = Measure.objects.get(organisation=None, code=MEASURES[Benefit.Kind(after.kind)])
    amend(series, words, by=by, reason=reason)


@transaction.atomic
def move_benefit(*, benefit: Benefit, state: str, by: User, reason: str = "") -> Benefit:
    """Say how far it is. Profiled needs a plan by month, evidenced an actual; validating is for `validate_benefit`.

    Raises ValidationError, saying what is missing.
    """
    found = lock_benefit(benefit)
    if not found.is_open:
        raise ValidationError(f"{found} is closed; open it again first.")
    if state == Benefit.State.VALIDATED:
        raise ValidationError({"state": "Finance validates a benefit; ask the finance lead."})
    if state in (Benefit.State.PROFILED, Benefit.State.EVIDENCED):
        _refuse_without_figures(found, state)
    moved = amend(found, {"state": state, **NOT_VALIDATED}, by=by, reason=reason)
    refuse_double_claims(moved)
    return moved


def _refuse_without_figures(benefit: Benefit, state: str) -> None:
    basis = Basis.PLAN if state == Benefit.State.PROFILED else Basis.ACTUAL
    found = _book(benefit).numbers(benefit.series_id, basis, EVER)
    if state == Benefit.State.PROFILED and not any(span.kind == "month" for span, _ in found):
        raise ValidationError({"state": "It has no plan by month yet; record one before it counts as profiled."})
    if not found:
        raise ValidationError({"state": "Nothing that it delivered is recorded yet; record an actual first."})


@transaction.atomic
def validate_benefit(*, benefit: Benefit, on: date, checked: str, by: User) -> Benefit:
    """Finance's word that an evidenced benefit stands, with what was checked.

    Refused to whoever last recorded its actuals: two duties, two people.
    """
    found = lock_benefit(benefit)
    if not found.is_open or found.state != Benefit.State.EVIDENCED:
        raise ValidationError("Only an open benefit that is evidenced can be validated.")
    actuals = Figure.objects.filter(
        organisation=found.programme.organisation, series=found.series, basis=Basis.ACTUAL
    )
    last = actuals.select_related("entry").order_by("-entry__number").first()
    if last and by and last.entry.by_id == by.pk:
        raise ValidationError("You recorded what it delivered; somebody else has to validate it.")
    words = {"state": Benefit.State.VALIDATED, "validated_on": on, "validation": checked}
    return amend(found, words, by=by, reason=checked[:100])


@transaction.atomic
def bring_forward(*, benefit: Benefit, from_year: FinancialYear, by: User, reason: str = "") -> Benefit:
    """Make the line of the year after for what `from_year` planned and did not deliver.

    Its plan is one figure for that whole year: a profile is for people to decide. Raises ValidationError where plan
    or actual is not known, where nothing is left, or where it is done already.
    """
    found = lock_benefit(benefit)
    earlier = found.carried_on_by.filter(brought_forward_year=from_year.first).first()
    if earlier:
        raise ValidationError(f"“{earlier}” carries on what was not delivered in {from_year.label}.")
    plan, actual = (_amounts(found, basis, from_year) for basis in (Basis.PLAN, Basis.ACTUAL))
    try:
        rest = undelivered(plan, actual, from_year)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    same = ("workstream", "kind", "recurring", "category", "description", "owner_role", "position")
    line = put_benefit(
        programme=found.programme,
        slug=_ending(found.slug, f"-from-{from_year}"),
        name=_ending(found.name, f", brought forward from {from_year.label}", most=160),
        state=Benefit.State.SCOPED,
        brought_forward_from=found,
        brought_forward_year=from_year.first,
        by=by,
        reason=reason,
        **{name: getattr(found, name) for name in same},
    )
    assert line.series
    span = from_year.next.span
    figure = NewFigure(series=line.series.code, basis=Basis.PLAN, start=span.start, end=span.end, value=rest)
    why = reason or f"Not delivered in {from_year.label}"
    record_figures(
        organisation=found.programme.organisation, figures=[figure], by=by, channel=Channel.FORM, reason=why
    )
    return line


def _amounts(benefit: Benefit, basis: str, year: FinancialYear) -> list[tuple[Span, Decimal]]:
    found = _book(benefit).numbers(benefit.series_id, basis, year.span)
    return [(span, number.value) for span, number in found if number.value is not None]


def _ending(stem: str, end: str, most: int = 80) -> str:
    """`stem` with `end`, shortened so that the end stays whole."""
    return stem[: most - len(end)].rstrip("- ,") + end


def _book(benefit: Benefit) -> Book:
    return open_book(benefit.programme.organisation, [benefit.series_id] if benefit.series_id else [], None)


@transaction.atomic
def take_up_opportunity(
    *, opportunity: Opportunity, slug: str, on: date, by: User, reason: str, **fields: Any
) -> Benefit:
    """Make a benefit of an opportunity, which is closed by that. `fields` are the benefit's; raises ValidationError
    where the opportunity is closed or the slug is taken."""
    found = Opportunity.objects.select_for_update(no_key=True, of=("self",)).get(pk=opportunity.pk)
    if not found.is_open:
        raise ValidationError(f"{found} is closed; open it again first.")
    if found.programme.benefits.filter(slug=slug).exists():
        raise ValidationError({"slug": f"There is a benefit “{slug}” already; choose another."})
    benefit = put_benefit(programme=found.programme, slug=slug, by=by, reason=reason, **fields)
    words = {
        "closed_on": on,
        "outcome": Opportunity.Outcome.TAKEN_UP,
        "closing_reason": reason,
        "taken_up_as": benefit,
    }
    amend(found, words, by=by, reason=reason)
    return benefit
