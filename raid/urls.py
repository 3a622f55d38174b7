from django.urls import path

from . import views

app_name = "raid"
urlpatterns = [
    path("", views.index, name="logs"),
    path("<int:pk>/", views.log, name="log"),
    path("<int:pk>/<slug:kind>/new/", views.create, name="item_new"),
    path("<int:pk>/<slug:kind>/<int:number>/", views.item, name="item"),
    path("<int:pk>/<slug:kind>/<int:number>/edit/", views.edit, name="item_edit"),
    path("<int:pk>/<slug:kind>/<int:number>/close/", views.close, name="item_close"),
    path("<int:pk>/<slug:kind>/<int:number>/reopen/", views.reopen, name="item_reopen"),
    path("<int:pk>/<slug:kind>/<int:number>/history/", views.history, name="item_history"),
]
