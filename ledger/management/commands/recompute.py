import time
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ledger.actions import ask_for_rebuild, drain_outbox
from ledger.models import Job, JobState, Organisation

SECONDS = 1  # between looks at how far the workers are


class Command(BaseCommand):
    help = (
        "Work out stored figures anew from the ledger. Workers do it where there are any (REDIS_URL), and this "
        "process where there are none. They are worked out every night in any case."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")
        parser.add_argument("--all", action="store_true", help="every organisation that has series")
        parser.add_argument("--wait", action="store_true", help="stay until the workers are done")

    def handle(self, *args: Any, organisation: str | None, all: bool, wait: bool, **options: Any) -> None:
        chosen = _chosen(organisation, all)
        if settings.CELERY_TASK_ALWAYS_EAGER:
            asked = self._here(chosen)
        else:
            asked = ask_for_rebuild(organisations=chosen, batch=uuid4())
            if not wait:
                self.stdout.write(f"The workers are asked for {len(asked)}; --wait stays until they are done.")
                return
            self._wait(asked)
        self._judge(asked)

    def _here(self, chosen: list[Organisation]) -> list[Job]:
        """Asked for one by one, and done at once, so that it can be said how far it is."""
        asked = []
        for number, organisation in enumerate(chosen, start=1):
            asked += ask_for_rebuild(organisations=[organisation])
            drain_outbox()
            self._say(number, len(chosen))
        return asked

    def _wait(self, asked: list[Job]) -> None:
        waiting = Job.objects.waiting().filter(pk__in=[job.pk for job in asked])
        while left := waiting.count():
            self._say(len(asked) - left, len(asked))
            time.sleep(SECONDS)
        self._say(len(asked), len(asked))

    def _say(self, ended: int, count: int) -> None:
        self.stdout.write(f"\r{ended} of {count} organisations", ending="")
        self.stdout.flush()

    def _judge(self, asked: list[Job]) -> None:
        self.stdout.write("")
        jobs = Job.objects.filter(pk__in=[job.pk for job in asked]).select_related("organisation")
        if bad := [job for job in jobs if job.state != JobState.DONE]:
            raise CommandError("\n".join(f"{job.organisation.slug} {job.state}: {job.message}" for job in bad))
        self.stdout.write("Every figure is worked out anew.")


def _chosen(slug: str | None, everyone: bool) -> list[Organisation]:
    if bool(slug) == everyone:
        raise CommandError("Say which: --organisation SLUG for one, or --all.")
    if everyone:
        return list(Organisation.objects.with_series().order_by("slug"))
    found = list(Organisation.objects.filter(slug=slug))
    if not found:
        raise CommandError(f"There is no organisation “{slug}”; give its slug, as in addresses.")
    return found
