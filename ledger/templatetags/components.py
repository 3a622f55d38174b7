"""Template tags that draw the values of ledger.components: {% number n %}, {% table t %}, {% chart c %} and so on.

Each prepares plain values and hands them to the template of the same name under templates/components/.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote, urlsplit

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from ledger.components import Cell, Chart, EmptyState, Headline, Link, Rating, Row, Table
from ledger.numbers import Number

register = template.Library()

MARKS = {
    "inferred": ("i", "inferred: read between the lines of a source, not printed there"),
    "provisional": ("p", "provisional: recorded, not approved yet"),
}
FITS_A_PHONE = 3  # columns; a table with more scrolls sideways at 320 pixels


@register.simple_tag(takes_context=True)
def number(context: Context, value: Number, with_unit: bool = False) -> SafeString:
    """A recorded figure leads to its history; a derived one opens its formula with the inputs filled in."""
    explain_id = f"explain-{next(_explanation_ids(context))}" if value.formula else ""
    return _render(
        context,
        "number",
        {
            "number": value,
            "text": value.text_with_unit if with_unit else value.text,
            "missing": _why_missing(value),
            "url": _history_url(context, value),
            "explain_id": explain_id,
            "explanation": _explanation(context, value, explain_id) if explain_id else "",
        },
    )


@register.simple_tag(takes_context=True)
def table(context: Context, value: Table) -> SafeString:
    cells = [cell for row in value.rows for cell in row.cells]
    return _render(
        context,
        "table",
        {
            "table": value,
            "bodies": list(_bodies(context, value)),
            "scrolls": len(value.columns) > FITS_A_PHONE,
            "marks": _marks(cells),
            "csv_url": f"{_query(context) or '?'}{'&' if _query(context) else ''}csv={quote(value.slug)}",
        },
    )


@register.simple_tag(takes_context=True)
def chart(context: Context, value: Chart, level: int = 2) -> SafeString:
    """`level` is that of its heading on the page: 2, or 3 below a section's heading."""
    return _render(
        context,
        "chart",
        {
            "chart": value,
            "level": level,
            "data": json_script(value.figure, f"chart-{value.slug}-data"),
            "table": table(context, value.table),
        },
    )


@register.simple_tag(takes_context=True)
def headlines(context: Context, values: Iterable[Headline]) -> SafeString:
    items = list(values)
    shown = [(item, number(context, item.number, with_unit=True)) for item in items]
    return _render(context, "headlines", {"items": shown, "marks": _marks([item.number for item in items])})


@register.simple_tag(takes_context=True)
def rating(context: Context, value: Rating) -> SafeString:
    return _render(context, "rating", {"rating": value})


@register.simple_tag(takes_context=True)
def empty(context: Context, value: EmptyState) -> SafeString:
    return _render(context, "empty", {"empty": value})


@register.simple_tag(takes_context=True)
def error_summary(context: Context, *forms: Any) -> SafeString:
    """Of any number of forms, formsets or lists of them; nothing where they have no errors."""
    return _render(context, "error_summary", {"errors": list(_errors(forms))})


@register.filter
def current(link: Link, path: str) -> str:
    """For aria-current: page on the link's own page, true on pages below it, empty elsewhere."""
    target = urlsplit(link.url).path
    if target == path:
        return "page"
    is_section = target.strip("/").count("/") > 0  # an organisation's own page is above every other
    return "true" if is_section and path.startswith(target) else ""


@dataclass(frozen=True, slots=True)
class ShownInput:
    label: str
    shown: SafeString
    detail: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    content: SafeString | str
    url: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: Row
    header: ShownCell
    cells: list[ShownCell]
    scope: str
    span: int


def _render(context: Context, name: str, values: dict[str, Any]) -> SafeString:
    assert context.template is not None
    component = context.template.engine.get_template(f"components/{name}.html")
    return component.render(Context(values)).strip()  # type: ignore[return-value]


