"""A return as a workbook, to be filled in offline. What comes back is uploaded: see return_workbooks.py."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ledger.months import day_label
from ledger.scope import get_scope

from ..access import may_fill
from ..formats.return_layout import Paper
from ..formats.return_workbook import write_return
from ..selectors import find_return
from ..selectors.grid import comments_of, open_grid
from ..selectors.workbooks import identity_of
from ..tables.preview import asked_for
from .uploads import XLSX


@login_required
def download(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponse:
    """As the reader sees it: who may not fill it in gets it with all cells locked."""
    scope = get_scope(request, slug)
    filled = find_return(scope.organisation, form, start)
    of, access = filled.form, scope.access
    grid = open_grid(filled, scope.moment, may_fill=may_fill(access, of), services=access.services).grid
    paper = Paper(
        identity=identity_of(filled),
        purpose=of.purpose,
        due=day_label(filled.due_on),
        comments=comments_of(filled),
        asked=frozenset(asked_for(of, grid, {})),
        over=(of.comment_over_amount, of.comment_over_percent) if of.asks_for_comments else None,
        at=scope.moment or timezone.now(),
    )
    name = f"{slug}-{form}-{start}.xlsx"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(write_return(grid, paper), content_type=XLSX, headers={"Content-Disposition": disposition})
