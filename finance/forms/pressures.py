"""What is asked of a pressure."""

from typing import ClassVar

from django import forms

from ..models import Pressure
from .parts import SluggedForm


class PressureForm(SluggedForm):
    fixed: ClassVar[tuple[str, ...]] = ("slug", "kind")

    class Meta:
        model = Pressure
        fields = ("name", "slug", "event", "kind", "category", "funding", "description")
        labels = {"event": "What causes it?", "kind": "Kind of pressure", "funding": "Funded from"}
        help_texts = {
            "event": "For example Covid-19. Pressures with the same cause are shown together",
            "kind": "Fixed once it is made",
            "category": "For example protective equipment, market resilience",
            "funding": "None: it is not funded",
        }
        widgets = {"kind": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "event": {"required": "Enter what causes it"},
        }
