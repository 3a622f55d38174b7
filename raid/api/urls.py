"""Logs' part of the API; `ascare.api` puts the parts together."""

from django.urls import path

from .lists import ActionList, DecisionList, IssueList, RiskList, UpdateList

urlpatterns = [
    path("risks/", RiskList.as_view(), name="api-risks"),
    path("actions/", ActionList.as_view(), name="api-actions"),
    path("issues/", IssueList.as_view(), name="api-issues"),
    path("decisions/", DecisionList.as_view(), name="api-decisions"),
    path("updates/", UpdateList.as_view(), name="api-updates"),
]
