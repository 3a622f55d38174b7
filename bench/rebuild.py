"""All documents of all councils made anew, against no more than reading the figures and writing the documents, and
against two ways in which one would usually write it."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import Any

import pandas as pd
from django.db import connection, models, transaction
from django.db.models import F

from ledger.bulk import replace_rows
from ledger.documents import COLUMNS, rebuild
from ledger.models import Figure, Organisation, Rollup, Series, SeriesDocument
from ledger.models import Measure as MeasureModel
from ledger.months import FinancialYear
from ledger.projections import METHODS
from ledger.trajectories import MONTH_COLUMNS, SCALE

from .databases import ROOT
from .ledgers import CurrentFigure, councils, settle
from .measures import Measure, Times, clocked, duration

FLOOR = 2.5
USUAL = 20
FIGURE_ROWS = 10  # 20 would leave nothing for calculation beside reading and writing: docs/benchmarks.md
MEMORY = 150  # MiB
TWO_WORKERS = 1.4
LINEAR = 1.3

Work = Callable[[Organisation], Any]
CURRENT = (
    *("organisation_id", "series_id", "basis", "start", "end", "edition"),
    *("value", "qualifier", "inferred", "revision", "entry_id"),
)
RAW = ("series_id", "basis", "start", "end", "edition", "value", "entry_id")


class MonthRow(models.Model):
    """The rival: a row for each month of a series, as one would keep it without documents."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    plan = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    actual = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    forecast = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    cumulative_plan = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    cumulative_actual = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    outturn = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    method = models.CharField(max_length=15)
    rating = models.CharField(max_length=12)
    reason = models.CharField(max_length=500)
    newest_entry = models.BigIntegerField()

    class Meta:
        app_label = "ledger"
        managed = False
        db_table = "bench_month_row"
        constraints = [models.UniqueConstraint(fields=["series", "month"], name="bench_month_row_once")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.month}: {self.cumulative_actual}"


def measure(quick: bool) -> Iterator[Measure]:
    if connection.vendor != "postgresql":
        return  # whose ten million figures would take a day
    sizes = (3, 6, 12) if quick else (10, 50, 153)
    if not Organisation.objects.exists():  # there already where they were kept
        _make(sizes[-1])
    made = list(Organisation.objects.order_by("pk"))
    size = f"of {len(made)} councils"

    rounds = [_against_floor(council) for council in made]
    ours, floor = ([each[side] for each in rounds] for side in (0, 1))
    yield Times(sum(ours), sum(floor)).measure(f"rebuild {size}: against reading and writing alone", FLOOR)
    per_council = [median(ours[:size]) for size in sizes]
    yield Measure(
        f"rebuild: a council of {sizes[2]} against one of {sizes[0]} ({sizes[1]}: {duration(per_council[1])})",
        duration(per_council[2]),
        duration(per_council[0]),
        per_council[2] / per_council[0],
        LINEAR,
    )
    yield from _against_the_usual(made, made[1 : 2 if quick else 4])
    yield from _workers(made[: 12 if quick else 40], 3)


def _make(count: int) -> None:
    """Series of all three roll-ups and all four methods; their figures are made by two processes."""
    made = councils(count)
    for number, roll_up in enumerate(Rollup.values):
        about = {"name": roll_up, "unit": "GBP", "decimals": 2, "rollup": roll_up, "definition": "Made up."}
        kind = MeasureModel.objects.create(code=f"bench-{roll_up}", **about)
        Series.objects.annotate(turn=F("pk") % len(Rollup.values)).filter(turn=number).update(measure=kind)
    for number, method in enumerate(METHODS):
        Series.objects.annotate(turn=F("pk") % len(METHODS)).filter(turn=number).update(method=method)
    _processes("fill", made, 2)
    settle()


