"""Virements of a year as at a moment: what they moved, who proposed them and who decided."""

from dataclasses import dataclass
from datetime import datetime

from ledger.models import Entry, Organisation
from ledger.months import FinancialYear
from ledger.numbers import Number, total

from ..models import BudgetLine, Virement

State = Virement.State


@dataclass(frozen=True)
class Moved:
    """What a virement gives to a line, or takes from it."""

    line: BudgetLine
    amount: Number


@dataclass(frozen=True)
class VirementRow:
    virement: Virement
    state: str
    lines: list[Moved]
    decided_by: str  # empty while it waits
    decided_at: datetime | None

    @property
    def entry(self) -> Entry:
        return self.virement.entry

    @property
    def waits(self) -> bool:
        return self.state == State.WAITING

    @property
    def moved(self) -> Number:
        """What it gives to lines, all together."""
        given = [(each.line.name, each.amount) for each in self.lines if (each.amount.value or 0) > 0]
        return total(given, "sum of what lines are given")

    @property
    def net(self) -> Number:
        """By how much it changes the whole budget."""
        return total([(each.line.name, each.amount) for each in self.lines])

    @property
    def state_words(self) -> str:
        return str(State(self.state).label)


def virements_of(
    organisation: Organisation, year: FinancialYear, moment: datetime | None, line: BudgetLine | None = None
) -> list[VirementRow]:
    """Those of `year` that were known at `moment`, newest first; with `line`, those of it: two queries."""
    found = Virement.objects.filter(organisation=organisation, first_year=year.first)
    if line:
        found = found.filter(lines__line_id=line.pk)
    if moment:
        found = found.filter(entry__known_from__lte=moment)
    related = ("entry__by", "entry__approval__by", "taken_back__by")
    return [_row(each, moment) for each in found.select_related(*related).prefetch_related("lines__line")]


def virement_row(
    organisation: Organisation, year: FinancialYear, number: int, moment: datetime | None
) -> VirementRow:
    """One of them; raises Virement.DoesNotExist where nothing was known of it at `moment`."""
    found = next((row for row in virements_of(organisation, year, moment) if row.virement.number == number), None)
    if found is None:
        raise Virement.DoesNotExist
    return found


def _row(virement: Virement, moment: datetime | None) -> VirementRow:
    state, by, at = _decision(virement)
    if at and moment and at > moment:
        state, by, at = State.WAITING, "", None
    moved = [Moved(each.line, Number(each.amount, "GBP", 2)) for each in virement.lines.all()]
    return VirementRow(virement, state, moved, by, at)


def _decision(virement: Virement) -> tuple[str, str, datetime | None]:
    if virement.taken_back:
        return State.REFUSED, virement.taken_back.author, virement.taken_back.known_from
    approval = getattr(virement.entry, "approval", None)
    if approval:
        return State.APPROVED, approval.by.get_full_name() or approval.by.get_username(), approval.approved_at
    return State.WAITING, "", None
