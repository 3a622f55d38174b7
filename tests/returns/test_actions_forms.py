"""Defining what is collected: forms, lines and checks, each change with who made it and why."""

from dataclasses import astuple
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from ledger.models import Frequency, Organisation, Series
from returns.actions import (
    add_check,
    add_lines,
    arrange_lines,
    change_form,
    define_form,
    remove_check,
    remove_line,
)
from returns.models import Form, FormCheck, FormLine
from returns.selectors import form_page, forms_of, parts_history, series_for
from tests.conftest import signed_in
from tests.factories import OrganisationFactory, SeriesFactory

from .conftest import JUNE, make_form, make_series


def names(form: Form) -> list[str]:
    return [str(line) for line in form.lines.select_related("series")]


def test_form_is_addressed_by_its_name(council: Organisation, administrator: User) -> None:
    slugs = [
        define_form(organisation=council, name=name, by=administrator).slug
        for name in ("Monthly outturn", "Monthly outturn", "New", "£££", "x" * 160)
    ]
    assert slugs == ["monthly-outturn", "monthly-outturn-2", "new-2", "form", "x" * 76]


def test_another_organisation_may_use_the_same_address(council: Organisation) -> None:
    define_form(organisation=council, name="Outturn", by=None)
    other = define_form(organisation=OrganisationFactory(), name="Outturn", by=None)
    assert other.slug == "outturn"


def test_change_is_kept_with_who_and_why(form: Form, administrator: User) -> None:
    change_form(form=form, by=administrator, reason="Too tight", deadline_days=12)
    newest = form.history.first()  # type: ignore[attr-defined]
    assert (newest.deadline_days, newest.history_user, newest.history_change_reason) == (
        12,
        administrator,
        "Too tight",
    )


def test_frequency_stays_once_there_are_lines(form: Form) -> None:
    with pytest.raises(ValidationError) as caught:
        change_form(form=form, by=None, frequency=Frequency.WEEK)
    assert "frequency" in caught.value.message_dict


def test_frequency_of_an_empty_form_can_change(council: Organisation) -> None:
    assert change_form(form=make_form(council), by=None, frequency=Frequency.WEEK).frequency == "week"


def test_lines_are_added_below_and_once(form: Form, lines: list[Series], council: Organisation) -> None:
    more = make_series(council, "spend/meals")
    made = add_lines(form=form, series=[lines[0], more], section="Meals", by=None)
    assert [line.series for line in made] == [more]
    assert names(form) == ["Packages", "Reviews", "Equipment", "Meals"]
    assert made[0].section == "Meals"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"frequency": Frequency.WEEK}, "kept weekly"), ({"organisation": None}, "another organisation")],
)
def test_line_is_of_the_form_and_kept_as_often(form: Form, wrong: dict[str, object], words: str) -> None:
    if "organisation" in wrong:
        wrong = {"organisation": OrganisationFactory()}
    series = SeriesFactory(**{"organisation": form.organisation, **wrong})
    with pytest.raises(ValidationError) as caught:
        add_lines(form=form, series=[series], by=None)
    assert words in str(caught.value.message_dict)
    assert form.lines.count() == 3


def test_lines_are_arranged_and_only_what_moves_is_kept(form: Form) -> None:
    first, _, third = form.lines.all()
    versions = FormLine.history.count()  # type: ignore[attr-defined]

    changed = arrange_lines(form=form, places=[(third, "Kit"), (first, first.section)], by=None)

    assert names(form) == ["Equipment", "Packages", "Reviews"]
    assert [line.section for line in form.lines.all()] == ["Kit", "Home care", "Home care"]
    assert FormLine.history.count() == versions + changed  # type: ignore[attr-defined]
    again = [(line, line.section) for line in form.lines.all()]
    assert arrange_lines(form=form, places=again, by=None) == 0


def test_removed_line_takes_its_checks_along(form: Form, administrator: User) -> None:
    first, second, _ = form.lines.all()
    add_check(form=form, left=first, kind=FormCheck.Kind.NOT_OVER, right=second, by=administrator)
    remove_line(line=second, by=administrator, reason="Not ours")

    assert not form.checks.exists()
    gone = FormLine.history.filter(history_type="-").get()  # type: ignore[attr-defined]
    assert (gone.history_user, gone.history_change_reason) == (administrator, "Not ours")


