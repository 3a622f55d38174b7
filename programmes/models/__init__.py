from .benefits import Benefit, Budget, Claim, Impairment, Mitigation
from .plans import Investment, Kpi, Milestone, Opportunity
from .programmes import Confidence, Contribution, Influence, Programme, Workstream

__all__ = [
    "Benefit",
    "Budget",
    "Claim",
    "Confidence",
    "Contribution",
    "Impairment",
    "Influence",
    "Investment",
    "Kpi",
    "Milestone",
    "Mitigation",
    "Opportunity",
    "Programme",
    "Workstream",
]
