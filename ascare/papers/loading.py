"""Published papers into the ledger, through the actions that everybody's entries go through."""

import tomllib
from itertools import groupby
from typing import Any

from django.db import transaction

from ledger.actions import create_organisation, create_series, mark_series_break, record_figures, set_partner
from ledger.models import Channel, Kind, Measure, Organisation, Series
from programmes.actions import assess_confidence, put_investment, put_kpi, put_programme, put_workstream

from .reading import FOLDER, Paper


def load_partnerships() -> None:
    """The partnerships that papers speak of; nothing where they are there."""
    for words in tomllib.loads((FOLDER / "partnerships.toml").read_text())["partnership"]:
        partnership = Organisation.objects.filter(slug=words["slug"]).first() or create_organisation(
            slug=words["slug"], name=words["name"], kind=Kind.PARTNERSHIP, by=None
        )
        for slug in words["members"]:
            member = Organisation.objects.get(slug=slug)
            if not partnership.parts.filter(member=member).exists():
                set_partner(partnership=partnership, member=member, is_lead=slug == words["lead"], by=None)


@transaction.atomic
def load_paper(paper: Paper) -> int:
    """Load `paper`, and return how many of its figures were new: none the second time."""
    organisation = Organisation.objects.get(slug=paper.organisation)
    series = _load_series(organisation, paper)
    for code, on, reason in paper.breaks:
        mark_series_break(series=series[code], on=on, reason=reason, by=None, known_from=paper.known_from)
    if paper.programme:
        _load_programme(organisation, paper, series)
    recorded = 0
    in_order = sorted(paper.printed, key=lambda printed: (printed.paragraph, printed.note))
    for (paragraph, note), printed in groupby(in_order, key=lambda printed: (printed.paragraph, printed.note)):
        recorded += record_figures(
            organisation=organisation,
            figures=[one.figure for one in printed],
            by=None,
            channel=Channel.PAPER,
            reason=note,
            paper=paper.slug,
            paragraph=paragraph,
            file_digest=paper.digest,
            known_from=paper.known_from,
        ).recorded
    return recorded


def _load_series(organisation: Organisation, paper: Paper) -> dict[str, Series]:
    found = {series.code: series for series in Series.objects.filter(organisation=organisation)}
    measures = {measure.code: measure for measure in Measure.objects.filter(organisation=None)}
    for row in paper.series:
        if row["code"] not in found:
            found[row["code"]] = create_series(
                organisation=organisation,
                code=row["code"],
                name=row["name"],
                measure=measures[row["measure"]],
                frequency=row["frequency"],
                by=None,
                known_from=paper.known_from,
            )
    return found


def _load_programme(organisation: Organisation, paper: Paper, series: dict[str, Series]) -> None:
    said: dict[str, Any] = {"by": None, "known_from": paper.known_from}
    words = dict(paper.programme["programme"])
    pointers: dict[str, Any] = {name: series[words.pop(name)] for name in list(words) if name.endswith("_series")}
    programme = put_programme(organisation=organisation, slug=words.pop("slug"), **words, **pointers, **said)
    workstreams = {
        row["slug"]: put_workstream(programme=programme, position=position, **row, **said)
        for position, row in enumerate(paper.programme.get("workstreams", []), start=1)
    }
    for position, row in enumerate(paper.programme.get("kpis", []), start=1):
        put_kpi(
            programme=programme,
            series=series[row["series"]],
            workstream=workstreams[row["workstream"]] if "workstream" in row else None,
            group=row["group"],
            name=row["name"],
            position=position,
            **said,
        )
    for position, row in enumerate(paper.programme.get("investments", []), start=1):
        put_investment(
            programme=programme,
            series=series[row["series"]],
            share_series=series[row["share_series"]] if "share_series" in row else None,
            workstream=workstreams[row["workstream"]] if "workstream" in row else None,
            name=row["name"],
            benefit=row["benefit"],
            position=position,
            **said,
        )
    if confidence := paper.programme.get("confidence"):
        assess_confidence(
            programme=programme,
            on=confidence["on"],
            level=confidence["level"],
            reason=confidence["reason"],
            source=f"{paper.title}, paragraph {confidence['paragraph']}",
            **said,
        )
