"""How every constraint of a database is tried: by a write that goes past every validation."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

CastT = TypeVar("CastT")

# By constraint, writes that break this one and no other.
Breaks = Mapping[str, Iterable[Callable[[CastT], object]]]


def again(instance: models.Model, **changed: object) -> None:
    """Insert a second row like `instance` but for what is `changed`."""
    fields = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    type(instance)._default_manager.bulk_create([type(instance)(**{**fields, "id": None, **changed})])


def each_break(breaks: Breaks[CastT]) -> pytest.MarkDecorator:
    """Run a test once for each write in `breaks`, with the constraint's `name` and the write as `break_it`."""
    return pytest.mark.parametrize(
        ("name", "break_it"),
        [(name, write) for name, writes in breaks.items() for write in writes],
        ids=lambda value: value if isinstance(value, str) else "write",
    )


def assert_refused(name: str, break_it: Callable[[CastT], object], cast: CastT) -> None:
    """That the database refuses the write, and for this constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        break_it(cast)

    # SQLite names the columns of a unique constraint, not the constraint.
    unique = connection.vendor == "sqlite" and "UNIQUE constraint failed" in str(caught.value)
    assert name in str(caught.value) or (unique and name in _names(models.UniqueConstraint))


def constraints_of(app: str) -> set[str]:
    """The names of all constraints that the models of `app` declare."""
    return _names(models.BaseConstraint, app)


def _names(kind: type[models.BaseConstraint], app: str | None = None) -> set[str]:
    found = apps.get_app_config(app).get_models() if app else apps.get_models()
    return {each.name for model in found for each in model._meta.constraints if isinstance(each, kind)}
