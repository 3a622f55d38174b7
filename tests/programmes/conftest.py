from dataclasses import dataclass
from typing import Any

import pytest

from ledger.actions import load_measures
from ledger.models import Kind, Organisation
from programmes.actions import put_benefit, put_programme, put_workstream
from programmes.models import Benefit, Budget, Programme, Workstream
from tests.factories import OrganisationFactory


@dataclass
class Furniture:
    """A council with a programme, a workstream, a benefit and a budget elsewhere, and a partnership that it leads."""

    council: Organisation
    better_lives: Programme
    strand: Workstream
    benefit: Benefit
    budget: Budget
    joint: Programme


def furnish(council: Organisation) -> Furniture:
    programme = make_programme(council)
    return Furniture(
        council=council,
        better_lives=programme,
        strand=make_strand(programme),
        benefit=make_benefit(programme, "fewer-packages"),
        budget=Budget.objects.create(organisation=council, name="Homecare"),
        joint=make_joint(council),
    )


@pytest.fixture
def better_lives(council: Organisation) -> Programme:
    """A programme of Anyshire, with everything that it is made with."""
    return make_programme(council)


@pytest.fixture
def strand(better_lives: Programme) -> Workstream:
    return make_strand(better_lives)


@pytest.fixture
def benefit(better_lives: Programme) -> Benefit:
    return make_benefit(better_lives, "fewer-packages")


@pytest.fixture
def budget(council: Organisation) -> Budget:
    return Budget.objects.create(organisation=council, name="Homecare")


@pytest.fixture
def joint(council: Organisation) -> Programme:
    """A programme of a partnership that Anyshire leads."""
    return make_joint(council)


def make_programme(council: Organisation) -> Programme:
    load_measures()
    return put_programme(organisation=council, slug="better-lives", by=None, name="Better Lives")


def make_strand(programme: Programme) -> Workstream:
    return put_workstream(programme=programme, slug="reablement", by=None, name="Reablement")


def make_joint(council: Organisation) -> Programme:
    load_measures()
    partnership = OrganisationFactory(name="Anyshire and Elsewhere", slug="joint", kind=Kind.PARTNERSHIP)
    partnership.parts.create(member=council, is_lead=True)
    partnership.parts.create(member=OrganisationFactory(name="Elsewhere", slug="elsewhere"))
    return put_programme(organisation=partnership, slug="together", by=None, name="Together")


def make_benefit(programme: Programme, slug: str, **fields: Any) -> Benefit:
    given = {"name": slug.replace("-", " ").capitalize(), "kind": "cashable", **fields}
    return put_benefit(programme=programme, slug=slug, by=None, **given)
