"""Reads of the ledger, page-sized, as frozen values."""

from .book import Book, after_closing, open_book, provisional_entries
from .changes import Change, Changes, changes_since, entries_behind, first_knowledge
from .figures import FigureHistory, Revision, figure_history
from .jobs import JobLine, Progress, job_line, jobs_of, progress
from .measures import DefinedMeasure, MeasureChange, measure_changes, measures_at, series_of
from .organisations import WentLive, went_live
from .parts import Part, parts_of
from .past import earlier_books
from .people import MembershipChange, Person, has_never_signed_in, membership_changes, people_of
from .schemes import SchemeLine, schemes_of
from .series import SeriesLine, SeriesPage, SeriesRow, series_index, series_page
from .words import FieldChange, WordsChange, words_history

__all__ = [
    "Book",
    "Change",
    "Changes",
    "DefinedMeasure",
    "FieldChange",
    "FigureHistory",
    "JobLine",
    "MeasureChange",
    "MembershipChange",
    "Part",
    "Person",
    "Progress",
    "Revision",
    "SchemeLine",
    "SeriesLine",
    "SeriesPage",
    "SeriesRow",
    "WentLive",
    "WordsChange",
    "after_closing",
    "changes_since",
    "earlier_books",
    "entries_behind",
    "figure_history",
    "first_knowledge",
    "has_never_signed_in",
    "job_line",
    "jobs_of",
    "measure_changes",
    "measures_at",
    "membership_changes",
    "open_book",
    "parts_of",
    "people_of",
    "progress",
    "provisional_entries",
    "schemes_of",
    "series_index",
    "series_of",
    "series_page",
    "went_live",
    "words_history",
]
