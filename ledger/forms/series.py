from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from ..models import Locality, Measure, Method, Organisation, Series, Service
from ..models.organisations import slug_validator
from ..rating import STANDARD

PARTS = ("numerator", "denominator")
METHODS = {
    Method.AS_PLANNED: "what the plan holds for the months to come is added to what came so far",
    Method.RUN_RATE: "the months to come are taken to be like those so far; for what comes evenly",
    Method.DELIVERY_RATE: "if four fifths of the plan came so far, so will four fifths of its rest",
    Method.OFFICER: "what somebody forecast last, with nothing worked out",
}
GREEN, AMBER = (f"{limit.normalize():f}%" for limit in (STANDARD.green_within, STANDARD.amber_within))


class SeriesForm(forms.ModelForm):
    """A series of an organisation. Its code and measure stay what they were: figures are recorded under them."""

    class Meta:
        model = Series
        fields = ("code", "name", "measure", "frequency", "service", "locality", *PARTS, "method", "scheme")
        widgets = {"method": forms.RadioSelect}
        help_texts = {
            "code": "Stands in addresses and the API, for example reablement/hours. It can't be changed later.",
            "name": "As readers see it",
            "measure": "What is counted, and in what unit. It can't be changed later.",
            "frequency": "How often a figure is expected",
            "service": "Optional. Those whose writing is limited to services may record it only where it is theirs",
            "locality": "Optional",
            "numerator": "Only for a measure that is a ratio, to work it out: the series above the line",
            "denominator": "The series below the line",
            "method": "What the year is expected to come to, while it isn’t over",
            "scheme": "When it is green, amber or red",
        }
        labels = {"frequency": "How often", "method": "Projection"}
        error_messages = {
            "code": {"required": "Enter a code, like reablement/hours"},
            "name": {"required": "Enter a name"},
            "measure": {"required": "Choose a measure"},
            "method": {"required": "Choose how the outturn is projected"},
            **{
                name: {"invalid_choice": f"{name.capitalize()} must be a series in the list; choose another"}
                for name in PARTS
            },
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = self.instance.organisation = organisation
        choices = {
            "measure": Measure.objects.filter(Q(organisation=None) | Q(organisation=organisation)),
            "service": Service.objects.filter(organisation=organisation),
            "locality": Locality.objects.filter(organisation=organisation),
            "scheme": organisation.rating_schemes.all(),
            **{name: self._parts(name) for name in PARTS},
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.fields["service"].empty_label = "No service"  # type: ignore[attr-defined]
        self.fields["locality"].empty_label = "The whole area"  # type: ignore[attr-defined]
        self.fields["measure"].empty_label = "Choose a measure"  # type: ignore[attr-defined]
        self.fields["scheme"].empty_label = f"The usual one (green to {GREEN}, amber to {AMBER})"  # type: ignore[attr-defined]
        for name in PARTS:
            self.fields[name].empty_label = "None: not worked out from parts"  # type: ignore[attr-defined]
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (method, f"{method.label}: {words}") for method, words in METHODS.items()
        ]
        if self.instance.pk:
            del self.fields["code"], self.fields["measure"]
            if not self.instance.measure.is_ratio:
                del self.fields["numerator"], self.fields["denominator"]

    def _parts(self, name: str) -> QuerySet[Series]:
        """The series that the measure asks for; while the measure is still to be chosen, those that any does."""
        asked = Measure.objects.filter(Q(organisation=None) | Q(organisation=self.organisation))
        if self.instance.pk:
            asked = asked.filter(pk=self.instance.measure_id)
        return self.organisation.series.filter(measure__in=asked.values(f"{name}_id")).exclude(pk=self.instance.pk)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Series.objects.filter(organisation=self.organisation, code=code).exists():
            raise forms.ValidationError(f"There is a series “{code}” already; choose another code.")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        measure: Measure | None = self.instance.measure if self.instance.pk else given.get("measure")
        for name, other in (PARTS, PARTS[::-1]):
            if given.get(other) and name in self.fields and not given.get(name) and name not in self.errors:
                self.add_error(name, f"Choose a {name} too, or no {other}; a ratio has both")
            if measure and given.get(name):
                self._check_part(name, given[name], measure)
        return given

    def _check_part(self, name: str, part: Series, measure: Measure) -> None:
        asked: Measure | None = getattr(measure, name)
        if asked is None:
            self.add_error(name, f"{measure} is no ratio; choose none")
        elif part.measure_id != asked.pk:
            self.add_error(name, f"{part} counts {part.measure}; choose a series of {asked}")


class PartForm(forms.Form):
    """A service or a locality of an organisation."""

    code = forms.CharField(
        max_length=60,
        validators=[slug_validator],
        help_text="Lower-case letters, digits and hyphens, for example older-people",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
    )
    name = forms.CharField(max_length=120)
