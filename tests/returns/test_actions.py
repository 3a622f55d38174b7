"""What is done with a return, from open to closed: who may do it when, and what it leaves behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ledger.actions import close, reopen
from ledger.errors import Problem, Rejected, Stale
from ledger.models import Approval, Basis, Channel, ClosedPeriod, Entry, Figure, Organisation, Series
from ledger.months import Span, end_of_day
from ledger.selectors import open_book
from returns.actions import (
    approve_return,
    close_return,
    open_due_returns,
    open_return,
    reopen_return,
    save_return,
    send_back,
    submit_return,
)
from returns.models import Form, Return, State
from returns.selectors import return_facts, stand, to_do
from tests.factories import SeriesFactory, new_figure

from .conftest import JUNE, budget, make_form, steps_taken_on

JUNE_SPAN = Span.month(JUNE)
JULY = date(2019, 7, 1)


def fill(june: Return, by: User, value: object = 100, series: Series | None = None) -> Entry | None:
    """Save June's actual of one line."""
    line = series or june.form.lines.all()[0].series
    return save_return(filled=june, figures=[new_figure(line, value, JUNE)], by=by)


def kinds(filled: Return) -> list[str]:
    return list(filled.steps.values_list("kind", flat=True))


def refusal(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(caught.value.messages)


# --- opening


def test_return_is_opened_once_a_period(form: Form, officer: User) -> None:
    first = open_return(form=form, day=date(2019, 6, 17), by=officer)
    again = open_return(form=form, day=date(2019, 6, 1), by=None)

    assert first == again
    assert (first.span, first.due_on, first.state) == (JUNE_SPAN, date(2019, 7, 12), State.OPEN)
    (step,) = first.steps.all()
    assert (step.kind, step.by) == ("opened", officer)


def test_stopped_form_opens_no_returns(form: Form) -> None:
    close(thing=form, on=JUNE, outcome="ended", reason="Enough", by=None)
    with pytest.raises(ValidationError) as caught:
        open_return(form=form, day=JUNE, by=None)
    assert "no longer collected" in refusal(caught)
    assert open_due_returns(form=form, today=JULY) == []
    reopen(thing=form, reason="Needed", by=None)
    assert open_return(form=form, day=JUNE, by=None)


def starts(opened: list[Return]) -> list[date]:
    return [each.start for each in opened]


def test_night_opens_what_has_begun_since_the_last(form: Form, june: Return) -> None:
    assert starts(open_due_returns(form=form, today=date(2019, 6, 30))) == []
    assert starts(open_due_returns(form=form, today=date(2019, 8, 1))) == [JULY, date(2019, 8, 1)]
    assert open_due_returns(form=form, today=date(2019, 8, 1)) == []


def defined_on(form: Form, day: date) -> None:
    form.history.update(history_date=end_of_day(day))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("defined", "first"),
    [(date(2019, 6, 5), date(2019, 5, 1)), (date(2019, 6, 20), JUNE)],
    ids=["just after May ended", "when May was long over"],
)
def test_new_form_begins_with_what_can_still_be_in_time(form: Form, defined: date, first: date) -> None:
    defined_on(form, defined)
    assert starts(open_due_returns(form=form, today=defined)) == [first, JUNE][-1 if first == JUNE else 0 :]


def test_form_without_lines_opens_no_returns(council: Organisation) -> None:
    assert open_due_returns(form=make_form(council), today=JULY) == []


# --- saving


def test_saved_figures_are_provisional_and_have_their_author(june: Return, officer: User) -> None:
    entry = fill(june, officer)

    assert entry
    assert (entry.provisional, entry.by, entry.channel) == (True, officer, Channel.FORM)
    assert entry.reason == "Monthly outturn, June 2019"
    assert entry.step.kind == "saved"
    assert kinds(june) == ["opened", "saved"]


def test_saving_what_stands_leaves_no_step(june: Return, officer: User) -> None:
    fill(june, officer)
    assert fill(june, officer) is None
    assert kinds(june) == ["opened", "saved"]


