"""Programmes' part of the API; `ascare.api` puts the parts together."""

from django.urls import path

from .benefits import BenefitList
from .kpis import KpiList
from .lines import ClaimList, InfluenceList
from .programmes import ProgrammeList, WorkstreamList

urlpatterns = [
    path("programmes/", ProgrammeList.as_view(), name="api-programmes"),
    path("workstreams/", WorkstreamList.as_view(), name="api-workstreams"),
    path("benefits/", BenefitList.as_view(), name="api-benefits"),
    path("claims/", ClaimList.as_view(), name="api-claims"),
    path("influenced-lines/", InfluenceList.as_view(), name="api-influenced-lines"),
    path("kpis/", KpiList.as_view(), name="api-kpis"),
]
