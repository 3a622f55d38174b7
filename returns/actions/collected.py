"""Recording figures that somebody brings on their own where they belong: in the returns that collect them."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from ledger.models import Entry

from ..import_kinds import Act
from ..readings import Reading
from ..selectors.collected import returns_collecting, unclosed
from .returns import save_return
from .uploads import comment_on_lines, record_lines


@transaction.atomic
def record_collected(reading: Reading, act: Act) -> Sequence[Entry]:
    """Record lines of a file; what a return collects goes into it, and is provisional until that is approved.

    Raises ValidationError where such a return was submitted or approved meanwhile.
    """
    lines = reading.lines
    # All of them before the ledger: whoever approves or closes one holds its return, and waits for the ledger.
    list(unclosed(act.organisation, [line.figure.series for line in lines]).select_for_update(of=("self",)))
    homes = returns_collecting(act.organisation, [line.figure for line in lines])
    entries = []
    for filled in dict.fromkeys(home for home in homes if home):
        own = [line for line, home in zip(lines, homes, strict=True) if home == filled]
        entry = save_return(
            filled=filled,
            figures=[line.figure for line in own],
            by=act.by,
            channel=act.channel,
            reason=act.reason,
            file_digest=act.file_digest,
            services=act.services,
        )
        comment_on_lines(own, act)
        entries += [entry] if entry else []
    rest = [line for line, home in zip(lines, homes, strict=True) if home is None]
    return [*entries, *record_lines(replace(reading, lines=rest), act)]
