"""The long work of reports: making their files, with progress, until somebody calls it off."""

from collections.abc import Generator

from django.utils import timezone

from ledger.jobs import Steps, register
from ledger.models import Organisation

from .actions import keep_file
from .drafting import Building, value_steps
from .formats import FORMATS
from .models import FileFormat, Variant
from .selectors.kept import FILES, template_in_force
from .selectors.reports import find_report
from .value import Report

WORKED_OUT = 80  # percent, once the numbers stand; the rest is drawing


@register(FILES, "Make a report’s file")
def make_file(organisation: Organisation, report: int, format: str, variant: str) -> Steps:
    wanted, of = FileFormat(format), Variant(variant)
    composed = find_report(organisation, report, None)
    value = yield from _in_percent(value_steps(composed, timezone.now(), of))
    yield WORKED_OUT, f"Drawing it as {wanted.label}"
    template = template_in_force(organisation)
    content = FORMATS[wanted].draw(value, bytes(template.content) if template else None)

    def keep() -> str:
        kept = keep_file(report=composed.report, format=wanted, variant=of, value=value, content=content)
        return f"{kept}, {len(content):,} bytes." if kept else "The report was frozen meanwhile; make its file anew."

    return keep


def _in_percent(steps: Building) -> Generator[tuple[int, str], None, Report]:
    while True:
        try:
            done, of, words = next(steps)
        except StopIteration as end:
            value: Report = end.value
            return value
        yield done * WORKED_OUT // of, words
