"""Budget monitoring as a list of the API: the numbers of the page, line by line."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.lists import year_of
from ledger.api.numerals import exact
from ledger.api.query import Asked
from ledger.models import Organisation
from ledger.months import LONDON
from ledger.rating import direction
from ledger.rounding import rounded
from ledger.trajectories import SCALE

from ..monitoring import AMOUNTS, FINAL, PROJECTED, PROVISIONAL
from ..selectors import Structure, standings, structure
from .lines import HeadedSerializer, LineList

DIRECTIONS = ["adverse", "favourable", ""]
PENCE = 2


def _amount(help_text: str) -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text=help_text)


class MonitoringSerializer(HeadedSerializer):
    year = serializers.CharField(help_text="That the numbers are of.")
    compared_to = serializers.DateField(
        allow_null=True, help_text="The last day of the month that all lines of the organisation are compared at."
    )
    original = _amount(
        "The year’s budget as first set, in pounds. Null, here and below: not known, which is not zero."
    )
    revised = _amount("After virements.")
    virements = _amount("Revised less original.")
    budget_to_date = _amount("From April to the month that lines are compared at.")
    actual_to_date = _amount("Likewise.")
    variance_to_date = _amount("Actual less budget: above zero is adverse, for spend and for income alike.")
    direction_to_date = serializers.ChoiceField(choices=DIRECTIONS)
    commitments = _amount("As last known in that time.")
    accruals = _amount("Likewise.")
    adjustment = _amount("Period 13.")
    projected = _amount("The outturn by the method of the line’s series, with period 13.")
    outturn = serializers.ChoiceField(
        choices=[PROJECTED, PROVISIONAL, FINAL],
        help_text="Provisional: all twelve months are in. Final: period 13 is closed as well.",
    )
    variance = _amount("Projected less revised.")
    direction = serializers.ChoiceField(choices=DIRECTIONS)
    last_projected = _amount("As known at the end of the month before.")
    movement = _amount("Projected less last projected; null too where nothing was reported since.")
    provisional = serializers.BooleanField(help_text="Whether a figure that it rests on waits for approval.")


@extend_schema_view(get=extend_schema(operation_id="monitoring", responses=list_of(MonitoringSerializer)))
class MonitoringList(LineList):
    """Where each budget line stands in `year` (left out: the present one, or that of `as_at`)."""

    serializer_class = MonitoringSerializer

    def told(
        self, organisation: Organisation, built: Structure, asked: Asked, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        year = year_of(asked, known_at)
        as_at = known_at.astimezone(LONDON).date() if known_at else timezone.localdate()
        # All lines, for what they are compared at is found from all of them.
        found = standings(organisation, structure(organisation, year, known_at).lines, year, known_at, as_at)
        return {
            each.line.pk: {
                "year": str(year),
                "compared_to": found.period.end.isoformat() if found.period else None,
                **{name: _pounds(getattr(each.position, name)) for name in AMOUNTS},
                "direction_to_date": _side(each.position.variance_to_date),
                "direction": _side(each.position.variance),
                "outturn": each.outturn,
                "provisional": bool(each.provisional),
            }
            for each in found.lines
        }


def _pounds(value: Decimal | None) -> str | None:
    """To the four places that the ledger keeps, with pence at least."""
    return None if value is None else exact(rounded(value, SCALE), PENCE)


def _side(variance: Decimal | None) -> str:
    return direction(variance, variance * 0, "lower") if variance is not None else ""
