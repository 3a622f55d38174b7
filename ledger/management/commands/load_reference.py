from typing import Any

from django.core.management.base import BaseCommand

from ledger.actions import load_councils, load_measures


class Command(BaseCommand):
    help = "Bring councils and measures up to the reference data that ships; run it after every migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_councils()
        load_measures()
        self.stdout.write(f"Councils new or changed: {changed}. Measures are as their files define them.")
