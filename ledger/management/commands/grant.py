from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from ledger.actions import grant_membership
from ledger.errors import Rejected
from ledger.models import Membership, Organisation, Role


class Command(BaseCommand):
    help = (
        "Gives an existing person a role in an existing organisation, or changes it: for the first administrator, "
        "who then does the rest at /ORGANISATION/people/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="as made by createsuperuser, for example")
        parser.add_argument("organisation", help="its slug, as in addresses: cambridgeshire")
        parser.add_argument("role", help=f"one of {', '.join(Role.values)}")

    def handle(self, *args: Any, username: str, organisation: str, role: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”; make it first, e.g. with createsuperuser.")
        if not user.is_active:
            raise CommandError(f"The account “{username}” is closed; choose one that can sign in.")
        found = Organisation.objects.filter(slug=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation “{organisation}”; give its slug, as in addresses.")
        if role not in Role.values:
            raise CommandError(f"“{role}” is no role; give one of {', '.join(Role.values)}.")
        held = Membership.objects.filter(user=user, organisation=found).first()
        try:
            # Their services stay: this command says nothing about them.
            services = held.services.all() if held else ()
            grant_membership(user=user, organisation=found, role=role, services=services, by=None)
        except Rejected as rejected:
            raise CommandError(str(rejected)) from None
        self.stdout.write(f"{username} is now {Role(role).label.lower()} of {found}.")
