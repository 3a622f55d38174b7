"""Addresses of activity, funding and pressures: what is seen of them, and the pages that change them."""

from django.urls import path
from django.urls.resolvers import URLPattern

from .kinds import ACTIVITY, COMMITMENT, PRESSURE, SOURCE, Kind
from .views import activity, editing, funding, pressures

STEPS = {"edit": editing.edit, "close": editing.close, "reopen": editing.reopen, "history": editing.history}


def _editing(kind: Kind, name: str, where: str, key: str) -> list[URLPattern]:
    """`where` the kind is listed, and the converter of what names one of it."""
    given = {"kind": kind}
    steps = [path(f"{where}<{key}:key>/{step}/", view, given, name=f"{name}_{step}") for step, view in STEPS.items()]
    return [path(f"{where}new/", editing.new, given, name=f"{name}_new"), *steps]


urlpatterns = [
    path("activity/", activity.index, name="activity"),
    *_editing(ACTIVITY, "activity", "activity/", "slug"),
    path("activity/<slug:key>/", activity.detail, name="activity_line"),
    path("funding/", funding.index, name="funding"),
    *_editing(SOURCE, "source", "funding/", "slug"),
    *_editing(COMMITMENT, "commitment", "funding/<slug:source>/commitments/", "int"),
    path("funding/<slug:key>/", funding.detail, name="source"),
    path("pressures/", pressures.index, name="pressures"),
    *_editing(PRESSURE, "pressure", "pressures/", "slug"),
    path("pressures/of/<slug:event>/", pressures.index, name="event"),
    path("pressures/<slug:key>/", pressures.detail, name="pressure"),
]
