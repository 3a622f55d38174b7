"""Every write to logs. `known_from` is for published papers, which were known before they were loaded."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from ledger.actions import close, put
from ledger.history import amend, keep
from ledger.models import Organisation
from ledger.months import month_start

from .models import Issue, Item, Log, Risk, Update

User = AbstractBaseUser | None
ItemT = TypeVar("ItemT", bound=Item)
WordsT = TypeVar("WordsT", bound=Item | Update)


@transaction.atomic
def open_log(*, organisation: Organisation, name: str, by: User, known_from: datetime | None = None) -> Log:
    """Always a new one, for two undertakings may share a name: what it is of must keep hold of it."""
    return keep(Log(organisation=organisation, name=name), by=by, known_from=known_from)


@transaction.atomic
def raise_item(
    *, model: type[ItemT], log: Log, by: User, known_from: datetime | None = None, reason: str = "", **fields: Any
) -> ItemT:
    """A new risk, issue, action or decision, under the next number of its kind in its log."""
    _lock(log)
    last = model._default_manager.filter(log=log).aggregate(last=Max("number"))["last"] or 0
    return amend(model(log=log, number=last + 1), fields, by=by, known_from=known_from, reason=reason)


@transaction.atomic
def put_item(
    *,
    model: type[ItemT],
    log: Log,
    title: str,
    by: User,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> ItemT:
    """The item of that title in its log, raised or changed. What doesn't differ isn't saved again."""
    _lock(log)
    found: ItemT | None = model._default_manager.filter(log=log, title=title).first()  # type: ignore[assignment]
    if found is None:
        return raise_item(model=model, log=log, by=by, known_from=known_from, reason=reason, title=title, **fields)
    return amend(found, fields, by=by, known_from=known_from, reason=reason)


@transaction.atomic
def change_item(*, item: WordsT, by: User, reason: str = "", **fields: Any) -> WordsT:
    """Other words for an item or an update. Raises ValidationError for what is closed."""
    if isinstance(item, Item) and not item.is_open:
        raise ValidationError(f"{item.called} is closed; open it again to change it.")
    return amend(item, fields, by=by, reason=reason)


@transaction.atomic
def close_item(*, item: Item, on: date, outcome: str, reason: str, by: User) -> Item:
    """End an item; a risk that happened becomes an issue. Raises ValidationError for one that is closed already."""
    if isinstance(item, Risk) and outcome == Risk.Outcome.HAPPENED:
        issue_from_risk(risk=item, on=on, reason=reason, by=by)
        return item
    if not item.is_open:
        raise ValidationError(f"{item.called} is closed already.")
    return close(thing=item, on=on, outcome=outcome, reason=reason, by=by)


@transaction.atomic
def issue_from_risk(
    *, risk: Risk, on: date, reason: str, by: User, known_from: datetime | None = None, **fields: Any
) -> Issue:
    """Close the risk, for it happened on that day, and raise the issue that it is now: in the risk's words, and
    where `fields` has others in those. Raises ValidationError where it is closed or became one already."""
    _lock(risk.log)
    risk.refresh_from_db()
    if not risk.is_open:
        raise ValidationError(f"{risk.called} is closed already.")
    if earlier := Issue.objects.filter(risk=risk).first():
        raise ValidationError(f"{risk.called} became {earlier.called.lower()} before; open that issue again instead.")
    close(thing=risk, on=on, outcome=Risk.Outcome.HAPPENED, reason=reason, by=by, known_from=known_from)
    words = {
        "title": risk.title,
        "description": risk.description,
        "owner_role": risk.owner_role,
        "impact": risk.residual_impact or risk.impact,
        "raised_on": on,
        **fields,
    }
    return raise_item(model=Issue, log=risk.log, by=by, known_from=known_from, risk=risk, **words)


@transaction.atomic
def write_update(
    *, log: Log, month: date, by: User, known_from: datetime | None = None, reason: str = "", **fields: Any
) -> Update:
    """The update of the month in which that day lies: there is one a month, and written again it changes."""
    _lock(log)
    key = {"log": log, "month": month_start(month)}
    return put(Update, key, by=by, known_from=known_from, reason=reason, **fields)


def _lock(log: Log) -> None:
    """One writer at a time, who numbers what the last one left. SQLite has one writer in all."""
    Log.objects.select_for_update().get(pk=log.pk)
