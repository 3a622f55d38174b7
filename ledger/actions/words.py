"""Writes that every domain object shares: put there or changed, ended, taken up again, taken away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from ..history import amend, keep
from ..models import Closable

ModelT = TypeVar("ModelT", bound=models.Model)
ClosableT = TypeVar("ClosableT", bound=Closable)


@transaction.atomic
def put(
    model: type[ModelT],
    key: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
    **fields: Any,
) -> ModelT:
    """Create the one that `key` names, or change it. What doesn't differ isn't saved again."""
    found = model._default_manager.filter(**key).first()
    return amend(found or model(**key), fields, by=by, known_from=known_from, reason=reason)


@transaction.atomic
def close(
    *,
    thing: ClosableT,
    on: date,
    outcome: str,
    reason: str,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
) -> ClosableT:
    """End `thing` on a day as one of its class's outcomes. Raises ValidationError where it can't end so."""
    words = {"closed_on": on, "outcome": outcome, "closing_reason": reason}
    return amend(thing, words, by=by, reason=reason, known_from=known_from)


@transaction.atomic
def reopen(*, thing: ClosableT, reason: str, by: AbstractBaseUser | None) -> ClosableT:
    """Take up again what had ended. How it had ended stays in its history."""
    thing.closed_on, thing.outcome, thing.closing_reason = None, "", ""
    return keep(thing, by=by, reason=reason)


@transaction.atomic
def drop(*, thing: models.Model, reason: str, by: AbstractBaseUser | None) -> None:
    """Take `thing` away, for what never ends but should not have been. Its history stays."""
    tracked: Any = thing
    tracked._history_user, tracked._change_reason = by, reason or None
    thing.delete()
