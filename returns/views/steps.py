"""What is done with a return: how it stands, who can do what next, and each step."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from ledger.components import Link
from ledger.downloads import table_response
from ledger.months import day_label
from ledger.scope import Scope, get_scope
from ledger.selectors import Book
from ledger.views.words import ask

from ..forms.steps import StepForm
from ..kinds import STEPS, StepKind, steps_from
from ..models import FormLine, Return, State, Step
from ..selectors import ReturnFacts, find_return, preparers, return_facts
from ..tables.returns import lateness, return_link, steps_table


@dataclass(frozen=True)
class NextStep:
    """What can be done with a return next: a way to it, or who does it instead of the reader."""

    text: str
    link: Link | None
    who: str


@dataclass(frozen=True)
class Panel:
    """How a return stands, for its page."""

    facts: ReturnFacts
    state: str
    due: str
    late: str
    last: Step  # the last that changed its state
    nexts: list[NextStep]
    uncommented: list[Link]
    history: Link

    @property
    def can_step(self) -> bool:
        """Whether the reader can do anything with it next."""
        return any(each.link for each in self.nexts)


def panel(scope: Scope, filled: Return, user: int, book: Book | None = None) -> Panel:
    """What returns/panel.html shows. `book` is of the form's series, where the page has opened it already."""
    facts = return_facts(filled, scope.moment, book)
    return Panel(
        facts=facts,
        state=facts.line.state.label,
        due=day_label(filled.due_on),
        late=lateness(facts.line, scope.as_at),
        last=facts.moves[0],
        nexts=_nexts(scope, filled, facts, user) if scope.is_now else [],
        uncommented=[_to_line(scope, filled, line) for line in facts.uncommented],
        history=scope.link("Every step", "returns:steps", filled.form.slug, filled.start),
    )


@login_required
def step(request: HttpRequest, slug: str, form: str, start: date, step: str) -> HttpResponseBase:
    """Ask for a step, and take it."""
    scope = get_scope(request, slug)
    kind = STEPS.get(step)
    if kind is None:
        raise Http404(f"There is no step “{step}”.")
    filled = find_return(scope.organisation, form, start)
    if not kind.may(scope.access, filled.form):
        raise PermissionDenied(f"{kind.button.removesuffix(' it')} is a step for {kind.who(filled.form)}.")
    back = return_link(scope, filled, "the return")
    if filled.state != kind.before:
        messages.error(request, f"{filled} is {filled.get_state_display().lower()} by now.")
        return redirect(back.url)
    asked = StepForm(request.POST or None, needs_reason=kind.needs_reason)

    def save() -> str:
        kind.take(filled=filled, by=cast(User, request.user), reason=asked.cleaned_data["reason"])
        return f"{filled} {kind.done}"

    note, links = _before(scope, filled, kind) if request.method == "GET" else (kind.note, [])
    return ask(
        request,
        scope,
        asked,
        save,
        heading=f"{kind.heading}: {filled}",
        back=back,
        button=kind.button,
        note=note,
        links=links,
    )


@login_required
def history(request: HttpRequest, slug: str, form: str, start: date) -> HttpResponseBase:
    """Every step of a return."""
    scope = get_scope(request, slug)
    filled = find_return(scope.organisation, form, start)
    steps = filled.steps.select_related("by", "entry").order_by("-id")
    table = steps_table(list(steps.filter(at__lte=scope.moment) if scope.moment else steps))
    context = {"scope": scope, "return": filled, "table": table, "back": return_link(scope, filled, "the return")}
    return table_response(request, [table]) or render(request, "returns/steps.html", context)


def _before(scope: Scope, filled: Return, kind: StepKind) -> tuple[str, list[Link]]:
    """What to know before a step: of submitting, which lines are not ready."""
    if kind.before != State.OPEN:
        return kind.note, []
    facts = return_facts(filled)
    notes = [kind.note]
    if facts.unfilled:
        count = len(facts.unfilled)
        lines = "1 line has" if count == 1 else f"{count:,} lines have"
        notes.append(f"{lines} nothing recorded for {filled.span.label}.")
    if facts.uncommented:
        notes.append("These lines need a comment on their variance first:")
    return " ".join(notes), [_to_line(scope, filled, line) for line in facts.uncommented]


def _to_line(scope: Scope, filled: Return, line: FormLine) -> Link:
    """To the line on the return's page."""
    link = return_link(scope, filled, line.series.name)
    return Link(link.text, f"{link.url}#line-{line.series_id}")


def _nexts(scope: Scope, filled: Return, facts: ReturnFacts, user: int) -> list[NextStep]:
    form = filled.form
    prepared = user in preparers(filled)
    found = []
    for kind in steps_from(facts.line.state):
        mine = kind.may(scope.access, form) and not (kind.by_second_person and prepared)
        link = scope.link(kind.button, "returns:step", form.slug, filled.start, kind.path) if mine else None
        found.append(NextStep(kind.button, link, kind.who(form)))
    return found
