"""What changed since the last report: figures, ratings, risks and words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ledger.components import Column, Rating, Row, Table
from ledger.history import as_of
from ledger.models import Entry
from ledger.months import LONDON, day_label
from ledger.numbers import Number, difference
from ledger.selectors import Change, Changes, changes_since, entries_behind
from programmes.models import Programme
from programmes.selectors import NOT_THERE, WordsChanged, kpi_list, programme_lines, words_changed
from programmes.tables import words_changed_table
from raid.models import Risk
from raid.selectors import log_lines
from raid.tables import score_words

from ..composition import Material
from ..value import Block, Paragraph
from .columns import without
from .kind import SectionKind
from .sentences import counted, listed, told

MOST_CORRECTIONS = 30  # that are listed; of more their number is told


@dataclass(frozen=True)
class Moved:
    """A rating that is another than it was."""

    what: str
    kind: str
    before: Rating
    after: Rating
    number: Number  # that is rated


@dataclass(frozen=True)
class RiskMoved:
    risk: Risk  # as it stands
    log: str
    how: str
    before: int | None  # its score


def build(material: Material, subject: str) -> tuple[Block, ...]:
    since = material.since or material.scope.month_ago
    changes = changes_since(
        material.organisation, None, since, material.moment, approved_only=not material.provisional
    )
    ratings = moved_ratings(material, since)
    risks = list(moved_risks(material, since))
    programmes = as_of(Programme, material.moment).filter(organisation_id=material.organisation.pk)
    words = words_changed({each.pk: each.name for each in programmes}, since, material.moment)
    moved = [each for each in words if each.before != NOT_THERE]
    tables = [
        corrections_table(changes, entries_behind(changes)),
        ratings_table(ratings),
        risks_table(risks),
        _words_table(moved),
    ]
    if not changes.new and not words and not any(table.rows for table in tables):
        return ()
    said = [
        _figures(changes),
        _counted(len(ratings), "rating has moved", "ratings have moved"),
        _told(risks),
        _new(words),
    ]
    return (Paragraph(told(_since(material, since), *filter(None, said))), *tables)


def _new(words: Sequence[WordsChanged]) -> str:
    """How many of each kind weren't there: 7 milestones and 2 benefits are new."""
    kinds = Counter(each.kind.lower() for each in words if each.before == NOT_THERE)
    plural = {kind: f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s" for kind in kinds}
    said = listed([counted(count, kind, plural[kind]) for kind, count in kinds.items()])
    return "" if not said else f"{said} {'is' if sum(kinds.values()) == 1 else 'are'} new"


def _words_table(moved: Sequence[WordsChanged]) -> Table:
    table = replace(words_changed_table(moved), caption="What moved in programmes")
    return table if len({each.programme for each in moved}) > 1 else without(table, "Programme")


def _since(material: Material, since: datetime) -> str:
    day = day_label(since.astimezone(LONDON).date())
    if material.since:
        return f"This is what changed since the last report, which was frozen on {day}"
    return f"No earlier report was frozen; this is what changed in the month since {day}"


def _figures(changes: Changes) -> str:
    restated = sum(change.is_restatement for change in changes.corrected)
    parts = [
        _counted(changes.new, "figure is new", "figures are new"),
        _counted(len(changes.corrected) - restated, "was corrected", "were corrected"),
        _counted(
            restated, "was restated after its period was closed", "were restated after their periods were closed"
        ),
    ]
    return listed([part for part in parts if part])


def _counted(count: int, one: str, many: str) -> str:
    return counted(count, one, many) if count else ""


def corrections_table(changes: Changes, entries: dict[int, Entry]) -> Table:
    """Restated figures first, then corrected ones, each with why."""
    found = sorted(changes.corrected, key=lambda change: not change.is_restatement)
    left = len(found) - MOST_CORRECTIONS
    return Table(
        slug="corrections",
        caption="Figures that were corrected or restated",
        columns=(
            Column("Figure"),
            Column("For"),
            Column("Was", numeric=True),
            Column("Is", numeric=True),
            Column("Change", numeric=True),
            Column("What it is"),
            Column("Why", words=True),
        ),
        rows=tuple(_correction(change, entries[change.entry]) for change in found[:MOST_CORRECTIONS]),
        note=f"{counted(left, 'more is', 'more are')} not listed." if left > 0 else "",
    )


def _correction(change: Change, entry: Entry) -> Row:
    moved = difference(("now", change.after), ("before", change.before))
    kind = "Restated" if change.is_restatement else "Corrected"
    why = entry.reason or entry.source
    return Row(change.series.name, (change.span.label, change.before, change.after, moved, kind, why))


def moved_ratings(material: Material, since: datetime) -> list[Moved]:
    """Of programmes' delivery and of KPIs; one that wasn't rated before hasn't moved."""
    before, after = (_rated(material, moment) for moment in (since, material.moment))
    return [
        Moved(name, key[0], before[key][1], rating, number)
        for key, (name, rating, number) in after.items()
        if key in before and before[key][1].colour != rating.colour
    ]


def _rated(material: Material, moment: datetime) -> dict[tuple[str, int], tuple[str, Rating, Number]]:
    """By kind and id, its name, its rating and what of it is rated."""
    asked, approved = (material.organisation, material.year, moment), not material.provisional
    found = {
        ("Programme", line.programme.pk): (line.programme.name, line.delivery.rating, line.delivery.projected)
        for line in programme_lines(*asked, approved_only=approved)
    }
    for page in kpi_list(*asked, approved_only=approved).pages:
        found["KPI", page.kpi.pk] = (page.kpi.name, page.rating, page.to_date)
    return found


def ratings_table(moved: Sequence[Moved]) -> Table:
    return Table(
        slug="ratings",
        caption="Ratings that moved",
        columns=(
            Column("What"),
            Column("Kind"),
            Column("Was"),
            Column("Is"),
            Column("Now", numeric=True),
            Column("Why", words=True),
        ),
        rows=tuple(
            Row(each.what, (each.kind, each.before, each.after, each.number, each.after.reason)) for each in moved
        ),
    )


def moved_risks(material: Material, since: datetime) -> Iterator[RiskMoved]:
    """Those that were raised, closed or scored anew."""
    then = {risk.pk: risk for risk, _ in _risks(material, since)}
    for risk, log in _risks(material, material.moment):
        was = then.get(risk.pk)
        before = was.present_score if was else None
        if was is None or was.is_open != risk.is_open:
            how = f"Closed: {risk.ending}" if not risk.is_open else "Open again" if was else "New"
            yield RiskMoved(risk, log, how, before)
        elif risk.is_open and before != risk.present_score:
            yield RiskMoved(risk, log, "Scored anew", before)


def _risks(material: Material, moment: datetime) -> list[tuple[Risk, str]]:
    lines = log_lines(material.organisation, moment, material.as_at)
    return [(risk, line.log.name) for line in lines for risk in line.page.risks]


def _told(moved: Sequence[RiskMoved]) -> str:
    new, closed = (sum(each.how.startswith(how) for each in moved) for how in ("New", "Closed"))
    found = [_counted(new, "risk is new", "risks are new"), _counted(closed, "risk was closed", "risks were closed")]
    return listed([each for each in found if each])


def risks_table(moved: Sequence[RiskMoved]) -> Table:
    return Table(
        slug="risks",
        caption="Risks that were raised, closed or scored anew",
        columns=(Column("Risk"), Column("Of"), Column("What happened"), Column("Score was"), Column("Score is")),
        rows=tuple(
            Row(
                each.risk.title,
                (
                    each.log,
                    each.how,
                    score_words(each.before) if each.before else "",
                    score_words(each.risk.present_score),
                ),
            )
            for each in moved
        ),
    )


def _score(score: int | None) -> str:
    return score_words(score) if score else ""


KIND = SectionKind(
    "changes",
    "What changed since the last report",
    "New, corrected and restated figures, ratings that moved, risks raised and closed, and what moved in words.",
    build,
)
