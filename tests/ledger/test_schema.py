"""The API's description of itself, and the API held against it."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, checks
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from ledger.models import Organisation, Series
from tests.conftest import signed_in
from tests.factories import record

from .api_client import with_token


def test_the_schema_is_valid_and_made_without_a_warning() -> None:
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    assert out.getvalue().startswith("openapi: 3.1.0")


@pytest.mark.django_db
def test_the_schema_is_served() -> None:
    found = Client().get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()

    assert found["openapi"] == "3.1.0"
    assert set(found["paths"]) == {
        "/api/v1/actions/",
        "/api/v1/activity/",
        "/api/v1/benefits/",
        "/api/v1/budget-lines/",
        "/api/v1/claims/",
        "/api/v1/commitments/",
        "/api/v1/decisions/",
        "/api/v1/entries/",
        "/api/v1/figures/",
        "/api/v1/figures/{id}/history/",
        "/api/v1/forms/",
        "/api/v1/funding/",
        "/api/v1/influenced-lines/",
        "/api/v1/issues/",
        "/api/v1/kpis/",
        "/api/v1/measures/",
        "/api/v1/monitoring/",
        "/api/v1/organisations/",
        "/api/v1/pressures/",
        "/api/v1/programmes/",
        "/api/v1/reports/",
        "/api/v1/reports/{organisation}/{report}/",
        "/api/v1/restatements/",
        "/api/v1/returns/",
        "/api/v1/returns/{organisation}/{form}/{start}/",
        "/api/v1/returns/{organisation}/{form}/{start}/entries/",
        "/api/v1/risks/",
        "/api/v1/series/",
        "/api/v1/series/{organisation}/{code}/",
        "/api/v1/trajectories/",
        "/api/v1/updates/",
        "/api/v1/workstreams/",
    }
    for path, operations in found["paths"].items():
        if "get" not in operations:  # takes figures into one return
            assert set(operations) == {"post"}, path
            continue
        names = {parameter["name"] for parameter in operations["get"]["parameters"]}
        assert "as_at" in names, path
        if "{" not in path:
            assert {"organisation", "year", "cursor", "page_size", "format"} <= names, path
            assert "text/csv" in operations["get"]["responses"]["200"]["content"], path


def test_the_page_to_try_it_on_has_no_inline_script(viewer: User) -> None:
    response = signed_in(viewer).get("/api/v1/docs/")
    page = response.content.decode()

    assert response.status_code == 200
    assert "<script>" not in page
    assert "<style" not in page
    script: Any = signed_in(viewer).get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")


CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.unsupported_method,
]


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Requests keep the test's own connection and transaction, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_keeps_to_its_schema(
    mode: GenerationMode, officer: User, council: Organisation, series: Series
) -> None:
    """What the schema allows and, in the other mode, what it doesn't: answered as described, never with a 5xx."""
    record(series, "12.50")
    secret = with_token(officer, council, may_write=True).defaults["HTTP_AUTHORIZATION"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    answered: Counter[int] = Counter()

    for operation in (found.ok() for found in schema.get_all_operations()):

        @given(case=operation.as_strategy(mode))
        @settings(
            max_examples=30,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def hold(case: Case) -> None:
            # So that most questions are about what is there, and not answered with 404.
            if case.path_parameters and "code" in case.path_parameters and mode is GenerationMode.POSITIVE:
                case.path_parameters = {"organisation": "anyshire", "code": "test/saving"}
            response = case.call_and_validate(
                headers={"Authorization": secret, "Accept-Encoding": "identity"}, checks=CHECKS
            )
            answered[response.status_code] += 1

        hold()
    assert answered[200 if mode is GenerationMode.POSITIVE else 400]
    assert set(answered) <= {200, 201, 400, 404, 405, 406, 415}, answered
