"""What all forms of programmes share: their choices are the programme's own, their errors name the field."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from ledger.forms.words import WordsForm
from ledger.models import Closable, Organisation, Series
from ledger.models.organisations import slug_validator

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
    Budget: lambda form: Budget.objects.filter(organisation=form.organisation),
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


class PartForm(WordsForm):
    """Words of a programme or of something in it. Its relations offer the programme's and organisation's own."""

    key: ClassVar[tuple[str, ...]] = ("name",)  # no two in one programme have all of these alike
    fixed: ClassVar[tuple[str, ...]] = ()  # stays what it was when it was made

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Any,
        organisation: Organisation,
        programme: Programme | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.organisation: Organisation = organisation
        self.programme: Programme | None = programme
        for name in self.fixed if instance.pk else ():
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._offer_own(name, field)
            elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.RadioSelect):
                _drop_blank(field)
            _say(field)

    def _offer_own(self, name: str, field: Any) -> None:
        """What is closed is not offered anew."""
        found = OWN[field.queryset.model](self)
        if issubclass(found.model, Closable):
            found = found.filter(Q(closed_on=None) | Q(pk=getattr(self.instance, f"{name}_id", None)))
        field.queryset = found.distinct()
        if isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.SelectMultiple):
            field.empty_label = f"Choose a {str(field.label).lower()}" if field.required else "None"

    def validate_unique(self) -> None:
        """Said by `clean`, in words that name the field."""

    def validate_constraints(self) -> None:
        """What they ask is asked of the fields; the action checks them again."""

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


def _drop_blank(field: Any) -> None:
    """Radios need no choice that says nothing."""
    field.choices = [choice for choice in field.choices if choice[0]]


def _say(field: forms.Field) -> None:
    """What is optional, and what is wrong, in words that name the field."""
    label = str(field.label)
    if not field.required and not isinstance(field.widget, forms.HiddenInput | forms.CheckboxInput):
        words = str(field.help_text)
        field.help_text = words if words.startswith("Optional") else f"Optional. {words}".rstrip(". ")
    said = {
        "max_length": f"{label} must have {getattr(field, 'max_length', '')} characters at most; shorten it",
        "invalid_choice": f"Choose one of the list as {label.lower()}",
    }
    if isinstance(field, forms.DateField):
        said["invalid"] = f"{label} must be a date, like 2027-04-01"
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        verb = "Choose" if isinstance(field, forms.ChoiceField) else "Enter"
        said["required"] = f"{verb} the {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"
    field.error_messages.update(said)


class SluggedForm(PartForm):
    """One that has a page of its own: its slug is made of its name where it is left out, and stays."""

    slug = forms.CharField(
        label="Address",
        required=False,
        max_length=80,
        validators=[slug_validator],
        help_text="Stands in the address of its page and can’t be changed later. Made from the name if left empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    fixed = ("slug",)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "slug" not in self.fields or self.errors:
            return given
        if slug := given.get("slug"):
            if slug in ADDRESSES or self.alike.filter(slug=slug).exists():
                self.add_error("slug", f"“{slug}” is taken; enter another address")
        elif slug := free_slug(given["name"], self.alike):
            given["slug"] = slug
        else:
            self.add_error("slug", "Enter an address: none can be made from this name")
        return given


def free_slug(name: str, others: QuerySet[Any]) -> str:
    """Made from `name`, with a number behind it where that is taken; empty where there is nothing to make it of."""
    stem = slugify(name.replace("_", " "))[:76].rstrip("-")
    taken = {*ADDRESSES, *others.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
