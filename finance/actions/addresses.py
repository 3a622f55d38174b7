"""What stands after a kind's address can't be a name of one of that kind."""

from django.core.exceptions import ValidationError

ADDRESSES = ("new", "edit", "close", "reopen", "history")


def refuse_address(slug: str) -> None:
    if slug in ADDRESSES:
        raise ValidationError({"slug": f"“{slug}” is an address of its own; choose another."})
