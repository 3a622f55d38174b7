"""Activity and unit cost as a list of the API, with the effects of price and volume."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.things import EndedSerializer, ThingList, codes, ended, plain
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..models import ActivityLine, BudgetLine
from ..selectors.activity import activity_rows
from ..selectors.activity_rows import ActivityRow


class ActivitySerializer(EndedSerializer):
    organisation = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    service = serializers.CharField(allow_blank=True)
    client_group = serializers.CharField(allow_blank=True)
    care_type = serializers.CharField(allow_blank=True)
    budget_line = serializers.CharField(allow_null=True, help_text="The code of the line whose variance it explains.")
    counts = serializers.ChoiceField(choices=ActivityLine.Counts.choices)
    priced_per = serializers.ChoiceField(choices=ActivityLine.Priced.choices)
    period = serializers.ChoiceField(choices=ActivityLine.Period.choices, help_text="That commitments are of.")
    counted = serializers.BooleanField(help_text="In the totals; otherwise it is only shown.")
    quantity_series = serializers.CharField()
    price_series = serializers.CharField()
    year = serializers.CharField(help_text="That the numbers are of.")
    start = serializers.DateField(allow_null=True, help_text="The first day that the current quantity is of.")
    end = serializers.DateField(allow_null=True, help_text="The last day that the current quantity is of.")
    budgeted_quantity = serializers.CharField(allow_null=True)
    current_quantity = serializers.CharField(allow_null=True)
    budgeted_price = serializers.CharField(allow_null=True)
    current_price = serializers.CharField(allow_null=True)
    price_effect = serializers.CharField(allow_null=True, help_text="Pounds a period; null: not computable.")
    volume_effect = serializers.CharField(allow_null=True)
    change_in_commitment = serializers.CharField(allow_null=True, help_text="Both effects together.")
    not_computable_because = serializers.CharField(allow_blank=True)


@extend_schema_view(get=extend_schema(operation_id="activity", responses=list_of(ActivitySerializer)))
class ActivityList(ThingList):
    """Activity lines: budgeted and current, in `year` (left out: the present one, or that of `as_at`).

    The current quantity is the newest of the year or of the year before.
    """

    queryset = ActivityLine.objects.none()
    model = ActivityLine
    serializer_class = ActivitySerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        rows = activity_rows(organisation, ids, year, known_at)
        called = codes(pk for row in rows for pk in row.line.series)
        lines = dict(BudgetLine.objects.filter(organisation=organisation).values_list("pk", "code"))
        return {row.line.pk: _told(organisation, row, called, lines) for row in rows}


def _told(
    organisation: Organisation, row: ActivityRow, called: dict[int | None, str], lines: dict[int, str]
) -> dict[str, Any]:
    line = row.line
    same = ("slug", "name", "counts", "priced_per", "period", "counted")
    return {
        "organisation": organisation.slug,
        **{name: getattr(line, name) for name in same},
        "service": row.service,
        "client_group": row.client_group,
        "care_type": row.care_type,
        "budget_line": lines.get(line.budget_line_id or 0),
        "quantity_series": called[line.quantity_series_id],
        "price_series": called[line.price_series_id],
        "year": str(row.year),
        "start": row.as_of.start.isoformat() if row.as_of else None,
        "end": row.as_of.end.isoformat() if row.as_of else None,
        "budgeted_quantity": plain(row.budgeted.quantity),
        "current_quantity": plain(row.current.quantity),
        "budgeted_price": plain(row.budgeted.price),
        "current_price": plain(row.current.price),
        "price_effect": plain(row.price_effect),
        "volume_effect": plain(row.volume_effect),
        "change_in_commitment": plain(row.change),
        "not_computable_because": row.why_not,
        **ended(line),
    }
