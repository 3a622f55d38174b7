"""Figures that a return collects are given in it, wherever else somebody would type or send them."""

from collections.abc import Sequence

from django.urls import reverse

from ledger.checks import NewFigure
from ledger.components import Link
from ledger.guards import Home, collector
from ledger.models import Organisation

from .models import Return
from .selectors.collected import returns_collecting
from .selectors.grid import why_closed


@collector
def collecting(organisation: Organisation, figures: Sequence[NewFigure]) -> Sequence[Home | None]:
    found = returns_collecting(organisation, figures)
    return [_home(organisation, filled) if filled else None for filled in found]


def _home(organisation: Organisation, filled: Return) -> Home:
    page = Link(str(filled), reverse("returns:grid", args=[organisation.slug, filled.form.slug, filled.start]))
    return Home(page, why_closed(filled, None, may_fill=True))
