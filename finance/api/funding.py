"""Sources of funding with their balances, and what is committed of them, as lists of the API."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.things import EndedSerializer, ThingList, codes, ended, plain
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..models import Commitment, FundingSource
from ..selectors.funding import commitment_lines, source_lines


class FundingSerializer(EndedSerializer):
    organisation = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=FundingSource.Kind.choices)
    one_off = serializers.BooleanField()
    relied_on = serializers.BooleanField(help_text="Whether the budget relies on it.")
    starts = serializers.DateField(allow_null=True)
    ends = serializers.DateField(allow_null=True)
    series = serializers.CharField(help_text="The code of the series of its amounts.")
    year = serializers.CharField(help_text="That the numbers are of.")
    amount = serializers.CharField(allow_null=True)
    committed = serializers.CharField(allow_null=True, help_text="By live commitments, spent ones among them.")
    uncommitted = serializers.CharField(allow_null=True, help_text="Below zero: more is committed than there is.")


@extend_schema_view(get=extend_schema(operation_id="funding", responses=list_of(FundingSerializer)))
class FundingList(ThingList):
    """Sources of funding, with what is left of them in `year` (left out: the present one, or that of `as_at`)."""

    queryset = FundingSource.objects.none()
    model = FundingSource
    serializer_class = FundingSerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        lines = source_lines(organisation, ids, year, known_at)
        called = codes(line.source.series_id for line in lines)
        same = ("slug", "name", "kind", "one_off", "relied_on")
        return {
            line.source.pk: {
                "organisation": organisation.slug,
                **{name: getattr(line.source, name) for name in same},
                "starts": line.source.starts.isoformat() if line.source.starts else None,
                "ends": line.source.ends.isoformat() if line.source.ends else None,
                "series": called[line.source.series_id],
                "year": str(year),
                "amount": plain(line.amount),
                "committed": plain(line.committed),
                "uncommitted": plain(line.uncommitted),
                **ended(line.source),
            }
            for line in lines
        }


class CommitmentSerializer(EndedSerializer):
    organisation = serializers.CharField()
    funding = serializers.CharField(help_text="The short name of the source of funding.")
    name = serializers.CharField(help_text="What it is for.")
    budget_line = serializers.CharField(allow_blank=True)
    beyond_because = serializers.CharField(
        allow_blank=True, help_text="Why more is committed than there is, where somebody confirmed that."
    )
    series = serializers.CharField(help_text="The code of the series of its amounts.")
    live = serializers.BooleanField(help_text="Whether it takes of its source: what is released doesn't.")
    year = serializers.CharField(help_text="That the amount is of.")
    amount = serializers.CharField(allow_null=True)


@extend_schema_view(get=extend_schema(operation_id="commitments", responses=list_of(CommitmentSerializer)))
class CommitmentList(ThingList):
    """What is committed of sources of funding in `year` (left out: the present one, or that of `as_at`)."""

    queryset = Commitment.objects.none()
    model = Commitment
    of = "source__organisation_id"
    serializer_class = CommitmentSerializer

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        lines = commitment_lines(organisation, ids, year, known_at)
        called = codes(line.commitment.series_id for _, line in lines)
        return {
            line.commitment.pk: {
                "organisation": organisation.slug,
                "funding": source.slug,
                "name": line.commitment.name,
                "budget_line": line.budget_line,
                "beyond_because": line.commitment.beyond_because,
                "series": called[line.commitment.series_id],
                "live": line.commitment.is_live,
                "year": str(year),
                "amount": plain(line.amount),
                **ended(line.commitment),
            }
            for source, line in lines
        }
