import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ascare.claims import check_claims


class Command(BaseCommand):
    help = "Recompute the published papers' numbers from the loaded figures. Exit status 1 where one is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="A list of id, value, expected and ok.")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = check_claims()
        if options["json"]:
            rows = [{"id": o.claim.id, "value": o.value, "expected": o.claim.expected, "ok": o.ok} for o in outcomes]
            self.stdout.write(json.dumps(rows, indent=1))
        else:
            for o in outcomes:
                verdict = {True: "ok", False: "WRONG", None: "not covered yet"}[o.ok]
                self.stdout.write(f"{verdict:16}{o.claim.id}: {o.value or '-'} (expected {o.claim.expected})")
            passed = sum(o.ok is True for o in outcomes)
            waiting = sum(o.ok is None for o in outcomes)
            self.stdout.write(f"{passed} of {len(outcomes)} claims pass; {waiting} are not covered yet.")
        if any(o.ok is False for o in outcomes):
            sys.exit(1)
