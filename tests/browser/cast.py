"""Run by itself after `manage.py demo`: what the browser tests need beyond the demo, and where it is, as JSON.

Cambridgeshire keeps what its papers say; whatever the tests write goes to Peterborough.
"""

import json
import sys
from datetime import date
from decimal import Decimal

import django

COUNCIL, OURS = "cambridgeshire", "peterborough"
# One series for each test that writes, so that none depends on another.
SERIES = ("conflict", "late-conflict", "comment", "withdraw", "recorded", "no-script", "settled")


def main() -> None:
    django.setup()
    from django.contrib.auth.models import User

    from ledger.actions import NewFigure, create_series, define_measure, grant_membership, record_figures
    from ledger.models import Basis, Better, Channel, Figure, Membership, Organisation, Rollup
    from ledger.months import Span

    council, ours = Organisation.objects.get(slug=COUNCIL), Organisation.objects.get(slug=OURS)
    stranger = User.objects.create_user("stranger", password="try-stranger")
    grant_membership(user=stranger, organisation=Organisation.objects.get(slug="essex"), role="viewer", by=None)
    other = User.objects.create_user("other-administrator", password="try-other-administrator")
    grant_membership(user=other, organisation=ours, role="administrator", by=None)
    User.objects.create_user("newcomer", password="try-newcomer")

    recorder = User.objects.get(username="finance-lead")
    measure = define_measure(
        organisation=ours,
        code="visits",
        by=None,
        name="Visits",
        unit="visits",
        definition="Visits made. Made up for a test.",
        decimals=0,
        better=Better.HIGHER,
        rollup=Rollup.SUM,
    )
    span = Span.month(date(2019, 4, 1))
    for name in SERIES:
        series = create_series(
            organisation=ours, code=f"visits/{name}", name=f"Visits, {name}", measure=measure, by=None
        )
        figure = NewFigure(
            series=series.code, basis=Basis.ACTUAL, start=span.start, end=span.end, value=Decimal(1000)
        )
        record_figures(organisation=ours, figures=[figure], by=recorder, channel=Channel.FORM, reason="Counted")

    figures = Figure.objects.order_by("-pk").values_list("series__organisation__slug", "series__code", "pk")
    people = Membership.objects.filter(organisation=ours).values_list("user__username", "pk")
    found = {
        "council": council.slug,
        "ours": ours.slug,
        "figures": {f"{slug}/{code}": pk for slug, code, pk in figures},  # the first of each series
        "people": dict(people),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
