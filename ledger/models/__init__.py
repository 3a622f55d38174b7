from .closed_periods import ClosedPeriod
from .closing import Closable, ClosableQuerySet
from .figures import BACKDATED_CHANNELS, KEY, Approval, Basis, Channel, Comment, Entry, Figure, Qualifier
from .jobs import Job, JobState
from .measures import Better, Measure, Rollup
from .organisations import Kind, Locality, Membership, Organisation, PartnershipMember, Role, Service
from .schemes import RatingScheme
from .series import (
    TRAJECTORY_COLUMNS,
    Frequency,
    Method,
    Series,
    SeriesBreak,
    SeriesDocument,
    trajectory_rules,
)
from .tokens import ApiToken, IdempotentRequest

__all__ = [
    "BACKDATED_CHANNELS",
    "KEY",
    "TRAJECTORY_COLUMNS",
    "ApiToken",
    "Approval",
    "Basis",
    "Better",
    "Channel",
    "Closable",
    "ClosableQuerySet",
    "ClosedPeriod",
    "Comment",
    "Entry",
    "Figure",
    "Frequency",
    "IdempotentRequest",
    "Job",
    "JobState",
    "Kind",
    "Locality",
    "Measure",
    "Membership",
    "Method",
    "Organisation",
    "PartnershipMember",
    "Qualifier",
    "RatingScheme",
    "Role",
    "Rollup",
    "Series",
    "SeriesBreak",
    "SeriesDocument",
    "Service",
    "trajectory_rules",
]
