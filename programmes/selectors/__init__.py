"""What programme pages, the API, reports and claims read: one set of numbers for all of them."""

from .benefit import BenefitPage, PlanEdition, Projected, benefit_page
from .benefits import AMOUNTS, KINDS, Amounts, BenefitGroup, BenefitLine, Benefits, KindTotal, benefit_line
from .changes import NOT_THERE, WordsChanged, words_changed
from .claims import BudgetOverlap, ClaimOfYear, claims_of_year
from .course import Course, CourseMonth, Forecast
from .delivery import Delivered, Delivery
from .flows import FlowLine, Flows, RatedLine, ReportedLine, service_flows
from .influence import InfluencedLine, influenced_lines
from .investments import InvestmentGroup, InvestmentLine, OpportunityLine
from .joint import Joint, PartLine
from .kpis import KpiGroup, KpiList, KpiPage, KpiPoint, kpi_list
from .milestones import MilestoneLine
from .overview import ProgrammeLine, programme_lines
from .programme import NO_ASSESSMENT, Logs, ProgrammePage, programme_page
from .spend import Position, Reconciliation, Shortfall, Shortfalls, Spend
from .words import NothingYet, Words
from .workstream import WorkstreamPage, WorkstreamPart, workstream_page, workstream_parts

__all__ = [
    "AMOUNTS",
    "KINDS",
    "NOT_THERE",
    "NO_ASSESSMENT",
    "Amounts",
    "BenefitGroup",
    "BenefitLine",
    "BenefitPage",
    "Benefits",
    "BudgetOverlap",
    "ClaimOfYear",
    "Course",
    "CourseMonth",
    "Delivered",
    "Delivery",
    "FlowLine",
    "Flows",
    "Forecast",
    "InfluencedLine",
    "InvestmentGroup",
    "InvestmentLine",
    "Joint",
    "KindTotal",
    "KpiGroup",
    "KpiList",
    "KpiPage",
    "KpiPoint",
    "Logs",
    "MilestoneLine",
    "NothingYet",
    "OpportunityLine",
    "PartLine",
    "PlanEdition",
    "Position",
    "ProgrammeLine",
    "ProgrammePage",
    "Projected",
    "RatedLine",
    "Reconciliation",
    "ReportedLine",
    "Shortfall",
    "Shortfalls",
    "Spend",
    "Words",
    "WordsChanged",
    "WorkstreamPage",
    "WorkstreamPart",
    "benefit_line",
    "benefit_page",
    "claims_of_year",
    "influenced_lines",
    "kpi_list",
    "programme_lines",
    "programme_page",
    "service_flows",
    "words_changed",
    "workstream_page",
    "workstream_parts",
]
