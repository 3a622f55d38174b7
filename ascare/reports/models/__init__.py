from .kept import FileFormat, FrozenReport, ReportFile, Variant, WordTemplate
from .reports import Clearance, ClearingRole, CommitteeReport, ReportSection, State

__all__ = [
    "Clearance",
    "ClearingRole",
    "CommitteeReport",
    "FileFormat",
    "FrozenReport",
    "ReportFile",
    "ReportSection",
    "State",
    "Variant",
    "WordTemplate",
]