def _explanation_ids(context: Context) -> Iterator[int]:
    """Counted once per page: on the request, because an `include ... only` starts a new context."""
    request = getattr(context, "request", None) or context.get("request")
    page: dict[Any, Any] = context.dicts[0] if request is None else vars(request)
    numbers: Iterator[int] = page.setdefault("_explanation_ids", count(1))
    return numbers


def _query(context: Context) -> str:
    return getattr(context.get("scope"), "query", "")


def _history_url(context: Context, value: Number) -> str:
    scope = context.get("scope")
    if value.figure is None or scope is None:
        return ""
    try:
        return reverse("ledger:figure", args=[scope.organisation.slug, value.figure]) + scope.query
    except NoReverseMatch:
        return ""


def _why_missing(value: Number) -> str:
    if value.formula:
        return "cannot be worked out"
    return "not recorded" if value.figure is None else "withdrawn"


def _explanation(context: Context, value: Number, explain_id: str) -> SafeString:
    return _render(
        context,
        "explain",
        {
            "number": value,
            "explain_id": explain_id,
            "result": value.text_with_unit or _why_missing(value),
            "inputs": [ShownInput(label, _input(context, n), _detail(n)) for label, n in value.inputs],
        },
    )


def _input(context: Context, value: Number) -> SafeString:
    """A recorded input leads to its history; a derived one is text, with its own formula beside it."""
    plain = Number(
        value.value, value.unit, value.decimals, value.qualifier, value.inferred, value.provisional, value.figure
    )
    return number(context, plain)


def _detail(value: Number) -> str:
    if not value.formula:
        return ""
    parts = ", ".join(f"{label} {n.text or _why_missing(n)}" for label, n in value.inputs)
    return f"{value.formula}: {parts}" if parts else value.formula


def _bodies(context: Context, value: Table) -> Iterator[list[ShownRow]]:
    """Rows in the groups that their group rows open, each a tbody of its own so that scope="rowgroup" holds."""
    body: list[ShownRow] = []
    for row in value.rows:
        if row.kind == "group" and body:
            yield body
            body = []
        body.append(_row(context, value, row))
    if body:
        yield body


def _row(context: Context, value: Table, row: Row) -> ShownRow:
    missing = len(value.columns) - 1 - len(row.cells)
    header_only = row.kind == "group" and not row.cells
    cells = () if header_only else (*row.cells, *[None] * missing)
    return ShownRow(
        row=row,
        header=_cell(context, row.header, False),
        cells=[_cell(context, cell, column.numeric) for cell, column in zip(cells, value.columns[1:], strict=False)],
        scope="rowgroup" if row.kind == "group" else "row",
        span=len(value.columns) if header_only else 1,
    )


def _cell(context: Context, cell: Cell, numeric: bool) -> ShownCell:
    match cell:
        case Number():
            return ShownCell(number(context, cell), "", numeric)
        case Link():
            return ShownCell(cell.text, cell.url, numeric)
        case _:
            return ShownCell(cell or "", "", numeric)


def _marks(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """The legend of the markers that these cells carry."""
    numbers = [cell for cell in cells if isinstance(cell, Number)]
    return [mark for name, mark in MARKS.items() if any(getattr(n, name) for n in numbers)]


def _errors(forms: Iterable[Any]) -> Iterator[Link]:
    for form in forms:
        match form:
            case BaseForm():
                yield from _form_errors(form)
            case BaseFormSet():
                yield from (Link(str(error), "") for error in form.non_form_errors())
                yield from _errors(form.forms)
            case list() | tuple():
                yield from _errors(form)


def _form_errors(form: BaseForm) -> Iterator[Link]:
    """In the form's own order; an error of the whole form leads to its first field."""
    visible = form.visible_fields()
    first = f"#{_target(visible[0])}" if visible else ""
    yield from (Link(str(error), first) for error in form.non_field_errors())
    for field in form:
        url = first if field.is_hidden else f"#{_target(field)}"
        yield from (Link(str(error), url) for error in field.errors)


def _target(field: Any) -> str:
    """The id to land on; fields bound without FormRenderer know only their label's."""
    return str(getattr(field, "first_input_id", "") or field.id_for_label)
