"""Finance's part of the API; `ascare.api` puts the parts together."""

from django.urls import path

from .activity import ActivityList
from .funding import CommitmentList, FundingList
from .lines import BudgetLineList
from .monitoring import MonitoringList
from .pressures import PressureList

urlpatterns = [
    path("budget-lines/", BudgetLineList.as_view(), name="api-budget-lines"),
    path("monitoring/", MonitoringList.as_view(), name="api-monitoring"),
    path("activity/", ActivityList.as_view(), name="api-activity"),
    path("funding/", FundingList.as_view(), name="api-funding"),
    path("commitments/", CommitmentList.as_view(), name="api-commitments"),
    path("pressures/", PressureList.as_view(), name="api-pressures"),
]
