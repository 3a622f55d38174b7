"""The steps that people take with a return: what each is called and who may take it, so that one view serves all."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.access import Access

from .access import may_approve, may_submit
from .actions import approve_return, close_return, reopen_return, send_back, submit_return
from .models import Form, Return, State


@dataclass(frozen=True)
class StepKind:
    path: str  # as addresses name it
    before: State  # in which the return has to be
    take: Callable[..., Return]
    may: Callable[[Access, Form], bool]
    heading: str
    button: str
    done: str
    note: str
    needs_reason: bool = False

    @property
    def by_second_person(self) -> bool:
        return self.path == "approve"

    def who(self, form: Form) -> str:
        """Whose step it is, in words."""
        if self.may is may_submit:
            return form.who_fills
        of = f" of {form.service}" if form.service else ""
        return f"a finance lead{of}" + (" who neither filled it in nor submitted it" if self.by_second_person else "")


STEPS = {
    kind.path: kind
    for kind in (
        StepKind(
            "submit",
            State.OPEN,
            submit_return,
            may_submit,
            "Submit",
            "Submit it",
            "is submitted. Somebody else approves it now.",
            "Nobody can type into it then, unless it is sent back.",
        ),
        StepKind(
            "approve",
            State.SUBMITTED,
            approve_return,
            may_approve,
            "Approve",
            "Approve it",
            "is approved. Its figures are no longer provisional.",
            "You say that its figures stand. They are no longer provisional then.",
        ),
        StepKind(
            "send-back",
            State.SUBMITTED,
            send_back,
            may_approve,
            "Send back",
            "Send it back",
            "is sent back, and open again.",
            "It is open again then, for those who fill it in.",
            needs_reason=True,
        ),
        StepKind(
            "close",
            State.APPROVED,
            close_return,
            may_approve,
            "Close",
            "Close it",
            "is closed. Its figures change by restatement from now on.",
            "Its figures stand as reported then, for good: they change by restatement, which two people make. "
            "Nothing opens it again.",
        ),
        StepKind(
            "reopen",
            State.APPROVED,
            reopen_return,
            may_approve,
            "Open again",
            "Open it again",
            "is open again.",
            "Figures can be typed into it again then, and it is submitted and approved anew.",
            needs_reason=True,
        ),
    )
}


def steps_from(state: State) -> list[StepKind]:
    return [kind for kind in STEPS.values() if kind.before == state]
