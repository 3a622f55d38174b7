"""What a report looks like, drawn with the pages' own tables and charts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from ledger.components import Chart, Table
from ledger.downloads import table_response
from ledger.scope import Scope

from ..drafting import finished, value_steps
from ..models import Variant
from ..selectors.reports import Composed
from ..tables import report_link
from ..value import Block, Report, Section
from .found import reads


@dataclass(frozen=True)
class ShownBlock:
    kind: str  # paragraph, bullets, subheading, table, chart
    number: str
    block: Block


@dataclass(frozen=True)
class ShownSection:
    section: Section
    number: str
    blocks: list[ShownBlock]


@reads
def preview(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """The whole report, as its files have it."""
    value = finished(value_steps(composed, timezone.now()))
    return _drawn(request, scope, composed, value, list(_shown(value)), "reports/preview.html")


@reads
def beside_now(request: HttpRequest, scope: Scope, composed: Composed) -> HttpResponseBase:
    """Of a frozen report, what is known otherwise by now, and why."""
    if composed.frozen is None:
        raise Http404("Only a frozen report is compared with what is known now.")
    value = finished(value_steps(composed, timezone.now(), Variant.BESIDE_NOW))
    return _drawn(request, scope, composed, value, list(_shown(value))[-1:], "reports/beside_now.html")


def _drawn(
    request: HttpRequest,
    scope: Scope,
    composed: Composed,
    value: Report,
    sections: list[ShownSection],
    template: str,
) -> HttpResponseBase:
    context = {
        "scope": scope,
        "page": composed,
        "value": value,
        "sections": sections,
        "has_charts": any(shown.kind == "chart" for each in sections for shown in each.blocks),
        "back": report_link(scope, composed.report),
    }
    return table_response(request, value.tables) or render(request, template, context)


def _shown(value: Report) -> Iterator[ShownSection]:
    for section, number, blocks in value.numbered():
        shown = [ShownBlock(type(block).__name__.lower(), of, _titled(block, of)) for of, block in blocks]
        yield ShownSection(section, number, shown)


def _titled(block: Block, number: str) -> Block:
    """Tables and charts are called by their numbers in the text."""
    match block:
        case Table():
            return replace(block, caption=f"Table {number}: {block.caption}")
        case Chart():
            return replace(block, title=f"Figure {number}: {block.title}")
        case _:
            return block
