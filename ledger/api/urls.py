"""The ledger's part of the API; `ascare.api` puts the parts together."""

from django.urls import path, re_path

from .definitions import MeasureList, OrganisationList, SeriesDetail, SeriesList
from .entries import EntryList
from .figures import FigureHistoryView, FigureList
from .trajectories import TrajectoryList

urlpatterns = [
    path("organisations/", OrganisationList.as_view(), name="api-organisations"),
    path("measures/", MeasureList.as_view(), name="api-measures"),
    path("series/", SeriesList.as_view(), name="api-series"),
    re_path(
        r"^series/(?P<organisation>[a-z0-9-]+)/(?P<code>[a-z0-9/-]+)/$",
        SeriesDetail.as_view(),
        name="api-series-detail",
    ),
    path("figures/", FigureList.as_view(), name="api-figures"),
    path("figures/<int:pk>/history/", FigureHistoryView.as_view(), name="api-figure-history"),
    path("trajectories/", TrajectoryList.as_view(), name="api-trajectories"),
    path("entries/", EntryList.as_view(), name="api-entries"),
]