def _against_floor(council: Organisation) -> tuple[float, float]:
    """Seconds of ours, writing every document, and of reading the same figures and writing the same documents."""
    _forget(council)
    ours = _timed(rebuild, council)
    rows = list(SeriesDocument.objects.filter(organisation=council).values_list(*COLUMNS))
    _forget(council)

    def floor(council: Organisation) -> None:
        sql, params = (
            Figure.objects.filter(organisation=council).as_at(None).values_list(*RAW).query.sql_with_params()
        )
        with connection.cursor() as cursor:
            cursor.copy_expert(cursor.mogrify(f"COPY ({sql}) TO STDOUT (FORMAT binary)", params), io.BytesIO())
        replace_rows(SeriesDocument, COLUMNS, rows)

    return ours, _timed(floor, council)


def _timed(work: Work, council: Organisation) -> float:
    def in_transaction() -> None:
        with transaction.atomic():
            work(council)

    return clocked(in_transaction)


def _forget(council: Organisation) -> None:
    SeriesDocument.objects.filter(organisation=council).delete()


def _against_the_usual(made: Sequence[Organisation], sample: Sequence[Organisation]) -> Iterator[Measure]:
    """Both rivals take long, so they are measured on a few councils and scaled to all."""
    with connection.schema_editor() as editor:
        for rival in (MonthRow, CurrentFigure):
            editor.create_model(rival)
    times: dict[str, list[float]] = {}
    for council in sample:
        _forget(council)
        times.setdefault("ours", []).append(_timed(rebuild, council))
        documents = list(SeriesDocument.objects.filter(organisation=council))
        months = [fields for document in documents for fields in _months(document)]
        times.setdefault("months", []).append(_timed(lambda _, m=months: _bulk_create(m), council))  # type: ignore[misc]
        figures = list(Figure.objects.filter(organisation=council).as_at(None).values(*CURRENT))
        times.setdefault("figures", []).append(_timed(lambda _, f=figures: _current(f), council))  # type: ignore[misc]
        _forget(council)
        created = _timed(lambda _, d=documents: SeriesDocument.objects.bulk_create(d), council)  # type: ignore[misc]
        times.setdefault("documents", []).append(created)
        _forget(council)
        times.setdefault("pandas", []).append(_timed(_pandas_loop, council))
    scaled = {name: sum(taken) * len(made) / len(sample) for name, taken in times.items()}
    how = f"{len(sample)} councils scaled to {len(made)}"
    for name, words, limit in (
        ("figures", "bulk_create of a row for each figure", FIGURE_ROWS),
        ("pandas", "a pandas loop over series", USUAL),
        ("months", "bulk_create of a row for each month", None),
        ("documents", "bulk_create of the documents", None),
    ):
        sides = duration(scaled["ours"]), duration(scaled[name])
        yield Measure(f"rebuild, {how}: {words}", *sides, scaled[name] / scaled["ours"], limit, at_least=True)


def _months(document: SeriesDocument) -> Iterator[dict[str, Any]]:
    """What the document says of each month, and of its year."""

    def value(units: int | None) -> Decimal | None:
        return None if units is None else Decimal(units).scaleb(-SCALE)

    for label, year in document.body.items():
        same = {
            "organisation_id": document.organisation_id,
            "series_id": document.pk,
            "newest_entry": document.newest_entry,
            **{name: year[name] for name in ("method", "rating", "reason")},
            **{name: value(year[name]) for name in ("target", "outturn")},
        }
        for number, month in enumerate(FinancialYear.parse(label).months()):
            yield {**same, "month": month.start, **{name: value(year[name][number]) for name in MONTH_COLUMNS}}


def _bulk_create(months: Sequence[dict[str, Any]]) -> None:
    MonthRow.objects.bulk_create([MonthRow(**fields) for fields in months])


