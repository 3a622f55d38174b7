from .activity import ActivityLine
from .funding import Commitment, FundingSource
from .lines import HEADINGS, BudgetLine, Heading
from .pressures import Pressure
from .virements import Virement, VirementLine

__all__ = [
    "HEADINGS",
    "ActivityLine",
    "BudgetLine",
    "Commitment",
    "FundingSource",
    "Heading",
    "Pressure",
    "Virement",
    "VirementLine",
]
