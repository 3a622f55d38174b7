"""Test objects, all made up."""

from datetime import date
from decimal import Decimal

import factory
from django.contrib.auth import get_user_model

from ledger.actions import NewFigure, record_figures
from ledger.models import Basis, Channel, Figure, Kind, Measure, Membership, Organisation, Role, Series
from ledger.months import Span


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("person-{}".format)
    password = factory.django.Password("correct horse battery staple")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Council {}".format)
    slug = factory.Sequence("council-{}".format)
    kind = Kind.COUNTY


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.VIEWER


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    code = factory.Sequence("measure-{}".format)
    name = factory.Sequence("Measure {}".format)
    unit = "GBP"
    definition = "Made up for a test."


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    organisation = factory.SubFactory(OrganisationFactory)
    measure = factory.SubFactory(MeasureFactory)
    code = factory.Sequence("test/series-{}".format)
    name = factory.Sequence("Series {}".format)


def new_figure(series: Series | str, value: object, month: date = date(2019, 4, 1), **fields: object) -> NewFigure:
    """A figure for a month, an actual unless told otherwise."""
    span = Span.month(month)
    given = {"basis": Basis.ACTUAL, "start": span.start, "end": span.end, **fields}
    decimal = None if value is None else Decimal(str(value))
    return NewFigure(series=series if isinstance(series, str) else series.code, value=decimal, **given)  # type: ignore[arg-type]


def record(series: Series, value: object, month: date = date(2019, 4, 1), **fields: object) -> Figure:
    """Record one figure through the action that everybody uses, and return it. Entry fields go by their names."""
    entry = {
        name: fields.pop(name) for name in ("by", "channel", "known_from", "reason", "provisional") if name in fields
    }
    done = record_figures(
        organisation=series.organisation,
        figures=[new_figure(series, value, month, **fields)],
        **{"by": None, "channel": Channel.FORM, **entry},  # type: ignore[arg-type]
    )
    assert done.entry is not None
    return Figure.objects.get(entry=done.entry)
