"""What is asked of a programme, of what it holds, and of the steps that a benefit takes."""

from .parts import PartForm
from .steps import BringForwardForm, DroppingForm, MoveForm, ValidationForm
from .words import (
    BenefitForm,
    BudgetForm,
    ClaimForm,
    ConfidenceForm,
    ContributionForm,
    ImpairmentForm,
    InfluenceForm,
    InvestmentForm,
    KpiForm,
    MilestoneForm,
    MitigationForm,
    OpportunityForm,
    ProgrammeForm,
    TakeUpForm,
    WorkstreamForm,
)

__all__ = [
    "BenefitForm",
    "BringForwardForm",
    "BudgetForm",
    "ClaimForm",
    "ConfidenceForm",
    "ContributionForm",
    "DroppingForm",
    "ImpairmentForm",
    "InfluenceForm",
    "InvestmentForm",
    "KpiForm",
    "MilestoneForm",
    "MitigationForm",
    "MoveForm",
    "OpportunityForm",
    "PartForm",
    "ProgrammeForm",
    "TakeUpForm",
    "ValidationForm",
    "WorkstreamForm",
]
