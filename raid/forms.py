"""What is asked of risks, issues, actions, decisions and updates."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from ledger.forms.words import WordsForm
from ledger.months import add_months, day_label, month_label

from .models import Action, Decision, Issue, Item, Log, Risk, Update

MONTHS_OFFERED = 24  # an update is seldom written later than its year's accounts


def _text(name: str, longest: int) -> dict[str, str]:
    return {"max_length": f"{name} must have {longest} characters at most; shorten it"}


class ItemForm(WordsForm):
    """What the kinds share. The pairs name parts of a score, which are given together or not at all."""

    pairs: tuple[tuple[str, str], ...] = ()

    class Meta:
        model: type[Item]
        labels = {"title": "Title", "raised_on": "Raised on", "owner_role": "Owner"}
        help_texts = {"owner_role": "Optional. A role, not a person’s name"}
        error_messages = {
            "title": {**_text("Title", 200), "required": "Enter a title"},
            "owner_role": _text("Owner", 120),
            "raised_on": {
                "required": "Enter the day it was raised",
                "invalid": "Raised on must be a date, like 2027-04-01",
            },
        }

    def __init__(self, data: Any = None, *, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        if instance.pk is None:
            self.initial["raised_on"] = localdate()
        for name, field in self.fields.items():
            if isinstance(field, forms.TypedChoiceField) and not field.required:
                unsaid = "Not decided" if name == "response" else "Not scored"
                field.choices = [("", unsaid), *list(field.choices)[1:]]  # type: ignore[arg-type]

    def clean_raised_on(self) -> date:
        day: date = self.cleaned_data["raised_on"]
        if day > localdate():
            raise forms.ValidationError("This day lies in the future; enter today’s date or an earlier one.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for first, second in self.pairs:
            for name, other in ((first, second), (second, first)):
                if given.get(other) and not given.get(name) and name not in self.errors:
                    missing, there = (str(self.fields[each].label).lower() for each in (name, other))
                    self.add_error(name, f"Choose the {missing} too, or no {there}; a score needs both")
        return given

    def require_order(self, first: str, then: str, words: str) -> None:
        """Refuse a day `then` before the day `first`, where both are given."""
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(then)
        if start and end and end < start:
            self.add_error(then, f"{words} {day_label(start)}; enter that day or a later one")


class RiskForm(ItemForm):
    pairs = (("likelihood", "impact"), ("residual_likelihood", "residual_impact"))

    class Meta(ItemForm.Meta):
        model = Risk
        fields = [
            "title",
            "description",
            "raised_on",
            "owner_role",
            "likelihood",
            "impact",
            "response",
            "mitigation",
            "residual_likelihood",
            "residual_impact",
            "next_review",
        ]
        labels = {
            **ItemForm.Meta.labels,
            "likelihood": "Likelihood before mitigation",
            "impact": "Impact before mitigation",
            "residual_likelihood": "Likelihood after mitigation",
            "residual_impact": "Impact after mitigation",
            "next_review": "Next review",
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "description": "Optional. Its cause, what might happen, and what would follow",
            "likelihood": "Optional. As if nothing were done about it",
            "mitigation": "Optional. What is done about it",
            "residual_likelihood": "Optional. With what is done about it",
            "next_review": "Optional. The day by which somebody looks at it again",
        }
        error_messages = {
            **ItemForm.Meta.error_messages,
            "next_review": {"invalid": "Next review must be a date, like 2027-04-01"},
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.require_order("raised_on", "next_review", "It was raised on")
        return given


class IssueForm(ItemForm):
    class Meta(ItemForm.Meta):
        model = Issue
        fields = ["title", "description", "raised_on", "owner_role", "impact", "resolution"]
        help_texts = {
            **ItemForm.Meta.help_texts,
            "description": "Optional. What has happened, and what follows from it",
            "impact": "Optional",
            "resolution": "Optional. What is done about it",
        }


class ActionForm(ItemForm):
    class Meta(ItemForm.Meta):
        model = Action
        fields = [
            "title",
            "activities",
            "impact",
            "raised_on",
            "owner_role",
            "state",
            "starts",
            "due",
            "timescale",
            "risk",
            "issue",
        ]
        labels = {
            **ItemForm.Meta.labels,
            "impact": "What it is to bring",
            "starts": "Starts on",
            "due": "Due on",
            "timescale": "Timescale in words",
            "risk": "Risk it lessens",
            "issue": "Issue it deals with",
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "activities": "Optional. What is to be done",
            "impact": "Optional",
            "starts": "Optional",
            "due": "Optional. Without a day, nobody is told that it is late",
            "timescale": "Optional. Where there is no day, for example “Ongoing”",
            "risk": "Optional",
            "issue": "Optional",
        }
        error_messages = {
            **ItemForm.Meta.error_messages,
            "starts": {"invalid": "Starts on must be a date, like 2027-04-01"},
            "due": {"invalid": "Due on must be a date, like 2027-04-01"},
            "timescale": _text("Timescale in words", 120),
        }

    def __init__(self, data: Any = None, *, instance: Action, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        for name, model in (("risk", Risk), ("issue", Issue)):
            field: Any = self.fields[name]
            still_tied = Q(pk=getattr(instance, f"{name}_id"))
            field.queryset = model._default_manager.filter(Q(closed_on=None) | still_tied, log=instance.log_id)
            field.label_from_instance = lambda item: f"{item.called}: {item.title}"
            field.empty_label = "None"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.require_order("starts", "due", "It starts on")
        return given


class DecisionForm(ItemForm):
    class Meta(ItemForm.Meta):
        model = Decision
        fields = ["title", "words", "raised_on", "decided_by", "owner_role"]
        labels = {
            **ItemForm.Meta.labels,
            "words": "What was decided",
            "raised_on": "Decided on",
            "decided_by": "Decided by",
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "words": "And on what grounds",
            "decided_by": "A board or a role, not a person’s name",
            "owner_role": "Optional. The role that sees it carried out",
        }
        error_messages = {
            **ItemForm.Meta.error_messages,
            "words": {"required": "Enter what was decided"},
            "decided_by": {**_text("Decided by", 120), "required": "Enter the board or role that decided"},
            "raised_on": {
                "required": "Enter the day it was decided",
                "invalid": "Decided on must be a date, like 2027-04-01",
            },
        }


class UpdateForm(WordsForm):
    """A month's update. Which month can be said of a new one only, and of those that have none yet."""

    month = forms.TypedChoiceField(coerce=date.fromisoformat)

    class Meta:
        model = Update
        fields = ["month", "words", "author_role"]
        labels = {"words": "Progress", "author_role": "Author"}
        help_texts = {"author_role": "Optional. A role, not a person’s name"}
        error_messages = {
            "words": {"required": "Enter what happened in the month"},
            "author_role": _text("Author", 120),
        }

    def __init__(self, data: Any = None, *, instance: Update, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.fields["words"].widget.attrs["rows"] = 8
        if instance.pk:
            del self.fields["month"]
            return
        this_month = localdate().replace(day=1)
        months = [add_months(this_month, -back) for back in range(MONTHS_OFFERED)]
        month: Any = self.fields["month"]
        month.choices = [(each.isoformat(), month_label(each)) for each in months]
        written = self._written(instance.log)
        self.initial["month"] = next((each.isoformat() for each in months if each not in written), None)

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        if month in self._written(self.thing.log):
            raise forms.ValidationError(
                f"{month_label(month)} has an update already; choose another month, or change that update in the log."
            )
        return month

    def _written(self, log: Log) -> set[date]:
        return set(Update.objects.filter(log=log).values_list("month", flat=True))
