"""The two reports that are composed at once: from the papers of 2019 as they were known then, and read as a whole."""

from collections import Counter
from datetime import date

import pytest

from ascare.reports.building import build_report
from ascare.reports.presets import PRESETS
from ascare.reports.value import Paragraph, Report, Subheading
from ledger.components import Chart
from ledger.models import Organisation
from ledger.months import FinancialYear, end_of_day
from tests.ascare.conftest import every_paper, loaded  # noqa: F401  # fixtures

from .reported import a_council, now, report_of, table_of, words_of

YEAR = FinancialYear(2019)
NOVEMBER, JULY = date(2019, 11, 7), date(2019, 7, 4)


def made(council: Organisation, preset: str, day: date) -> Report:
    moment = end_of_day(day)
    return build_report(council, PRESETS[preset].compose(council, YEAR, moment), moment, None)


def section(report: Report, kind: str) -> tuple:  # type: ignore[type-arg]
    return next(each.blocks for each in report.sections if each.slug.startswith(kind))


def test_programme_progress_of_november_2019(loaded: Organisation) -> None:  # noqa: F811
    report = made(loaded, "programme-progress", NOVEMBER)
    assert report.title == "Adults Positive Challenge: progress report"
    assert [each.slug.partition("-")[0] for each in report.sections] == [
        *("programme", "flows", "workstreams", "investments", "opportunities", "risks", "changes")
    ]
    said = words_of(section(report, "programme"))
    for words in (
        "The target for 2019/20 is £3,800,000; £786,000 of cost avoidance is evidenced so far.",
        "Delivery confidence is Amber.",
        "20.7% of the year’s target",
        "about £560,000 above the programme’s target position: adverse",
    ):
        assert words in said
    flows = table_of(section(report, "flows"), "long-term-packages")
    assert flows[1] == ["Home care (people)", "2,029", "2,048", "2,038", "2,053", "2,074", "2,074", "2,080", "51"]
    headings = [block.text for block in section(report, "workstreams") if isinstance(block, Subheading)]
    assert headings[:5] == [
        *("Changing the Conversation", "Technology Enabled Care", "Reablement", "Carers", "Commissioning")
    ]
    assert "come to £2,663,000 together" in words_of(section(report, "investments"))


def test_service_directors_report_of_july_2019(loaded: Organisation) -> None:  # noqa: F811
    report = made(loaded, "service-directors", JULY)
    kinds = [each.slug.partition("-")[0] for each in report.sections]
    assert kinds == ["position", "activity", "pressures", "services", "workstreams", "changes"]
    assert "£142,000,000" in words_of(section(report, "position"))
    activity = table_of(section(report, "activity"), "activity-activity")
    assert activity[1][:5] == ["Residential care", "514 [i]", "459 [i]", "£541.00 [i]", "£584.00 [i]"]
    assert "3,128 people against 3,331 people expected, 6.1% fewer." in words_of(section(report, "activity"))
    shares = table_of(section(report, "services"), next(_years_of(report)))
    assert [row[:4] for row in shares[1:]] == [
        ["2016/17", "1,042", "4,399", "23.7%"],
        ["2017/18", "985", "4,179", "23.6%"],
        ["2018/19", "976", "4,145", "23.5%"],
    ]


def _years_of(report: Report):  # type: ignore[no-untyped-def]
    return (table.slug for table in report.tables if "-years-" in table.slug)


@pytest.mark.parametrize(("preset", "day"), [("programme-progress", NOVEMBER), ("service-directors", JULY)])
def test_a_councillor_reads_no_sentence_twice_and_no_empty_heading(
    loaded: Organisation,  # noqa: F811
    preset: str,
    day: date,
) -> None:
    report = made(loaded, preset, day)
    paragraphs = [block.text for each in report.sections for block in each.blocks if isinstance(block, Paragraph)]
    told = Counter(text for text in paragraphs if not text.endswith(":"))
    assert not [text for text, times in told.items() if times > 1]
    assert all(chart.finding and chart.figure["data"] for chart in report.charts)
    assert all(table.rows and len(table.columns) <= 9 for table in report.tables)
    for each in report.sections:
        ends = [*each.blocks[1:], Subheading("")]
        for one, then in zip(each.blocks, ends, strict=True):
            assert not (isinstance(one, Subheading) and isinstance(then, Subheading))
        assert any(isinstance(block, Paragraph | Chart) for block in each.blocks)


def test_of_a_council_without_anything_nothing_is_composed(council: Organisation) -> None:
    for preset in PRESETS.values():
        assert preset.compose(council, YEAR, now()).chosen == ()


def test_what_is_composed_has_something_to_say(council: Organisation) -> None:
    a_council(council)
    for preset in PRESETS.values():
        chosen = preset.compose(council, YEAR, now()).chosen
        assert chosen
        assert len(report_of(council, *chosen).sections) == len(chosen)