def test_saving_is_all_or_nothing(june: Return, lines: list[Series], officer: User) -> None:
    fill(june, officer, 100, lines[0])
    figures = [new_figure(lines[1], 5, JUNE), new_figure(lines[0], 7, JUNE, follows=0)]
    with pytest.raises(Stale):
        save_return(filled=june, figures=figures, comments={lines[1].pk: "Why"}, by=officer)
    assert Figure.objects.count() == 1
    assert not june.comments.exists()


def problems(june: Return, *figures: object, by: User) -> list[Problem]:
    with pytest.raises(Rejected) as caught:
        save_return(filled=june, figures=figures, by=by)  # type: ignore[arg-type]
    assert not Figure.objects.exists()
    return caught.value.problems


def test_return_takes_its_lines_only(june: Return, lines: list[Series], officer: User) -> None:
    other = SeriesFactory(organisation=june.form.organisation)
    found = problems(june, new_figure(lines[0], 1, JUNE), new_figure(other, 1, JUNE), by=officer)
    assert [(each.field, each.index) for each in found] == [("series", 1)]


@pytest.mark.parametrize(
    ("month", "fields", "field"),
    [
        (JULY, {}, "start"),  # an actual of what is to come
        (date(2019, 3, 1), {}, "start"),  # of the year before
        (JUNE, {"basis": Basis.BUDGET}, "basis"),
        (JUNE, {"basis": Basis.FORECAST, "edition": JUNE}, "edition"),  # of what is over
        (JULY, {"basis": Basis.FORECAST, "edition": date(2019, 5, 1)}, "edition"),  # made before
        (JULY, {"basis": Basis.FORECAST}, "edition"),
    ],
)
def test_return_takes_actuals_so_far_and_forecasts_made_in_it(
    june: Return, lines: list[Series], officer: User, month: date, fields: dict[str, object], field: str
) -> None:
    (found,) = problems(june, new_figure(lines[0], 1, month, **fields), by=officer)
    assert found.field == field


def test_return_takes_earlier_months_and_forecasts(june: Return, lines: list[Series], officer: User) -> None:
    figures = [
        new_figure(lines[0], 1, date(2019, 4, 1)),
        new_figure(lines[0], 2, JUNE),
        new_figure(lines[0], 3, date(2020, 3, 1), basis=Basis.FORECAST, edition=JUNE),
    ]
    entry = save_return(filled=june, figures=figures, by=officer)
    assert entry
    assert entry.figure_count == 3


def test_comments_are_written_changed_and_taken_away(june: Return, lines: list[Series], officer: User) -> None:
    for text, expected in ((" More people ", ["More people"]), ("Fewer", ["Fewer"]), (" ", [])):
        assert save_return(filled=june, comments={lines[0].pk: text}, by=officer) is None
        assert list(june.comments.values_list("text", flat=True)) == expected


def test_comment_on_what_is_no_line_is_refused(june: Return, officer: User) -> None:
    other = SeriesFactory(organisation=june.form.organisation)
    with pytest.raises(Rejected):
        save_return(filled=june, comments={other.pk: "Odd"}, by=officer)


# --- the way of a return


def test_return_is_submitted_approved_and_closed(june: Return, officer: User, lead: User) -> None:
    entry = fill(june, officer)
    submit_return(filled=june, by=officer, reason="Complete")
    approve_return(filled=june, by=lead)
    close_return(filled=june, by=lead)

    assert Return.objects.get().state == State.CLOSED
    assert kinds(june) == ["opened", "saved", "submitted", "approved", "closed"]
    assert [step.author for step in june.steps.all()] == ["ascare", *["finance-officer"] * 2, *["finance-lead"] * 2]
    assert Approval.objects.get().entry == entry
    assert Approval.objects.get().by == lead
    assert ClosedPeriod.objects.count() == 3
    assert {(each.start, each.end) for each in ClosedPeriod.objects.all()} == {(JUNE, date(2019, 6, 30))}


def test_figures_are_provisional_until_approved(june: Return, lines: list[Series], officer: User, lead: User) -> None:
    def shown() -> bool:
        book = open_book(june.form.organisation, [lines[0].pk], None)
        return book.number(lines[0].pk, "actual", JUNE_SPAN).provisional

    fill(june, officer)
    submit_return(filled=june, by=officer)
    assert shown()
    approve_return(filled=june, by=lead)
    assert not shown()


