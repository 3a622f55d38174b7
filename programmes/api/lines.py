"""What programmes have to do with budgets, as lists of the API: what they can influence, what benefits claim."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from ledger.api.answers import list_of
from ledger.api.things import plain
from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear

from ..models import Benefit, Claim, Influence, Programme
from ..selectors import claims_of_year, influenced_lines
from .things import OfProgramme, PartList


class InfluenceSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    programme = serializers.CharField()
    budget_line = serializers.CharField(help_text="The code of the line.")
    share = serializers.CharField(help_text="Per cent of its spend that the programme can influence.")
    year = serializers.CharField(help_text="That the numbers are of.")
    budget = serializers.CharField(allow_null=True, help_text="Of the line, after virements.")
    projected = serializers.CharField(allow_null=True, help_text="The line’s outturn.")
    price_effect = serializers.CharField(allow_null=True, help_text="Over the year; null: it is not taken out.")
    spend = serializers.CharField(allow_null=True, help_text="The share of the outturn less the price effect.")
    price_stays_because = serializers.CharField(allow_blank=True)


@extend_schema_view(get=extend_schema(operation_id="influenced-lines", responses=list_of(InfluenceSerializer)))
class InfluenceList(PartList):
    """Which budget lines programmes can influence, with their numbers in `year`."""

    queryset = Influence.objects.none()
    model = Influence
    serializer_class = InfluenceSerializer
    filterset_class = OfProgramme

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        influences = list(as_of(Influence, known_at).filter(id__in=ids))
        programmes = dict(Programme.objects.filter(organisation=organisation).values_list("pk", "slug"))
        return {
            each.influence.pk: {
                "organisation": organisation.slug,
                "programme": programmes[each.influence.programme_id],
                "budget_line": each.line.code,
                "share": f"{each.influence.share.normalize():f}",
                "year": str(year),
                "budget": plain(each.outturn.budget),
                "projected": plain(each.outturn.projected),
                "price_effect": plain(each.outturn.price_effect),
                "spend": plain(each.part.spend),
                "price_stays_because": each.part.why_price_stays,
            }
            for each in influenced_lines(organisation, influences, year, known_at)
        }


class ClaimSerializer(serializers.Serializer):
    organisation = serializers.CharField()
    programme = serializers.CharField()
    benefit = serializers.CharField()
    budget = serializers.CharField()
    budget_line = serializers.CharField(allow_null=True, help_text="The code of the line; null: kept elsewhere.")
    share = serializers.CharField(help_text="Per cent of the budget.")
    start = serializers.DateField()
    end = serializers.DateField()
    year = serializers.CharField(help_text="That the numbers are of.")
    amount = serializers.CharField(allow_null=True, help_text="The budget of those months of the year.")
    claimed = serializers.CharField(allow_null=True, help_text="The share of it.")


@extend_schema_view(get=extend_schema(operation_id="claims", responses=list_of(ClaimSerializer)))
class ClaimList(PartList):
    """The shares of budgets that benefits claim to lower. Live benefits never claim more than the whole."""

    of = "benefit__programme__organisation_id"
    by_programme = "benefit__programme__slug"
    queryset = Claim.objects.none()
    model = Claim
    serializer_class = ClaimSerializer
    filterset_class = OfProgramme

    def told(
        self, organisation: Organisation, ids: list[int], year: FinancialYear, known_at: datetime | None
    ) -> dict[int, dict[str, Any]]:
        claims = list(as_of(Claim, known_at).filter(id__in=ids))
        benefits = Benefit.objects.select_related("programme").in_bulk({claim.benefit_id for claim in claims})
        told = {}
        for found in claims_of_year(organisation, claims, year, known_at):
            benefit, line = benefits[found.claim.benefit_id], found.budget.line
            told[found.claim.pk] = {
                "organisation": organisation.slug,
                "programme": benefit.programme.slug,
                "benefit": benefit.slug,
                "budget": str(found.budget),
                "budget_line": line.code if line else None,
                "share": f"{found.claim.share.normalize():f}",
                "start": found.claim.start.isoformat(),
                "end": found.claim.end.isoformat(),
                "year": str(year),
                "amount": plain(found.amount),
                "claimed": plain(found.claimed),
            }
        return told
