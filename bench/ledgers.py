"""Ledgers of any size, made inside the database by its own INSERT ... SELECT, so that its guard holds for them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models, transaction

from ledger.figure_rows import FigureRow
from ledger.models import Channel, Entry, Kind, Measure, Organisation, Series
from ledger.months import FinancialYear, Span, add_months, end_of_day

SERIES = 400  # in a council
MONTHS = 60
FIRST_MONTH = date(2018, 4, 1)
FIGURES = SERIES * MONTHS * 6 // 5  # a fifth are revised
LATE = end_of_day(date(2023, 12, 31))  # by then everything is known
RECORDED_AT = datetime(2024, 1, 1, tzinfo=UTC)


class CurrentFigure(models.Model):
    """The rival: a plain table of nothing but what is current, its rows in order of organisation."""

    organisation = models.BigIntegerField()
    series = models.BigIntegerField()
    basis = models.CharField(max_length=8)
    start = models.DateField()
    end = models.DateField()
    edition = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    qualifier = models.CharField(max_length=5)
    inferred = models.BooleanField()
    revision = models.PositiveIntegerField()
    entry = models.BigIntegerField()

    class Meta:
        app_label = "ledger"
        managed = False
        db_table = "bench_current_figure"

    def __str__(self) -> str:
        return f"{self.series} {self.start}: {self.value}"


def councils(count: int, series: int = SERIES) -> list[Organisation]:
    """Made-up councils with so many series each, and no figures yet."""
    names = [f"bench-{number:03}" for number in range(count)]
    made = Organisation.objects.bulk_create(Organisation(slug=n, name=n, kind=Kind.DEMONSTRATION) for n in names)
    pounds = Measure.objects.create(code="bench-pounds", name="Pounds", unit="GBP", decimals=2, definition="Made up.")
    for council in made:
        Series.objects.bulk_create(
            Series(organisation=council, measure=pounds, code=f"bench/{n}", name=f"Series {n}") for n in range(series)
        )
    return made


def fill(council: Organisation) -> None:
    """Sixty monthly entries of every series, and sixty more that correct a fifth of each."""
    entries = [entry for month in range(MONTHS) for entry in _entries(council, month)]
    Entry.objects.bulk_create(sorted(entries, key=lambda entry: entry.number))
    postgresql = connection.vendor == "postgresql"
    month_end = (
        "(entry.first_start + interval '1 month' - interval '1 day')::date"
        if postgresql
        else "date(entry.first_start, '+1 month', '-1 day')"
    )
    _execute(
        f"""
        INSERT INTO ledger_figure
            (organisation_id, series_id, basis, start, "end", edition, revision, value, qualifier, inferred,
             entry_id, known_from, recorded_at)
        SELECT entry.organisation_id, series.id, 'actual', entry.first_start, {month_end}, entry.first_start,
               CASE WHEN entry.reason = '' THEN 1 ELSE 2 END, (series.id * 31 + entry.number * 17) %% 99991 + 0.25,
               '', {"false" if postgresql else "0"}, entry.id, entry.known_from, entry.recorded_at
        FROM ledger_entry entry JOIN ledger_series series ON series.organisation_id = entry.organisation_id
        WHERE entry.organisation_id = %s AND (entry.reason = '' OR (series.id + entry.number) %% 5 = 0)
        ORDER BY entry.number, series.id
        """,
        council.pk,
    )


def fill_with_budget(council: Organisation) -> None:
    """Beside the actuals a budget by month, known with its year's April, and each quarter a forecast of the year."""
    fill(council)
    for entry in Entry.objects.filter(organisation=council, reason="").order_by("number"):
        year = FinancialYear.of(entry.first_start)
        if entry.first_start == year.start:
            for month in year.months():
                _same_for_all(entry, "budget", month, year.start, 1)
        if entry.number % 3 == 1:
            _same_for_all(entry, "forecast", year.span, entry.first_start, 12)


