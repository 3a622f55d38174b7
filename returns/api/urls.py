"""Returns' part of the API; `ascare.api` puts the parts together."""

from django.urls import path

from .entries import ReturnEntries
from .forms import FormList
from .restatements import RestatementList
from .returns import ReturnDetail, ReturnList

urlpatterns = [
    path("forms/", FormList.as_view(), name="api-forms"),
    path("returns/", ReturnList.as_view(), name="api-returns"),
    path("returns/<slug:organisation>/<slug:form>/<day:start>/", ReturnDetail.as_view(), name="api-return-detail"),
    path(
        "returns/<slug:organisation>/<slug:form>/<day:start>/entries/",
        ReturnEntries.as_view(),
        name="api-return-entries",
    ),
    path("restatements/", RestatementList.as_view(), name="api-restatements"),
]
