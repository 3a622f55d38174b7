"""The past of forms as tables: what could be closed, and what is recorded of it."""

from collections.abc import Mapping, Sequence

from ledger.components import Column, Row, Table
from ledger.months import Span, day_label
from ledger.scope import Scope

from ..models import Form
from ..selectors import Past


def reaches_table(forms: Sequence[Form], reaches: Mapping[int, Sequence[Span]], scope: Scope) -> Table:
    """Of each form with a past to close, from when to when it reaches."""
    return Table(
        slug="past",
        caption="What could be closed",
        columns=(Column("Form"), Column("From"), Column("To"), Column("Periods", numeric=True)),
        rows=tuple(
            Row(
                scope.link(form.name, "returns:form_past", form.slug),
                (found[0].label, found[-1].label, f"{len(found):,}"),
            )
            for form in forms
            if (found := reaches.get(form.pk))
        ),
        empty="Nothing: no form has figures of periods that nobody filled in here and that are over.",
    )


def past_table(past: Past) -> Table:
    """What is recorded of each line."""
    many = len(past.periods)
    return Table(
        slug="lines",
        caption="What will be closed",
        columns=(
            Column("Line"),
            Column("Code"),
            Column("Periods with an actual"),
            Column("First day"),
            Column("Last day"),
        ),
        rows=tuple(
            Row(
                found.line.series.name,
                (
                    found.line.series.code,
                    f"{found.filled:,} of {many:,}" if found.filled else "None",
                    day_label(found.first) if found.first else "",
                    day_label(found.last) if found.last else "",
                ),
            )
            for found in past.lines
        ),
        note="Forecasts made in these periods are closed too. What comes for an empty cell later is marked late.",
    )
