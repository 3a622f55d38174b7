"""Opening a return of 200 lines for a year, through the whole web stack, against the time of its queries alone."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from .ledgers import councils, fill_with_budget, settle
from .measures import Measure, in_turns
from .queries import again, statements_of
from .returns import officer, opened_return

LIMIT = 12
LINES = 200
MONTH = date(2022, 9, 1)


def measure(quick: bool) -> Iterator[Measure]:
    (council,) = councils(1, LINES)
    fill_with_budget(council)
    filled = opened_return(council, LINES, MONTH)
    settle()
    client = officer(council)
    address = f"/{council.slug}/returns/{filled.form.slug}/{filled.start}/"

    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content.count(b'class="ascare-grid__input"') == LINES * 12

    statements = statements_of(get)
    times = in_turns(get, again(statements), 3 if quick else 15)
    limit = LIMIT if connection.vendor == "postgresql" else None
    yield times.measure(f"return page: {LINES} lines x 12 months against its {len(statements)} queries", limit)
