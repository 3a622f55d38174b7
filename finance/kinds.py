"""The kinds of things in finance that are created, changed, ended and taken up again by one set of pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from ledger import actions as ledger
from ledger.models import Organisation

from .actions.activity import put_activity_line
from .actions.funding import close_funding, commit_funding, put_funding_source, reopen_funding
from .actions.pressures import put_pressure
from .forms.activity import ActivityForm
from .forms.funding import CommitmentForm, SourceForm
from .forms.parts import OwnForm
from .forms.pressures import PressureForm
from .models import ActivityLine, Commitment, FundingSource, Pressure

Fields = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    model: Any
    form: type[OwnForm]
    put: Callable[..., Any]
    index: str  # the name of the address of the list of all
    page: str  # and of the page of one
    called: str  # as pages name one of it
    close: Callable[..., Any] = ledger.close
    reopen: Callable[..., Any] = ledger.reopen

    @property
    def article(self) -> str:
        return "an" if self.called[0] in "aeiou" else "a"

    def of(self, home: Fields) -> QuerySet[Any]:
        """All of this kind that `home` holds, an organisation or a source of funding."""
        found: QuerySet[Any] = self.model._default_manager.filter(**home)
        return found

    def save(self, thing: Any, home: Fields, words: Fields, by: Any, reason: str) -> Any:
        """Create `thing`, the last in its list, or change it where it is there already."""
        if thing.pk:
            return self.put(**home, **self._named(thing), **words, by=by, reason=reason)
        last = self.of(home).aggregate(last=Max("position"))["last"]
        return self.put(**home, **words, position=min((last or 0) + 1, 32767), by=by, reason=reason)

    def _named(self, thing: Any) -> Fields:
        return {"commitment": thing} if isinstance(thing, Commitment) else {"slug": thing.slug}


ACTIVITY = Kind(
    ActivityLine, ActivityForm, put_activity_line, "finance:activity", "finance:activity_line", "activity line"
)
SOURCE = Kind(
    FundingSource,
    SourceForm,
    put_funding_source,
    "finance:funding",
    "finance:source",
    "source of funding",
    close_funding,
    reopen_funding,
)
COMMITMENT = Kind(
    Commitment,
    CommitmentForm,
    commit_funding,
    "finance:source",
    "finance:source",
    "commitment",
    close_funding,
    reopen_funding,
)
PRESSURE = Kind(Pressure, PressureForm, put_pressure, "finance:pressures", "finance:pressure", "pressure")


def home_of(organisation: Organisation, source: FundingSource | None) -> Fields:
    """What a thing belongs to, by the name of its field."""
    return {"source": source} if source else {"organisation": organisation}
