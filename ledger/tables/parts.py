"""Tables of what an organisation is divided into."""

from collections.abc import Sequence

from ..components import Column, Row, Table
from ..selectors import Part


def services_table(services: Sequence[Part]) -> Table:
    return _parts_table(services, "services", "Services")


def localities_table(localities: Sequence[Part]) -> Table:
    return _parts_table(localities, "localities", "Localities")


def _parts_table(parts: Sequence[Part], slug: str, caption: str) -> Table:
    return Table(
        slug=slug,
        caption=caption,
        columns=(Column("Name"), Column("Code"), Column("Series", numeric=True)),
        rows=tuple(Row(part.name, (part.code, str(part.series))) for part in parts),
        empty=f"No {slug} have been added yet.",
    )
