"""What has to be known of a return to write its workbook, and to read it back."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser

from ledger.models import Organisation

from ..formats.return_layout import Identity
from ..models import LineComment, Return, Upload
from .returns import find_return

BETWEEN = "/"


def named(filled: Return) -> str:
    """How uploads name a return: outturn/2019-06-01."""
    return f"{filled.form.slug}{BETWEEN}{filled.start}"


def return_named(organisation: Organisation, name: str) -> Return:
    """404 where there is no such return."""
    form, _, start = name.rpartition(BETWEEN)
    return find_return(organisation, form, date.fromisoformat(start))


def returns_to_choose(organisation: Organisation) -> list[tuple[str, str]]:
    """All returns, the newest first, each by its name and label."""
    returns = Return.objects.filter(form__organisation=organisation).select_related("form")
    return [(named(filled), str(filled)) for filled in returns.order_by("-start", "form__name")]


def identity_of(filled: Return) -> Identity:
    organisation = filled.form.organisation
    label = f"{filled.form}, {filled.span.label}, of {organisation}"
    return Identity(organisation.slug, filled.form.slug, filled.start.isoformat(), label)


def entries_uploaded(filled: Return, kind: str, by: AbstractBaseUser) -> set[int]:
    """The entries that `by` made from workbooks of this return."""
    uploads = Upload.objects.filter(
        organisation=filled.form.organisation_id, kind=kind, recorded_by=by.pk, options__of=named(filled)
    )
    return set(uploads.filter(entries__isnull=False).values_list("entries", flat=True))


def comments_with_authors(filled: Return) -> dict[int, LineComment]:
    """By series."""
    return {comment.series_id: comment for comment in filled.comments.select_related("by")}
