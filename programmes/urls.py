from django.urls import path

from .views import benefits, editing, pages

urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", editing.new, name="new"),
    path("<slug:programme>/", pages.detail, name="detail"),
    path("<slug:key>/edit/", editing.edit, name="edit"),
    path("<slug:key>/close/", editing.close, name="close"),
    path("<slug:key>/reopen/", editing.reopen, name="reopen"),
    path("<slug:key>/history/", editing.history, name="history"),
    # What belongs to the organisation: named budgets, and KPIs of no programme.
    path("<slug:kind>/new/", editing.new, name="own_new"),
    path("<slug:kind>/<int:key>/edit/", editing.edit, name="own_edit"),
    path("<slug:kind>/<int:key>/close/", editing.close, name="own_close"),
    path("<slug:kind>/<int:key>/reopen/", editing.reopen, name="own_reopen"),
    path("<slug:kind>/<int:key>/history/", editing.history, name="own_history"),
    # What belongs to a programme.
    path("<slug:programme>/benefits/<slug:key>/state/", benefits.move, name="benefit_move"),
    path("<slug:programme>/benefits/<slug:key>/validate/", benefits.validate, name="benefit_validate"),
    path("<slug:programme>/benefits/<slug:key>/bring-forward/", benefits.carry, name="benefit_bring_forward"),
    path("<slug:programme>/opportunities/<int:key>/take-up/", benefits.take_up, name="opportunity_take_up"),
    path("<slug:programme>/<slug:kind>/new/", editing.new, name="part_new"),
    path("<slug:programme>/workstreams/<slug:key>/", pages.workstream, name="workstream"),
    path("<slug:programme>/benefits/<slug:key>/", pages.benefit, name="benefit"),
    path("<slug:programme>/<slug:kind>/<slug:key>/edit/", editing.edit, name="part_edit"),
    path("<slug:programme>/<slug:kind>/<slug:key>/close/", editing.close, name="part_close"),
    path("<slug:programme>/<slug:kind>/<slug:key>/reopen/", editing.reopen, name="part_reopen"),
    path("<slug:programme>/<slug:kind>/<slug:key>/history/", editing.history, name="part_history"),
]
