"""KPIs have an address of their own, for some belong to no programme. Mounted beside `urls` under the same names."""

from django.urls import path

from .views import kpis

urlpatterns = [
    path("", kpis.index, name="kpis"),
    path("<path:code>/", kpis.detail, name="kpi"),
]
