"""The programmes that a section can be about, and what is known of one."""

from datetime import datetime

from ledger.history import as_of
from ledger.models import Organisation
from programmes.models import Programme
from programmes.selectors import NothingYet, ProgrammePage, programme_page
from programmes.tables import Ways

from ..composition import Material


def programmes(organisation: Organisation, moment: datetime) -> list[tuple[str, str]]:
    """Slug and name of each that was known at `moment`, open ones first."""
    found = as_of(Programme, moment).filter(organisation_id=organisation.pk).order_by("name")
    return [(each.slug, each.name) for each in sorted(found, key=lambda each: not each.is_open)]


def page_of(material: Material, slug: str) -> ProgrammePage | None:
    """None where nothing was known of it yet; read once, however many sections are about it.

    Raises Programme.DoesNotExist where there is none.
    """
    if slug not in material.pages:
        material.pages[slug] = _read(material, slug)
    return material.pages[slug]


def _read(material: Material, slug: str) -> ProgrammePage | None:
    since = material.since or material.scope.month_ago
    page = programme_page(
        material.organisation,
        slug,
        material.year,
        material.moment,
        since,
        material.as_at,
        approved_only=not material.provisional,
    )
    return None if isinstance(page, NothingYet) else page


def ways_of(material: Material, programme: Programme) -> Ways:
    return Ways(material.scope, programme, writes=False)
