"""A programme's page: one frozen value for each of its sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ledger.components import Rating
from ledger.history import as_of, first_known
from ledger.models import Organisation, Series
from ledger.months import FinancialYear, Span
from ledger.numbers import Number, missing, total
from ledger.selectors import Changes, changes_since, open_book
from raid.models import Action, Issue, Risk, Update
from raid.selectors import LogPage, logs_summary

from ..confidence import suggestion
from ..models import Confidence, Programme, Workstream
from .benefits import Benefits, benefits_section
from .changes import WordsChanged, words_changed
from .claims import BudgetOverlap, budget_overlaps
from .delivery import Delivered, Delivery, delivery_of_programme
from .flows import Flows, RatedLine, ReportedLine, flows_of, rated_lines, reported_lines
from .influence import influences_of
from .investments import InvestmentGroup, OpportunityLine, investment_groups, opportunity_lines
from .joint import Joint, joint_section
from .milestones import MilestoneLine, milestone_lines
from .spend import Reconciliation, Shortfalls, Spend, reconciliation_section, shortfalls_section, spend_section
from .words import NothingYet, Words, words_of

NO_ASSESSMENT = Rating("grey", "No delivery confidence assessment has been recorded.")


@dataclass(frozen=True)
class Logs:
    """What the logs of a programme and of its workstreams hold, and whose they are."""

    pages: Mapping[int, LogPage]
    names: Mapping[int, str]

    @property
    def risks(self) -> tuple[Risk, ...]:
        """Open ones, the gravest first."""
        found = [risk for page in self.pages.values() for risk in page.open_risks]
        return tuple(sorted(found, key=lambda risk: -(risk.present_score or 0)))

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Open ones, the gravest first."""
        found = [issue for page in self.pages.values() for issue in page.open_issues]
        return tuple(sorted(found, key=lambda issue: -(issue.impact or 0)))

    @property
    def actions(self) -> tuple[Action, ...]:
        """Open ones, by the day they are due; those without a day at the end."""
        found = [action for page in self.pages.values() for action in page.open_actions]
        return tuple(sorted(found, key=lambda action: action.due or date.max))

    @property
    def high(self) -> int:
        return sum(len(page.high_risks) for page in self.pages.values())

    @property
    def updates(self) -> tuple[Update, ...]:
        """The newest of each log, the newest first."""
        found = [page.newest_update for page in self.pages.values() if page.newest_update]
        return tuple(sorted(found, key=lambda update: update.month, reverse=True))


@dataclass(frozen=True)
class ProgrammePage:
    words: Words  # as they stood
    series: Mapping[int, Series]  # its own
    year: FinancialYear
    delivery: Delivery
    suggested: Rating  # as delivery confidence, by rule
    benefits: Benefits
    spend: Spend
    shortfalls: Shortfalls
    reconciliation: Reconciliation
    overlaps: tuple[BudgetOverlap, ...]
    milestones: tuple[MilestoneLine, ...]
    investments: tuple[InvestmentGroup, ...]
    opportunities: tuple[OpportunityLine, ...]
    flows: tuple[Flows, ...]
    reported: tuple[ReportedLine, ...]
    rated: tuple[RatedLine, ...]
    joint: Joint
    logs: Logs
    changes: Changes
    words_changed: tuple[WordsChanged, ...]

    @property
    def programme(self) -> Programme:
        return self.words.programme

    @property
    def workstreams(self) -> tuple[Workstream, ...]:
        return self.words.workstreams

    @property
    def confidence(self) -> Confidence | None:
        return self.words.confidence

    @property
    def rating(self) -> Rating:
        """As a person judged."""
        return self.confidence.rating if self.confidence else NO_ASSESSMENT

    @property
    def target(self) -> Number:
        return self.delivery.target

    @property
    def avoided(self) -> Number:
        return self.delivery.avoided

    @property
    def avoided_span(self) -> Span | None:
        return self.delivery.avoided_span

    @property
    def delivered(self) -> tuple[Delivered, ...]:
        return self.delivery.delivered

    @property
    def share_of_target(self) -> Number:
        return self.delivery.share_of_target

    @property
    def over_position(self) -> Number:
        return self.spend.over

    @property
    def invested(self) -> Number:
        return total([(group.name, group.budget) for group in self.investments])

    @property
    def joint_whole(self) -> Number:
        """What is paid together for the investments that are shared."""
        lines = [line for group in self.investments for line in group.lines if line.whole.formula]
        return total([(line.investment.name, line.whole) for line in lines])

    def investment_in(self, group: str) -> Number:
        return next((found.budget for found in self.investments if found.name == group), missing("GBP"))

    def flow(self, group: str) -> Flows:
        return {found.group: found for found in self.flows}[group]


def programme_page(
    organisation: Organisation,
    slug: str,
    year: FinancialYear,
    moment: datetime | None,
    since: datetime,
    today: date | None = None,
    *,
    approved_only: bool = False,
) -> ProgrammePage | NothingYet:
    """Everything that a programme's page shows for `year` as at `moment`, with what changed after `since`.

    `today` decides what is late; left out, it is the day of `moment` or of the book. The number of queries is fixed,
    but for a few more for each part of a joint programme. `approved_only` leaves out what waits for approval. Raises
    Programme.DoesNotExist where there is none.
    """
    words = known_words(organisation, slug, moment)
    if isinstance(words, NothingYet):
        return words
    influences = influences_of(organisation, words.influences, moment)
    book = open_book(organisation, words.series | influences.series, moment, approved_only=approved_only)
    today = today or book.on
    benefits = benefits_section(words.benefits, words.names, book, year)
    delivery = delivery_of_programme(words.programme, benefits, book, year)
    spend = spend_section(words.programme, influences, book, year)
    shortfalls = shortfalls_section(words, book, year)
    milestones = milestone_lines(words, today)
    investments = investment_groups(words, book, year)
    logs = Logs(logs_summary(list(words.logs), moment, today), words.logs)
    return ProgrammePage(
        words=words,
        series={pk: book.series[pk] for pk in words.programme.series},
        year=year,
        delivery=delivery,
        suggested=suggestion(delivery.rating, sum(line.is_late for line in milestones), logs.high),
        benefits=benefits,
        spend=spend,
        shortfalls=shortfalls,
        reconciliation=reconciliation_section(delivery.target, benefits, shortfalls, spend.over),
        overlaps=budget_overlaps(organisation, {benefit.pk for benefit in words.benefits}, moment),
        milestones=milestones,
        investments=investments,
        opportunities=opportunity_lines(words, book, year),
        flows=flows_of(words.kpis, book, year),
        reported=reported_lines(words.kpis, book, year),
        rated=rated_lines(words.kpis, book, year),
        joint=joint_section(words, investments, year, moment, approved_only=approved_only),
        logs=logs,
        changes=changes_since(organisation, words.series, since, moment, approved_only=approved_only),
        words_changed=words_changed({words.programme.pk: words.programme.name}, since, moment),
    )


def known_words(organisation: Organisation, slug: str, moment: datetime | None) -> Words | NothingYet:
    """The words of the programme called `slug`. Raises Programme.DoesNotExist where there is none."""
    today = Programme.objects.get(organisation=organisation, slug=slug)
    programme = as_of(Programme, moment).filter(pk=today.pk).first() if moment else today
    if programme is None:
        return NothingYet(name=today.name, known_from=first_known(today))
    return words_of(programme, moment)
