"""Forms of what belongs to an organisation: they offer its own, their errors name the field, they make addresses."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.text import slugify

from ..models import Closable, Organisation
from ..models.organisations import slug_validator
from .words import WordsForm


class OwnForm(WordsForm):
    """Words of something that belongs to an organisation. What is `fixed` stays what it was when it was made."""

    fixed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, instance: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.organisation = organisation
        for name in self.fixed if instance.pk else ():
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._offer_own(name, field)
            elif isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.RadioSelect):
                _drop_blank(field)
            _say(field)

    def own(self, model: type[Model]) -> QuerySet[Any]:
        """What a relation to `model` can be chosen from."""
        return model._default_manager.filter(organisation=self.organisation)

    def _offer_own(self, name: str, field: Any) -> None:
        """What is closed is not offered anew."""
        found = self.own(field.queryset.model)
        if issubclass(found.model, Closable):
            found = found.filter(Q(closed_on=None) | Q(pk=getattr(self.instance, f"{name}_id", None)))
        field.queryset = found.distinct()
        if isinstance(field.widget, forms.Select) and not isinstance(field.widget, forms.SelectMultiple):
            field.empty_label = f"Choose a {str(field.label).lower()}" if field.required else "None"

    def validate_unique(self) -> None:
        """Said by `clean`, in words that name the field."""

    def validate_constraints(self) -> None:
        """What they ask is asked of the fields; the action checks them again."""

    @property
    def alike(self) -> QuerySet[Any]:
        """The others of its kind beside which it stands."""
        return self._meta.model._default_manager.filter(organisation=self.organisation).exclude(pk=self.instance.pk)


class SluggedForm(OwnForm):
    """One that has a page of its own: its slug is made of its name where it is left out, and stays."""

    slug = forms.CharField(
        label="Address",
        required=False,
        max_length=80,
        validators=[slug_validator],
        help_text="Stands in the address of its page and can’t be changed later. Made from the name if left empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    fixed: ClassVar[tuple[str, ...]] = ("slug",)
    reserved: ClassVar[Collection[str]] = ()  # addresses of the app's own

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "slug" not in self.fields or self.errors:
            return given
        if slug := given.get("slug"):
            if slug in self.reserved or self.alike.filter(slug=slug).exists():
                self.add_error("slug", f"“{slug}” is taken; enter another address")
        elif slug := self._free_slug(given["name"]):
            given["slug"] = slug
        else:
            self.add_error("slug", "Enter an address: none can be made from this name")
        return given

    def _free_slug(self, name: str) -> str:
        """With a number behind it where it is taken; empty where there is nothing to make it of."""
        stem = slugify(name.replace("_", " "))[:76].rstrip("-")
        taken = {*self.reserved, *self.alike.filter(slug__startswith=stem).values_list("slug", flat=True)}
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        return slug


def _drop_blank(field: Any) -> None:
    """Radios need no choice that says nothing."""
    field.choices = [choice for choice in field.choices if choice[0]]


def _say(field: forms.Field) -> None:
    """What is optional, and what is wrong, in words that name the field."""
    label = str(field.label)
    asked = label.rstrip("?")
    asked = asked if asked[1:2].isupper() else asked[:1].lower() + asked[1:]
    if not field.required and not isinstance(field.widget, forms.HiddenInput | forms.CheckboxInput):
        words = str(field.help_text)
        field.help_text = words if words.startswith("Optional") else f"Optional. {words}".rstrip(". ")
    said = {
        "max_length": f"{label} must have {getattr(field, 'max_length', '')} characters at most; shorten it",
        "invalid_choice": f"Choose one of the list as {asked}",
    }
    if isinstance(field, forms.DateField):
        said["invalid"] = f"{label} must be a date, like 2027-04-01"
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        verb = "Choose" if isinstance(field, forms.ChoiceField) else "Enter"
        said["required"] = f"{verb} {asked}" if label.endswith("?") else f"{verb} the {asked}"
    field.error_messages.update(said)
