from decimal import Decimal

from ledger.numbers import Number, missing
from programmes.reconciliation import Labelled, Reconciliation, reconcile


def pounds(value: int | None) -> Number:
    return Number(None if value is None else Decimal(value), "GBP")


def named(*values: int) -> Labelled:
    return [(f"line {i}", pounds(value)) for i, value in enumerate(values)]


def reconciled(target: int | None = 3800, over: int | None = None, **lines: Labelled) -> Reconciliation:
    given = {
        name: lines.get(name, []) for name in ("identified", "impaired", "impaired_earlier", "mitigated", "projected")
    }
    return reconcile(target=pounds(target), over_position=pounds(over), **given)  # type: ignore[arg-type]


def test_target_is_parted_into_what_is_identified_and_the_rest() -> None:
    found = reconciled(identified=named(1500, 1200))
    assert (found.identified.value, found.unidentified.value) == (2700, 1100)
    assert found.unidentified.formula == "target − identified in benefit lines"


def test_expected_is_the_target_less_impaired_plus_mitigated() -> None:
    found = reconciled(impaired=named(3100), impaired_earlier=named(1200), mitigated=named(200))
    assert found.expected.value == 900
    assert found.expected.formula == "target − impaired + mitigated"
    assert found.impaired_in_all.value == 4300


def test_expected_is_missing_where_nothing_is_recorded_as_impaired_or_mitigated() -> None:
    assert reconciled(identified=named(100)).expected.missing


def test_top_down_is_what_of_the_target_reaches_the_budget() -> None:
    found = reconciled(over=560, projected=named(3000, 500))
    assert (found.top_down.value, found.bottom_up.value, found.unexplained.value) == (3240, 3500, -260)


def test_what_is_not_known_stays_unknown() -> None:
    found = reconciled(target=None, over=560, identified=named(5))
    assert found.unidentified.missing
    assert found.top_down.missing
    assert found.unexplained.missing
    assert reconciled(identified=[("idea", missing("GBP"))]).identified.missing
