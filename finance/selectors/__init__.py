"""Reads of finance, page-sized, as frozen values."""

from .lines import LineIndex, LineMonth, LinePage, headings_of, line_index, line_page
from .monitoring import Amounts, Group, Monitoring, amounts_of, monitoring
from .positions import Standing, Standings, standings
from .structure import DIMENSIONS, LINE, SERVICE, Structure, Value, structure
from .virements import Moved, VirementRow, virement_row, virements_of

__all__ = [
    "DIMENSIONS",
    "LINE",
    "SERVICE",
    "Amounts",
    "Group",
    "LineIndex",
    "LineMonth",
    "LinePage",
    "Monitoring",
    "Moved",
    "Standing",
    "Standings",
    "Structure",
    "Value",
    "VirementRow",
    "amounts_of",
    "headings_of",
    "line_index",
    "line_page",
    "monitoring",
    "standings",
    "structure",
    "virement_row",
    "virements_of",
]
