"""Reports that are composed at once, from what is known alone: after two that a county's committee had in 2019."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from ledger.history import as_of
from ledger.models import Organisation
from ledger.months import FinancialYear
from programmes.models import Programme

from .building import material_of
from .composition import Chosen, Composition
from .sections import KINDS

OF_PROGRAMME = ("programme", "flows", "workstreams", "investments", "opportunities")


@dataclass(frozen=True, slots=True)
class Preset:
    slug: str
    name: str
    help: str
    compose: Callable[[Organisation, FinancialYear, datetime], Composition]


def programme_progress(organisation: Organisation, year: FinancialYear, moment: datetime) -> Composition:
    """As the progress report on Adults Positive Challenge to Cambridgeshire's Adults Committee, November 2019."""
    programmes = _open(organisation, moment)
    wanted = [Chosen(kind, slug) for slug in programmes for kind in OF_PROGRAMME]
    wanted += [Chosen("risks"), Chosen("changes")]
    name = next(iter(programmes.values())) if len(programmes) == 1 else "Programmes"
    return Composition(
        title=f"{name}: progress report",
        committee="",
        meeting=None,
        year=year,
        chosen=_with_something(wanted, organisation, year, moment),
        recommendation="To note the progress that is reported, and to comment on it.",
    )


def service_directors(organisation: Organisation, year: FinancialYear, moment: datetime) -> Composition:
    """As the service directors' report to Cambridgeshire's Adults Committee, July 2019."""
    before = [Chosen("position"), Chosen("activity"), Chosen("funding"), Chosen("pressures"), Chosen("services")]
    of_programmes = [Chosen("workstreams", slug) for slug in _open(organisation, moment)]
    wanted = [*before, Chosen("kpis"), *of_programmes, Chosen("risks"), Chosen("changes")]
    found = _with_something(wanted, organisation, year, moment)
    if any(chosen.kind == "services" for chosen in found):  # tells all KPIs but programmes', which have sections
        found = tuple(chosen for chosen in found if chosen.kind != "kpis")
    return Composition(
        title="Service directors’ report",
        committee="",
        meeting=None,
        year=year,
        chosen=found,
        recommendation="To note the contents of this report, and to comment on them.",
    )


def _open(organisation: Organisation, moment: datetime) -> dict[str, str]:
    """Names of the programmes that were open at `moment`, by slug."""
    known = as_of(Programme, moment).filter(organisation_id=organisation.pk).order_by("name")
    return {programme.slug: programme.name for programme in known if programme.is_open}


def _with_something(
    wanted: Iterable[Chosen], organisation: Organisation, year: FinancialYear, moment: datetime
) -> tuple[Chosen, ...]:
    """Those sections that have something to say."""
    material = material_of(organisation, year, moment, None, provisional=False)
    return tuple(chosen for chosen in wanted if KINDS[chosen.kind].build(material, chosen.subject))


PRESETS = {
    preset.slug: preset
    for preset in (
        Preset(
            "programme-progress",
            "Programme progress report",
            "How the programmes get on: delivery, flows, workstreams, investments, risks and what changed.",
            programme_progress,
        ),
        Preset(
            "service-directors",
            "Service directors’ report",
            "Finance, activity and price, service performance, developments, risks and what changed.",
            service_directors,
        ),
    )
}
