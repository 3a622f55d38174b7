"""What an organisation is divided into: its services and its localities."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ..access import Right
from ..actions import add_locality, add_service
from ..downloads import table_response
from ..forms.series import PartForm
from ..models import Locality, Service
from ..scope import get_scope
from ..selectors import parts_of
from ..tables import localities_table, services_table

ADD: dict[str, tuple[str, Any]] = {
    "service": ("Add a service", add_service),
    "locality": ("Add a locality", add_locality),
}


@login_required
def index(request: HttpRequest, slug: str) -> HttpResponseBase:
    scope = get_scope(request, slug, Right.ADMINISTER)
    tables = [
        services_table(parts_of(scope.organisation, Service, scope.moment)),
        localities_table(parts_of(scope.organisation, Locality, scope.moment)),
    ]
    return table_response(request, tables) or render(request, "ledger/parts.html", {"scope": scope, "tables": tables})


@login_required
def create(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    scope = get_scope(request, slug, Right.ADMINISTER)
    title, add = ADD[kind]
    form = PartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            part = add(organisation=scope.organisation, by=cast(User, request.user), **form.cleaned_data)
            messages.success(request, f"{part} is added.")
            return redirect("ledger:parts", slug)
        except ValidationError as error:
            form.add_error("code", error.messages)
    return render(request, "ledger/part_form.html", {"scope": scope, "form": form, "title": title})
