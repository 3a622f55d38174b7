"""The published papers' files: what they hold, in what order they load, and how a wrong one is named."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ascare.claims import check_claims
from ascare.papers import reading
from ascare.papers.loading import load_paper
from ascare.papers.reading import Unreadable, in_order, papers, read_paper
from ledger.months import start_of_day
from programmes.models import Programme
from tests.ascare.test_papers import APC, DIRECTORS, KNOWN_FROM, RECOVERY, loaded_lines, rows


@pytest.mark.parametrize("slug", papers())
def test_every_paper_lists_what_it_leaves_out(slug: str) -> None:
    assert (reading.FOLDER / slug / "left_out.md").read_text().count("|") > 6


@pytest.mark.parametrize("slug", papers())
def test_paper_carries_no_addresses_or_telephone_numbers(slug: str) -> None:
    paths = [path for path in (reading.FOLDER / slug).rglob("*") if path.is_file()]
    assert len(paths) >= 5
    for path in paths:
        assert not re.search(r"[\w.]+@[\w.]+\.\w|\b0\d{3,4} ?\d{3} ?\d{3}\b", path.read_text()), path


@pytest.mark.parametrize("slug", papers())
def test_every_row_names_its_paragraph_and_a_series_of_its_organisation(slug: str) -> None:
    paper = read_paper(slug)
    defined = {(row["organisation"], row["code"]) for row in paper.series}
    assert paper.printed
    for printed in paper.printed:
        assert printed.paragraph
        assert (printed.organisation, printed.figure.series) in defined


@pytest.mark.parametrize("slug", papers())
def test_every_inferred_figure_says_how_it_was_read(slug: str) -> None:
    assert [one for one in read_paper(slug).printed if one.figure.inferred and not one.note] == []


def test_papers_are_dated_by_their_folder() -> None:
    assert {slug: read_paper(slug).known_from for slug in KNOWN_FROM} == {
        slug: start_of_day(day) for slug, day in KNOWN_FROM.items()
    }


@pytest.mark.parametrize("slug", papers())
def test_papers_load_oldest_first_whatever_the_order_they_are_asked_in(slug: str) -> None:
    assert in_order(list(reversed(papers()))) == papers()
    assert in_order([slug])[-1] == slug


def test_paper_brings_those_it_builds_on() -> None:
    assert in_order([RECOVERY]) == [DIRECTORS, APC, RECOVERY]


def test_unreadable_number_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / APC
    folder.mkdir()
    for name in ("paper.toml", "series.csv", "figures.csv"):
        (folder / name).write_text((reading.FOLDER / APC / name).read_text().replace(",786000,", ",£786k,"))
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    with pytest.raises(Unreadable, match=r"figures\.csv .*, line 3"):
        read_paper(APC)


def test_the_newest_paper_alone_brings_the_same_as_all(reference: None) -> None:
    assert [line.split(":")[0] for line in loaded_lines(RECOVERY)] == [DIRECTORS, APC, RECOVERY]
    before = rows()
    loaded_lines(*reversed(papers()))
    assert rows() == before


def test_unknown_paper_is_named(reference: None) -> None:
    with pytest.raises(CommandError, match="There is no paper “2020-nonsense”"):
        call_command("load_papers", "2020-nonsense")


@pytest.mark.parametrize("slug", [DIRECTORS, APC, RECOVERY])
def test_words_speak_of_roles_without_addresses(slug: str) -> None:
    for path in (reading.FOLDER / slug / "words").glob("*.toml"):
        assert not re.search(r"\b(Cllr|Councillor|Mr|Mrs|Ms|Dr) [A-Z]", path.read_text()), path


@pytest.fixture
def folder(reference: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the first paper, to be spoilt."""
    for path in (reading.FOLDER / DIRECTORS).rglob("*"):
        if path.is_file():
            copy = tmp_path / DIRECTORS / path.relative_to(reading.FOLDER / DIRECTORS)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(path.read_text())
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    return tmp_path / DIRECTORS


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('kind = "enabler"', 'kynd = "enabler"', "row 4 of workstreams: Workstream has no field named 'kynd'"),
        ('series = "audits/proportionality"', 'series = "audits/nothing"', "row 2 of kpis: Series matching query"),
        ('kind = "cashable"', 'kind = "loot"', "row 1 of benefits: .*is not a valid"),
        ('paragraph = "2.2.4"\n', "", "row 1 of kpis: 'paragraph'"),
    ],
)
def test_row_that_cannot_be_is_named(folder: Path, right: str, wrong: str, message: str) -> None:
    words = folder / "words" / "cambridgeshire.toml"
    words.write_text(words.read_text().replace(right, wrong, 1))
    with pytest.raises(Unreadable, match=rf"words/cambridgeshire\.toml of {DIRECTORS}, {message}"):
        load_paper(read_paper(DIRECTORS))
    assert not Programme.objects.exists()


def test_nothing_loaded_fails_every_covered_claim(db: None) -> None:
    assert {outcome.ok for outcome in check_claims() if outcome.covered} == {False}


def test_check_claims_exits_with_1_where_one_is_wrong(db: None) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("check_claims", stdout=StringIO())
    assert stopped.value.code == 1
