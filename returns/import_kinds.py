"""The one frame for what people upload: a kind of import says how its files are read, the frame does the rest.

The rest is: the page with the kind's options, safe reading, the preview (new, changed, unchanged, unreadable cells,
problems, warnings, disagreements of printed totals), recording all or nothing if what the preview showed still
stands, the result, and recognising a file that was recorded before.

An app registers its kinds in its `imports.py`, which is read at start:

    from returns.import_kinds import Asked, register
    from returns.readings import Line, Reading
    from returns.formats.cells import Workbook
    from returns.formats.headers import read_header

    def options(organisation):                       # plain form fields; they may depend on the organisation
        return {"unit": forms.ChoiceField(choices=[("1", "£"), ("1000", "£000")], label="The file is in")}

    @register("budget", title="Budget", about="...", options=options, templates={"csv": budget_template})
    def read_budget(workbook: Workbook, asked: Asked) -> Reading:
        reading = Reading()
        headed = read_header(workbook.first, workbook.name, ["code", "name", "amount"])
        for line in headed.lines():
            amount = reading.number(line["amount"])  # None: blank, or unreadable and noted with its cell
            ...
            reading.lines.append(Line(figure, line["amount"].sheet, line["amount"].address))
        return reading

A reader may ask the database what it needs, in a number of queries that doesn't grow with the file. It raises
`formats.cells.UnreadableFile` where the file as a whole is not of its kind. It reads again what it read before
whenever the preview is shown, so it must not write, and takes the day from `asked`, never from the clock. Options
are kept as JSON: a date comes back as its text.

What the file brings besides figures (budget lines) goes to `reading.creations`, with the series that come with each,
and the kind gives `record=`: a function of a `Reading` and an `Act` that creates them and then records the lines
with `returns.actions.record_lines(reading, act)`, or through an action of its own. It runs in the transaction that
does it all, and answers the entries that it made. `reading.lines` then say in `follows` what the preview showed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Field

from ledger.access import Right
from ledger.components import Link
from ledger.models import Channel, Entry, Organisation
from ledger.months import LONDON

from .formats.cells import Workbook
from .readings import Line, Reading


class Asked(NamedTuple):
    """What a file was uploaded for."""

    organisation: Organisation
    options: Mapping[str, Any]
    moment: datetime  # of the upload: from when what it says is known, unless the kind gives another moment
    services: frozenset[str] = frozenset()  # the codes that the writer is limited to; empty: not limited
    by: AbstractBaseUser | None = None  # who looks at it, or records it

    @property
    def today(self) -> date:
        return self.moment.astimezone(LONDON).date()


class Act(NamedTuple):
    """The recording of an upload: what goes into its entries."""

    organisation: Organisation
    options: Mapping[str, Any]
    by: AbstractBaseUser
    channel: str
    reason: str
    file_digest: str
    services: frozenset[str]


class File(NamedTuple):
    """A file to fill in."""

    name: str
    content: bytes


Reader = Callable[[Workbook, Asked], Reading]
Check = Callable[[Asked, Reading, Sequence[Line]], None]  # given the lines that would change something
Recorder = Callable[[Reading, Act], Sequence[Entry]]
Options = Callable[[Organisation], Mapping[str, Field]]
Page = Callable[[Organisation, Mapping[str, Any]], Link]  # given the options
Template = Callable[[Organisation, Mapping[str, str]], File]  # given what the address asks for


def no_options(organisation: Organisation) -> Mapping[str, Field]:
    return {}


@dataclass(frozen=True)
class Kind:
    code: str  # in addresses
    title: str
    about: str  # what such a file holds, for the page on which it is uploaded
    read: Reader
    channel: str = Channel.WORKBOOK
    right: Right = Right.RECORD
    options: Options = no_options
    templates: Mapping[str, Template] = field(default_factory=dict)  # by what they are called: csv, xlsx
    check: Check | None = None  # adds what else there is to say of a reading, once it is held against what stands
    record: Recorder | None = None  # None: the figures are recorded, and nothing else
    only_before_live: bool = False  # refused once the organisation is live
    page: Page | None = None  # what such a file is about, to lead back to
    listed: bool = True  # offered on the page of all kinds; others are led to from elsewhere


KINDS: dict[str, Kind] = {}


def register(code: str, *, title: str, about: str, **more: Any) -> Callable[[Reader], Reader]:
    """Decorator: this function reads the files of that kind. `more` are the fields of Kind."""

    def registered(read: Reader) -> Reader:
        KINDS[code] = Kind(code, title, about, read, **more)
        return read

    return registered
