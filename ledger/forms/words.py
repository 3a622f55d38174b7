"""Forms for the words of domain objects: who changes them says why, and sees what others changed meanwhile."""

from copy import copy
from typing import Any

from django import forms
from django.utils.timezone import localdate

from ..history import newest_version
from ..models import Closable
from ..months import day_label
from .figures import DATE

DJANGOS_ROWS = "10"  # of a text area whose form doesn't say how many it has: too many for one of several fields


class WordsForm(forms.ModelForm):
    """A domain object's words. `seen` is the version that the form was made from: an older one is refused once.

    Sent again, it replaces what stands: by then the writer has been shown that somebody else changed it.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=500, required=False, label="Why it changes", help_text="Optional. It stays in the history."
    )

    def __init__(self, data: Any = None, *, instance: Any, **kwargs: Any) -> None:
        self.thing = instance
        # Django writes what was typed onto the instance, saved or not: it gets a copy.
        super().__init__(data, instance=copy(instance), **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={**DATE.attrs, **field.widget.attrs}, format=DATE.format)
            if isinstance(field.widget, forms.Textarea) and field.widget.attrs["rows"] == DJANGOS_ROWS:
                field.widget.attrs["rows"] = 4
        newest = newest_version(instance) if instance.pk else None
        self.newest = newest
        if newest is None:
            del self.fields["reason"]
        else:
            self.fields["seen"].initial = newest.history_id

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, without what is about the change itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "reason")}

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.newest is not None and given.get("seen") != self.newest.history_id:
            self.data = {**self.data.dict(), "seen": str(self.newest.history_id)}  # type: ignore[attr-defined]
            who = self.newest.history_user
            raise forms.ValidationError(
                f"{(who.get_full_name() or who.get_username()) if who else 'The system'} changed this meanwhile, on "
                f"{day_label(localdate(self.newest.history_date))}. Look at its history; save again to replace what "
                "they wrote."
            )
        return given


def labels_of(form: type[forms.ModelForm]) -> dict[str, str]:
    """By field what `form` calls it, in the order in which it is asked.

    Not of a box to tick, whose label says in a sentence what a tick means.
    """
    asked = {name: form.base_fields[name] for name in form._meta.fields or ()}
    return {
        name: str(field.label)
        for name, field in asked.items()
        if field.label and not isinstance(field, forms.BooleanField)
    }


class ClosingForm(forms.Form):
    """How something ended."""

    outcome = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect)
    on = forms.DateField(label="On which day?", widget=DATE)
    reason = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="It stays in the history."
    )

    def __init__(self, data: Any = None, *, thing: Closable, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["outcome"].choices = thing.outcomes().choices  # type: ignore[attr-defined]
        self.fields["on"].initial = localdate()

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > localdate():
            raise forms.ValidationError("This day lies in the future; enter today’s date or an earlier one.")
        return self.cleaned_data["on"]


class ReopeningForm(forms.Form):
    """Why something that had ended is taken up again."""

    reason = forms.CharField(
        label="Why is it opened again?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the history.",
    )
