"""How forms become GOV.UK markup: Django asks FormRenderer for every form and field that a template shows."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input, Widget

# The first that fits counts; CheckboxSelectMultiple is a RadioSelect to Django.
KINDS: tuple[tuple[type[Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.DateInput, "date", "govuk-input govuk-input--width-10"),
    (forms.NumberInput, "number", "govuk-input govuk-input--width-10"),
    (Input, "input", "govuk-input"),
)
WITH_ERROR_CLASS = ("govuk-input", "govuk-select", "govuk-textarea", "govuk-file-upload")


class GovukBoundField(BoundField):
    """Gives each input GOV.UK's classes and knows where an error link has to land."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        widget = field.widget
        if type(widget) is forms.DateInput and widget.input_type == "text":
            # The browser's own date picker; it speaks ISO dates only. Browsers without one show a text box.
            widget.input_type = "date"
            widget.format = widget.format or "%Y-%m-%d"
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = _required_message(self.kind, str(self.label))

    @property
    def kind(self) -> str:
        return _look_up(self.field.widget)[0]

    @property
    def first_input_id(self) -> str:
        """The element that an error summary links to: the input itself, or the first of several."""
        if self.kind in ("radios", "checkboxes"):
            return next((option.id_for_label for option in self.subwidgets), self.auto_id)
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        classes = [_look_up(widget)[1], attrs.get("class", ""), widget.attrs.get("class", "")]
        if self.errors:
            classes += [f"{name}--error" for name in WITH_ERROR_CLASS if name in classes[0].split()]
        attrs["class"] = " ".join(filter(None, classes))
        attrs["placeholder"] = False  # it vanishes on typing and is too pale to read; hints do its work
        return attrs


def _required_message(kind: str, label: str) -> str:
    """What to do, rather than that something is required."""
    if kind == "checkbox":
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Choose" if kind in ("radios", "checkboxes", "select", "file") else "Enter"
    return f"{verb} {label[:1].lower()}{label[1:]}" if label[1:2].islower() else f"{verb} {label}"


def _look_up(widget: Widget) -> tuple[str, str]:
    return next(((kind, classes) for type_, kind, classes in KINDS if isinstance(widget, type_)), ("other", ""))


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = GovukBoundField
