"""Parts of addresses."""

from datetime import date


class IsoDate:
    """A day, like 2019-11-07; whatever isn't in the calendar leads nowhere."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
