"""The Word template of an organisation's reports."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from ledger.downloads import table_response
from ledger.scope import get_scope
from ledger.views.words import refuse

from ..access import may_bring_template
from ..actions import keep_template
from ..formats import DOCX, shipped_template, template_names
from ..forms.files import TemplateForm
from ..models import WordTemplate
from ..selectors.kept import template_in_force
from ..tables import names_table
from .files import file_response


@login_required
def template(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The template in force, the names that it may use, and bringing another."""
    scope = get_scope(request, slug)
    may = may_bring_template(scope.access) and scope.is_now
    if request.method == "POST" and not may:
        raise PermissionDenied("The Word template is brought by an administrator or a finance lead.")
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            keep_template(
                organisation=scope.organisation, name=file.name, content=file.read(), by=cast(User, request.user)
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"“{file.name}” is in force. Word files that are made from now on use it.")
            return redirect("reports:template", slug)
    table = names_table(template_names())
    in_force = template_in_force(scope.organisation)
    context = {"scope": scope, "in_force": in_force, "form": form if may else None, "table": table}
    return table_response(request, [table]) or render(request, "reports/template.html", context)


@login_required
def kept(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    scope = get_scope(request, slug)
    found = get_object_or_404(WordTemplate, organisation=scope.organisation, pk=pk)
    return file_response(f"{scope.organisation.slug}-report-template.docx", DOCX, bytes(found.content))


@login_required
def shipped(request: HttpRequest, slug: str) -> HttpResponseBase:
    get_scope(request, slug)
    return file_response("ascare-report-template.docx", DOCX, shipped_template())
