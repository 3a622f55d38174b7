from django.conf import settings
from django.urls import include, path, re_path

from ledger.views import tokens
from programmes import kpi_urls
from programmes import urls as programme_urls

from . import showcase, views
from .api import not_found

PROGRAMME_PAGES = [
    path("programmes/", include(programme_urls.urlpatterns)),
    path("kpis/", include(kpi_urls.urlpatterns)),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/<str:digest>/revoke/", tokens.revoke, name="token_revoke"),
    path("api/v1/", include("ascare.api")),
    re_path(r"^api/", not_found),
    *([path("components/", showcase.components, name="components")] if settings.DEBUG else []),
    path("<slug:slug>/", views.council, name="council"),
    path("<slug:slug>/", include((PROGRAMME_PAGES, "programmes"))),
    path("<slug:slug>/logs/", include("raid.urls")),
    path("<slug:slug>/finance/", include("finance.urls")),
    path("<slug:slug>/reports/", include("ascare.reports.urls")),
    path("<slug:slug>/", include("returns.urls")),
    path("<slug:slug>/", include("ledger.urls")),
]
