"""./run bench [subject ...] and ./run soak."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from . import soak
from .databases import FOLDER, ROOT, collect_static, scratch

SUBJECTS = (
    *("as_at", "recording", "rebuild", "programme_page", "figures_api", "memory"),
    *("return_page", "return_save", "workbook", "monitoring", "reports"),
)
MILLIONS = ("as_at", "rebuild")  # which take long to make
WITHOUT_DATABASE = ("workbook",)  # so that one is enough
WITH_PAGES = ("programme_page", "memory", "return_page", "return_save")


def bench(args: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measurements, each a ratio within one run.")
    parser.add_argument("subject", nargs="*", help=f"of {', '.join(SUBJECTS)}; none: all")
    parser.add_argument("--quick", action="store_true", help="a tenth of the ten million figures, and fewer rounds")
    parser.add_argument("--keep", action="store_true", help="leave the ten million figures there, and use them again")
    given = parser.parse_args(args)
    if unknown := set(given.subject) - set(SUBJECTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    if given.quick:
        _say("Quick: one million figures instead of ten, and fewer rounds. Only the whole run tests the promises.")
    address = os.environ.get("DATABASE_URL", "")
    databases: list[str | None] = [address, None] if address.startswith("postgres") else [None]
    if databases == [None]:
        _say("Only SQLite: set DATABASE_URL to a PostgreSQL database, beside which there is room, for both.")
    good = True
    for subject in given.subject or SUBJECTS:
        for postgresql in databases[-1:] if subject in WITHOUT_DATABASE else databases:
            with scratch(subject, postgresql, keep=given.keep and subject in MILLIONS) as environment:
                if subject in WITH_PAGES:
                    collect_static(environment)
                command = [sys.executable, "-m", "bench.subject", subject, *(["--quick"] if given.quick else [])]
                good = subprocess.run(command, cwd=ROOT, env=environment).returncode == 0 and good
    if not given.keep:
        shutil.rmtree(FOLDER, ignore_errors=True)
    return 0 if good else 1


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    command, *args = sys.argv[1:] or ["bench"]
    return soak.main(args) if command == "soak" else bench(args)


if __name__ == "__main__":
    sys.exit(main())
