from django.urls import path

from . import kind_urls
from .views import lines, monitoring, structure, virements

app_name = "finance"
urlpatterns = [
    path("", lines.index, name="index"),
    path("monitoring/", monitoring.index, name="monitoring"),
    path("headings/", structure.headings, name="headings"),
    path("headings/new/", structure.heading_new, name="heading_new"),
    path("headings/<int:key>/edit/", structure.heading_edit, name="heading_edit"),
    path("headings/<int:key>/history/", structure.heading_history, name="heading_history"),
    path("lines/new/", structure.line_new, name="line_new"),
    path("lines/<slug:code>/", lines.detail, name="line"),
    path("lines/<slug:code>/budget/", lines.budget, name="line_budget"),
    path("lines/<slug:code>/edit/", structure.line_edit, name="line_edit"),
    path("lines/<slug:code>/close/", structure.line_end, name="line_end"),
    path("lines/<slug:code>/history/", structure.line_history, name="line_history"),
    path("virements/", virements.index, name="virements"),
    path("virements/new/", virements.new, name="virement_new"),
    path("virements/<slug:year>/<int:number>/", virements.detail, name="virement"),
    path("virements/<slug:year>/<int:number>/approve/", virements.approve, name="virement_approve"),
    path("virements/<slug:year>/<int:number>/refuse/", virements.refuse, name="virement_refuse"),
    *kind_urls.urlpatterns,
]
