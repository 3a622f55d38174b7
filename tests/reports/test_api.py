"""Reports of the API."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from ascare.reports.models import CommitteeReport
from tests.conftest import signed_in
from tests.factories import record

from .conftest import Committee

REPORTS = "/api/v1/reports/"


def get(user: User, address: str = REPORTS, **query: object) -> Any:
    return signed_in(user).get(address, query)


def test_list_tells_how_reports_stand(committee: Committee, viewer: User, frozen: CommitteeReport) -> None:
    draft = committee.compose(title="Next", first_year=2020)

    first, second = get(viewer).json()["results"]

    assert first == {
        "organisation": "anyshire",
        "report": frozen.pk,
        "title": "Savings",
        "committee": "Adults Committee",
        "meeting": "2019-06-01",
        "as_at": localdate().isoformat(),
        "year": "2019-20",
        "state": "frozen",
        "key_decision": False,
        "cleared_by": "finance",
        "awaited": "",
        "frozen_at": first["frozen_at"],
        "digest": frozen.frozen.digest,
    }
    assert (second["report"], second["state"], second["frozen_at"], second["digest"]) == (draft.pk, "draft", None, "")
    assert second["awaited"].startswith("finance, procurement")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"state": "frozen"}, ["Savings"]),
        ({"state": "cleared"}, []),
        ({"year": "2020-21"}, ["Next"]),
        ({"as_at": "2019-11-07"}, []),
        ({"page_size": 1}, ["Savings"]),
    ],
)
def test_list_is_narrowed(
    committee: Committee, viewer: User, frozen: CommitteeReport, query: dict[str, object], titles: list[str]
) -> None:
    committee.compose(title="Next", first_year=2020)

    assert [row["title"] for row in get(viewer, **query).json()["results"]] == titles


def test_list_as_csv(viewer: User, report: CommitteeReport) -> None:
    lines = get(viewer, format="csv").getvalue().decode().splitlines()

    assert lines[0].startswith("organisation,report,title,committee,meeting,as_at,year,state")
    assert lines[1].startswith(f"anyshire,{report.pk},Savings,Adults Committee,,")


def test_one_gives_its_tables_as_frozen(committee: Committee, viewer: User, frozen: CommitteeReport) -> None:
    record(committee.series, 7)

    found = get(viewer, f"{REPORTS}anyshire/{frozen.pk}/").json()

    assert (found["state"], found["digest"], found["contact"]) == ("frozen", frozen.frozen.digest, "")
    assert found["tables"] == [
        {
            "section": "What was saved",
            "table": "counted-saved",
            "caption": "Saved by month",
            "columns": ["Month", "Saved"],
            "rows": [["April 2019", "5"]],
        }
    ]


def test_draft_gives_its_tables_as_they_are_now(committee: Committee, viewer: User, report: CommitteeReport) -> None:
    record(committee.series, 7)

    (table,) = get(viewer, f"{REPORTS}anyshire/{report.pk}/").json()["tables"]

    assert table["rows"] == [["April 2019", "7"]]


def test_strangers_find_no_reports(stranger: User, report: CommitteeReport) -> None:
    assert get(stranger).json()["results"] == []
    assert get(stranger, organisation="anyshire").status_code == 404
    assert get(stranger, f"{REPORTS}anyshire/{report.pk}/").status_code == 404


def test_report_that_is_not_there_is_not_found(viewer: User, report: CommitteeReport) -> None:
    assert get(viewer, f"{REPORTS}anyshire/{report.pk + 1}/").status_code == 404


def test_queries_do_not_grow(
    committee: Committee, viewer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(5):
        committee.freeze(title=f"Report {place}")
    client = signed_in(viewer)
    with django_assert_max_num_queries(9):
        assert len(client.get(REPORTS).json()["results"]) == 5
