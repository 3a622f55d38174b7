"""Since when an organisation is live, and who decided it."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Organisation
from .people import called


@dataclass(frozen=True)
class WentLive:
    at: datetime
    by: str


def went_live(organisation: Organisation, moment: datetime) -> WentLive | None:
    """None where it wasn't live at `moment`."""
    at = organisation.live_from
    if at is None or at > moment:
        return None
    versions = organisation.history.filter(live_from=at).select_related("history_user")
    first = versions.order_by("history_date", "history_id").first()
    return WentLive(at, called(first.history_user if first else None, "the system"))
