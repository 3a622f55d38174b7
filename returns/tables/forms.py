"""Forms, their lines and their checks as tables."""

from collections.abc import Sequence

from ledger.components import Column, Row, Table
from ledger.months import day_label
from ledger.scope import Scope

from ..models import Form
from ..selectors import FormPage, FormSummary


def forms_table(forms: Sequence[FormSummary], scope: Scope) -> Table:
    return Table(
        slug="forms",
        caption="What is collected",
        columns=(
            Column("Form"),
            Column("How often"),
            Column("Service"),
            Column("Lines", numeric=True),
            Column("Returns", numeric=True),
            Column("State"),
        ),
        rows=tuple(
            Row(
                scope.link(found.form.name, "returns:form", found.form.slug),
                (
                    found.form.get_frequency_display(),
                    str(found.form.service) if found.form.service else "Several, or none",
                    f"{found.lines:,}",
                    f"{found.returns:,}",
                    form_state(found.form),
                ),
            )
            for found in forms
        ),
        empty=f"No form was defined on {day_label(scope.as_at)}.",
    )


def form_state(form: Form) -> str:
    return "Collected" if form.closed_on is None else f"{form.ending}, {day_label(form.closed_on)}"


def lines_table(page: FormPage, scope: Scope, *, may_change: bool) -> Table:
    removing = (Column("Remove"),) if may_change else ()
    return Table(
        slug="lines",
        caption="Lines, in their order",
        columns=(Column("Line"), Column("Section"), Column("Code"), Column("Unit"), Column("Service"), *removing),
        rows=tuple(
            Row(
                scope.link(line.series.name, "ledger:series", line.series.code),
                (
                    line.section,
                    line.series.code,
                    line.series.measure.unit,
                    str(line.series.service or ""),
                    *(
                        [scope.link(f"Remove {line.series.name}", "returns:line_remove", page.form.slug, line.pk)]
                        if may_change
                        else []
                    ),
                ),
            )
            for line in page.lines
        ),
        empty="No lines yet. A line is a series of figures that is filled in.",
    )


def checks_table(page: FormPage, scope: Scope, *, may_change: bool) -> Table:
    removing = (Column("Remove"),) if may_change else ()
    return Table(
        slug="checks",
        caption="What should hold between lines",
        columns=(Column("Line"), Column("Should"), Column("Other line"), *removing),
        rows=tuple(
            Row(
                left.series.name,
                (
                    "not be over" if check.kind == check.Kind.NOT_OVER else "equal",
                    right.series.name,
                    *(
                        [
                            scope.link(
                                f"Remove this check of {left.series.name}",
                                "returns:check_remove",
                                page.form.slug,
                                check.pk,
                            )
                        ]
                        if may_change
                        else []
                    ),
                ),
            )
            for check, left, right in page.checks
        ),
        empty="No checks. Where one doesn’t hold, who fills in the return is told; nothing is refused for it.",
    )


def form_facts(form: Form) -> list[tuple[str, str]]:
    """What a form asks, in words."""
    return [
        ("What it is for", form.purpose),
        ("How often", form.get_frequency_display()),
        ("Service", str(form.service) if form.service else "Several, or none"),
        ("What its page shows", form.get_layout_display()),
        ("Held against", form.get_compared_with_display()),
        ("Due", f"{form.deadline_days} working days after the period’s end"),
        ("Comment needed", comment_rule(form)),
        ("Filled in by", f"{form.get_preparer_role_display()} or a higher role"),
        ("State", form_state(form)),
    ]


def comment_rule(form: Form) -> str:
    """When a variance needs a comment."""
    amount, percent = form.comment_over_amount, form.comment_over_percent
    parts = []
    if amount is not None:
        parts.append(f"{amount.normalize():,f}")
    if percent is not None:
        parts.append(f"{percent.normalize():f}% of the {form.get_compared_with_display().lower()}")
    return f"From a variance of {' and of '.join(parts)}" if parts else "Never"
