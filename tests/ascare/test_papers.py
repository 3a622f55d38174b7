"""The published papers: loaded through the actions, known from their dates, and recomputed."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from ascare.claims import check_claims, read_claims
from ascare.papers import loading, reading
from ascare.papers.reading import Unreadable, papers, read_paper
from ledger.actions import NewFigure, load_councils, load_measures, record_figures
from ledger.models import Channel, Entry, Figure, Organisation, Series
from ledger.months import FinancialYear, end_of_day, start_of_day
from programmes.selectors import NothingYet, programme_page
from tests.conftest import signed_in
from tests.factories import MembershipFactory

APC = "2019-11-07-adults-positive-challenge-cambridgeshire"


@pytest.fixture
def loaded(db: None) -> Organisation:
    load_councils()
    load_measures()
    call_command("load_papers", stdout=StringIO())
    return Organisation.objects.get(slug="cambridgeshire")


def test_every_paper_lists_what_it_leaves_out() -> None:
    for slug in papers():
        assert (reading.FOLDER / slug / "left_out.md").read_text().count("|") > 6


def test_papers_carry_no_addresses_or_telephone_numbers() -> None:
    paths = [path for slug in papers() for path in (reading.FOLDER / slug).iterdir()]
    assert len(paths) > 4
    for path in paths:
        assert not re.search(r"[\w.]+@[\w.]+\.\w|\b0\d{4} ?\d{6}\b", path.read_text()), path


def test_loading_twice_changes_nothing(loaded: Organisation) -> None:
    before = (Figure.objects.count(), Entry.objects.count(), Series.objects.count())
    out = StringIO()
    call_command("load_papers", APC, stdout=out)
    assert (Figure.objects.count(), Entry.objects.count(), Series.objects.count()) == before
    assert "0 of 70 figures new" in out.getvalue()


def test_every_figure_names_its_paper_and_paragraph(loaded: Organisation) -> None:
    entries = Entry.objects.filter(figures__series__code__startswith="apc/").distinct()
    assert entries.count() > 5
    for entry in entries:
        assert entry.channel == Channel.PAPER
        assert entry.paper == APC
        assert entry.paragraph
        assert entry.known_from == start_of_day(date(2019, 11, 7))


def test_nothing_is_known_the_day_before(loaded: Organisation) -> None:
    moment = end_of_day(date(2019, 11, 6))
    page = programme_page(loaded, "adults-positive-challenge", FinancialYear(2019), moment, moment)
    assert isinstance(page, NothingYet)
    assert not Figure.objects.filter(organisation=loaded).as_at(moment).exists()


def test_unknown_paper_is_named(db: None) -> None:
    load_councils()
    with pytest.raises(CommandError, match="There is no paper “2020-nonsense”"):
        call_command("load_papers", "2020-nonsense")


def test_unreadable_number_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / APC
    folder.mkdir()
    for path in (reading.FOLDER / APC).iterdir():
        (folder / path.name).write_text(path.read_text().replace(",786000,", ",£786k,"))
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    with pytest.raises(Unreadable, match=r"figures\.csv .*, line 3"):
        read_paper(APC)


def test_partnership_is_made_once_with_its_lead(loaded: Organisation) -> None:
    loading.load_partnerships()
    partnership = Organisation.objects.get(slug="cambridgeshire-and-peterborough")
    assert {part.member.slug: part.is_lead for part in partnership.parts.all()} == {
        "cambridgeshire": True,
        "peterborough": False,
    }


def test_programme_page_with_all_its_figures_asks_no_more_queries_than_a_bare_one(
    loaded: Organisation,
    viewer: User,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    MembershipFactory(user=viewer, organisation=loaded)
    client = signed_in(viewer)
    with django_assert_max_num_queries(21):  # as in tests/programmes/test_pages.py
        response = client.get("/cambridgeshire/programmes/adults-positive-challenge/")
    assert "£2,663,000" in response.content.decode()


def test_every_claim_of_the_progress_report_passes(loaded: Organisation) -> None:
    outcomes = {outcome.claim.id: outcome for outcome in check_claims()}
    report = [outcome for name, outcome in outcomes.items() if name.startswith("apc19.")]
    assert len(report) == 16
    assert [outcome.claim.id for outcome in report if outcome.ok is not True] == []


def test_claims_without_a_computation_are_not_passed(loaded: Organisation) -> None:
    waiting = [outcome for outcome in check_claims() if not outcome.claim.id.startswith("apc19.")]
    assert len(waiting) == len(read_claims()) - 16
    assert {outcome.ok for outcome in waiting} == {None}


def test_nothing_loaded_fails_every_covered_claim(db: None) -> None:
    assert {outcome.ok for outcome in check_claims() if outcome.covered} == {False}


def changed_inputs() -> Iterator[tuple[str, dict[str, object], set[str]]]:
    """An input to change, and the claims that must change with it."""
    year = {"start": date(2019, 4, 1), "end": date(2020, 3, 31)}
    yield (
        "apc/financial-impact",
        {**year, "basis": "target"},
        {"apc19.annual_target", "apc19.cost_avoidance_share_of_target_pct"},
    )
    yield (
        "apc/packages/residential",
        {"start": date(2019, 7, 1), "end": date(2019, 7, 31), "basis": "actual"},
        {"apc19.packages_july_total", "apc19.residential_change_jan_july"},
    )
    yield (
        "apc/packages/other-community",
        {"start": date(2019, 1, 1), "end": date(2019, 1, 31), "basis": "actual"},
        {"apc19.packages_blank_cells"},
    )
    yield (
        "apc/investment/lifeline",
        {**year, "basis": "budget"},
        {"apc19.investment_total", "apc19.investment_tec"},
    )
    yield (
        "apc/investment/subject-matter-expertise/share",
        {**year, "basis": "budget"},
        {"apc19.joint_contract_whole"},
    )


@pytest.mark.parametrize(
    ("code", "cell", "expected"), list(changed_inputs()), ids=lambda x: x if isinstance(x, str) else ""
)
def test_changed_input_changes_its_claims(
    loaded: Organisation, code: str, cell: dict[str, date], expected: set[str]
) -> None:
    record_figures(
        organisation=loaded,
        figures=[NewFigure(series=code, value=Decimal(11), **cell)],  # type: ignore[arg-type]
        by=None,
        channel=Channel.PAPER,
        known_from=end_of_day(date(2019, 11, 7)),
    )
    assert {outcome.claim.id for outcome in check_claims() if outcome.ok is False} == expected


def test_check_claims_as_json(loaded: Organisation) -> None:
    out = StringIO()
    call_command("check_claims", "--json", stdout=out)
    rows = {row["id"]: row for row in json.loads(out.getvalue())}
    assert rows["apc19.cost_avoidance_share_of_target_pct"] == {
        "id": "apc19.cost_avoidance_share_of_target_pct",
        "value": "20.7",
        "expected": "20.7",
        "ok": True,
    }
    assert rows["cam19.dtoc_target_pct"]["value"] is None


def test_check_claims_exits_with_1_where_one_is_wrong(db: None) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("check_claims", stdout=StringIO())
    assert stopped.value.code == 1
