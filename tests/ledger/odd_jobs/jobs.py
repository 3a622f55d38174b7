import os
import signal
import time
from pathlib import Path

from ledger.documents import rebuild
from ledger.jobs import Steps, register
from ledger.models import Organisation


def _note(kind: str, organisation: Organisation) -> None:
    """Outside the database, for what a killed worker wrote there is gone: that it began, and in which process."""
    with (Path(os.environ["ODD_FOLDER"]) / f"{kind}-{organisation.pk}").open("a") as notes:
        notes.write(f"{os.getpid()}\n")


@register("slow", "Rebuild, and tarry before it is committed")
def slow(organisation: Organisation, seconds: float) -> str:
    written = rebuild(organisation)
    _note("slow", organisation)
    time.sleep(seconds)
    return f"{written} written"


@register("stepping", "Tarry between two steps, then rebuild")
def stepping(organisation: Organisation, seconds: float) -> Steps:
    yield 0, "Setting out"
    _note("stepping", organisation)
    time.sleep(seconds)
    yield 60, "Nearly there"
    _note("stepped", organisation)

    return lambda: f"{rebuild(organisation)} written"


@register("failing", "Fail every time")
def failing(organisation: Organisation) -> str:
    rebuild(organisation)
    _note("failing", organisation)
    raise RuntimeError("it never works")


@register("killing", "Kill the worker every time")
def killing(organisation: Organisation) -> str:
    rebuild(organisation)
    _note("killing", organisation)
    os.kill(os.getpid(), signal.SIGKILL)
    return "alive"
