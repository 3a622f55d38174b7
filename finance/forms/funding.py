"""What is asked of a source of funding, and of what is promised of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ledger.forms.figures import TypedNumberField

from ..models import Commitment, FundingSource
from .parts import AmountsForm, SluggedForm


class SourceForm(AmountsForm, SluggedForm):
    """The amount left empty changes none."""

    class Meta:
        model = FundingSource
        fields = (
            "name",
            "slug",
            "kind",
            "amount",
            "one_off",
            "relied_on",
            "starts",
            "ends",
            "description",
            "beyond_because",
        )
        labels = {
            "kind": "Kind of funding",
            "one_off": "It is one-off: nothing says that it comes again",
            "relied_on": "The budget relies on it: without it there is a gap",
            "starts": "Runs from",
            "ends": "Runs until",
        }
        help_texts = {"one_off": "", "relied_on": "", "description": "What it is given for, and on which conditions"}
        widgets = {"kind": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if self.instance.pk is None:
            del self.fields["beyond_because"]
        else:
            self.fields["amount"].help_text = "Left empty, it stays as it is"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "It ends before it starts; enter that day or a later one")
        return given


class CommitmentForm(AmountsForm):
    amount = TypedNumberField(label="Amount")

    class Meta:
        model = Commitment
        fields = ("name", "amount", "description", "budget_line", "beyond_because")
        labels = {"name": "For what"}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": "Enter what it is for"}}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["beyond_because"].initial = self.instance.beyond_because
        if self.instance.pk:
            self.fields["amount"].required = False
            self.fields["amount"].help_text = "Optional. Left empty, it stays as it is"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.alike.filter(name=name).exists():
            raise forms.ValidationError("There is a commitment with this name already; change that one, or rename")
        return name

    @property
    def alike(self) -> QuerySet[Any]:
        return Commitment.objects.filter(source=self.instance.source_id).exclude(pk=self.instance.pk)
