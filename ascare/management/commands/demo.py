import os
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ascare.demoshire.finance import approve_budgets
from ascare.demoshire.reports import make_reports
from ledger.actions import grant_membership
from ledger.models import Organisation, Role

COUNCILS = ("cambridgeshire", "peterborough", "demoshire")


class Command(BaseCommand):
    help = "A working system to try: database, published papers, Demoshire, one user per role, and the server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="Prepare everything, but serve nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo's passwords are public; run it with DEBUG=true only.")
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        call_command("load_papers", stdout=self.stdout)
        call_command("generate", stdout=self.stdout)
        make_reports(Organisation.objects.get(slug="demoshire"), timezone.localdate())
        lines = [self._user(role) for role in Role]
        lead = get_user_model().objects.get(username=Role.FINANCE_LEAD.value)
        approve_budgets(Organisation.objects.get(slug="demoshire"), by=lead)
        port = os.environ.get("PORT", "8000")
        self.stdout.write(f"\nOpen http://127.0.0.1:{port}/ and sign in:\n")
        self.stdout.write("\n".join(lines) + "\n")
        self.stdout.flush()  # the server below does not return
        if not options["no_server"]:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _user(self, role: Role) -> str:
        """A user in `role` of the demo's councils; the name and the password of one that was there already stay."""
        name = role.value
        users = get_user_model().objects
        user = users.filter(username=name).first()
        if user is None:
            user = users.create_user(name, password=f"try-{name}", first_name="Demo", last_name=role.label.lower())
        for slug in COUNCILS:
            grant_membership(user=user, organisation=Organisation.objects.get(slug=slug), role=role, by=None)
        return f"  {name:16} password: try-{name:20} {role.label}"
