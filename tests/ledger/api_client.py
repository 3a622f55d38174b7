"""What every test of the API needs: a client with a token, and an entry to send."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from ledger.actions import issue_token
from ledger.models import Organisation


def with_token(user: User, organisation: Organisation, *, may_write: bool = False, days: int = 3) -> Client:
    _, secret = issue_token(by=user, organisation=organisation, name="Test", days=days, may_write=may_write)
    return Client(headers={"authorization": f"Token {secret}"})


def april(series: str = "test/saving", value: object = "786000.00", **fields: Any) -> dict[str, Any]:
    """A figure for April 2019, as somebody would send it."""
    return {
        "series": series,
        "basis": "actual",
        "start": "2019-04-01",
        "end": "2019-04-30",
        "value": value,
        **fields,
    }


def entry(*figures: object, **fields: Any) -> dict[str, Any]:
    return {"organisation": "anyshire", "reason": "Monthly feed", "figures": list(figures) or [april()], **fields}


def send(client: Client, body: object, **headers: str) -> Any:
    """POST `body`, as JSON unless it is bytes already."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/api/v1/entries/", content, content_type="application/json", headers=headers)  # type: ignore[arg-type]


def fields(response: Any) -> list[str]:
    """Which fields a problem names."""
    assert response["Content-Type"] == "application/problem+json", response.content
    return [error["field"] for error in response.json()["errors"]]
