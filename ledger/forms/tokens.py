from collections.abc import Mapping
from typing import Any

from django import forms

from ..access import Access, Right
from ..models import Role

MOST_DAYS = 365
DAYS = f"Days until it expires must be a whole number from 1 to {MOST_DAYS}"


class TokenForm(forms.Form):
    """A new token. Writing is offered only where the person may record somewhere."""

    name = forms.CharField(
        max_length=80,
        label="What it is for",
        help_text="For example Power BI, or the monthly upload from the finance system.",
        error_messages={
            "required": "Enter what it is for",
            "max_length": "What it is for must have 80 characters at most; shorten it",
        },
    )
    organisation = forms.ChoiceField(
        error_messages={
            "required": "Choose an organisation",
            "invalid_choice": "Organisation must be one that you can read; choose one from the list",
        },
    )
    access = forms.ChoiceField(
        label="What it may do",
        initial="read",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what it may do",
            "invalid_choice": "Choose “Read only”: your role lets you record figures nowhere",
        },
    )
    days = forms.IntegerField(
        label="Days until it expires",
        help_text=f"1 to {MOST_DAYS}. It stops working then; issue a new one in time.",
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        error_messages={"required": DAYS, "invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )

    def __init__(self, *args: Any, standings: Mapping[str, Access], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standings = standings
        organisations = [(slug, access.organisation.name) for slug, access in standings.items()]
        self.fields["organisation"].choices = [("", "Choose one"), *organisations]  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0][0]
        accesses = [("read", "Read only")]
        if any(access.may(Right.RECORD) for access in standings.values()):
            accesses.append(("write", "Read, and record figures as you may"))
        self.fields["access"].choices = accesses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        access = self.standings.get(data.get("organisation", ""))
        if access and data.get("access") == "write" and not access.may(Right.RECORD):
            self.add_error(
                "access",
                f"Your role in {access.organisation} is {Role(access.role).label.lower()}, which records no figures; "
                "choose “Read only”, or another organisation",
            )
        return data
