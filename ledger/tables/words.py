"""The history of a domain object as a table."""

from collections.abc import Sequence

from ..components import Column, Row, Table
from ..months import moment_label
from ..selectors import WordsChange


def words_history_table(changes: Sequence[WordsChange]) -> Table:
    """A row a field that was changed, newest first; long texts whole, for this is where they are looked up."""
    rows = [
        Row(
            moment_label(change.at) if first else "",
            (
                change.by if first else None,
                field.label,
                field.before or ("" if change.created else "Nothing"),
                field.after or "Nothing",
                (change.reason or ("Created" if change.created else "Not given")) if first else None,
            ),
        )
        for change in changes
        for first, field in zip([True, *[False] * len(change.fields)], change.fields, strict=False)
    ]
    columns = (
        Column("When"),
        Column("By"),
        Column("What"),
        Column("Before", words=True),
        Column("After", words=True),
        Column("Why", words=True),
    )
    return Table("history", "Who changed what, newest first", columns, tuple(rows))
