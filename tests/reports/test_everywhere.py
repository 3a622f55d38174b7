"""A frozen report of every section has the same numbers in Word, PDF and Excel, on its page and in the API.

And they stay, whatever is recorded afterwards; those of a page of the same day are the same.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import docx
import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate
from python_calamine import CalamineWorkbook

from ascare.reports.actions import clear_role, compose_report, freeze_report, waive_clearance
from ascare.reports.formats import FORMATS
from ascare.reports.models import ClearingRole, CommitteeReport, FileFormat
from ascare.reports.sections import KINDS
from ascare.reports.selectors.kept import frozen_value
from ascare.reports.value import Report, printed
from ledger.components import Table
from ledger.models import Basis, Figure, Organisation
from ledger.numbers import Number
from tests.conftest import signed_in
from tests.factories import record

from .reported import YEAR, a_council

COURSE = "/anyshire/programmes/better-lives/?year=2019-20&csv=delivery"
ABOUT_A_PROGRAMME = ("programme", "flows", "workstreams", "investments", "opportunities")


@dataclass
class Everywhere:
    report: CommitteeReport
    value: Report
    reader: User
    on_its_day: list[list[str]]  # the course of the programme's page when the report was frozen

    def drawn(self, form: FileFormat) -> io.BytesIO:
        return io.BytesIO(FORMATS[form].draw(frozen_value(self.report), None))

    def get(self, address: str) -> Any:
        return signed_in(self.reader).get(address)


@pytest.fixture
def everywhere(council: Organisation, contributor: User, lead: User, viewer: User) -> Everywhere:
    """Frozen; and then every actual of the council was corrected."""
    a_council(council)
    report = compose_report(
        organisation=council,
        by=contributor,
        title="Everything",
        committee="Adults Committee",
        as_at=localdate(),
        first_year=YEAR.first,
    )
    for position, kind in enumerate(kind for kind in KINDS if kind != "own-words"):
        subject = "better-lives" if kind in ABOUT_A_PROGRAMME else ""
        report.sections.create(kind=kind, subject=subject, position=position)
    for clearance in report.clearances.all():
        if clearance.role == ClearingRole.FINANCE:
            clear_role(clearance=clearance, implications="None.", by=lead)
        else:
            waive_clearance(clearance=clearance, reason="Nothing is bought", by=contributor)
    freeze_report(report=report, by=lead)
    on_its_day = rows_of_csv(signed_in(viewer).get(COURSE))
    for figure in Figure.objects.filter(organisation=council, basis=Basis.ACTUAL).select_related("series"):
        record(figure.series, 12345, start=figure.start, end=figure.end)
    report = CommitteeReport.objects.get(pk=report.pk)
    return Everywhere(report, frozen_value(report), viewer, on_its_day)


def numbers(table: Table) -> list[Number]:
    return [cell for row in table.rows for cell in row.cells if isinstance(cell, Number) and not cell.missing]


def assert_in_order(wanted: Iterable[object], found: Iterator[object], where: str) -> None:
    for each in wanted:
        assert each in found, f"{each} is not there, or not in its place: {where}"  # the iterator goes on behind it


def test_there_is_much_to_compare(everywhere: Everywhere) -> None:
    assert len(everywhere.value.sections) >= 10
    assert sum(len(numbers(table)) for table in everywhere.value.tables) > 100


def test_word_has_every_number(everywhere: Everywhere) -> None:
    tables = docx.Document(everywhere.drawn(FileFormat.WORD)).tables
    cells = (cell.text.replace("\u00a0", " ") for table in tables for row in table.rows for cell in row.cells)
    for table in everywhere.value.tables:
        assert_in_order([printed(number) for number in numbers(table)], cells, table.caption)


def test_pdf_has_every_number(everywhere: Everywhere) -> None:
    pages = pypdfium2.PdfDocument(everywhere.drawn(FileFormat.PDF))
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    text = "".join(text.replace("\u200b", "").replace("\ufffe", "").split())
    at = 0
    for table in everywhere.value.tables:
        for number in numbers(table):
            found = text.find("".join(printed(number).split()), at)
            assert found >= 0, f"{printed(number)} is not there, or not in its place: {table.caption}"
            at = found + 1


def test_excel_has_every_number(everywhere: Everywhere) -> None:
    book = CalamineWorkbook.from_filelike(everywhere.drawn(FileFormat.EXCEL))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    kept = (Decimal(f"{cell:.15g}") for row in rows for cell in row if isinstance(cell, float | int))
    for table in everywhere.value.tables:
        for number in numbers(table):
            shown = Decimal(number.plain)
            assert any(
                round(cell, 9) == shown or abs(cell - (number.value or 0)) < Decimal("1e-9") for cell in kept
            ), f"{number.text} is not there, or not in its place: {table.caption}"


def test_page_and_api_have_every_number(everywhere: Everywhere) -> None:
    address = f"/anyshire/reports/{everywhere.report.pk}/preview/"
    told = everywhere.get(f"/api/v1/reports/anyshire/{everywhere.report.pk}/").json()
    assert [each["table"] for each in told["tables"]] == [table.slug for table in everywhere.value.tables]
    for table, of_api in zip(everywhere.value.tables, told["tables"], strict=True):
        header, *rows = table.plain_rows()
        assert of_api["columns"] == header
        assert [[cell or "" for cell in row] for row in of_api["rows"]] == rows
        if rows:
            assert rows_of_csv(everywhere.get(f"{address}?csv={table.slug}")) == [header, *rows]


def test_page_of_the_programme_had_the_same_numbers_on_that_day(everywhere: Everywhere) -> None:
    (of_report,) = (table for table in everywhere.value.tables if table.slug.endswith("chart-delivery"))
    header, *rows = of_report.plain_rows()

    def on_page(shown: list[list[str]]) -> list[list[str]]:
        at = [shown[0].index(label) for label in header]
        months = {row[0]: [row[i] for i in at] for row in shown[1:]}
        return [months[row[0]] for row in rows]

    assert on_page(everywhere.on_its_day) == rows
    assert on_page(rows_of_csv(everywhere.get(COURSE))) != rows


def rows_of_csv(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
