"""Each constraint of the models of returns, tried by writing past every validation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ledger.models import Entry, Series
from ledger.months import LONDON
from returns.models import Form, FormCheck, FormLine, LineComment, Restatement, Return, Step, Upload
from tests.constraints import again, assert_refused, constraints_of, each_break
from tests.factories import UserFactory, record

JUNE = datetime(2019, 7, 2, 9, tzinfo=LONDON)


@dataclass
class Cast:
    form: Form
    lines: list[FormLine]
    check: FormCheck
    filled: Return
    step: Step
    comment: LineComment
    restatement: Restatement
    upload: Upload
    entry: Entry

    @property
    def other(self) -> int:
        """Somebody else than who proposed the restatement."""
        return UserFactory().pk  # type: ignore[no-any-return]


@pytest.fixture
def cast(form: Form, june: Return, lines: list[Series]) -> Cast:
    person = UserFactory()
    on_form = list(form.lines.all())
    check = FormCheck.objects.create(form=form, left=on_form[0], kind="not-over", right=on_form[1])
    figure = record(lines[0], 100, date(2019, 6, 1))
    about = {"organisation": form.organisation, "series": lines[0], "basis": "actual"}
    cell = {"start": date(2019, 6, 1), "end": date(2019, 6, 30), "edition": date(2019, 6, 1)}
    restatement = Restatement.objects.create(
        **about, **cell, follows=1, was=100, value=90, reason="Typed twice.", proposed_by=person, proposed_at=JUNE
    )
    return Cast(
        form=form,
        lines=on_form,
        check=check,
        filled=june,
        step=june.steps.get(),
        comment=LineComment.objects.create(of=june, series=lines[0], text="Two more people.", by=person),
        restatement=restatement,
        upload=Upload.objects.create(
            organisation=form.organisation,
            kind="tidy",
            file_name="figures.csv",
            digest="0" * 64,
            size=3,
            content=b"a,b",
            by=person,
            uploaded_at=JUNE,
        ),
        entry=figure.entry,
    )


Write = Callable[[Cast], object]


def form_again(**changed: object) -> Write:
    return lambda c: again(c.form, **{"slug": "another", **changed})


def return_again(**changed: object) -> Write:
    later = {"start": date(2019, 7, 1), "end": date(2019, 7, 31), "due_on": date(2019, 8, 14)}
    return lambda c: again(c.filled, **{**later, **changed})


def restated_again(**changed: object) -> Write:
    """Of another cell, and decided, so that only what is changed is wrong."""
    return lambda c: again(c.restatement, **{"start": date(2019, 5, 1), **changed})


def decided(c: Cast, decision: str, **changed: object) -> None:
    about = {"start": date(2019, 5, 1), "decision": decision, "decided_by_id": c.other, "decided_at": JUNE}
    again(c.restatement, **{**about, **changed})


BREAKS: dict[str, list[Write]] = {
    "form_slug_once": [lambda c: again(c.form)],
    "form_frequency_regular": [form_again(frequency="irregular")],
    "form_layout_known": [form_again(layout="circle")],
    "form_compared_with_known": [form_again(compared_with="actual")],
    "returns_form_closed_as_something": [form_again(closed_on=date(2020, 1, 1)), form_again(outcome="ended")],
    "form_line_once": [lambda c: again(c.lines[0])],
    "form_check_once": [lambda c: again(c.check)],
    "form_check_of_two_lines": [lambda c: again(c.check, right_id=c.check.left_id)],
    "form_check_kind_known": [lambda c: again(c.check, kind="resembles")],
    "return_once_a_period": [lambda c: again(c.filled)],
    "return_period_in_order": [return_again(end=date(2019, 6, 30))],
    "return_due_after_its_period": [return_again(due_on=date(2019, 7, 31))],
    "return_state_known": [return_again(state="lost")],
    "step_kind_known": [lambda c: again(c.step, kind="lost")],
    "step_saves_an_entry": [
        lambda c: again(c.step, kind="saved"),
        lambda c: again(c.step, kind="submitted", entry_id=c.entry.pk),
    ],
    "step_back_has_a_reason": [
        lambda c: again(c.step, kind="sent-back"),
        lambda c: again(c.step, kind="reopened"),
    ],
    "line_comment_once": [lambda c: again(c.comment)],
    "line_comment_says_something": [lambda c: again(c.comment, series_id=c.lines[1].series_id, text="")],
    "restatement_one_waiting": [lambda c: again(c.restatement)],
    "restatement_differs": [restated_again(value=Decimal(100))],
    "restatement_decided_by_somebody": [
        lambda c: decided(c, "refused", decided_at=None),
        restated_again(decided_at=JUNE),
    ],
    "restatement_approved_by_another": [
        lambda c: decided(c, "approved", decided_by_id=c.restatement.proposed_by_id, entry_id=c.entry.pk)
    ],
    "restatement_recorded_when_approved": [
        lambda c: decided(c, "approved"),
        lambda c: decided(c, "refused", entry_id=c.entry.pk),
    ],
    "upload_recorded_by_somebody": [lambda c: again(c.upload, recorded_at=JUNE, content=None)],
    "upload_content_until_recorded": [lambda c: again(c.upload, content=None)],
}


def test_every_constraint_is_tried() -> None:
    assert constraints_of("returns") == set(BREAKS)


@each_break(BREAKS)
def test_the_database_refuses(name: str, break_it: Write, cast: Cast) -> None:
    assert_refused(name, break_it, cast)


@pytest.mark.parametrize("change", ["UPDATE returns_step SET reason = 'other'", "DELETE FROM returns_step"])
def test_steps_stay_as_they_were_taken(change: str, june: Return) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert june.steps.get().at < timezone.now()
