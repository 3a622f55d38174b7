from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q

from ..access import RIGHTS, Right
from ..errors import Rejected
from ..models import Membership, Organisation, Role, Service
from ..selectors import has_never_signed_in


def _role_choices() -> list[tuple[str, str]]:
    """Each role with what it lets one do."""
    return [
        (role.value, f"{role.label} ({', '.join(right.value for right in Right if right in RIGHTS[role])})")
        for role in Role
    ]


class RoleForm(forms.Form):
    """What a person may do in an organisation."""

    role = forms.ChoiceField(
        choices=_role_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a role",
            "invalid_choice": f"Role must be one of {', '.join(Role.labels)}; choose one from the list",
        },
    )
    services = forms.ModelMultipleChoiceField(
        queryset=Service.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Those that they record figures for. None ticked: all. Everybody reads all of them.",
        error_messages={
            "invalid_choice": "Services must be this organisation's own; tick them in the list",
            "invalid_pk_value": "Services must be this organisation's own; tick them in the list",
        },
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["services"].queryset = Service.objects.filter(organisation=organisation)  # type: ignore[attr-defined]

    def refuse(self, rejected: Rejected) -> None:
        """Say beside the fields why the action recorded nothing."""
        for problem in rejected.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class AddPersonForm(RoleForm):
    """Somebody who has an account already, by the name they sign in with."""

    login = forms.CharField(
        label="User name or email address",
        max_length=254,
        help_text="What they sign in with. Somebody from another council may have an account already.",
        error_messages={"required": "Enter the person's user name or email address"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["login", "role", "services"]

    def clean_login(self) -> User:
        login = self.cleaned_data["login"]
        found = list(User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login), is_active=True)[:2])
        # Whoever asks belongs to one council only: whether there is no such account, several, a closed one, or
        # one whose maker may still hold the link that opens it, is not for them to learn.
        if len(found) != 1 or has_never_signed_in(found[0]):
            raise ValidationError(
                f"No account can be added under “{login}”; check the user name or email address, "
                "or make a new account"
            )
        if Membership.objects.filter(user=found[0], organisation=self.organisation).exists():
            raise ValidationError(
                f"“{login}” has a role in {self.organisation} already; change it in the list of people"
            )
        return found[0]


class InvitePersonForm(RoleForm):
    """Somebody without an account."""

    username = forms.CharField(
        label="User name",
        max_length=150,
        validators=[
            UnicodeUsernameValidator(message="User name must be letters, digits and @ . + - _ only, without spaces")
        ],
        help_text="What they will sign in with, for example j.okafor. It can't be changed later.",
        error_messages={
            "required": "Enter a user name",
            "max_length": "User name must have 150 characters at most; shorten it",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="Shown beside the figures that they record.",
        error_messages={
            "required": "Enter the person's full name",
            "max_length": "Full name must have 150 characters at most; shorten it",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter the person's work email address",
            "invalid": "Email address must be like name@example.gov.uk",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["username", "name", "email", "role", "services"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        username, email = data.get("username"), data.get("email")
        taken = Q(username__iexact=username) | Q(email__iexact=username) if username else Q()
        if email:
            taken |= Q(username__iexact=email) | Q(email__iexact=email)
        if (taken and User.objects.filter(taken).exists()) or (
            email and EmailAddress.objects.filter(email__iexact=email).exists()
        ):
            # Which of the two it is would tell one council whom another employs.
            self.add_error(
                "username",
                "No account can be made with this user name and email address; if the person may have one "
                "already, add them by it, otherwise choose another user name",
            )
        return data
