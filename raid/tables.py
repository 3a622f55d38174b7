"""A log's tables, as values that the page, its CSV and the reports share."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.components import Column, Link, Rating, Row, Table
from ledger.months import day_label
from ledger.scope import Scope

from .models import Action, Decision, Issue, Item, Risk, Update
from .scoring import band
from .selectors import LogLine, LogPage


def item_link(scope: Scope, item: Item | Update, page: str = "item", text: str = "") -> Link:
    """To a page of the item, its own unless another is named; under its short name where no other text is given."""
    kind = str(item._meta.verbose_name_plural)
    return scope.link(text or item.called, f"raid:{page}", item.log_id, kind, item.number)


def titled_link(scope: Scope, item: Item) -> Link:
    """To the item's own page, by its short name and its title."""
    return item_link(scope, item, text=f"{item.called}: {item.title}")


def logs_table(lines: Sequence[LogLine], scope: Scope) -> Table:
    """Each log with what is open in it, its gravest risk and what is late."""
    return Table(
        slug="logs",
        caption="Every log, and what is open in it",
        columns=(
            Column("Log"),
            Column("Open risks", numeric=True),
            Column("High", numeric=True),
            Column("Gravest risk", words=True),
            Column("Rating"),
            Column("Open issues", numeric=True),
            Column("Open actions", numeric=True),
            Column("Late"),
        ),
        rows=tuple(
            Row(
                scope.link(line.log.name, "raid:log", line.log.pk),
                (
                    f"{len(line.page.open_risks):,}",
                    f"{len(line.page.high_risks):,}",
                    titled_link(scope, line.gravest) if line.gravest else None,
                    line.gravest.rating if line.gravest else None,
                    f"{len(line.page.open_issues):,}",
                    f"{len(line.page.open_actions):,}",
                    late_words(line.page),
                ),
            )
            for line in lines
        ),
        note="The gravest risk is the open one with the highest score after mitigation or, where nobody scored that, "
        "before. Late are open actions that were due and open risks whose review is overdue.",
        empty=_nothing("logs", scope),
    )


def late_words(page: LogPage) -> str:
    """2 actions, 1 review; empty where nothing is late."""
    counts = (("action", len(page.late_actions)), ("review", len(page.risks_to_review)))
    return ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts if count)


def log_tables(page: LogPage, scope: Scope) -> dict[str, Table]:
    """By the kind's name in addresses, in the order of the page."""
    tables = (
        risk_table(page.risks, scope),
        issue_table(page.issues, scope),
        action_table(page.actions, scope),
        decision_table(page.decisions, scope),
        update_table(page.updates, scope),
    )
    return {table.slug: table for table in tables}


SCORED = (Column("Rating"), Column("Score after mitigation"), Column("Score before"))


def scored(risk: Risk) -> tuple[Rating, str, str]:
    """What stands under the columns of `SCORED`."""
    return risk.rating, score_words(risk.residual_score), score_words(risk.score)


def review(risk: Risk, scope: Scope) -> str:
    """The day of its next review, and whether that has passed."""
    return _day(risk.next_review, "overdue" if risk.is_review_late(scope.as_at) else "")


def risk_table(risks: Sequence[Risk], scope: Scope) -> Table:
    return Table(
        slug="risks",
        caption="Every risk, open ones first and the gravest first",
        columns=(
            Column("Risk"),
            *SCORED,
            Column("Response"),
            Column("Owner"),
            Column("Next review"),
            Column("State"),
        ),
        rows=tuple(
            Row(
                titled_link(scope, risk),
                (
                    *scored(risk),
                    risk.get_response_display(),
                    risk.owner_role,
                    review(risk, scope),
                    state(risk),
                ),
            )
            for risk in risks
        ),
        note="The rating is that of the score after mitigation or, where nobody scored that, before."
        if risks
        else "",
        empty=_nothing("risks", scope),
    )


def issue_table(issues: Sequence[Issue], scope: Scope) -> Table:
    return Table(
        slug="issues",
        caption="Every issue, open ones first and the gravest first",
        columns=(
            Column("Issue"),
            Column("Impact"),
            Column("What is done about it", words=True),
            Column("Owner"),
            Column("Raised on"),
            Column("State"),
        ),
        rows=tuple(
            Row(
                titled_link(scope, issue),
                (
                    issue.get_impact_display() or None,
                    issue.resolution,
                    issue.owner_role,
                    day_label(issue.raised_on),
                    state(issue),
                ),
            )
            for issue in issues
        ),
        empty=_nothing("issues", scope),
    )


def action_table(actions: Sequence[Action], scope: Scope) -> Table:
    return Table(
        slug="actions",
        caption="Every action, open ones first and by the day they are due",
        columns=(
            Column("Action"),
            Column("Owner"),
            Column("Starts"),
            Column("Due"),
            Column("Timescale"),
            Column("State"),
        ),
        rows=tuple(
            Row(
                titled_link(scope, action),
                (
                    action.owner_role,
                    _day(action.starts),
                    _day(action.due, "late" if action.is_late(scope.as_at) else ""),
                    action.timescale,
                    state(action),
                ),
            )
            for action in actions
        ),
        empty=_nothing("actions", scope),
    )


def decision_table(decisions: Sequence[Decision], scope: Scope) -> Table:
    return Table(
        slug="decisions",
        caption="Every decision, those that hold first and the newest first",
        columns=(
            Column("Decision"),
            Column("What was decided", words=True),
            Column("By"),
            Column("On"),
            Column("State"),
        ),
        rows=tuple(
            Row(
                titled_link(scope, made),
                (made.words, made.decided_by, day_label(made.raised_on), state(made)),
            )
            for made in decisions
        ),
        empty=_nothing("decisions", scope),
    )


def update_table(updates: Sequence[Update], scope: Scope) -> Table:
    return Table(
        slug="updates",
        caption="Every month’s progress, the newest first",
        columns=(Column("Month"), Column("Progress", words=True), Column("Author")),
        rows=tuple(
            Row(item_link(scope, update, text=update.title), (update.words, update.author_role)) for update in updates
        ),
        empty=_nothing("updates", scope),
    )


def item_facts(item: Item | Update, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is known of an item for its own page, by the fields that have `labels`."""
    facts = [(label, _fact(item, name)) for name, label in labels.items()]
    if isinstance(item, Item) and not item.is_open:
        facts += [("How it ended", state(item)), ("Why", item.closing_reason)]
    return facts


def state(item: Item) -> str:
    """Open, for an action how far it is, that a decision holds, or how and when it ended."""
    if item.closed_on:
        return f"{item.ending}, {day_label(item.closed_on)}"
    if isinstance(item, Action):
        return str(item.get_state_display())
    return "Holds" if isinstance(item, Decision) else "Open"


def score_words(score: int | None) -> str:
    return f"{score}: {band(score).lower()}" if score else "Not scored"


def _nothing(what: str, scope: Scope) -> str:
    return f"No {what} are recorded yet." if scope.is_now else f"No {what} were known on {day_label(scope.as_at)}."


def _fact(item: Item | Update, name: str) -> str:
    value = getattr(item, name)
    if isinstance(value, date):
        return day_label(value)
    shown = getattr(item, f"get_{name}_display", None)
    return str((shown() if shown else value) or "")


def _day(day: date | None, mark: str = "") -> str:
    return "" if day is None else f"{day_label(day)}, {mark}" if mark else day_label(day)
