"""Remarks on figures, which can be erased for good."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection

from ledger.actions import comment_on_figure, erase_comment
from ledger.models import Comment, Figure, Series
from ledger.selectors import figure_history
from tests.factories import record

# Nobody of this name is meant: it stands for what should never have been typed.
SECRET = "Zebedee Quillfeather"


@pytest.fixture
def figure(series: Series) -> Figure:
    return record(series, 10)


def tables_that_hold(text: str) -> list[str]:
    """Every table of the database, history and sessions included, with the text in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_comment_stands_with_its_figure_and_author(figure: Figure, officer: User) -> None:
    comment_on_figure(figure=figure, text="  Late invoices  ", by=officer)

    (revision,) = figure_history(figure.organisation, figure.pk, None).revisions
    (comment,) = revision.comments
    assert (comment.text, comment.by, comment.erased_at) == ("Late invoices", officer, None)


def test_erased_words_are_nowhere_any_more(figure: Figure, officer: User, lead: User) -> None:
    comment = comment_on_figure(figure=figure, text=f"Talked to {SECRET} about it", by=officer)
    assert tables_that_hold(SECRET) == ["ledger_comment"]  # so that the search is known to find them

    erase_comment(comment=comment, by=lead)

    assert tables_that_hold(SECRET) == []
    comment.refresh_from_db()
    assert (comment.text, comment.by, comment.erased_by) == ("", officer, lead)
    assert comment.erased_at is not None


def test_no_history_is_kept_of_comments() -> None:
    assert not hasattr(Comment, "history")
    assert "historicalcomment" not in {model._meta.model_name for model in apps.get_models()}


def test_erasing_twice_keeps_the_first_time(figure: Figure, officer: User, lead: User) -> None:
    comment = comment_on_figure(figure=figure, text="A remark", by=officer)
    first = erase_comment(comment=comment, by=lead).erased_at

    again = erase_comment(comment=Comment.objects.get(), by=officer)

    assert (again.erased_at, again.erased_by) == (first, lead)


@pytest.mark.parametrize(
    ("text", "says"), [("", "can't be empty"), (" \n ", "can't be empty"), ("x" * 2001, "2,001")]
)
def test_comment_that_says_nothing_or_too_much_refused(figure: Figure, officer: User, text: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        comment_on_figure(figure=figure, text=text, by=officer)

    assert not Comment.objects.exists()


def test_comment_as_long_as_may_be_is_kept(figure: Figure, officer: User) -> None:
    assert len(comment_on_figure(figure=figure, text="x" * 2000, by=officer).text) == 2000
