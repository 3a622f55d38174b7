"""What finance asks of figures, whoever records them and wherever: that funding isn't overcommitted silently."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db.models import Q

from ledger.guards import guard
from ledger.models import Entry

from .actions.funding import shortfalls
from .models import FundingSource
from .selectors.funding import balances, years_of

TICK = timedelta(microseconds=1)


@guard("funding-amount", "funding-commitment")
def enough_is_left(entry: Entry, series: Collection[int]) -> Iterator[str]:
    """Where a source lacks more than before. Its own page asks for a reason, and then lets it be."""
    concerned = Q(series__in=series) | Q(commitments__series__in=series)
    for source in FundingSource.objects.filter(concerned, organisation=entry.organisation_id).distinct():
        years = years_of(source)
        before = balances(source, years, entry.known_from - TICK)
        for told in shortfalls(before, balances(source, years)):
            yield f"{told} Commit less, or change it on the page of the funding, where you can say why it is right."
