"""The sections that a report can be composed of. Each later capability adds its own here."""

from .activity import KIND as ACTIVITY
from .changes import KIND as CHANGES
from .flows import OF_PROGRAMME, OF_SERVICES
from .funding import KIND as FUNDING
from .investments import KIND as INVESTMENTS
from .investments import OPPORTUNITIES
from .kind import SectionKind
from .kpis import KIND as KPIS
from .position import KIND as POSITION
from .pressures import KIND as PRESSURES
from .programme import KIND as PROGRAMME
from .risks import KIND as RISKS
from .workstreams import KIND as WORKSTREAMS

OWN_WORDS = SectionKind(
    "own-words",
    "Background",
    "Words of your own, under a heading of your own; nothing is added to them.",
    lambda material, subject: (),
)
KINDS = {
    kind.slug: kind
    for kind in (
        OWN_WORDS,
        PROGRAMME,
        OF_PROGRAMME,
        WORKSTREAMS,
        INVESTMENTS,
        OPPORTUNITIES,
        POSITION,
        ACTIVITY,
        FUNDING,
        PRESSURES,
        KPIS,
        OF_SERVICES,
        RISKS,
        CHANGES,
    )
}

__all__ = ["KINDS", "SectionKind"]
