from django.conf import settings
from django.urls import include, path, re_path

from ledger.views import tokens

from . import showcase, views
from .api import not_found

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.account.urls")),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/<str:digest>/revoke/", tokens.revoke, name="token_revoke"),
    path("api/v1/", include("ascare.api")),
    re_path(r"^api/", not_found),
    *([path("components/", showcase.components, name="components")] if settings.DEBUG else []),
    path("<slug:slug>/", views.council, name="council"),
    path("<slug:slug>/programmes/", include("programmes.urls")),
    path("<slug:slug>/", include("ledger.urls")),
]
