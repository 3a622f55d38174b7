"""History of domain objects: written with an actor and a moment, read as of a moment.

Figures have their own history in the ledger; this is for words: programmes, milestones, definitions.
"""

from collections.abc import Mapping
from copy import copy
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


def amend(
    instance: ModelT,
    fields: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
) -> ModelT:
    """Give `instance` these fields and keep it, unless that is how it was known already.

    What was known before its newest version, as a paper loaded late brings it, goes into its history alone: the
    instance stays what it is now.
    """
    if instance.pk:
        then = as_of(type(instance), known_from).filter(pk=instance.pk).first() if known_from else instance
        if then and all(getattr(then, name) == value for name, value in fields.items()):
            return instance
        if known_from and known_from < newest_version(instance).history_date:
            _note_earlier(instance, fields, by, known_from, reason)
            return instance
    for name, value in fields.items():
        setattr(instance, name, value)
    return keep(instance, by=by, known_from=known_from, reason=reason)


def newest_version(instance: models.Model) -> Any:
    """The last version of `instance` in its history, with who wrote it."""
    history: Any = instance.history  # type: ignore[attr-defined]
    return history.select_related("history_user").order_by("-history_date", "-history_id").first()


def _note_earlier(
    instance: models.Model, fields: Mapping[str, Any], by: AbstractBaseUser | None, known_from: datetime, reason: str
) -> None:
    earlier: Any = copy(instance)
    for name, value in fields.items():
        setattr(earlier, name, value)
    earlier.full_clean()
    history: Any = instance.history  # type: ignore[attr-defined]
    history.model._default_manager.create(
        history_date=_free_moment(instance, known_from),
        history_type="~" if history.filter(history_date__lte=known_from).exists() else "+",
        history_user=by,
        history_change_reason=reason or None,
        **{field.attname: getattr(earlier, field.attname) for field in history.model.tracked_fields},
    )


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
