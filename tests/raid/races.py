"""A process that raises risks in one log while others do the same, with a database of its own.

    python -m tests.raid.races

reads a line from standard input, LOG COUNT as JSON, once it is ready, and answers with what went wrong.
"""

import json
import os
import subprocess
import sys
from datetime import date
from typing import Any

from tests.ledger.races import ROOT, Environment

COMMAND = [sys.executable, "-m", "tests.raid.races"]


def race_for_numbers(environment: Environment, writers: int, count: int) -> dict[str, Any]:
    """So many processes raise so many risks each at once: the numbers that these got, and what went wrong."""
    log = json.loads(_run(environment, "prepare"))
    racers = [
        subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(writers)
    ]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"  # imports take a second, in which the first would have won
    for racer in racers:
        assert racer.stdin
        racer.stdin.write(json.dumps([log, count]) + "\n")
        racer.stdin.flush()
    answers = [racer.communicate(timeout=120)[0] for racer in racers]
    return {
        "errors": [error for answer in answers for error in json.loads(answer)],
        "numbers": json.loads(_run(environment, "look", str(log))),
    }


def _run(environment: Environment, *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


# --- the process's side


def _prepare() -> int:
    from raid.actions import open_log
    from tests.factories import OrganisationFactory

    return open_log(organisation=OrganisationFactory(slug="logshire"), name="Race", by=None).pk


def _look(log: str) -> list[int]:
    from raid.models import Risk

    return list(Risk.objects.filter(log=log).order_by("number").values_list("number", flat=True))


def _raise(log: int, count: int) -> list[str]:
    from raid.actions import raise_item
    from raid.models import Log, Risk

    found, errors = Log.objects.get(pk=log), []
    for number in range(count):
        try:
            raise_item(model=Risk, log=found, title=f"Risk {number}", raised_on=date(2019, 7, 1), by=None)
        except Exception as error:
            errors.append(repr(error))
    return errors


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascare.settings")
    import django

    django.setup()
    match sys.argv[1:]:
        case ["prepare"]:
            answer: Any = _prepare()
        case ["look", log]:
            answer = _look(log)
        case _:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            answer = _raise(*json.loads(sys.stdin.readline()))
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
