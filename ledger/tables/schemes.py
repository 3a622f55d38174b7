"""Rating schemes as a table, each with what it means in words."""

from collections.abc import Sequence
from decimal import Decimal

from ..components import Column, Row, Table
from ..models import RatingScheme
from ..rating import TO_DATE, Thresholds
from ..scope import Scope
from ..selectors import SchemeLine


def thresholds_of(scheme: RatingScheme) -> Thresholds:
    return Thresholds(scheme.green_within, scheme.amber_within, scheme.judged_on)


def scheme_words(thresholds: Thresholds) -> str:
    """What a scheme means, for readers who never saw a threshold."""
    judged, against = "the projected outturn", "the year’s target"
    if thresholds.judged_on == TO_DATE:
        judged, against = "what came so far", "the plan so far"
    green, amber = (_percent(limit) for limit in thresholds[:2])
    meets = f"Green while {judged} is no more than {green} short of {against}"
    if not thresholds.green_within:
        meets = f"Green while {judged} meets {against}"
    if thresholds.amber_within == thresholds.green_within:
        return f"{meets}; beyond that red."
    return f"{meets}; amber to {amber}; beyond that red."


def _percent(limit: Decimal) -> str:
    return f"{limit.normalize():f}%"


def schemes_table(scope: Scope, schemes: Sequence[SchemeLine]) -> Table:
    may_edit = scope.may_administer and scope.is_now
    columns = (
        Column("Scheme"),
        Column("Code"),
        Column("What it means", words=True),
        Column("Series", numeric=True),
        Column("History"),
    )
    return Table(
        slug="schemes",
        caption="Rating schemes",
        columns=columns,
        rows=tuple(
            Row(
                scope.link(found.scheme.name, "ledger:scheme_edit", found.scheme.code)
                if may_edit
                else found.scheme.name,
                (
                    found.scheme.code,
                    scheme_words(thresholds_of(found.scheme)),
                    f"{found.series:,}",
                    scope.link(f"History of {found.scheme.name}", "ledger:scheme_history", found.scheme.code),
                ),
            )
            for found in schemes
        ),
        empty="None has been defined: every series is rated in the usual way.",
    )
