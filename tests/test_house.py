"""The house rules that no linter knows: which way relations point."""

import pytest
from django.apps import apps

FLOORS = [{"ascare", "reports"}, {"programmes", "winter"}, {"market"}, {"finance"}, {"returns", "raid"}, {"ledger"}]
FLOOR = {app: floor for floor, names in enumerate(FLOORS) for app in names}


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in FLOOR], ids=str)
def test_relations_point_down(model: type) -> None:
    here = model._meta.app_label  # type: ignore[attr-defined]
    for field in model._meta.get_fields():  # type: ignore[attr-defined]
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        there = field.related_model._meta.app_label
        if there in FLOOR:
            assert there == here or FLOOR[there] > FLOOR[here], f"{model.__name__}.{field.name} points up to {there}"
