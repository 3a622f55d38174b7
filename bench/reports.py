"""The full report of a council like Demoshire in each format, against the bare library writing its tables and charts.

What ours says besides isn't in theirs: styles, captions, alternative texts, numbers as formulas, a tagged PDF.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from ascare.reports.building import build_report
from ascare.reports.composition import Composition
from ascare.reports.encoding import encode
from ascare.reports.formats import FORMATS
from ascare.reports.presets import PRESETS
from ascare.reports.value import Report
from ledger.models import Kind, Organisation
from ledger.months import FinancialYear

from .bare_reports import BARE
from .databases import ROOT
from .measures import Measure, in_turns

TIME = {"word": 1.5, "pdf": 1.5, "excel": 4.0}
MEMORY = {"word": 1.5, "pdf": 1.5, "excel": 5.0}  # of a workbook it is 1 MiB that theirs takes


def measure(quick: bool) -> Iterator[Measure]:
    report = _report()
    size = f"{sum(1 for _ in report.tables)} tables, {sum(1 for _ in report.charts)} charts"
    for name, form in FORMATS.items():
        times = in_turns(lambda: form.draw(report, None), lambda: BARE[name](report), 3 if quick else 11, 1)  # noqa: B023
        yield times.measure(f"{name} report: {size}", TIME[name])
        ours, theirs = (_held(report, name, whose) for whose in ("ours", "theirs"))
        words = f"{name} report: memory while it is drawn"
        yield Measure(words, f"{ours / 1024:.1f} MiB", f"{theirs / 1024:.1f} MiB", ours / theirs, MEMORY[name])


def _report() -> Report:
    call_command("load_reference", verbosity=0)
    call_command("generate", councils=1, verbosity=0)
    council = Organisation.objects.get(kind=Kind.DEMONSTRATION)
    now = timezone.now()
    year = FinancialYear.of(timezone.localdate())
    both = [preset.compose(council, year, now) for preset in PRESETS.values()]
    chosen = tuple(dict.fromkeys(each for found in both for each in found.chosen))
    whole = Composition(title="Everything", committee="Committee", meeting=None, year=year, chosen=chosen)
    return build_report(council, whole, now, None)


def _held(report: Report, name: str, whose: str) -> float:
    """KiB that a process of its own needs more at its peak than before it draws."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(encode(report), file)
        file.flush()
        command = [sys.executable, "-m", "bench.bare_reports", name, whose, str(Path(file.name))]
        return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
