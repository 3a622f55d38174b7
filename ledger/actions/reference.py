from datetime import UTC, datetime

from django.db import transaction

from ..history import amend
from ..models import Measure, Organisation
from ..reference_data import councils, measures
from .series import define_measure, redefine_measure

# Reference data counts as known since before any figure, so that old pages find its words.
ALWAYS = datetime(1990, 1, 1, tzinfo=UTC)


@transaction.atomic
def load_councils() -> int:
    """Bring the councils up to the shipped list; how many were new or changed."""
    existing = {council.gss_code: council for council in Organisation.objects.exclude(gss_code=None)}
    shipped = councils()
    changed = 0
    for row in shipped:
        council = existing.get(row.gss_code) or Organisation(gss_code=row.gss_code)
        fields = {
            "slug": row.slug,
            "name": row.name,
            "kind": row.kind,
            "region": row.region,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "former_codes": row.former_codes,
        }
        known_from = None if council.pk else ALWAYS
        differs = any(getattr(council, name) != value for name, value in fields.items())
        existing[row.gss_code] = amend(council, fields, by=None, reason="Reference data", known_from=known_from)
        changed += differs
    for row in shipped:
        if row.successors:
            existing[row.gss_code].successors.set([existing[code] for code in row.successors])
    return changed


@transaction.atomic
def load_measures() -> None:
    """Bring the shipped measures up to their definition files."""
    shipped = Measure.objects.filter(organisation=None).select_related("numerator", "denominator")
    known = {measure.code: measure for measure in shipped}
    for code, fields in measures():
        parts = {name: known[fields.pop(name)] for name in ("numerator", "denominator") if name in fields}
        if code in known:
            redefine_measure(measure=known[code], by=None, reason="Reference data", **fields, **parts)
        else:
            known[code] = define_measure(
                organisation=None, code=code, by=None, reason="Reference data", known_from=ALWAYS, **fields, **parts
            )
