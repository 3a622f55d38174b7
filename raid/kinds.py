"""The kinds of things that a log keeps: what each is made of and called, so that one set of views serves all."""

from dataclasses import dataclass
from typing import Any

from ledger.forms.words import WordsForm, labels_of

from .forms import ActionForm, DecisionForm, IssueForm, RiskForm, UpdateForm
from .models import Action, Decision, Issue, Item, Risk, Update

ELSEWHERE = ("title", "month", "risk", "issue")  # on an item's page: in its heading, and among its links


@dataclass(frozen=True)
class Kind:
    model: Any  # a class of Item, or Update
    form: type[WordsForm]
    add: str  # what the button says
    heading: str  # of its part of the log's page

    @property
    def path(self) -> str:
        """As addresses and tables name it: risks."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def closes(self) -> bool:
        return issubclass(self.model, Item)

    @property
    def labels(self) -> dict[str, str]:
        """By field what it is called, in the order in which it is asked; without what its page says elsewhere."""
        return {name: label for name, label in labels_of(self.form).items() if name not in ELSEWHERE}


KINDS = {
    kind.path: kind
    for kind in (
        Kind(Risk, RiskForm, "Record a risk", "Risks"),
        Kind(Issue, IssueForm, "Record an issue", "Issues"),
        Kind(Action, ActionForm, "Record an action", "Actions"),
        Kind(Decision, DecisionForm, "Record a decision", "Decisions"),
        Kind(Update, UpdateForm, "Write an update", "Updates"),
    )
}
