"""A report as a document that is kept, and the report again from it: what was frozen reads the same for ever.

Dataclasses, decimals, moments and floats are objects that say what they are ("is"); tuples are lists. Fields that
hold their default are left out, so that a field which is added later, with a default, changes no older document and
no digest. Names of classes and fields, and defaults, are part of documents that are kept: to change one takes a new
VERSION and a reader of the old.
"""

import hashlib
import json
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ledger.components import Chart, Column, Link, Rating, Row, Spark, Table
from ledger.numbers import Number

from .value import Bullets, Clearance, Paragraph, Report, Section, Subheading

VERSION = 1
TABLES = (Table, Column, Row, Number, Rating, Link, Spark, Chart)
KINDS: dict[str, type] = {
    kind.__name__: kind for kind in (Report, Section, Paragraph, Bullets, Subheading, Clearance, *TABLES)
}


def encode(report: Report) -> dict[str, Any]:
    """The report as JSON can hold it; raises TypeError for what no document knows."""
    return {"version": VERSION, "report": _encoded(report)}


def decode(document: dict[str, Any]) -> Report:
    """The report of a document, equal to what was encoded; raises ValueError for a document of another make."""
    if document.get("version") != VERSION:
        raise ValueError(
            f"This report is kept as version {document.get('version')!r}; this ascare reads version {VERSION}."
        )
    found = _decoded(document["report"])
    if not isinstance(found, Report):
        raise ValueError("This document holds no report.")
    return found


def digest(report: Report) -> str:
    """The SHA-256 of the report's document, its keys in order."""
    words = json.dumps(encode(report), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(words.encode()).hexdigest()


def _encoded(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():  # as text: databases that keep JSON write numbers their own way
            return {"is": "float", "of": float.__repr__(value)}
        case Decimal():
            return {"is": "Decimal", "of": str(value)}
        case datetime():
            if value.tzinfo is None:
                raise TypeError(f"A report's moment needs a time zone: {value!r}")
            return {"is": "datetime", "of": value.astimezone(UTC).isoformat()}
        case date():
            return {"is": "date", "of": value.isoformat()}
        case tuple():
            return [_encoded(each) for each in value]
        case list():
            return {"is": "list", "of": [_encoded(each) for each in value]}
        case dict() if all(isinstance(key, str) for key in value):
            return {"is": "dict", "of": {key: _encoded(each) for key, each in value.items()}}
    kind = type(value)
    if KINDS.get(kind.__name__) is not kind:
        raise TypeError(f"A report's document can't hold {value!r}.")
    said = {field.name: getattr(value, field.name) for field in fields(kind) if not _is_default(field, value)}
    return {"is": kind.__name__, **{name: _encoded(each) for name, each in said.items()}}


def _is_default(field: Field[Any], value: Any) -> bool:
    return field.default is not MISSING and getattr(value, field.name) == field.default


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decoded(each) for each in value)
    if not isinstance(value, dict):
        return value
    what = value.get("is")
    match what:
        case "float":
            return float(value["of"])
        case "Decimal":
            return Decimal(value["of"])
        case "datetime":
            return datetime.fromisoformat(value["of"])
        case "date":
            return date.fromisoformat(value["of"])
        case "list":
            return [_decoded(each) for each in value["of"]]
        case "dict":
            return {key: _decoded(each) for key, each in value["of"].items()}
    if what not in KINDS:
        raise ValueError(f"A report’s document holds something unknown: {what!r}.")
    kind = KINDS[what]
    said = {name: _decoded(each) for name, each in value.items() if name != "is"}
    known = {field.name for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is field.default_factory is MISSING}
    if not needed <= said.keys() <= known:
        raise ValueError(f"A {what} in this document has {sorted(said)}: not the fields that this ascare knows.")
    return kind(**said)
