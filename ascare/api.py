"""The API's root: every app's part of it, its schema and the page to try it on."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from ledger.api.problems import problem


@csrf_exempt  # it reads nothing and changes nothing, and must say so to everybody in the same words
def not_found(request: HttpRequest) -> HttpResponse:
    """For every address under /api/ that nothing else answers."""
    where = request.path if request.path.endswith("/") else f"{request.path} (addresses end in a slash)"
    return problem(404, f"There is nothing at {where}; see /api/v1/schema/ for what there is.")


urlpatterns = [
    path("", include("ledger.api.urls")),
    path("", include("returns.api.urls")),
    path("", include("raid.api.urls")),
    path("", include("finance.api.urls")),
    path("", include("programmes.api.urls")),
    path("", include("ascare.reports.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html"),
        name="api-docs",
    ),
    re_path("", not_found),
]
