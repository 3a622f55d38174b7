"""Requests that are sent at once under one Idempotency-Key, by threads of a process with a database of its own.

    python -m tests.ledger.api_races ROUNDS

prints, as JSON and round by round, how each was answered and how many entries there were in the end.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

AT_ONCE = 5


def race(rounds: int) -> list[dict[str, Any]]:
    from django.db import connection

    from ledger.models import Entry, Role, Series
    from tests.factories import MembershipFactory, SeriesFactory

    from .api_client import april, entry, send, with_token

    own = {"user__username": "racer", "organisation__slug": "raceshire"}  # others race in this database, too
    member = MembershipFactory(role=Role.FINANCE_OFFICER, **own)
    series: Series = SeriesFactory(organisation=member.organisation, measure__code="race-for-answers")
    client = with_token(member.user, member.organisation, may_write=True)
    together = Barrier(AT_ONCE)

    def ask(turn: int) -> list[Any]:
        together.wait()
        body = entry(april(series.code, turn), organisation=member.organisation.slug)
        response = send(client, body, **{"Idempotency-Key": f"turn-{turn}"})
        connection.close()
        return [response.status_code, response.headers.get("Idempotent-Replayed"), response.json()]

    outcomes = []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for turn in range(1, rounds + 1):
            answers = list(threads.map(ask, [turn] * AT_ONCE))
            count = Entry.objects.filter(organisation=member.organisation).count()
            outcomes.append({"answers": answers, "entries": count})
    return outcomes


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ascare.settings")
    os.environ.update(SECURE_SSL_REDIRECT="false", ALLOWED_HOSTS="testserver")
    import django

    django.setup()
    print(json.dumps(race(int(sys.argv[1]))))  # noqa: T201 - its answer