def test_check_is_of_the_forms_own_lines(form: Form, council: Organisation) -> None:
    other = make_form(council, make_series(council, "spend/meals"), slug="meals")
    with pytest.raises(ValidationError) as caught:
        add_check(form=form, left=form.lines.all()[0], kind=FormCheck.Kind.EQUALS, right=other.lines.get(), by=None)
    assert "another form" in str(caught.value.message_dict["right"])


def test_check_is_removed(form: Form) -> None:
    first, second, _ = form.lines.all()
    check = add_check(form=form, left=first, kind=FormCheck.Kind.EQUALS, right=second, by=None)
    assert str(check) == "Packages equals Reviews"
    remove_check(check=check, by=None)
    assert not FormCheck.objects.exists()


def test_series_to_choose_are_those_that_fit(form: Form, council: Organisation) -> None:
    fits = make_series(council, "spend/meals")
    SeriesFactory(organisation=council, frequency=Frequency.WEEK)
    SeriesFactory()
    assert list(series_for(form)) == [fits]


def test_forms_are_read_as_they_were(council: Organisation, lines: list[Series]) -> None:
    form = define_form(organisation=council, name="Outturn", by=None)
    add_lines(form=form, series=lines[:2], by=None)
    then = FormLine.history.latest("history_date").history_date  # type: ignore[attr-defined]
    change_form(form=form, by=None, name="Renamed", comment_over_amount=Decimal(5))
    remove_line(line=form.lines.all()[0], by=None)

    (before,), (after,) = forms_of(council, then), forms_of(council, None)
    assert (before.form.name, before.lines) == ("Outturn", 2)
    assert (after.form.name, after.lines) == ("Renamed", 1)
    assert [str(line.series) for line in form_page(form, then).lines] == ["Packages", "Reviews"]


def test_forms_of_a_day_before_there_were_any(form: Form) -> None:
    assert forms_of(form.organisation, None) != []
    from ledger.months import end_of_day

    assert forms_of(form.organisation, end_of_day(JUNE)) == []


def test_history_tells_what_became_of_lines_and_checks(
    council: Organisation, lines: list[Series], administrator: User, lead: User
) -> None:
    form = define_form(organisation=council, name="Outturn", by=administrator)
    packages, reviews, _ = add_lines(form=form, series=lines, section="Home care", by=administrator)
    add_check(form=form, left=packages, kind=FormCheck.Kind.NOT_OVER, right=reviews, by=lead)
    arrange_lines(form=form, places=[(reviews, "Reviewing")], by=lead, reason="Asked for first")
    remove_line(line=packages, by=administrator, reason="Counted elsewhere")
    told = [
        (change.by, change.reason, change.created, *(astuple(field) for field in change.fields))
        for change in parts_history(form, None)
    ]
    assert told == [
        ("administrator", "", True, ("Line Packages", "", "Home care, place 1")),
        ("administrator", "", True, ("Line Reviews", "", "Home care, place 2")),
        ("administrator", "", True, ("Line Equipment", "", "Home care, place 3")),
        ("finance-lead", "Asked for first", False, ("Line Reviews", "Home care, place 2", "Reviewing, place 1")),
        ("finance-lead", "Asked for first", False, ("Line Packages", "Home care, place 1", "Home care, place 2")),
        ("administrator", "Counted elsewhere", False, ("Line Packages", "Home care, place 2", "Taken off")),
        ("finance-lead", "", True, ("Check of Packages", "", "is not over Reviews")),
        ("the system", "", False, ("Check of Packages", "is not over Reviews", "Taken off")),
    ]
    page = signed_in(lead).get(f"/anyshire/forms/{form.slug}/history/").content.decode()
    assert page.index("Counted elsewhere") < page.index("Asked for first") < page.index("Filled in by")
    made = Form.history.order_by("history_date").first().history_date  # type: ignore[attr-defined]
    assert parts_history(form, made) == []


def test_history_asks_as_much_of_many_lines(
    council: Organisation, form: Form, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_lines(form=form, series=[make_series(council, f"more/{number}") for number in range(8)], by=None)
    with django_assert_num_queries(3):
        assert len(parts_history(form, None)) == 11
