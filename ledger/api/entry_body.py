"""The body of an entry, read strictly: every problem found, each with its field and its fix."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ..actions.figures import MOST_FIGURES
from ..checks import NewFigure
from ..errors import Problem, Rejected
from ..months import read_day

LONGEST = 1000  # characters of any one text
MOST_REVISION = 2**31 - 1
_digits = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_unwritable = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # neither database keeps all of these

Reader = Callable[[Any], Any]  # ValueError, with the fix, for what it can't read


@dataclass(frozen=True, slots=True)
class EntryBody:
    organisation: str
    reason: str
    provisional: bool
    figures: list[NewFigure]


def read_entry(data: Any) -> EntryBody:
    """Raises Rejected with every problem found."""
    if not isinstance(data, dict):
        raise Rejected([Problem("", f"The body must be an object in braces, not {_kind(data)}.")])
    problems: list[Problem] = []
    found = _read(data, ENTRY, ("organisation", "reason", "figures"), None, problems)
    figures = found.pop("figures", [])
    if len(figures) > MOST_FIGURES:
        message = f"There are {len(figures):,} figures in this entry; split it, at most {MOST_FIGURES:,} go in one."
        raise Rejected([Problem("figures", message)])
    read = [_read_figure(figure, index, problems) for index, figure in enumerate(figures)]
    if problems:
        raise Rejected(problems)
    return EntryBody(**{"provisional": False, **found}, figures=[figure for figure in read if figure])


def body_digest(data: Any) -> str:
    """The same for bodies that say the same, whatever their spaces and the order of their fields."""
    return sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def _read_figure(data: Any, index: int, problems: list[Problem]) -> NewFigure | None:
    if not isinstance(data, dict):
        problems.append(Problem("", f"A figure must be an object in braces, not {_kind(data)}.", index))
        return None
    before = len(problems)
    found = _read(data, FIGURE, ("series", "basis", "start", "end"), index, problems)
    if "value" not in data and not data.get("withdrawn"):
        problems.append(Problem("value", "This is missing; to take a figure back, send withdrawn: true.", index))
    if len(problems) > before:
        return None
    found["follows"] = found.pop("revision", None)
    return NewFigure(**{"value": None, **found})


def _read(
    data: Mapping[str, Any],
    readers: Mapping[str, Reader],
    required: tuple[str, ...],
    index: int | None,
    problems: list[Problem],
) -> dict[str, Any]:
    """The fields that could be read; what is wrong with the others is added to `problems`."""
    found = {}
    for name, value in data.items():
        reader = readers.get(name)
        if reader is None:
            message = f"There is no such field; there are {', '.join(readers)}."
            problems.append(Problem(_shown(name), message, index))
            continue
        try:
            found[name] = reader(value)
        except ValueError as error:
            problems.append(Problem(name, str(error), index))
    problems += [Problem(name, "This is missing; send it.", index) for name in required if name not in data]
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"This must be text in quotation marks, not {_kind(value)}.")
    if len(value) > LONGEST:
        raise ValueError(f"This has {len(value):,} characters; shorten it.")
    if _unwritable.search(value):
        raise ValueError("This has control characters in it that can't be kept; take them out.")
    return value


def _said(value: Any) -> str:
    if not (text := _text(value).strip()):
        raise ValueError("This is empty; say something.")
    return text


def _day(value: Any) -> Any:
    return read_day(_text(value))


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"This must be a number, or text like “-1234.50”, not {_kind(value)}.")
    if isinstance(value, str) and not _digits.fullmatch(value):
        raise ValueError(f"“{_shown(value)}” is no number; write digits and a point, like “-1234.50”.")
    number = Decimal(value)
    # Without exponent, for that is how it is kept; and there is no minus zero in a ledger.
    return Decimal(f"{number:f}") if number else Decimal(0)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"This must be true or false, not {_kind(value)}.")
    return value


def _revision(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_REVISION:
        raise ValueError("This must be the whole number of the revision that you saw, or 0 where you saw none.")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"This must be a list in square brackets, not {_kind(value)}.")
    return value


def _or_null(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


ENTRY: dict[str, Reader] = {"organisation": _said, "reason": _said, "provisional": _flag, "figures": _list}
FIGURE: dict[str, Reader] = {
    "series": _said,
    "basis": _said,
    "start": _day,
    "end": _day,
    "edition": _or_null(_day),
    "value": _or_null(_number),
    "qualifier": _text,
    "inferred": _flag,
    "withdrawn": _flag,
    "revision": _or_null(_revision),
}


def _shown(text: str) -> str:
    """A stranger's text, short and printable enough for a message."""
    return _unwritable.sub("?", text[:40])


def _kind(value: Any) -> str:
    """What it is, in the words of JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = ((str, "text"), (dict, "an object"), (list, "a list"))
    return next((name for type_, name in names if isinstance(value, type_)), "a number")
