import argparse

from django.core.management.base import BaseCommand, CommandError

from ledger.models import Organisation
from ledger.verification import Head, disagreements, head


def _note(text: str) -> Head:
    slug, _, rest = text.partition(":")
    number, _, digest = rest.partition(":")
    if not (slug and number.isdecimal() and len(digest) == 64):
        raise argparse.ArgumentTypeError(f"“{text}” is no note of a head; write SLUG:NUMBER:DIGEST as printed here")
    return Head(slug, int(number), digest)


class Command(BaseCommand):
    help = (
        "Walk the chain of digests of each organisation and report what is not as it was recorded. Note the heads "
        "that it prints elsewhere: only with such a note, given back by --expect, does a dropped last entry show."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")
        parser.add_argument(
            "--expect", metavar="SLUG:NUMBER:DIGEST", type=_note, action="append", default=[], help="a noted head"
        )

    def handle(self, *args: object, organisation: str | None, expect: list[Head], **options: object) -> None:
        chosen = Organisation.objects.order_by("slug")
        if organisation:
            chosen = chosen.filter(slug=organisation)
        slugs = set(chosen.values_list("slug", flat=True))
        if organisation and not slugs:
            raise CommandError(f"There is no organisation “{organisation}”.")
        count = 0
        for note in expect:
            if note.slug not in slugs and not organisation:
                count += 1
                self.stdout.write(f"{note.slug}: it was noted elsewhere but there is no such organisation")
        for found in chosen.iterator():
            newest = head(found)
            expected = {note.number: note.digest for note in expect if note.slug == found.slug and note.number}
            for disagreement in disagreements(found, newest, expected):
                count += 1
                self.stdout.write(str(disagreement))
            self.stdout.write(str(newest))
        if count:
            raise CommandError(f"{count} disagreements: the ledger is not what was recorded.")
        self.stdout.write("Every figure stands as it was recorded.")
