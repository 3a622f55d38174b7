"""What all forms of programmes share: their choices are the programme's own, their errors name the field."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet

from finance.models import BudgetLine
from ledger.forms import own
from ledger.models import Organisation, Series

from ..actions import ADDRESSES
from ..models import (
    Benefit,
    Budget,
    Programme,
    Workstream,
)

# By the model of a relation, what a form offers for it: the programme's own, or the organisation's.
OWN: dict[type[models.Model], Callable[["PartForm"], QuerySet[Any]]] = {
    Workstream: lambda form: Workstream.objects.filter(programme=form.programme),
    Benefit: lambda form: Benefit.objects.filter(programme=form.programme),
    Series: lambda form: Series.objects.filter(organisation=form.organisation),
    Budget: lambda form: Budget.objects.filter(organisation=form.organisation, line=None),
    BudgetLine: lambda form: BudgetLine.objects.filter(organisation=form.organisation),
    Organisation: lambda form: Organisation.objects.filter(parts_in__partnership=form.organisation),
    Programme: lambda form: Programme.objects.filter(organisation__parts__member=form.organisation),
}


class PercentField(forms.DecimalField):
    """More than nothing and at most the whole."""

    def __init__(self, **kwargs: Any) -> None:
        range_said = "Share must be more than 0 and at most 100"
        super().__init__(
            label="Share",
            min_value=Decimal("0.0001"),
            max_value=Decimal(100),
            max_digits=7,
            decimal_places=4,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
            error_messages={
                "required": "Enter the share, like 25",
                "invalid": "Share must be a number, like 25 or 12.5",
                "min_value": range_said,
                "max_value": range_said,
                "max_digits": range_said,
                "max_whole_digits": range_said,
                "max_decimal_places": "Share must have 4 decimal places at most",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("%", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class PartForm(own.OwnForm):
    """Words of a programme or of something in it. Its relations offer the programme's and organisation's own."""

    programme: Programme | None
    key: ClassVar[tuple[str, ...]] = ("name",)  # no two in one programme have all of these alike

    def __init__(self, data: Any = None, *, programme: Programme | None = None, **kwargs: Any) -> None:
        self.programme = programme  # before the relations are offered
        super().__init__(data, **kwargs)

    def own(self, model: type[models.Model]) -> QuerySet[Any]:
        return OWN[model](self)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asked = [name for name in self.key if name in self.fields]
        known = {name: given[name] for name in asked if given.get(name) is not None}
        if asked and len(known) == len(asked) and self.alike.filter(**known).exists():
            self.add_error(asked[-1], self._taken(asked))
        return given

    @property
    def alike(self) -> QuerySet[Any]:
        """The others of its kind beside which it stands."""
        home = {"programme": self.programme} if hasattr(self.instance, "programme_id") else {}
        return self._meta.model._default_manager.filter(**home).exclude(pk=self.instance.pk)

    def _taken(self, asked: list[str]) -> str:
        kind = self._meta.model._meta.verbose_name
        what = " and ".join(str(self.fields[name].label).lower() for name in asked)
        return f"There is a {kind} with this {what} already; change that one, or enter another {what}"


class SluggedForm(own.SluggedForm, PartForm):
    """One that has a page of its own."""

    reserved = ADDRESSES