def _current(figures: Sequence[dict[str, Any]]) -> None:
    """What a flagged or copied table of what is current would have to be made of."""
    CurrentFigure.objects.bulk_create(
        [
            CurrentFigure(
                organisation=fields.pop("organisation_id"),
                series=fields.pop("series_id"),
                entry=fields.pop("entry_id"),
                **fields,
            )
            for fields in figures
        ]
    )


def _pandas_loop(council: Organisation) -> None:
    """Each series asked for and worked out by itself, in floats."""
    columns = ("basis", "start", "edition", "value", "entry_id")
    rows = []
    for series in council.series.select_related("measure"):
        found = Figure.objects.filter(organisation=council, series=series).as_at(None)
        table = pd.DataFrame(list(found.values(*columns)))
        table["value"] = table["value"].astype(float)
        table["start"] = pd.to_datetime(table["start"])
        table["year"] = table["start"].dt.year - (table["start"].dt.month < 4)
        newest = table.sort_values("edition").drop_duplicates(["basis", "start"], keep="last")
        body = {str(FinancialYear(int(year))): _year(series, int(year), its) for year, its in newest.groupby("year")}
        rows.append((series.pk, council.pk, body, int(table["entry_id"].max())))
    replace_rows(SeriesDocument, COLUMNS, rows)


def _year(series: Series, year: int, figures: pd.DataFrame) -> dict[str, Any]:
    of_months = pd.date_range(f"{year}-04-01", periods=12, freq="MS")
    months = figures.pivot(index="start", columns="basis", values="value").reindex(of_months)
    so_far = months[["plan", "actual"]]
    match series.measure.rollup:
        case "sum":
            to_date = so_far.cumsum(skipna=False)
        case "mean":
            to_date = so_far.expanding().mean()
        case _:
            to_date = so_far
    target = months["target"].dropna().iloc[-1]
    outturn = to_date["actual"].dropna().iloc[-1]
    short = (target - outturn) * 100 / abs(target)
    return {
        "target": target,
        "outturn": outturn,
        "method": "actual",
        "rating": "green" if short <= 5 else "amber" if short <= 15 else "red",
        "reason": f"The outturn, £{outturn:,.2f}, is {short:.1f}% short of the target, £{target:,.2f}.",
        **{name: months[name].tolist() for name in ("plan", "actual")},
        "forecast": [None] * len(months),
        **{f"cumulative_{name}": to_date[name].tolist() for name in ("plan", "actual")},
    }


def _workers(made: Sequence[Organisation], rounds: int) -> Iterator[Measure]:
    """The same councils done by one worker and by two."""
    seconds: dict[int, list[float]] = {1: [], 2: []}
    most = 0.0
    for _ in range(rounds):
        for count, taken in seconds.items():
            SeriesDocument.objects.all().delete()
            spent, peak = _processes("rebuild", made, count)
            taken.append(spent)
            most = max(most, peak)
    one, two = (median(taken) for taken in seconds.values())
    name = f"rebuild: two workers against one, {len(made)} councils"
    yield Measure(name, duration(two), duration(one), one / two, TWO_WORKERS, at_least=True)
    yield Measure("rebuild: a worker's memory at its peak, MiB", f"{most:.1f} MiB", f"{MEMORY} MiB", most, MEMORY)


def _processes(work: str, organisations: Sequence[Organisation], count: int) -> tuple[float, float]:
    """Seconds that `count` processes took for the organisations together, and the most memory of one, in MiB."""
    connection.close()
    workers = []
    for number in range(count):
        ids = [str(organisation.pk) for organisation in organisations[number::count]]
        command = [sys.executable, "-m", "bench.rebuild_worker", work, *ids]
        workers.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    answers = [_answer(worker) for worker in workers]
    assert answers == ["ready"] * count
    before = perf_counter()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    peaks = [int(_answer(worker)) for worker in workers]
    spent = perf_counter() - before
    for worker in workers:
        assert worker.wait(60) == 0
    return spent, max(peaks) / 1024


def _answer(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout
    return worker.stdout.readline().strip()
