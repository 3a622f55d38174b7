import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ascare.demoshire.figures import YEARS
from ascare.demoshire.loading import load_council


class Command(BaseCommand):
    help = "Made-up councils like Demoshire, labelled so: for trying things out, and for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--councils", type=int, default=1, help="How many. One alone is Demoshire.")
        parser.add_argument("--years", type=int, default=YEARS, help="How many financial years, this one included.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same numbers.")

    def handle(self, *args: Any, councils: int, years: int, seed: int, **options: Any) -> None:
        if not 1 <= councils <= 999:
            raise CommandError("--councils must be from 1 to 999.")
        if not 1 <= years <= 20:
            raise CommandError("--years must be from 1 to 20.")
        today, started = timezone.localdate(), time.monotonic()
        for number in range(councils):
            slug, name = ("demoshire", "Demoshire") if not number else (f"demoshire-{number}", f"Demoshire {number}")
            recorded = load_council(slug, name, seed + number, today, years)
            self.stdout.write(f"{name}: {recorded:,} figures" if recorded else f"{name} is there already.")
        self.stdout.write(f"{time.monotonic() - started:.0f} s")
