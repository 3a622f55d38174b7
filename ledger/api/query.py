"""What a read is asked for: query parameters, declared for the schema and checked to the letter.

A parameter that isn't known, is empty or stands twice is refused: a typing error must not return everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework.request import Request

from ..access import Access, Right, require
from ..errors import Problem, Rejected
from ..models import Organisation
from ..months import FinancialYear, end_of_day, read_day, read_past_day
from .authentication import reach

DATE = {"type": "string", "format": "date"}
OF_EVERY_ADDRESS = {"format"}
OF_LISTS = {"cursor", "page_size"}


def read_past_date(text: str) -> date:
    return read_past_day(text, timezone.localdate())


def read_flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"“{text[:40]}” is neither true nor false; write one of them.")
    return text == "true"


class ReadField(forms.CharField):
    """A text that `read` turns into what it means, or says what is wrong with it."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read = read

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def run_validators(self, value: Any) -> None:
        """Those of texts do not fit what was read."""


class ReadFilter(django_filters.Filter):
    field_class = ReadField


def _as(schema: dict[str, Any], read: Callable[[str], Any], help_text: str) -> ReadFilter:
    described = {**schema, "description": help_text}
    found: ReadFilter = extend_schema_field(described)(ReadFilter(read=read, help_text=help_text))
    return found


def date_parameter(help_text: str) -> ReadFilter:
    return _as(DATE, read_day, help_text)


def flag_parameter(help_text: str) -> ReadFilter:
    return _as({"type": "boolean"}, read_flag, help_text)


def choice_parameter(choices: list[str], help_text: str) -> ReadFilter:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"“{text[:40]}” is none of these: {', '.join(choices)}.")
        return text

    return _as({"type": "string", "enum": choices}, read, help_text)


def number_parameter(help_text: str) -> ReadFilter:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):
            raise ValueError(f"“{text[:40]}” is no number; write one like 12.")
        return int(text)

    return _as({"type": "integer", "minimum": 1, "maximum": 999_999_999}, read, help_text)


class Moment(django_filters.FilterSet):
    """What a read of one thing can be asked for."""

    as_at = _as(
        DATE,
        read_past_date,
        "As known at the end of this day in London, like 2019-11-07; left out, as known now.",
    )


class Parameters(Moment):
    """What every list can be asked for."""

    organisation = django_filters.CharFilter(
        help_text="The council or partnership, by the short name in its address; left out, all that you can read."
    )
    year = _as(
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2019-20"]},
        FinancialYear.parse,
        "A financial year, like 2019-20.",
    )


# For the schema: what `Moment` declares, of addresses that are no lists.
OF_ONE = [OpenApiParameter("as_at", OpenApiTypes.DATE, description=Moment.base_filters["as_at"].extra["help_text"])]


@dataclass(frozen=True)
class Asked:
    """A read's parameters, understood."""

    standings: dict[str, Access]  # whose data: those asked for that may be read, by slug
    as_at: date | None
    year: FinancialYear | None
    given: dict[str, Any] = field(default_factory=dict)  # the list's own parameters; None where left out

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        return {access.organisation.pk: access.organisation for access in self.standings.values()}

    @property
    def moment(self) -> datetime | None:
        """Up to when things were known; None: up to now."""
        if self.as_at is None or self.as_at >= timezone.localdate():
            return None
        return end_of_day(self.as_at)


def read_query(request: Request, parameters: type[Moment], organisation: str | None = None) -> Asked:
    """The request's parameters: two queries. Rejected for wrong ones, 404 for organisations out of reach.

    `organisation` is for addresses that name it themselves.
    """
    problems = _check_names(request, parameters)
    form = parameters(data=request.query_params, queryset=Organisation.objects.none()).form
    problems += [Problem(name, " ".join(messages)) for name, messages in form.errors.items()]
    if problems:
        raise Rejected(problems)
    given = {name: value or None for name, value in form.cleaned_data.items()}
    slug = organisation or given.pop("organisation", None)
    known = reach(request)
    return Asked(
        standings={slug: require(known, slug, Right.READ)} if slug else known,
        as_at=given.pop("as_at"),
        year=given.pop("year", None),
        given=given,
    )


def _check_names(request: Request, parameters: type[Moment]) -> list[Problem]:
    names = {*parameters.base_filters, *OF_EVERY_ADDRESS, *(OF_LISTS if issubclass(parameters, Parameters) else ())}
    problems = []
    for name, values in request.query_params.lists():
        if name not in names:
            message = f"“{name[:40]}” is no parameter here; there are {', '.join(sorted(names))}."
            problems.append(Problem(name[:40], message))
        elif len(values) > 1:
            problems.append(Problem(name, "This is given twice; give it once."))
        elif not values[0].strip():
            problems.append(Problem(name, "This is empty; give a value, or leave it out."))
    return problems
