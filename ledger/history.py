"""History of domain objects: written with an actor and a moment, read as of a moment.

Figures have their own history in the ledger; this is for words: programmes, milestones, definitions.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

ModelT = TypeVar("ModelT", bound=models.Model)


def keep(
    instance: ModelT,
    *,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
) -> ModelT:
    """Validate and save `instance`, noting in its history who did it, why, and since when it was known.

    `known_from` is for what published papers bring; everything else is known when it is saved.
    """
    instance.full_clean()
    tracked: Any = instance
    tracked._history_user = by
    tracked._change_reason = reason or None
    if known_from:
        tracked._history_date = _free_moment(tracked, known_from)
    instance.save()
    # Left on the instance, the moment would date its next change, or its deletion, too.
    tracked.__dict__.pop("_history_date", None)
    return instance


def _free_moment(instance: Any, moment: datetime) -> datetime:
    """`moment`, or the first after it that no other version of `instance` has: as of needs an order."""
    taken = set(instance.history.values_list("history_date", flat=True)) if instance.pk else set()
    while moment in taken:
        moment += timedelta(microseconds=1)
    return moment


def as_of(model: type[ModelT], moment: datetime | None) -> "models.QuerySet[ModelT]":
    """The objects of `model` as they were known at `moment`; None: as they are."""
    if moment is None:
        return model._default_manager.all()
    history: Any = model.history  # type: ignore[attr-defined]
    return history.as_of(moment)


def first_known(instance: models.Model) -> datetime | None:
    """Since when `instance` is known at all."""
    history: Any = instance.history  # type: ignore[attr-defined]
    return history.order_by("history_date").values_list("history_date", flat=True).first()
