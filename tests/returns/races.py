"""Races in returns between real processes, and a server that is killed in mid-save.

    python -m tests.returns.races

reads one command a line from standard input, as tests.ledger.races does.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.ledger.races import ROOT, Environment, serve, workers

MODULE = "tests.returns.races"
Known = dict[str, Any]  # what a worker prepared


def race(environment: Environment, rounds: int, name: str) -> list[dict[str, Any]]:
    """In each round two processes do what RACES says of `name` at once, in a return of their own: what came of it."""
    left, right = RACES[name]
    with workers(environment, 2, MODULE) as pair:
        outcomes = []
        for turn in range(rounds):
            known = pair[0].call("prepare", turn=turn, state=STATES[name])
            for worker, command in zip(pair, (left, right), strict=True):
                worker.ask(command, **known)
            answers = [worker.answer() for worker in pair]
            outcomes.append({"answers": answers, **pair[0].call("look", **known)})
        return outcomes


# What the two do, and in which state the return is when they begin.
RACES = {
    "officers": ("officer", "colleague"),
    "channels": ("upload", "paste"),
    "approval": ("approve", "late_officer"),
    "closing": ("close", "restless_officer"),
}
STATES = {"officers": "open", "channels": "open", "approval": "saved", "closing": "approved"}
NAMES = tuple(RACES)


def wrong(name: str, outcome: dict[str, Any]) -> list[str]:
    """What isn't as it must be after a round; nothing where all is well."""
    found = [*outcome["disagreements"], *(a["error"] for a in outcome["answers"] if a.get("error"))]
    accepted = [entry for answer in outcome["answers"] for entry in answer["entries"]]
    if sorted(accepted) != sorted(outcome["entries"]):
        found.append(f"accepted {accepted}, in the ledger {outcome['entries']}")
    if outcome["half"]:
        found.append(f"entries that landed in part: {outcome['half']}")
    won = [bool(answer["entries"]) for answer in outcome["answers"]]
    if name in ("officers", "channels") and sorted(won) != [False, True]:
        found.append(f"not exactly one winner: {outcome['answers']}")
    if name == "approval" and outcome["state"] == "approved" and outcome["provisional"]:
        found.append("the return is approved and holds what nobody approved")
    if name == "closing" and outcome["changed_after_closing"]:
        found.append("what stood when the period was closed was changed afterwards")
    refused = [answer for answer in outcome["answers"] if not answer["entries"] and not answer.get("moved")]
    found += [f"refused without words: {answer}" for answer in refused if not answer["told"]]
    return found


# --- a server that is killed


