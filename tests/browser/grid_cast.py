"""The returns that tests of the entry grid write to: a form for each, so that none depends on another."""

from datetime import date
from decimal import Decimal
from typing import Any

FORMS = ("typing", "pasting", "stale", "lost", "keyboard", "plain", "looks", "workbook", "closed", "unsaved")
ROLLUPS = ("sum", "last", "mean")
KINDS = {
    "forecast": "officer",
    "planned": "as-planned",
    "without forecasts": "officer",
    "without a budget": "as-planned",
}
LINES = ("packages", "reviews", "equipment")
JUNE = "2019-06-01"


def make_returns(ours: Any, recorder: Any) -> dict[str, Any]:
    """Of each form the return for June 2019; its first line has figures for April and May, and a budget.

    The ids of what has no name in its address: of the form for looking at a line and a check, and, of another whose
    May is closed, a figure, a restatement that waits, and a file that does.
    """
    from ledger.actions import NewFigure, create_series, define_measure, record_figures
    from ledger.models import Basis, Better, Channel, Rollup
    from ledger.months import Span, add_months
    from returns.actions import open_return
    from returns.models import Form, FormLine

    measure = define_measure(
        organisation=ours,
        code="grid-spend",
        by=None,
        name="Spend by line",
        unit="GBP",
        definition="Made up for a test.",
        better=Better.LOWER,
        rollup=Rollup.SUM,
    )
    for name in FORMS:
        form = Form.objects.create(organisation=ours, slug=f"grid-{name}", name=f"Outturn for {name} (made up)")
        for position, line in enumerate(LINES):
            series = create_series(
                organisation=ours,
                code=f"grid-{name}/{line}",
                name=line.capitalize(),
                measure=measure,
                by=None,
                method="officer",
            )
            FormLine.objects.create(form=form, series=series, section="Home care", position=position)
        spans = [Span.month(add_months(date(2019, 4, 1), month)) for month in range(12)]
        wanted = [(Basis.BUDGET, span, 100) for span in spans]
        wanted += [(Basis.ACTUAL, spans[0], 90), (Basis.ACTUAL, spans[1], 110)]
        figures = [
            NewFigure(
                series=f"grid-{name}/packages", basis=basis, start=span.start, end=span.end, value=Decimal(value)
            )
            for basis, span, value in wanted
        ]
        record_figures(organisation=ours, figures=figures, by=recorder, channel=Channel.FORM, reason="Made up")
        open_return(form=form, day=date(2019, 6, 1), by=None)
    _of_each_rollup(ours, recorder)
    return _around_them(ours, recorder)


def _of_each_rollup(ours: Any, recorder: Any) -> None:
    """A form with lines of amounts, levels and averages, each projected by every way there is."""
    from ledger.actions import NewFigure, create_series, define_measure, record_figures
    from ledger.models import Basis, Channel
    from ledger.months import Span, add_months
    from returns.actions import open_return
    from returns.models import Form, FormLine

    form = Form.objects.create(organisation=ours, slug="grid-rollups", name="Outturn of each rollup (made up)")
    spans = [Span.month(add_months(date(2019, 4, 1), month)) for month in range(12)]
    for rollup in ROLLUPS:
        measure = define_measure(
            organisation=ours,
            code=f"grid-{rollup}",
            by=None,
            name=f"People, {rollup}",
            unit="people",
            definition="Made up for a test.",
            better="lower",
            rollup=rollup,
        )
        for kind, method in KINDS.items():
            code = f"grid-rollups/{rollup}-{kind.replace(' ', '-')}"
            name = f"{rollup.capitalize()}, {kind}"
            series = create_series(organisation=ours, code=code, name=name, measure=measure, by=None, method=method)
            FormLine.objects.create(form=form, series=series, section=rollup, position=form.lines.count())
            wanted = [(Basis.ACTUAL, span, 90 + number, None) for number, span in enumerate(spans[:2])]
            if kind != "without a budget":
                wanted += [(Basis.BUDGET, span, 100 + 7 * number, None) for number, span in enumerate(spans)]
            if kind != "without forecasts":
                made = spans[1].start
                wanted += [(Basis.FORECAST, span, 110 + number, made) for number, span in enumerate(spans[2:])]
            figures = [
                NewFigure(code, basis, span.start, span.end, Decimal(value), edition=edition)
                for basis, span, value, edition in wanted
            ]
            record_figures(organisation=ours, figures=figures, by=recorder, channel=Channel.FORM, reason="Made up")
    open_return(form=form, day=date(2019, 6, 1), by=None)


def _around_them(ours: Any, recorder: Any) -> dict[str, Any]:
    from django.contrib.auth.models import User

    from ledger.models import Figure
    from returns.actions import add_check, close_history, keep_file, propose_restatement
    from returns.models import Form

    form = Form.objects.get(slug="grid-looks")
    first, second, _ = form.lines.all()
    check = add_check(form=form, left=first, kind="not-over", right=second, by=None)
    ended = Form.objects.get(slug="grid-closed")
    close_history(form=ended, first=date(2019, 5, 1), last=date(2019, 5, 1), by=None)
    figures = Figure.objects.filter(series__code="grid-closed/packages", basis="actual").order_by("start")
    may = figures[1]
    officer = User.objects.get(username="finance-officer")
    proposal = propose_restatement(figure=may, value=Decimal(100), reason="Typed twice", by=officer)
    content = b"organisation,series,start,end,basis,value\npeterborough,grid-looks/packages,2019-06,,actual,7\n"
    upload = keep_file(
        organisation=ours,
        kind="tidy",
        file_name="figures.csv",
        content=content,
        options={},
        reason="Made up",
        by=recorder,
    )
    return {
        "line": second.pk,
        "check": check.pk,
        "figure": may.pk,
        "proposal": proposal.pk,
        "upload": upload.pk,
    }
