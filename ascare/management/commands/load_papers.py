from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ascare.papers.loading import load_paper, load_partnerships
from ascare.papers.reading import Unreadable, in_order, papers, read_paper
from ledger.errors import Rejected


class Command(BaseCommand):
    help = "Load the published papers' figures, each known from its paper's date. Loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paper", nargs="*", help="Slugs of papers, which bring those they build on; none: all.")

    def handle(self, *args: Any, **options: Any) -> None:
        load_partnerships()
        known = papers()
        wanted = options["paper"] or known
        if unknown := [slug for slug in wanted if slug not in known]:
            raise CommandError(f"There is no paper “{unknown[0]}”; there are: {', '.join(known)}.")
        for slug in in_order(wanted):
            try:
                paper = read_paper(slug)
                recorded = load_paper(paper)
            except Unreadable as error:
                raise CommandError(f"Nothing of this paper was loaded. {error}") from error
            except Rejected as error:
                raise CommandError(f"Nothing of {slug} was loaded. {error}") from error
            self.stdout.write(f"{slug}: {recorded} of {len(paper.printed)} figures new.")
