"""A process that rebuilds documents, or makes ledgers: `python -m bench.rebuild_worker rebuild|fill ID ...`.

It says that it is ready, waits for a line, does the organisations one after the other, each in a transaction, and
answers with the most memory that it ever held, in KiB.
"""

import re
import sys
from pathlib import Path

import django


def main(work: str, *organisations: str) -> None:
    django.setup()
    from django.db import connection, transaction

    from ledger.documents import rebuild
    from ledger.models import Organisation

    from .ledgers import fill_in_full

    do = {"rebuild": rebuild, "fill": fill_in_full}[work]
    found = [Organisation.objects.get(pk=pk) for pk in organisations]
    connection.ensure_connection()
    _say("ready")
    sys.stdin.readline()
    for organisation in found:
        with transaction.atomic():
            do(organisation)
    # Not getrusage: what that tells of a new process is never less than its parent had, pandas and all.
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert held
    _say(held[1])


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
