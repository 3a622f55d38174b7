"""How a programme's target, its benefit lines and the budget that it is to lower tell one story, or where they part.

*Bottom up* are the benefit lines. *Top down* is the forecast of the spend that the programme can influence, against
the spend that it is meant to reach: what it is over, the target has not brought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.numbers import Number, difference, missing, total, worked_out

Labelled = Sequence[tuple[str, Number]]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All in pounds of one financial year."""

    target: Number
    identified: Number  # in the plans of benefit lines
    unidentified: Number  # of the target
    impaired: Number  # of this year's new savings
    impaired_earlier: Number  # of earlier years' savings, beside the target
    mitigated: Number
    expected: Number  # what is left of the target
    bottom_up: Number  # what the benefit lines will come to
    top_down: Number  # what of the target reaches the budget
    unexplained: Number  # top down less bottom up

    @property
    def impaired_in_all(self) -> Number:
        return total([("new savings", self.impaired), ("earlier years' savings", self.impaired_earlier)])


def reconcile(
    target: Number,
    identified: Labelled,
    impaired: Labelled,
    impaired_earlier: Labelled,
    mitigated: Labelled,
    projected: Labelled,
    over_position: Number,
) -> Reconciliation:
    """`identified` and `projected` are benefit lines' plan and outturn; the impaired and mitigated amounts likewise.

    `over_position` is the forecast spend less the target position: above zero, that much is not delivered.
    """
    planned = _sum(identified, "sum of the plans of {} benefit lines")
    lost = _sum(impaired, "sum of {} impairments of new savings")
    made_good = _sum(mitigated, "sum of {} mitigations")
    bottom_up = _sum(projected, "sum of the projected outturns of {} benefit lines")
    top_down = difference(("target", target), ("forecast spend over the target position", over_position))
    return Reconciliation(
        target=target,
        identified=planned,
        unidentified=difference(("target", target), ("identified in benefit lines", planned)),
        impaired=lost,
        impaired_earlier=_sum(impaired_earlier, "sum of {} impairments of earlier years' savings"),
        mitigated=made_good,
        expected=_expected(target, lost, made_good),
        bottom_up=bottom_up,
        top_down=top_down,
        unexplained=difference(("top down", top_down), ("bottom up", bottom_up)),
    )


def _sum(numbers: Labelled, words: str) -> Number:
    known = [(label, number) for label, number in numbers if not number.missing]
    return total(known, words.format(len(known))) if known else missing("GBP")


def _expected(target: Number, lost: Number, made_good: Number) -> Number:
    """Target − impaired + mitigated, of those that are recorded; missing where neither is."""
    if target.value is None or (lost.missing and made_good.missing):
        return missing("GBP")
    value, formula, inputs = target.value, "target", [("target", target)]
    if lost.value is not None:
        value, formula = value - lost.value, f"{formula} − impaired"
        inputs.append(("impaired", lost))
    if made_good.value is not None:
        value, formula = value + made_good.value, f"{formula} + mitigated"
        inputs.append(("mitigated", made_good))
    return worked_out(value, formula, inputs, unit="GBP")
