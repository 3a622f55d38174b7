"""Tables of the ledger's pages, as values that the page draws and its CSV reads."""

from .figures import changes_table, revision_table, series_figures_table, series_index_table
from .jobs import jobs_table
from .measures import measure_changes_table, measure_facts, measure_series_table, measures_table
from .parts import localities_table, services_table
from .people import membership_changes_table, people_table
from .schemes import scheme_words, schemes_table, thresholds_of
from .words import words_history_table
from .year import beside_table

__all__ = [
    "beside_table",
    "changes_table",
    "jobs_table",
    "localities_table",
    "measure_changes_table",
    "measure_facts",
    "measure_series_table",
    "measures_table",
    "membership_changes_table",
    "people_table",
    "revision_table",
    "scheme_words",
    "schemes_table",
    "series_figures_table",
    "series_index_table",
    "services_table",
    "thresholds_of",
    "words_history_table",
]
