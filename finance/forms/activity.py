"""What is asked of an activity line."""

from typing import Any, ClassVar

from django import forms

from ..models import ActivityLine, Heading
from .parts import SluggedForm


class ActivityForm(SluggedForm):
    fixed: ClassVar[tuple[str, ...]] = ("slug", "counts")

    class Meta:
        model = ActivityLine
        fields = (
            "name",
            "slug",
            "counts",
            "priced_per",
            "period",
            "counted",
            "service",
            "client_group",
            "care_type",
            "budget_line",
            "note",
        )
        labels = {
            "counts": "What is counted?",
            "priced_per": "What is the price for?",
            "period": "Of which time?",
            "counted": "It is counted in the totals; otherwise it is only shown",
        }
        help_texts = {
            "counts": "Fixed once the line is made",
            "priced_per": "Price and volume can be told apart only where it is the price of one of what is counted",
            "period": "In which so many hours or nights are bought, or a person costs so much",
            "counted": "",
            "budget_line": "Whose variance it is to explain",
            "note": "What a reader has to know of its numbers",
        }
        widgets = {
            "counts": forms.RadioSelect,
            "priced_per": forms.RadioSelect,
            "period": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        kinds = {"client_group": Heading.Kind.CLIENT_GROUP, "care_type": Heading.Kind.CARE_TYPE}
        for name, kind in kinds.items():
            field: Any = self.fields[name]
            field.queryset = field.queryset.filter(kind=kind)
