"""The long form of the races and kills that the tests run shortly, on a scratch PostgreSQL database.

With REDIS_URL, workers are killed too.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.finance import races as finance
from tests.ledger.job_races import kill_workers, odd
from tests.ledger.races import Environment, kill_writers, race_for_cells, race_for_stamps, scratch_postgresql
from tests.returns.races import NAMES, kill_servers, lost, race, wrong


class Outcome(NamedTuple):
    good: bool
    words: str


def cells(environment: Environment, rounds: int) -> Outcome:
    outcomes = race_for_cells(environment, rounds)
    odd = [answers for _, answers in outcomes if sum(answer["won"] for answer in answers) != 1]
    first = sum(answers[0]["won"] for _, answers in outcomes)
    return Outcome(not odd, f"{len(odd)} of {rounds} without exactly one winner (the first process won {first})")


def stamps(environment: Environment, writers: int, entries: int) -> Outcome:
    found = race_for_stamps(environment, writers, entries)
    changed = sum(found["afterwards"][moment] != answer for moment, answer in found["during"].items())
    bad = changed or found["errors"] or found["disagreements"]
    words = (
        f"{changed} of {len(found['during'])} as-at answers changed afterwards; {found['written']} entries written"
    )
    return Outcome(not bad, "; ".join([words, *found["errors"], *found["disagreements"]]))


def kills(environment: Environment, count: int) -> Outcome:
    found = kill_writers(environment, count)
    bad = found["disagreements"] or found["after"]["errors"]
    words = f"{count} writers killed, {found['entries']} entries stand"
    return Outcome(not bad, "; ".join([words, *found["after"]["errors"], *found["disagreements"]]))


def workers(environment: Environment, broker: str, count: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        found = kill_workers(odd(environment, Path(folder), broker), count)
    states = Counter(found["states"])
    words = f"{count} workers or children killed, work ended {dict(states)}, {found['wrong']} wrong documents"
    return Outcome(states == {"done": count} and not found["wrong"], words)


def returns(environment: Environment, rounds: int, name: str) -> Outcome:
    outcomes = race(environment, rounds, name)
    bad = [words for outcome in outcomes for words in wrong(name, outcome)]
    first = sum(bool(outcome["answers"][0]["entries"] or outcome["answers"][0].get("moved")) for outcome in outcomes)
    return Outcome(not bad, "; ".join([f"{rounds} rounds, the first process got through in {first}", *bad[:5]]))


def virements(environment: Environment, rounds: int) -> Outcome:
    outcomes = finance.race_for_budget(environment, rounds)
    bad = [words for outcome in outcomes for words in finance.wrong(outcome)]
    first = sum(outcome["proposed"][0] == "" for outcome in outcomes)
    return Outcome(not bad, "; ".join([f"{rounds} rounds, the first process got through in {first}", *bad[:5]]))


def servers(environment: Environment, count: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        found = kill_servers(environment, count, Path(folder))
    bad = lost(found)
    return Outcome(not bad, "; ".join([f"{count} servers killed in mid-save, {found['sent']} saves stand", *bad[:5]]))


def main(args: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run soak", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=500, help="of two people writing one cell, in one return, and in one budget"
    )
    parser.add_argument("--writers", type=int, default=12, help="at once in one organisation")
    parser.add_argument("--entries", type=int, default=100, help="that each of them records")
    parser.add_argument("--kills", type=int, default=40, help="of writers in the middle of their work")
    parser.add_argument("--server-kills", type=int, default=50, help="of the web server while a return is saved")
    parser.add_argument("--worker-kills", type=int, default=50, help="of workers, of their children, and of both")
    given = parser.parse_args(args)
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        sys.stderr.write("Set DATABASE_URL to a PostgreSQL database; the races run in a scratch one beside it.\n")
        return 2
    good = True
    with scratch_postgresql(address) as environment:
        races: dict[str, Callable[[], Outcome]] = {
            "cells": lambda: cells(environment, given.rounds),
            "stamps": lambda: stamps(environment, given.writers, given.entries),
            "kills": lambda: kills(environment, given.kills),
        }
        for name in NAMES:
            races[f"returns: {name}"] = partial(returns, environment, given.rounds, name)
        races["virements"] = lambda: virements(environment, given.rounds)
        races["servers"] = lambda: servers(environment, given.server_kills)
        if broker := os.environ.get("REDIS_URL"):
            races["workers"] = lambda: workers(environment, broker, given.worker_kills)
        for name, race in races.items():
            outcome = race()
            good = good and outcome.good
            sys.stdout.write(f"{name}: {'good' if outcome.good else 'BAD'}: {outcome.words}\n")
            sys.stdout.flush()
    return 0 if good else 1
