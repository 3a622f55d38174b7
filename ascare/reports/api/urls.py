"""Reports' part of the API; `ascare.api` puts the parts together."""

from django.urls import path

from .reports import ReportDetail, ReportList

urlpatterns = [
    path("reports/", ReportList.as_view(), name="api-reports"),
    path("reports/<slug:organisation>/<int:report>/", ReportDetail.as_view(), name="api-report-detail"),
]
