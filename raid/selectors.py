"""Logs as they were known at a moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from ledger.history import as_of
from ledger.models import Organisation

from .models import Action, Decision, Issue, Item, Log, Risk, Update
from .scoring import HIGH

ModelT = TypeVar("ModelT", bound=Item | Update)
ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True)
class LogPage:
    """What a log holds: of each kind the open ones first. `today` decides what is late."""

    today: date
    risks: tuple[Risk, ...]  # the gravest first
    issues: tuple[Issue, ...]  # the gravest first
    actions: tuple[Action, ...]  # by the day they are due
    decisions: tuple[Decision, ...]  # the newest first
    updates: tuple[Update, ...]  # the newest first

    @cached_property
    def open_risks(self) -> tuple[Risk, ...]:
        return _open(self.risks)

    @property
    def high_risks(self) -> tuple[Risk, ...]:
        return tuple(risk for risk in self.open_risks if (risk.present_score or 0) >= HIGH)

    @property
    def top_risks(self) -> tuple[Risk, ...]:
        """The three gravest that are open and scored."""
        return tuple(risk for risk in self.open_risks if risk.present_score)[:3]

    @property
    def risks_to_review(self) -> tuple[Risk, ...]:
        """Open risks whose review is overdue."""
        return tuple(risk for risk in self.open_risks if risk.is_review_late(self.today))

    @property
    def open_issues(self) -> tuple[Issue, ...]:
        return _open(self.issues)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        return _open(self.actions)

    @property
    def late_actions(self) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if action.is_late(self.today))

    @property
    def newest_update(self) -> Update | None:
        return self.updates[0] if self.updates else None


@dataclass(frozen=True)
class LogLine:
    """A log in the list of all."""

    log: Log
    page: LogPage

    @property
    def gravest(self) -> Risk | None:
        return next(iter(self.page.top_risks), None)


def log_lines(organisation: Organisation, moment: datetime | None, today: date) -> list[LogLine]:
    """Every log of the organisation that was known at `moment`, by name: six queries."""
    logs = list(as_of(Log, moment).filter(organisation_id=organisation.pk).order_by("name", "id"))
    pages = logs_summary([log.pk for log in logs], moment, today)
    return [LogLine(log, pages[log.pk]) for log in logs]


def log_page(log: Log, moment: datetime | None, today: date) -> LogPage:
    """What `log` held at `moment`: five queries."""
    return logs_summary([log.pk], moment, today)[log.pk]


def logs_summary(log_ids: Collection[int], moment: datetime | None, today: date) -> dict[int, LogPage]:
    """What each of these logs held at `moment`: five queries for any number of them."""
    risks, issues, actions, decisions, updates = (
        _by_log(model, log_ids, moment) for model in (Risk, Issue, Action, Decision, Update)
    )
    return {
        pk: LogPage(
            today=today,
            risks=tuple(
                sorted(risks[pk], key=lambda risk: (not risk.is_open, -(risk.present_score or 0), risk.number))
            ),
            issues=tuple(
                sorted(issues[pk], key=lambda issue: (not issue.is_open, -(issue.impact or 0), issue.number))
            ),
            actions=tuple(
                sorted(actions[pk], key=lambda action: (not action.is_open, action.due or date.max, action.number))
            ),
            decisions=tuple(
                sorted(decisions[pk], key=lambda made: (not made.is_open, -made.raised_on.toordinal(), -made.number))
            ),
            updates=tuple(sorted(updates[pk], key=lambda update: update.month, reverse=True)),
        )
        for pk in log_ids
    }


def find_item(model: type[ModelT], log: Log, number: int, moment: datetime | None) -> ModelT:
    """The one of that number in `log` as it was known. Raises the model's DoesNotExist where there was none."""
    found = as_of(model, moment).filter(log=log, **model.numbered(number)).first()
    if found is None:
        raise model.DoesNotExist(f"{log} has no {model._meta.verbose_name} {number}.")
    return found


def actions_on(item: Risk | Issue, moment: datetime | None) -> list[Action]:
    """The actions that are tied to a risk or an issue, by number."""
    tied: dict[str, Any] = {str(item._meta.model_name): item.pk}
    return sorted(as_of(Action, moment).filter(**tied), key=lambda action: action.number)


def tied_to(item: Item | Update, moment: datetime | None) -> list[Item]:
    """The issue that a risk became, the risk that an issue was, and what an action is for."""
    if isinstance(item, Risk):
        return list(as_of(Issue, moment).filter(risk=item.pk))
    ties: list[tuple[type[Item], int | None]] = [
        (Risk, getattr(item, "risk_id", None)),
        (Issue, getattr(item, "issue_id", None)),
    ]
    return [found for model, pk in ties if pk for found in as_of(model, moment).filter(pk=pk)]


def _by_log(model: type[Any], log_ids: Collection[int], moment: datetime | None) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {pk: [] for pk in log_ids}
    for item in as_of(model, moment).filter(log__in=log_ids):
        found[item.log_id].append(item)
    return found


def _open(items: Iterable[ItemT]) -> tuple[ItemT, ...]:
    return tuple(item for item in items if item.is_open)
