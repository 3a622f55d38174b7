"""Tables of the ledger's pages, as values that the page draws and its CSV reads."""

from .figures import changes_table, revision_table, series_figures_table, series_index_table
from .measures import measure_changes_table, measure_facts, measure_series_table, measures_table
from .parts import localities_table, services_table
from .people import membership_changes_table, people_table
from .words import words_history_table

__all__ = [
    "changes_table",
    "localities_table",
    "measure_changes_table",
    "measure_facts",
    "measure_series_table",
    "measures_table",
    "membership_changes_table",
    "people_table",
    "revision_table",
    "series_figures_table",
    "series_index_table",
    "services_table",
    "words_history_table",
]
