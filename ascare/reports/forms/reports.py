"""What is asked of a report: where it starts from, its front matter, the words of a section."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.timezone import localdate

from ledger.forms.own import OwnForm
from ledger.forms.words import WordsForm
from ledger.months import FinancialYear

from ..models import CommitteeReport, ReportSection
from ..presets import PRESETS

BLANK = "blank"
DAYS = ("title", "committee", "meeting", "as_at", "first_year")
LABELS = {
    "title": "Title",
    "committee": "Committee",
    "meeting": "Meeting on",
    "as_at": "Figures as at",
    "first_year": "Financial year",
}
HELP = {
    "as_at": "What was known at the end of this day, and nothing later. It can’t lie in the future",
}


class ReportForm(OwnForm):
    """What every report says on its first page."""

    first_year = forms.TypedChoiceField(label=LABELS["first_year"], coerce=int)

    class Meta:
        model = CommitteeReport
        fields: Sequence[str] = DAYS
        labels = LABELS
        help_texts: ClassVar[dict[str, str]] = HELP

    def __init__(
        self, data: Any = None, *, instance: CommitteeReport, years: list[FinancialYear], **kwargs: Any
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        offered = {*years, *([instance.year] if instance.pk else [])}
        year: Any = self.fields["first_year"]
        year.choices = [(each.first, each.label) for each in sorted(offered, reverse=True)]

    def clean_as_at(self) -> date:
        day: date = self.cleaned_data["as_at"]
        if day > localdate():
            raise forms.ValidationError("This day lies in the future; enter today’s date or an earlier one")
        return day


class NewReportForm(ReportForm):
    """Where a report starts from, and for whom it is."""

    preset = forms.ChoiceField(
        label="Start from",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to start from"},
    )
    field_order = ("preset", *DAYS)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        preset: Any = self.fields["preset"]
        preset.choices = [
            *((each.slug, f"{each.name}: {each.help}") for each in PRESETS.values()),
            (BLANK, "A blank report: choose its sections yourself"),
        ]

    @property
    def words(self) -> dict[str, Any]:
        preset = self.cleaned_data["preset"]
        return {**super().words, "preset": "" if preset == BLANK else preset}


class FrontMatterForm(ReportForm):
    class Meta(ReportForm.Meta):
        fields = [
            *DAYS,
            "previous",
            "provisional",
            "recommendation",
            "key_decision",
            "forward_plan_reference",
            "divisions",
            "priorities",
            "background_papers",
            "contact",
        ]
        labels = {
            **LABELS,
            "previous": "Compared with",
            "provisional": "Show figures that aren’t approved yet, marked as provisional",
            "recommendation": "Recommendation",
            "key_decision": "This is a key decision",
            "forward_plan_reference": "Forward plan reference",
            "divisions": "Electoral divisions",
            "priorities": "Council’s priorities",
            "background_papers": "Background papers",
            "contact": "Contact",
        }
        help_texts = {
            **HELP,
            "previous": "The frozen report since which it tells what changed",
            "provisional": "",
            "recommendation": "What the committee is asked to do. One point a line",
            "divisions": "For example “All”",
            "background_papers": "One a line",
            "contact": "A role, not a person’s name",
        }

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        previous: Any = self.fields["previous"]
        previous.label_from_instance = lambda report: report.called

    def own(self, model: type[Model]) -> QuerySet[Any]:
        """Frozen reports only: others can still change."""
        return super().own(model).filter(frozen__isnull=False).exclude(pk=self.instance.pk)


class SectionForm(WordsForm):
    """A section's subject, where its kind has several, and the officer's words."""

    subject = forms.ChoiceField(label="About", required=False)

    class Meta:
        model = ReportSection
        fields = ["subject", "heading", "text"]
        labels = {"heading": "Heading", "text": "Your own words"}
        help_texts = {
            "heading": "Optional. Left empty, the section has its usual heading",
            "text": "Optional. They stand before the tables and charts. Leave a blank line between paragraphs; begin "
            "the points of a list with a hyphen",
        }
        error_messages = {"heading": {"max_length": "Heading must have 200 characters at most; shorten it"}}

    def __init__(
        self, data: Any = None, *, instance: ReportSection, subjects: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 12
        if not subjects:
            del self.fields["subject"]
            return
        subject: Any = self.fields["subject"]
        gone = [] if not instance.pk or instance.subject in dict(subjects) else [(instance.subject, instance.subject)]
        subject.choices = [*subjects, *gone]