def test_approving_asks_as_much_of_twenty_savings_as_of_one(form: Form, officer: User, lead: User) -> None:
    asked = []
    for month, savings in ((6, 1), (7, 20)):
        filled = open_return(form=form, day=date(2019, month, 1), by=None)
        series = form.lines.all()[0].series
        for value in range(savings):
            save_return(filled=filled, figures=[new_figure(series, value, date(2019, month, 1))], by=officer)
        submit_return(filled=filled, by=officer)
        with CaptureQueriesContext(connection) as queries:
            approve_return(filled=filled, by=lead)
        asked.append(len(queries))
        assert Approval.objects.filter(entry__step__of=filled, by=lead).count() == savings
    assert asked[0] == asked[1]


@pytest.mark.parametrize("step", ["saved", "submitted"])
def test_approver_is_another_than_the_preparers(june: Return, officer: User, lead: User, step: str) -> None:
    fill(june, lead if step == "saved" else officer)
    submit_return(filled=june, by=lead if step == "submitted" else officer)

    with pytest.raises(ValidationError) as caught:
        approve_return(filled=june, by=lead)

    assert "yourself" in refusal(caught)
    assert Return.objects.get().state == State.SUBMITTED
    assert not Approval.objects.exists()


def test_preparer_of_long_ago_does_not_approve_either(june: Return, officer: User, lead: User) -> None:
    fill(june, lead)
    submit_return(filled=june, by=lead)
    send_back(filled=june, by=officer, reason="Look again")
    submit_return(filled=june, by=officer)
    with pytest.raises(ValidationError):
        approve_return(filled=june, by=lead)


def test_sent_back_return_is_open_with_the_reason(june: Return, officer: User, lead: User) -> None:
    submit_return(filled=june, by=officer)
    send_back(filled=june, by=lead, reason=" Equipment is missing ")

    assert Return.objects.get().is_open
    assert june.steps.get(kind="sent-back").reason == "Equipment is missing"
    assert fill(june, officer)


def test_reopened_return_is_approved_anew(june: Return, officer: User, lead: User) -> None:
    fill(june, officer, 100)
    submit_return(filled=june, by=officer)
    approve_return(filled=june, by=lead)
    reopen_return(filled=june, by=lead, reason="A late invoice")
    fill(june, officer, 120)
    submit_return(filled=june, by=officer)
    approve_return(filled=june, by=lead)

    assert Approval.objects.count() == 2
    assert kinds(june)[-4:] == ["reopened", "saved", "submitted", "approved"]


@pytest.mark.parametrize("step", [send_back, reopen_return])
@pytest.mark.parametrize("reason", ["", "  "])
def test_going_back_needs_a_reason(june: Return, lead: User, officer: User, step: object, reason: str) -> None:
    submit_return(filled=june, by=officer)
    if step is reopen_return:
        approve_return(filled=june, by=lead)
    with pytest.raises(ValidationError) as caught:
        step(filled=june, by=lead, reason=reason)  # type: ignore[operator]
    assert "Say why" in refusal(caught)


STEPS = {
    "submit": (State.OPEN, submit_return),
    "send back": (State.SUBMITTED, send_back),
    "approve": (State.SUBMITTED, approve_return),
    "reopen": (State.APPROVED, reopen_return),
    "close": (State.APPROVED, close_return),
}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", list(STEPS))
def test_each_step_is_taken_from_one_state_only(june: Return, lead: User, name: str, state: str) -> None:
    before, take = STEPS[name]
    if before == state:
        return
    Return.objects.update(state=state)

    with pytest.raises(ValidationError) as caught:
        take(filled=june, by=lead, reason="Because")

    assert f"only while it is {State(before).label.lower()}" in refusal(caught)
    assert Return.objects.get().state == state
    assert kinds(june) == ["opened"]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.CLOSED])
def test_nothing_is_saved_unless_it_is_open(june: Return, officer: User, state: str) -> None:
    Return.objects.update(state=state)
    with pytest.raises(ValidationError) as caught:
        fill(june, officer)
    assert "only while it is open" in refusal(caught)
    assert not Figure.objects.exists()


