"""The frame that every kind of import stands on, tried with a kind made up here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.actions import close_period, create_series
from ledger.errors import Rejected
from ledger.models import Channel, Entry, Figure, Organisation, Series
from returns.actions import keep_file, record_lines, record_upload
from returns.formats.cells import Workbook
from returns.formats.headers import read_header
from returns.import_kinds import KINDS, Act, Asked, register
from returns.models import Upload
from returns.readings import ComingSeries, Creation, Disagreement, Line, Reading
from returns.selectors.uploads import Preview, preview_upload, recorded_before, seen
from tests.factories import MeasureFactory, new_figure, record

EARLY, LATE = datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 6, 1, tzinfo=UTC)


def create_lines(reading: Reading, act: Act) -> Sequence[Entry]:
    """Creates a series for each line that the file brings, then records."""
    for creation in reading.creations:
        for each in creation.series:
            create_series(
                organisation=act.organisation, code=each.code, name=each.name, by=act.by, **creation.payload
            )
    return record_lines(reading, act)


@pytest.fixture
def kind(db: None) -> Iterator[str]:
    measure = MeasureFactory()

    @register(
        "made-up",
        title="Made up",
        about="For a test.",
        channel=Channel.HISTORY,
        options=lambda organisation: {"times": forms.ChoiceField(choices=[("1", "£"), ("1000", "£000")])},
        record=create_lines,
    )
    def read(workbook: Workbook, asked: Asked) -> Reading:
        reading = Reading()
        headed = read_header(workbook.first, workbook.name, ["code", "value"], ["known", "total"])
        there = set(asked.organisation.series.values_list("code", flat=True))
        for line in headed.lines():
            code, value = reading.text(line["code"]), reading.number(line["value"])
            known = {"early": EARLY, "late": LATE}.get(reading.text(line["known"]))
            if code not in there:
                there.add(code)
                coming = ComingSeries(code, code)
                reading.creations.append(Creation("Line", code, series=(coming,), payload={"measure": measure}))
            if value is None:
                continue
            figure = new_figure(code, value * int(asked.options["times"]))
            reading.lines.append(Line(figure, line["value"].sheet, line["value"].address, known_from=known))
            if not line["total"].blank:
                printed = reading.number(line["total"]) or Decimal(0)
                reading.disagreements.append(Disagreement(code, printed, value))
        return reading

    yield "made-up"
    del KINDS["made-up"]


@pytest.fixture
def bring(kind: str, council: Organisation, series: Series, officer: User) -> Any:
    def bring(content: str, times: str = "1") -> Upload:
        return keep_file(
            organisation=council,
            kind=kind,
            file_name="f.csv",
            content=content.encode(),
            options={"times": times},
            reason="",
            by=officer,
        )

    return bring


def look(upload: Upload) -> Preview:
    return preview_upload(upload, ())


def send(upload: Upload, by: User, saw: str | None = None) -> Upload:
    return record_upload(upload=upload, saw=look(upload).saw if saw is None else saw, by=by)


def values() -> list[Decimal | None]:
    return list(Figure.objects.order_by("id").values_list("value", flat=True))


def test_options_reach_the_reader(bring: Any, officer: User) -> None:
    send(bring("code,value\ntest/saving,5\n", times="1000"), officer)
    assert values() == [5000]


def test_things_are_created_with_their_figures(bring: Any, officer: User, council: Organisation) -> None:
    upload = bring("code,value\ntest/new,5\ntest/saving,6\ntest/empty,\n")
    shown = look(upload)
    assert [creation.label for creation in shown.reading.creations] == ["test/new", "test/empty"]
    assert (shown.is_sound, dict(shown.counts)) == (True, {"new": 2})
    assert council.series.count() == 1
    done = send(upload, officer)
    assert sorted(council.series.values_list("code", flat=True)) == ["test/empty", "test/new", "test/saving"]
    assert done.summary["created"] == 2
    assert values() == [5, 6]


def test_nothing_is_created_where_a_figure_is_refused(bring: Any, officer: User, council: Organisation) -> None:
    upload = bring("code,value\ntest/new,5\ntest/saving,1.23456\n")
    with pytest.raises(Rejected, match="decimal places"):
        send(upload, officer)
    assert council.series.count() == 1
    assert not values()


def test_what_was_known_at_other_moments_goes_to_entries_of_its_own(
    bring: Any, officer: User, series: Series
) -> None:
    content = "code,value,known\ntest/saving,5,early\ntest/saving,6,late\n"
    done = send(bring(content), officer)
    entries = list(done.entries.order_by("number"))
    assert [(entry.known_from, entry.channel) for entry in entries] == [(EARLY, "history"), (LATE, "history")]
    figures = Figure.objects.filter(organisation=series.organisation)
    assert [figures.as_at(moment).get().value for moment in (EARLY, LATE, None)] == [5, 6, 6]
    shown = look(again := bring(content))
    assert dict(shown.counts) == {"unchanged": 2}
    assert recorded_before(again) == done


def test_disagreements_of_printed_totals_are_kept_beside_the_figures(bring: Any, officer: User) -> None:
    upload = bring("code,value,total\ntest/saving,5,7\n")
    assert [(each.printed, each.worked_out) for each in look(upload).reading.disagreements] == [(7, 5)]
    assert send(upload, officer).summary["disagreements"] == 1


def test_file_is_recognised_only_with_the_same_options(bring: Any, officer: User) -> None:
    content = "code,value\ntest/saving,5\n"
    done = send(bring(content), officer)
    assert recorded_before(bring(content)) == done
    assert recorded_before(bring(content, times="1000")) is None


def test_closed_period_is_said_in_the_preview(bring: Any, series: Series, officer: User, lead: User) -> None:
    record(series, 5)
    span = {"start": date(2019, 4, 1), "end": date(2019, 4, 30)}
    close_period(organisation=series.organisation, series=[series.pk], by=lead, **span)  # type: ignore[arg-type]
    assert look(bring("code,value\ntest/saving,5\n")).is_sound  # it says what stands
    changed = bring("code,value\ntest/saving,6\n")
    assert "closed period" in look(changed).problems[0].message
    with pytest.raises(Rejected, match="closed period"):
        send(changed, officer)
    assert values() == [5]


def test_kind_for_before_going_live_is_refused_afterwards(
    bring: Any, kind: str, council: Organisation, officer: User
) -> None:
    KINDS[kind] = replace(KINDS[kind], only_before_live=True)
    upload = bring("code,value\ntest/saving,5\n")
    assert look(upload).is_sound
    council.live_from = timezone.now()
    council.save()
    upload.refresh_from_db()
    shown = look(upload)
    assert (shown.is_sound, shown.too_late, shown.problems) == (False, True, [])
    assert "is live" in shown.held[0].message


def test_second_of_two_who_record_at_once_is_told(bring: Any, officer: User) -> None:
    upload = bring("code,value\ntest/saving,5\n")
    saw = look(upload).saw
    send(upload, officer, saw)
    with pytest.raises(ValidationError, match="finance-officer recorded this on"):
        send(upload, officer, saw)
    assert values() == [5]


@pytest.mark.parametrize(
    ("saw", "count", "expected"),
    [
        ("", 0, []),
        ("0", 1, [0]),
        ("0*3,1,2*2", 6, [0, 0, 0, 1, 2, 2]),
        ("0*3", 2, None),
        ("1", 2, None),
        ("a", 1, None),
    ],
)
def test_revisions_that_a_preview_showed(saw: str, count: int, expected: list[int] | None) -> None:
    assert seen(saw, count) == expected


# --- constraints


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"recorded_at": timezone.now()}, "upload_recorded_by_somebody"),
        ({"content": None}, "upload_content_until_recorded"),
    ],
)
def test_upload_constraints(bring: Any, fields: dict[str, Any], name: str) -> None:
    upload = bring("code,value\ntest/saving,5\n")
    if "recorded_at" in fields:
        fields = {**fields, "content": None}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(**fields)


def test_recorded_upload_keeps_no_content(bring: Any, officer: User) -> None:
    upload = bring("code,value\ntest/saving,5\n")
    with pytest.raises(IntegrityError, match="upload_content_until_recorded"), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(recorded_at=timezone.now(), recorded_by=officer)
