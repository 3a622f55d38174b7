"""The published papers' figures: read, loaded through the actions, and known from their dates."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command

from ascare.papers import loading
from ascare.papers.reading import papers, read_paper
from ledger.models import Channel, Entry, Figure, Organisation, Series
from ledger.months import FinancialYear, Span, end_of_day, start_of_day
from ledger.selectors import open_book
from programmes.selectors import NothingYet, programme_page
from tests.conftest import signed_in
from tests.factories import MembershipFactory

DIRECTORS = "2019-07-04-service-directors-cambridgeshire"
APC = "2019-11-07-adults-positive-challenge-cambridgeshire"
RECOVERY = "2020-07-recovery-resilience-cambridgeshire-peterborough"
KNOWN_FROM = {DIRECTORS: date(2019, 7, 4), APC: date(2019, 11, 7), RECOVERY: date(2020, 7, 31)}


def rows() -> dict[str, int]:
    """How many rows there are of everything, history included."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def loaded_lines(*slugs: str) -> list[str]:
    out = StringIO()
    call_command("load_papers", *slugs, stdout=out)
    return out.getvalue().splitlines()


def test_every_figure_is_loaded_once(loaded: Organisation) -> None:
    printed = {slug: len(read_paper(slug).printed) for slug in papers()}
    assert printed == {DIRECTORS: 117, APC: 70, RECOVERY: 8}
    assert {slug: Figure.objects.filter(entry__paper=slug).count() for slug in papers()} == printed


def test_loading_twice_changes_nothing(loaded: Organisation) -> None:
    before = rows()
    assert loaded_lines() == [f"{slug}: 0 of {len(read_paper(slug).printed)} figures new." for slug in papers()]
    assert rows() == before


def test_every_figure_names_its_paper_and_paragraph(loaded: Organisation) -> None:
    entries = Entry.objects.filter(paper__in=KNOWN_FROM)
    assert entries.count() > 30
    for entry in entries:
        assert entry.channel == Channel.PAPER
        assert entry.paragraph
        assert entry.known_from == start_of_day(KNOWN_FROM[entry.paper])


@pytest.mark.parametrize("slug", papers())
def test_nothing_of_a_paper_is_known_the_day_before(loaded: Organisation, slug: str) -> None:
    day = KNOWN_FROM[slug]
    figures = Figure.objects.filter(entry__paper=slug)
    assert not figures.as_at(start_of_day(day) - (end_of_day(day) - start_of_day(day))).exists()
    assert figures.as_at(end_of_day(day)).count() == len(read_paper(slug).printed)


def test_programme_is_unknown_before_the_first_paper(loaded: Organisation) -> None:
    moment = end_of_day(date(2019, 7, 3))
    page = programme_page(loaded, "adults-positive-challenge", FinancialYear(2019), moment, moment)
    assert isinstance(page, NothingYet)
    assert page.known_from == start_of_day(date(2019, 7, 4))


def test_ratio_is_worked_out_from_its_parts(loaded: Organisation) -> None:
    share = Series.objects.get(organisation=loaded, code="direct-payments/share")
    assert not share.figures.exists()
    number = open_book(loaded, [share.pk], None).to_date(share.pk, FinancialYear(2018))
    assert [part.value for _, part in number.inputs] == [976, 4145]
    assert number.plain == "23.5"


def test_joint_figures_belong_to_the_partnership_alone(loaded: Organisation) -> None:
    found = Figure.objects.filter(value=5_000_000)
    assert [figure.organisation.slug for figure in found] == ["cambridgeshire-and-peterborough"]


def test_councils_own_targets_belong_to_them(loaded: Organisation) -> None:
    found = Figure.objects.filter(
        series__code="apc/financial-impact", basis="target", start=date(2020, 4, 1), end=date(2021, 3, 31)
    )
    assert {figure.organisation.slug: figure.value for figure in found} == {
        "cambridgeshire": 3_800_000,
        "peterborough": 1_700_000,
    }


def test_break_in_a_series_is_marked(loaded: Organisation) -> None:
    series = Series.objects.get(organisation=loaded, code="apc/packages/direct-payments")
    book = open_book(loaded, [series.pk], None)
    months = Span(date(2019, 1, 1), date(2019, 7, 31))
    assert [found.on for found in book.breaks_of(series, months)] == [date(2019, 3, 1)]


def test_qualifiers_are_carried(loaded: Organisation) -> None:
    found = Figure.objects.filter(entry__paper__in=KNOWN_FROM).exclude(qualifier="")
    assert {figure.series.code: (figure.qualifier, figure.value) for figure in found if figure.value} == {
        **{
            f"audits/{name}": ("over", Decimal(90))
            for name in (
                *("proportionality", "evidence-based-decisions", "knowledge-of-the-individual"),
                "other-professionals",
            )
        },
        "adult-services/care-budgets-overspend": ("about", Decimal(3)),
        "adult-services/budget-change": ("about", Decimal(4_700_000)),
        "adult-services/savings": ("about", Decimal(6_500_000)),
        "pressures/adult-early-help": ("about", Decimal(145_000)),
        "early-help/referrals": ("about", Decimal(400)),
        "early-help/helped-without-long-term-care": ("over", Decimal(75)),
        "apc/spend-over-target-position": ("about", Decimal(560_000)),
        "apc/ctc/provider-hand-back": ("over", Decimal(100)),
        "apc/unallocated": ("about", Decimal(1_100_000)),
    }


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
    with django_assert_max_num_queries(46):
        response = client.get("/cambridgeshire/programmes/adults-positive-challenge/?year=2019-20")
    assert "£2,663,000" in response.content.decode()
