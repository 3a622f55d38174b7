"""Funding: all sources with their balances, and one of them with what is committed of it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ledger.components import Headline, Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope

from ..models import FundingSource
from ..selectors.funding import Funding, NotKnownYet, SourceLine, funding, source_page
from ..tables.funding import commitment_table, funding_table, once_words, span_words, years_table
from .unknown import not_known


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = funding(scope.organisation, scope.year, scope.moment)
    table = funding_table(found, scope)
    context = {
        "scope": scope,
        "found": found,
        "headlines": headlines(found) if found.sources else [],
        "warnings": [(_link(line, scope), line.warning) for line in found.short],
        "relied_on": [(_link(line, scope), line.amount) for line in found.relied_on],
        "table": table,
        "closed": [scope.link(source.name, "finance:source", source.slug) for source in found.closed],
        "add": scope.link("Add a source of funding", "finance:source_new") if scope.may_write_words else None,
    }
    return table_response(request, [table]) or render(request, "finance/funding.html", context)


@login_required
def detail(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    scope = get_scope(request, slug)
    try:
        page = source_page(scope.organisation, key, scope.year, scope.moment)
    except FundingSource.DoesNotExist as error:
        raise Http404(f"{scope.organisation} has no source of funding “{key}”.") from error
    if isinstance(page, NotKnownYet):
        return not_known(request, scope, page)
    line, source = page.line, page.line.source
    commitments = commitment_table(line, scope.year, scope, scope.may_write_words and source.is_open)
    years = years_table(page)
    context = {
        "scope": scope,
        "line": line,
        "source": source,
        "headlines": line_headlines(line, scope),
        "commitments": commitments,
        "years": years,
        "facts": facts(source),
        "steps": steps(source, scope),
        "figures": _figures(source, scope),
    }
    return table_response(request, [commitments, years]) or render(request, "finance/funding_source.html", context)


def headlines(found: Funding) -> list[Headline]:
    unknown = sum(line.amount.missing for line in found.sources)
    gaps = f"{unknown} of {len(found.sources)} sources have no amount" if unknown else ""
    numbers = [
        Headline(f"Funding in {found.year.label}", found.amount, gaps),
        Headline("Committed", found.committed),
        Headline("Uncommitted", found.uncommitted),
    ]
    if found.relied_on:
        note = f"{len(found.relied_on)} one-off: {', '.join(line.source.name for line in found.relied_on)}"
        numbers.append(Headline("One-off money that the budget relies on", found.relied_on_amount, note))
    return numbers


def line_headlines(line: SourceLine, scope: Scope) -> list[Headline]:
    return [
        Headline(f"Amount in {scope.year.label}", line.amount, once_words(line.source)),
        Headline("Committed", line.committed),
        Headline("Uncommitted", line.uncommitted),
    ]


def facts(source: FundingSource) -> list[tuple[str, str]]:
    ended = f"{source.ending} on {day_label(source.closed_on)}. {source.closing_reason}" if source.closed_on else ""
    told = [
        ("What it is", str(source.get_kind_display())),
        ("One-off or not", once_words(source)),
        ("When it runs", span_words(source)),
        ("What it is given for", source.description),
        ("How it ended", ended),
    ]
    return [fact for fact in told if fact[1]]


def steps(source: FundingSource, scope: Scope) -> list[Link]:
    """What the reader can do with it."""
    if not scope.may_write_words:
        return []
    if not source.is_open:
        return [scope.link("Open it again", "finance:source_reopen", source.slug)]
    return [
        scope.link("Commit some of it", "finance:commitment_new", source.slug),
        scope.link("Change it", "finance:source_edit", source.slug),
        scope.link("Close it", "finance:source_close", source.slug),
    ]


def _figures(source: FundingSource, scope: Scope) -> list[Link]:
    return [
        scope.link("Its figures and where they come from", "ledger:series", source.series.code),
        scope.link("Who changed this source", "finance:source_history", source.slug),
    ]


def _link(line: SourceLine, scope: Scope) -> Link:
    return scope.link(line.source.name, "finance:source", line.source.slug)
