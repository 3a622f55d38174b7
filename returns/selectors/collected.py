"""Where figures belong that somebody brings on their own: in the returns that collect them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from ledger.checks import NewFigure
from ledger.models import Organisation

from ..belonging import has_cell
from ..models import Form, FormLine, Return, State


def unclosed(organisation: Organisation, codes: Sequence[str]) -> "QuerySet[Return]":
    """The returns that hold lines of these series and that aren't closed, the earliest first."""
    forms = FormLine.objects.filter(series__organisation=organisation, series__code__in=codes).values("form")
    found = Return.objects.filter(form__in=forms).exclude(state=State.CLOSED)
    return found.select_related("form__organisation", "form__service").order_by("start", "pk")


def returns_collecting(organisation: Organisation, figures: Sequence[NewFigure]) -> list[Return | None]:
    """Of each figure the return, not closed yet, whose page has its cell: two queries.

    The earliest where several have it: that of its own period, as long as that isn't approved. An approved one only
    where no later one has it: it has to be opened again first.
    """
    codes = {figure.series for figure in figures}
    waiting = sorted(unclosed(organisation, list(codes)), key=lambda filled: filled.state == State.APPROVED)
    lines = FormLine.objects.filter(form__in={filled.form_id for filled in waiting}, series__code__in=codes)
    of_form: dict[int, set[str]] = {}
    for form, code in lines.values_list("form_id", "series__code"):
        of_form.setdefault(form, set()).add(code)
    return [
        next(
            (filled for filled in waiting if figure.series in of_form[filled.form_id] and _has(filled, figure)), None
        )
        for figure in figures
    ]


def _has(filled: Return, figure: NewFigure) -> bool:
    form = filled.form
    return has_cell(filled.span, form.frequency, form.layout == Form.Layout.YEAR, figure)