class Server:
    """gunicorn with two workers, as in production, in a process group of its own."""

    def __init__(self, environment: Environment, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = log
        command = [sys.executable, "-m", "gunicorn", "ascare.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        with log.open("a") as out:
            self.process = subprocess.Popen(
                [*command, "--workers", "2", "--preload"],
                cwd=ROOT,
                env={**environment, "DEBUG": "true", "SECURE_SSL_REDIRECT": "false", "API_RATE": "1000000/hour"},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(self.log.read_text())

    def kill(self) -> None:
        """At once, with its workers, as when a machine fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, path: str, token: str, key: str, body: object) -> tuple[int, dict[str, Any]] | None:
        """How the server answered; None where it didn't."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Token {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except (OSError, ValueError):
            return None


def kill_servers(environment: Environment, kills: int, folder: Path) -> dict[str, Any]:
    """Saves sent to a server that is killed in the middle of one, again and again; each is sent until it is answered.

    What was asked for, what was answered, and what the ledger holds in the end.
    """
    chance = random.Random(4)
    with workers(environment, 1, MODULE) as (witness,):
        known = witness.call("prepare_api")
        sent, odd, number = 0, [], 0
        server = Server(environment, folder / "gunicorn.log")
        try:
            server.wait()
            for kill in range(kills):
                killer = _kill_in(server, chance.uniform(0.05, 0.5))
                unanswered = None
                while unanswered is None:
                    number += 1
                    body = _body(known["series"], number)
                    answer = server.post(known["path"], known["token"], f"save-{number}", body)
                    if answer is None:
                        unanswered = body
                    elif answer[0] != 201:
                        odd.append(str(answer))
                    sent += 1
                killer()
                server = Server(environment, folder / "gunicorn.log")
                server.wait()
                answer = server.post(known["path"], known["token"], f"save-{number}", unanswered)
                if answer is None or answer[0] != 201:
                    odd.append(f"after kill {kill}: {answer}")
        finally:
            server.kill()
        return {"sent": sent, "odd": odd, **witness.call("look_api", **known)}


def lost(found: dict[str, Any]) -> list[str]:
    """What isn't as it must be after the kills; nothing where every save stands once, whole, with its author."""
    wrong = [*found["disagreements"], *found["odd"]]
    expected = sorted(f"Save {number}" for number in range(1, found["sent"] + 1))
    if found["reasons"] != expected:
        wrong.append(f"{found['sent']} saves were accepted and {len(found['reasons'])} stand")
    if found["half"]:
        wrong.append(f"entries that landed in part: {found['half']}")
    if len(found["authors"]) != 1 or found["steps"] != found["sent"]:
        wrong.append(f"authors {found['authors']}, {found['steps']} steps")
    return wrong


def _kill_in(server: Server, seconds: float) -> Callable[[], None]:
    """Kill the server after so long, while this process goes on; what is answered waits until that is done."""
    killer = subprocess.Popen(
        [sys.executable, "-c", f"import os, time; time.sleep({seconds}); os.killpg({server.process.pid}, 9)"]
    )

    def done() -> None:
        killer.wait()
        server.process.wait()

    return done


def _body(series: list[str], number: int) -> dict[str, Any]:
    """So many figures that saving takes a while; each save says something else."""
    months = [date(2019, month, 1) for month in (4, 5, 6)]
    figures = [
        {
            "series": code,
            "basis": "actual",
            "start": month.isoformat(),
            "end": date(2019, month.month, 31 if month.month == 5 else 30).isoformat(),
            "value": str(number * 1000 + place),
        }
        for place, code in enumerate(series)
        for month in months
    ]
    return {"reason": f"Save {number}", "figures": figures}


# --- the worker's side


def _prepare(turn: int, state: str, lines: int = 4) -> dict[str, Any]:
    """A return for June 2019 in an organisation of its own; from "saved" on with figures, submitted and more."""
    from returns.actions import approve_return, open_return, save_return, submit_return
    from tests.factories import new_figure

    filled, people = _new_return(f"race-{os.getpid()}-{turn}-{time.time_ns()}", lines)
    series = list(filled.form.lines.values_list("series__code", flat=True))
    if state != "open":
        figures = [new_figure(code, 100, date(2019, 6, 1)) for code in series]
        save_return(filled=filled, figures=figures, by=people["officer"])
    if state in ("submitted", "approved"):
        submit_return(filled=filled, by=people["officer"])
    if state == "approved":
        approve_return(filled=filled, by=people["lead"])
        open_return(form=filled.form, day=date(2019, 7, 1), by=None)
    council = filled.form.organisation
    return {"filled": filled.pk, "series": series, "organisation": council.slug, "before": council.entries.count()}


def _new_return(mark: str, lines: int) -> tuple[Any, dict[str, Any]]:
    from returns.actions import open_return
    from returns.models import Form, FormLine
    from tests.factories import MembershipFactory, OrganisationFactory, SeriesFactory

    council = OrganisationFactory(slug=mark, name="Raceshire")
    roles = {"officer": "finance-officer", "colleague": "finance-officer", "lead": "finance-lead"}
    people = {
        name: MembershipFactory(organisation=council, role=role, user__username=f"{name}-{mark}").user
        for name, role in roles.items()
    }
    form = Form.objects.create(organisation=council, slug="outturn", name="Outturn")
    first = SeriesFactory(organisation=council, code=f"{mark}/0", measure__code=mark)
    rest = [SeriesFactory(organisation=council, code=f"{mark}/{n}", measure=first.measure) for n in range(1, lines)]
    for series in (first, *rest):
        FormLine.objects.create(form=form, series=series)
    return open_return(form=form, day=date(2019, 6, 1), by=None), people


def _prepare_api() -> dict[str, Any]:
    from ledger.actions import issue_token

    mark = f"kills-{os.getpid()}-{time.time_ns()}"
    filled, people = _new_return(mark, 40)
    council = filled.form.organisation
    _, secret = issue_token(by=people["officer"], organisation=council, name="Race", days=3, may_write=True)
    return {
        "path": f"/api/v1/returns/{council.slug}/outturn/2019-06-01/entries/",
        "token": secret,
        "series": list(filled.form.lines.values_list("series__code", flat=True)),
        "organisation": council.slug,
    }


def _person(known: Known, name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=f"{name}-{known['organisation']}")


def _save(
    known: Known, by: str, value: int, channel: str = "form", follows: int = 0, filled: int | None = None
) -> dict[str, Any]:
    """Save one value in all lines; what was accepted, or what the writer is told."""
    from django.core.exceptions import ValidationError

    from ledger.errors import Rejected, Stale
    from returns.actions import save_return
    from returns.models import Return
    from tests.factories import new_figure

    figures = [new_figure(code, value, date(2019, 6, 1), follows=follows) for code in known["series"]]
    chosen = Return.objects.get(pk=filled or known["filled"])
    try:
        entry = save_return(filled=chosen, figures=figures, by=_person(known, by), channel=channel)
    except (ValidationError, Rejected, Stale) as refusal:
        return {"entries": [], "told": str(refusal)}
    except Exception as error:
        return {"entries": [], "told": "", "error": repr(error)}
    return {"entries": [[entry.number, f"{by}-{known['organisation']}"]] if entry else [], "told": ""}


def _approve(known: Known) -> dict[str, Any]:
    """Submit what an officer saved, and approve it at once."""
    from django.core.exceptions import ValidationError

    from returns.actions import approve_return, submit_return
    from returns.models import Return

    chosen = Return.objects.get(pk=known["filled"])
    try:
        submit_return(filled=chosen, by=_person(known, "officer"))
        approve_return(filled=chosen, by=_person(known, "lead"))
    except ValidationError as refusal:
        return {"entries": [], "told": str(refusal)}
    return {"entries": [], "told": "", "moved": True}


def _close(known: Known) -> dict[str, Any]:
    from returns.actions import close_return
    from returns.models import Return

    close_return(filled=Return.objects.get(pk=known["filled"]), by=_person(known, "lead"))
    return {"entries": [], "told": "", "moved": True}


def _restless(known: Known) -> dict[str, Any]:
    """June's actuals changed through July's return, which is open."""
    from returns.models import Return

    july = Return.objects.get(form__organisation__slug=known["organisation"], start=date(2019, 7, 1))
    return _save(known, "colleague", 300, follows=1, filled=july.pk)


def _look(known: Known) -> dict[str, Any]:
    """What the ledger holds of a return's organisation, without the entry that prepared the race."""
    from ledger.models import ClosedPeriod, Entry, Figure, Organisation
    from ledger.selectors import provisional_entries
    from ledger.verification import disagreements, head
    from returns.models import Return, Step

    council = Organisation.objects.get(slug=known["organisation"])
    entries = list(Entry.objects.filter(organisation=council).select_related("by").order_by("number"))
    of_return = set(Step.objects.filter(of=known["filled"], kind="saved").values_list("entry", flat=True))
    closed = ClosedPeriod.objects.filter(organisation=council).first()
    changed = Figure.objects.filter(organisation=council, start=date(2019, 6, 1), revision__gt=1)
    return {
        "entries": [[each.number, each.by.username] for each in entries if each.number > known["before"] and each.by],
        "half": [each.number for each in entries if each.figures.count() != len(known["series"])],
        "state": Return.objects.get(pk=known["filled"]).state,
        "provisional": sorted(provisional_entries([council.pk], None) & of_return),
        "changed_after_closing": bool(closed and changed.filter(recorded_at__gt=closed.closed_at).exists()),
        "disagreements": [str(found) for found in disagreements(council, head(council))],
    }


def _look_api(known: Known) -> dict[str, Any]:
    """Of what was saved through the API: how often each stands, whole, and whose it is."""
    from ledger.models import Entry, Organisation
    from ledger.verification import disagreements, head
    from returns.models import Step

    council = Organisation.objects.get(slug=known["organisation"])
    entries = list(Entry.objects.filter(organisation=council).select_related("by"))
    return {
        "reasons": sorted(entry.reason for entry in entries),
        "half": [entry.number for entry in entries if entry.figures.count() != 3 * len(known["series"])],
        "authors": sorted({entry.by.username for entry in entries if entry.by}),
        "steps": Step.objects.filter(kind="saved", of__form__organisation=council).count(),
        "disagreements": [str(found) for found in disagreements(council, head(council))],
    }


COMMANDS: dict[str, Callable[..., Any]] = {
    "ready": lambda: True,
    "prepare": _prepare,
    "prepare_api": _prepare_api,
    "look": lambda **known: _look(known),
    "look_api": lambda **known: _look_api(known),
    "officer": lambda **known: _save(known, "officer", 200),
    "colleague": lambda **known: _save(known, "colleague", 300),
    "upload": lambda **known: _save(known, "officer", 200, "workbook"),
    "paste": lambda **known: _save(known, "colleague", 300, "paste"),
    "approve": lambda **known: _approve(known),
    "late_officer": lambda **known: _save(known, "colleague", 300, follows=1),
    "close": lambda **known: _close(known),
    "restless_officer": lambda **known: _restless(known),
}


if __name__ == "__main__":
    serve(COMMANDS)
