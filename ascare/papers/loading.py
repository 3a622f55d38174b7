"""Published papers into the ledger, through the actions that everybody's entries go through."""

import tomllib
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction

from ledger.actions import create_organisation, mark_series_break, put, record_figures, set_partner
from ledger.models import Channel, Kind, Measure, Organisation, Series

from .reading import FOLDER, Paper, Printed
from .words import load_words


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
    organisations = [Organisation.objects.get(slug=slug) for slug in sorted(paper.organisations)]
    # Partnerships first, for their members' programmes are parts of theirs.
    organisations.sort(key=lambda organisation: not organisation.is_partnership)
    return sum(_load(paper, organisation) for organisation in organisations)


def _load(paper: Paper, organisation: Organisation) -> int:
    """What `paper` says of `organisation`; how many figures of it were new."""
    series = _load_series(paper, organisation)
    for row in paper.breaks:
        if row["organisation"] == organisation.slug:
            mark_series_break(
                series=series[row["series"]],
                on=date.fromisoformat(row["on"]),
                reason=row["reason"],
                by=None,
                known_from=paper.known_from,
            )
    load_words(paper, organisation)
    return _load_figures(paper, organisation)


def _load_series(paper: Paper, organisation: Organisation) -> dict[str, Series]:
    """The series that `paper` adds to, by code."""
    measures = {measure.code: measure for measure in Measure.objects.filter(organisation=None)}
    found: dict[str, Series] = {}
    for row in paper.series:
        if row["organisation"] != organisation.slug:
            continue
        parts: dict[str, Any] = {part: found[row[part]] for part in ("numerator", "denominator") if row.get(part)}
        found[row["code"]] = put(
            Series,
            {"organisation": organisation, "code": row["code"]},
            by=None,
            known_from=paper.known_from,
            name=row["name"],
            measure=measures[row["measure"]],
            frequency=row["frequency"],
            **parts,
        )
    return found


def _load_figures(paper: Paper, organisation: Organisation) -> int:
    """One entry for each paragraph and each way of reading it."""
    printed = sorted((one for one in paper.printed if one.organisation == organisation.slug), key=_read_as)
    return sum(
        record_figures(
            organisation=organisation,
            figures=[one.figure for one in together],
            by=None,
            channel=Channel.PAPER,
            reason=note,
            paper=paper.slug,
            paragraph=paragraph,
            file_digest=paper.digest,
            known_from=paper.known_from,
        ).recorded
        for (paragraph, note), together in groupby(printed, key=_read_as)
    )


def _read_as(printed: Printed) -> tuple[str, str]:
    return printed.paragraph, printed.note