def test_closed_return_is_never_open_again(june: Return, lines: list[Series], officer: User, lead: User) -> None:
    fill(june, officer)
    submit_return(filled=june, by=officer)
    approve_return(filled=june, by=lead)
    close_return(filled=june, by=lead)

    with pytest.raises(ValidationError):
        reopen_return(filled=june, by=lead, reason="Please")
    july = open_return(form=june.form, day=JULY, by=None)
    with pytest.raises(Rejected, match="is closed"):
        fill(july, officer, 7)  # June's actual by way of July's return
    assert save_return(filled=july, figures=[new_figure(lines[1], 3, JUNE)], by=officer)  # late, not a restatement


# --- comments that variances ask for


@pytest.fixture
def asking(form: Form) -> Form:
    form.comment_over_amount, form.comment_over_percent = Decimal(50), Decimal(5)
    form.save()
    return form


def test_submitting_names_the_lines_that_need_a_comment(
    asking: Form, june: Return, lines: list[Series], officer: User
) -> None:
    for line in lines:
        budget(line, 100)
    # Over a year of 1,200: 200 and 17%, then 40 under the amount, then nothing.
    for line, value in zip(lines, (300, 140, 100), strict=True):
        fill(june, officer, value, line)
        save_return(
            filled=june,
            figures=[new_figure(line, 100, month) for month in (date(2019, 4, 1), date(2019, 5, 1))],
            by=officer,
        )

    with pytest.raises(ValidationError) as caught:
        submit_return(filled=june, by=officer)
    assert refusal(caught) == "Packages needs a comment on its variance."
    assert [str(line) for line in return_facts(june).uncommented] == ["Packages"]

    save_return(filled=june, comments={lines[0].pk: "A hospital ward closed"}, by=officer)
    submit_return(filled=june, by=officer)
    assert Return.objects.get().state == State.SUBMITTED


def test_form_that_asks_for_none_is_submitted_without(june: Return, lines: list[Series], officer: User) -> None:
    budget(lines[0], 100)
    fill(june, officer, 100_000)
    assert submit_return(filled=june, by=officer)


def test_form_without_lines_is_not_submitted(council: Organisation, officer: User) -> None:
    empty = open_return(form=make_form(council), day=JUNE, by=None)
    with pytest.raises(ValidationError, match="no lines"):
        submit_return(filled=empty, by=officer)


# --- how returns stand


def test_states_as_at_a_day_are_those_of_then(june: Return, officer: User, lead: User) -> None:
    moments = [timezone.now()]
    for take, by in ((submit_return, officer), (approve_return, lead), (close_return, lead)):
        take(filled=june, by=by)
        moments.append(timezone.now())

    states = [stand(Return.objects.all(), moment)[0].state for moment in moments]
    assert states == [State.OPEN, State.SUBMITTED, State.APPROVED, State.CLOSED]
    assert stand(Return.objects.all(), moments[0] - timedelta(days=1)) == []


def test_to_do_tells_late_from_soon_and_submitted(june: Return, officer: User) -> None:
    council = june.form.organisation
    due = june.due_on

    def found(day: date) -> tuple[int, int, int]:
        todo = to_do(council, None, day)
        return len(todo.late), len(todo.soon), len(todo.submitted)

    assert found(due - timedelta(days=8)) == (0, 0, 0)
    assert found(due - timedelta(days=7)) == (0, 1, 0)
    assert found(due) == (0, 1, 0)
    assert found(due + timedelta(days=1)) == (1, 0, 0)
    submit_return(filled=june, by=officer)
    assert found(due + timedelta(days=1)) == (0, 0, 1)


def test_lateness_is_counted_to_the_day_it_was_handed_over(june: Return, officer: User) -> None:
    (line,) = stand(Return.objects.all())
    assert line.days_late(june.due_on) == 0
    assert line.days_late(june.due_on + timedelta(days=3)) == 3
    with steps_taken_on(june.due_on + timedelta(days=2)):
        submit_return(filled=june, by=officer)
    (line,) = stand(Return.objects.all())
    assert line.days_late(june.due_on + timedelta(days=99)) == 2


def test_queries_of_standing_returns_do_not_grow(
    form: Form, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 13):
        filled = open_return(form=form, day=date(2019, month, 1), by=officer)
        submit_return(filled=filled, by=officer)
    with django_assert_num_queries(2):
        assert len(stand(Return.objects.select_related("form"))) == 12
