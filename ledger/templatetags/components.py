"""Template tags that draw the values of ledger.components: {% number n %}, {% table t %}, {% chart c %} and so on.

Each prepares plain values and hands them to the template of the same name under templates/components/.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote, urlsplit

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from ledger.components import Cell, Chart, Column, EmptyState, Headline, Link, Rating, Row, Spark, Table
from ledger.numbers import Number
from ledger.palette import PALETTE
from ledger.sparks import HEIGHT, WIDTH, strokes

register = template.Library()

MARKS = {
    "inferred": ("i", "inferred: read between the lines of a source, not printed there"),
    "provisional": ("p", "provisional: recorded, not approved yet"),
    "late": ("l", "late: first recorded after its period was closed"),
}
ANY_FIGURE = 999_999_999_999_999  # stands for a figure's id in the address of a history
HIDDEN = '<span class="govuk-visually-hidden">'
MISSING = f'<span aria-hidden="true">–</span>{HIDDEN}{{}}</span>'
MARKED = f'{{}}<sup class="ascare-mark" aria-hidden="true">{{}}</sup>{HIDDEN} ({{}})</span>'
RESTATED = '{} <span class="ascare-reported">(reported {})</span>'
RECORDED = f'<a class="ascare-number" href="{{}}">{{}}{HIDDEN}, history</span></a>'
DERIVED = (
    '<button type="button" class="ascare-number ascare-number--derived" popovertarget="{}">{}'
    f"{HIDDEN}, explain</span></button>{{}}"
)
FITS_A_PHONE = 3  # columns; a table with more scrolls sideways at 320 pixels
FITS_A_DESK = 10  # columns; a table with more is set smaller
DATE = re.compile(r"(\d{1,2} )?[A-Z][a-z]+ \d{4}(, \d\d:\d\d)?")  # "30 September 2026" stays on one line


@register.simple_tag(takes_context=True)
def number(context: Context, value: Number, with_unit: bool = False) -> SafeString:
    """A recorded figure leads to its history; a derived one opens its formula with the inputs filled in.

    Put together here and not in a template because a page has hundreds of them. Not for use inside a <p>: the
    explanation is a block.
    """
    shown = _shown(value, with_unit)
    if value.formula:
        return _explained(context, value, shown)
    if url := _history_url(context, value):
        return format_html(RECORDED, url, shown)
    return shown


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
            "stacks": _stacks(value.columns),
            "dense": len(value.columns) > FITS_A_DESK,
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
            "data": json_script({**value.figure, "palette": PALETTE}, f"chart-{value.slug}-data"),
            "table": table(context, value.table),
        },
    )


@register.simple_tag(takes_context=True)
def headlines(context: Context, values: Iterable[Headline]) -> SafeString:
    items = list(values)
    shown = [(item, number(context, item.number, with_unit=True)) for item in items]
    return _render(context, "headlines", {"items": shown, "marks": _marks([item.number for item in items])})


@register.simple_tag(takes_context=True)
def marks(context: Context, values: Iterable[Number]) -> SafeString:
    """The legend of numbers that stand in no table of ours."""
    return _render(context, "marks", {"marks": _marks(values)})


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
class ShownCell:
    content: SafeString | str
    url: str
    column: Column
    is_date: bool = False


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
    return mark_safe(component.render(Context(values)).strip())  # the template has escaped what it shows


def _page(context: Context) -> dict[Any, Any]:
    """Where tags remember things for one page: the request, because an `include ... only` starts a new context."""
    request = getattr(context, "request", None) or context.get("request")
    return context.dicts[0] if request is None else vars(request)


def _query(context: Context) -> str:
    return getattr(context.get("scope"), "query", "")


def _history_url(context: Context, value: Number) -> str:
    scope = context.get("scope")
    if value.figure is None or scope is None:
        return ""
    page = _page(context)
    if "_history_url" not in page:  # reversing takes longer than all the rest of a number
        try:
            page["_history_url"] = reverse("ledger:figure", args=[scope.organisation.slug, ANY_FIGURE]) + scope.query
        except NoReverseMatch:
            page["_history_url"] = ""
    pattern: str = page["_history_url"]
    return pattern.replace(str(ANY_FIGURE), str(value.figure), 1)


def _shown(value: Number, with_unit: bool = False) -> SafeString:
    if value.missing:
        text = format_html(MISSING, _why_missing(value))
    else:
        text = conditional_escape(value.text_with_unit if with_unit else value.text)
    if value.restates is not None:
        text = format_html(RESTATED, text, value.reported)
    if not (value.inferred or value.provisional or value.late):
        return text
    names = [name for name in MARKS if getattr(value, name)]
    return format_html(MARKED, text, "".join(MARKS[name][0] for name in names), ", ".join(names))


def _why_missing(value: Number) -> str:
    if value.formula:
        return "cannot be worked out"
    return "not recorded" if value.figure is None else "withdrawn"


def _explained(context: Context, value: Number, shown: SafeString) -> SafeString:
    explain_id = f"explain-{next(_page(context).setdefault('_explanations', count(1)))}"
    explanation = _render(
        context,
        "explain",
        {
            "formula": value.formula,
            "explain_id": explain_id,
            "result": value.text_with_unit or _why_missing(value),
            "inputs": [(label, _detail(n), _input(context, n)) for label, n in value.inputs],
        },
    )
    return format_html(DERIVED, explain_id, shown, explanation)


def _input(context: Context, value: Number) -> SafeString:
    """A recorded input leads to its history; a derived one is text, with its own formula beside it."""
    return _shown(value) if value.formula else number(context, value)


def _detail(value: Number) -> str:
    if not value.formula:
        return ""
    parts = ", ".join(f"{label} {n.text or _why_missing(n)}" for label, n in value.inputs)
    return f"{value.formula}: {parts}" if parts else value.formula


def _stacks(columns: tuple[Column, ...]) -> bool:
    """Whether a row becomes a block of its own on a phone: words can’t be read sideways, columns of numbers can."""
    others = columns[1:]
    return any(column.words for column in others) or 3 * sum(column.numeric for column in others) < 2 * len(others)


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
        header=_cell(context, row.header, value.columns[0]),
        cells=[_cell(context, cell, column) for cell, column in zip(cells, value.columns[1:], strict=False)],
        scope="rowgroup" if row.kind == "group" else "row",
        span=len(value.columns) if header_only else 1,
    )


def _cell(context: Context, cell: Cell, column: Column) -> ShownCell:
    match cell:
        case Number():
            return ShownCell(number(context, cell), "", column)
        case Link():
            return ShownCell(cell.text, cell.url, column)
        case Rating():
            return ShownCell(_render(context, "tag", {"rating": cell}), "", column)
        case Spark():
            return ShownCell(_render(context, "spark", _spark(cell)), "", column)
        case _:
            return ShownCell(cell or "", "", column, is_date=bool(cell and DATE.fullmatch(cell)))


def _spark(value: Spark) -> dict[str, Any]:
    rows = strokes(value.values)
    lines = [" ".join(map(str, row)) for row in rows if len(row) > 1]
    end = rows[-1][-1] if lines else None
    return {"lines": lines, "end": end, "width": WIDTH, "height": HEIGHT, "words": value.words}


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
        yield from (Link(_with_label(str(field.label), str(error)), url) for error in field.errors)


def _with_label(label: str, error: str) -> str:
    """Away from its field an error like "Enter a valid date." needs the field's name."""
    asked = label.rstrip("?")
    return error if asked.casefold() in error.casefold() else f"{asked}: {error}"


def _target(field: Any) -> str:
    """The id to land on; fields bound without FormRenderer know only their label's."""
    return str(getattr(field, "first_input_id", "") or field.id_for_label)
