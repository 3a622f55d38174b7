"""History of domain objects: written with an actor and a moment, read as of a moment.

Figures have their own history in the ledger; this is for words: programmes, milestones, definitions.
"""

from collections.abc import Collection, Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from simple_history.manager import HistoricalQuerySet

ModelT = TypeVar("ModelT", bound=models.Model)
Links = Mapping[str, Collection[models.Model]]  # by the name of a relation to many, what it holds


def keep(
    instance: ModelT,
    *,
    by: AbstractBaseUser | None,
    known_from: datetime | None = None,
    reason: str = "",
    links: Links | None = None,
) -> ModelT:
    """Validate and save `instance`, noting in its history who did it, why, and since when it was known.

    `known_from` is for what published papers bring; everything else is known when it is saved. What `links` doesn't
    name stays linked as it was.
    """
    instance.full_clean()
    tracked: Any = instance
    tracked._history_user = by
    tracked._change_reason = reason or None
    if known_from:
        tracked._history_date = _free_moment(tracked, known_from)
    instance.save()
    if links:
        _link(instance, links)
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
    relations = {field.name for field in instance._meta.many_to_many}
    links = {name: value for name, value in fields.items() if name in relations}
    own = {name: value for name, value in fields.items() if name not in relations}
    if instance.pk:
        then = as_of(type(instance), known_from).filter(pk=instance.pk).first() if known_from else instance
        if then and all(getattr(then, name) == value for name, value in own.items()) and _hold(then, links):
            return instance
        if known_from and known_from < newest_version(instance).history_date:
            _note_earlier(instance, then, own, links, by, known_from, reason)
            return instance
    for name, value in own.items():
        setattr(instance, name, value)
    return keep(instance, by=by, known_from=known_from, reason=reason, links=links)


def newest_version(instance: models.Model) -> Any:
    """The last version of `instance` in its history, with who wrote it."""
    history: Any = instance.history  # type: ignore[attr-defined]
    return history.select_related("history_user").order_by("-history_date", "-history_id").first()


def linked(version: Any, name: str) -> set[int]:
    """The ids of what a version in the history of something was linked to."""
    field = version.instance_type._meta.get_field(name)
    return set(_links(version, name).values_list(f"{field.m2m_reverse_field_name()}_id", flat=True))


def _links(version: Any, name: str) -> "models.QuerySet[Any]":
    """simple-history keeps what a relation to many held beside each version, as rows of their own."""
    rows: models.QuerySet[Any] = getattr(version, name).model._default_manager.filter(history=version)
    return rows


def _hold(then: Any, links: Links) -> bool:
    """Whether `then`, as it is or as it was read as of a moment, is linked to just these."""
    version = getattr(then, "_history", None)
    return all(
        (linked(version, name) if version else set(getattr(then, name).values_list("pk", flat=True)))
        == {other.pk for other in others}
        for name, others in links.items()
    )


def _link(instance: Any, links: Links) -> None:
    """Of itself, simple-history would note each change of a relation as one more version, known from now."""
    instance.skip_history_when_saving = True
    try:
        for name, others in links.items():
            getattr(instance, name).set(others)
    finally:
        del instance.skip_history_when_saving
    version = newest_version(instance)
    for name, others in links.items():
        _links(version, name).delete()
        _note_links(version, instance, name, {other.pk for other in others})


def _note_links(version: Any, instance: models.Model, name: str, others: Collection[int]) -> None:
    field: Any = instance._meta.get_field(name)
    rows, here, there = getattr(version, name).model, field.m2m_field_name(), field.m2m_reverse_field_name()
    through = field.remote_field.through._default_manager.filter(**{here: instance})
    ids = dict(through.values_list(f"{there}_id", "pk"))  # none where it isn't linked now
    rows._default_manager.bulk_create(
        rows(id=ids.get(pk, 0), history=version, **{f"{here}_id": instance.pk, f"{there}_id": pk})
        for pk in sorted(others)
    )


def _note_earlier(
    instance: models.Model,
    then: Any,
    fields: Mapping[str, Any],
    links: Links,
    by: AbstractBaseUser | None,
    known_from: datetime,
    reason: str,
) -> None:
    earlier: Any = copy(instance)
    for name, value in fields.items():
        setattr(earlier, name, value)
    earlier.full_clean()
    history: Any = instance.history  # type: ignore[attr-defined]
    version = history.model._default_manager.create(
        history_date=_free_moment(instance, known_from),
        history_type="~" if history.filter(history_date__lte=known_from).exists() else "+",
        history_user=by,
        history_change_reason=reason or None,
        **{field.attname: getattr(earlier, field.attname) for field in history.model.tracked_fields},
    )
    for field in version._history_m2m_fields:
        if field.name in links:
            others = {other.pk for other in links[field.name]}
        else:
            others = linked(then._history, field.name) if then else set()
        _note_links(version, instance, field.name, others)


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
    versions = history.as_of(moment)
    known: Any = _KnownThen(versions.model, query=versions.query, using=versions.db)
    known._as_instances, known._as_of = versions._as_instances, versions._as_of
    return known


class _KnownThen(HistoricalQuerySet):
    """Things as they were, where `pk` is a thing's own key, as it is of things as they are.

    simple-history sees to that in `filter(pk=...)` alone: in `pk__in`, in an order or in values it would be a
    version's.
    """

    def _filter_or_exclude(self, negate: bool, args: Any, kwargs: Any) -> Any:
        own = {self._own(name): value for name, value in kwargs.items()}
        return super()._filter_or_exclude(negate, [self._own_in(each) for each in args], own)

    def order_by(self, *names: Any) -> Any:
        return super().order_by(*(self._own(name) for name in names))

    def _values(self, *names: Any, **expressions: Any) -> Any:
        return super()._values(*(self._own(name) for name in names), **expressions)

    def _own(self, name: Any) -> Any:
        if not isinstance(name, str):
            return name
        first, _, rest = name.lstrip("-").partition("__")
        if first != "pk":
            return name
        return "-" * name.startswith("-") + "__".join(filter(None, [self._pk_attr, rest]))

    def _own_in(self, condition: Any) -> Any:
        if isinstance(condition, tuple):
            return (self._own(condition[0]), condition[1])
        if not isinstance(condition, Q):
            return condition
        own = condition.copy()
        own.children = [self._own_in(child) for child in condition.children]
        return own


def first_known(instance: models.Model) -> datetime | None:
    """Since when `instance` is known at all."""
    history: Any = instance.history  # type: ignore[attr-defined]
    return history.order_by("history_date").values_list("history_date", flat=True).first()
