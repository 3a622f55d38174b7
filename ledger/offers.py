"""What upper rooms offer on a figure's page: each app registers its own in its offers.py, which is read at start."""

from collections.abc import Callable, Sequence

from .components import Link
from .scope import Scope
from .selectors import FigureHistory

# Given who looks, and at which figure, it answers what they can go on to; nothing where that isn't for them.
Offer = Callable[[Scope, FigureHistory], Sequence[Link]]

OFFERS: list[Offer] = []


def offer(function: Offer) -> Offer:
    """Decorator: this function's links stand on the page of a figure."""
    OFFERS.append(function)
    return function


def offers_on(scope: Scope, found: FigureHistory) -> list[Link]:
    return [link for each in OFFERS for link in each(scope, found)]
