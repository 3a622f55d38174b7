"""Finance pages' tables, as values that the page, its CSV and the reports share."""

from .lines import elsewhere_table, heading_table, level_table, line_table, month_table, outturn_words
from .monitoring import driver_table, monitoring_link, movement_words, outturn_table, to_date_table
from .virements import decision_table, moved_table, virement_link, virement_table

__all__ = [
    "decision_table",
    "driver_table",
    "elsewhere_table",
    "heading_table",
    "level_table",
    "line_table",
    "monitoring_link",
    "month_table",
    "moved_table",
    "movement_words",
    "outturn_table",
    "outturn_words",
    "to_date_table",
    "virement_link",
    "virement_table",
]
