from .figures import BACKDATED_CHANNELS, KEY, Approval, Basis, Channel, Comment, Entry, Figure, Qualifier
from .measures import Better, Measure, Rollup
from .organisations import Kind, Locality, Membership, Organisation, PartnershipMember, Role, Service
from .series import Frequency, Series, SeriesBreak, SeriesDocument
from .tokens import ApiToken, IdempotentRequest

__all__ = [
    "BACKDATED_CHANNELS",
    "KEY",
    "ApiToken",
    "Approval",
    "Basis",
    "Better",
    "Channel",
    "Comment",
    "Entry",
    "Figure",
    "Frequency",
    "IdempotentRequest",
    "Kind",
    "Locality",
    "Measure",
    "Membership",
    "Organisation",
    "PartnershipMember",
    "Qualifier",
    "Role",
    "Rollup",
    "Series",
    "SeriesBreak",
    "SeriesDocument",
    "Service",
]
