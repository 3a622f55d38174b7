from django.urls import path

from .views import figures, jobs, measures, organisations, parts, people, schemes, series, year

app_name = "ledger"
urlpatterns = [
    path("series/", series.index, name="series_index"),
    path("series/new/", series.create, name="series_new"),
    path("series/<path:code>/edit/", series.edit, name="series_edit"),
    path("series/<path:code>/record/", figures.record, name="record"),
    path("series/<path:code>/year/", year.year, name="year"),
    path("series/<path:code>/", series.detail, name="series"),
    path("figures/<int:pk>/", figures.history, name="figure"),
    path("figures/<int:pk>/correct/", figures.correct, name="correct"),
    path("figures/<int:pk>/comment/", figures.comment, name="comment"),
    path("comments/<int:pk>/erase/", figures.erase, name="erase_comment"),
    path("measures/", measures.index, name="measures"),
    path("measures/new/", measures.create, name="measure_new"),
    path("measures/<slug:code>/", measures.detail, name="measure"),
    path("measures/<slug:code>/edit/", measures.edit, name="measure_edit"),
    path("schemes/", schemes.index, name="schemes"),
    path("schemes/new/", schemes.create, name="scheme_new"),
    path("schemes/<slug:code>/edit/", schemes.edit, name="scheme_edit"),
    path("schemes/<slug:code>/history/", schemes.history, name="scheme_history"),
    path("parts/", parts.index, name="parts"),
    path("parts/new-service/", parts.create, {"kind": "service"}, name="service_new"),
    path("parts/new-locality/", parts.create, {"kind": "locality"}, name="locality_new"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/rebuild/", jobs.rebuild, name="job_rebuild"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("people/", people.index, name="people"),
    path("live/", organisations.live, name="live"),
    path("people/new/", people.create, name="person_new"),
    path("people/new-account/", people.invite, name="person_invite"),
    path("people/<int:pk>/", people.edit, name="person_edit"),
    path("people/<int:pk>/link/", people.link, name="person_link"),
    path("people/<int:pk>/remove/", people.remove, name="person_remove"),
]