def _same_for_all(entry: Entry, basis: str, span: Span, edition: date, months: int) -> None:
    """One more figure of each of the council's series in the entry."""
    _execute(
        f"""
        INSERT INTO ledger_figure
            (organisation_id, series_id, basis, start, "end", edition, revision, value, qualifier, inferred,
             entry_id, known_from, recorded_at)
        SELECT entry.organisation_id, series.id, %s, %s, %s, %s, 1,
               (series.id * 29 + entry.number * 13) %% 99991 * {months} + 0.25, '',
               {"false" if connection.vendor == "postgresql" else "0"}, entry.id, entry.known_from, entry.recorded_at
        FROM ledger_entry entry JOIN ledger_series series ON series.organisation_id = entry.organisation_id
        WHERE entry.id = %s ORDER BY series.id
        """,
        *(basis, span.start, span.end, edition, entry.pk),
    )


def fill_in_full(council: Organisation) -> None:
    """Beside the actuals a plan by month, a target for each year, and a forecast of the year made every quarter.

    On PostgreSQL only: 62,800 figures.
    """
    fill(council)
    _execute(
        """
        INSERT INTO ledger_figure
            (organisation_id, series_id, basis, start, "end", edition, revision, value, qualifier, inferred,
             entry_id, known_from, recorded_at)
        SELECT entry.organisation_id, series.id, more.basis, more.start, more.until, more.edition, 1,
               (series.id * 31 + entry.number * 13) %% 99991 * more.months + 0.25, '', false,
               entry.id, entry.known_from, entry.recorded_at
        FROM ledger_entry entry JOIN ledger_series series ON series.organisation_id = entry.organisation_id,
        LATERAL (SELECT entry.first_start - interval '3 months' AS shifted) moved,
        LATERAL (SELECT make_date(extract(year FROM shifted)::int, 4, 1) AS april) year,
        LATERAL (VALUES
            ('plan', entry.first_start, entry.first_start + interval '1 month', april, 1, true),
            ('target', april, april + interval '1 year', april, 12, entry.first_start = april),
            ('forecast', april, april + interval '1 year', entry.first_start, 12, entry.number %% 3 = 1)
        ) given (basis, start, after, edition, months, wanted),
        LATERAL (SELECT basis, start, (after - interval '1 day')::date AS until, edition, months) more
        WHERE entry.organisation_id = %s AND entry.reason = '' AND given.wanted
        ORDER BY entry.number, series.id
        """,
        council.pk,
    )


def fill_with_rival(made: list[Organisation]) -> None:
    """Every council's ledger, and beside it the plain table of what is current."""
    columns = ", ".join(f'"{name}"' for name in FigureRow._fields)
    ours = columns.replace('"series"', "series_id").replace('"entry"', "entry_id")
    with connection.schema_editor() as editor:
        editor.create_model(CurrentFigure)
    for council in made:
        with transaction.atomic():
            fill(council)
            _execute(
                f"""
                INSERT INTO bench_current_figure (organisation, {columns})
                SELECT organisation_id, {ours} FROM ledger_figure figure
                WHERE organisation_id = %s AND NOT EXISTS (
                    SELECT 1 FROM ledger_figure later
                    WHERE later.organisation_id = figure.organisation_id AND later.series_id = figure.series_id
                      AND later.start = figure.start AND later.revision > figure.revision
                )
                """,
                council.pk,
            )
    _execute("CREATE INDEX bench_current_figure_organisation ON bench_current_figure (organisation)")
    settle()


def settle() -> None:
    """What the database's own housekeeping does within minutes."""
    _execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _entries(council: Organisation, month: int) -> Iterator[Entry]:
    """A month's entry is known from the end of the next month, its correction from two months later."""
    for number, reason, known, count in (
        (month + 1, "", month + 1, SERIES),
        (month + 1 + MONTHS, "correction", month + 3, SERIES // 5),
    ):
        start = add_months(FIRST_MONTH, month)
        yield Entry(
            organisation=council,
            number=number,
            channel=Channel.DEMO,
            reason=reason,
            figure_count=count,
            first_start=start,
            last_start=start,
            recorded_at=RECORDED_AT,
            known_from=end_of_day(Span.month(add_months(FIRST_MONTH, known)).end),
            digest="0" * 64,
        )


def _execute(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
