import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from ledger.actions import load_measures
from ledger.models import Membership, Organisation, Role, Series

from .factories import MembershipFactory, OrganisationFactory, SeriesFactory
from .ledger.races import Environment, scratch_postgresql


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


needs_postgresql = pytest.mark.needs_postgresql
needs_redis = pytest.mark.needs_redis


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the real parts are named as skipped where the environment doesn't bring them."""
    missing = {
        "needs_postgresql": not settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and "DATABASE_URL",
        "needs_redis": not settings.REDIS_URL and "REDIS_URL",
    }
    for item in items:
        for mark, variable in missing.items():
            if variable and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=f"set {variable} to run this"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The shipped measures are loaded once: who needs them finds them there, and loading them again costs little."""
    with django_db_blocker.unblock():
        load_measures()


Once = Callable[[Callable[[], Any]], Any]


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Once]:
    """`once(build)`: what `build` makes, and its rows for all tests of a module, which work in savepoints.

    For what takes long to make. No test of such a module counts on an empty database; what tests change in memory,
    their own fixture copies.
    """
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()

    def made(build: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return build()

    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


# The fixed cast: a council, one person in each role, and a stranger from another council.


@pytest.fixture
def council(db: None) -> Organisation:
    return OrganisationFactory(name="Anyshire", slug="anyshire")


@pytest.fixture
def series(council: Organisation) -> Series:
    return SeriesFactory(organisation=council, code="test/saving", name="Saving")


def _member(council: Organisation, role: str) -> User:
    return MembershipFactory(organisation=council, role=role, user__username=role).user


@pytest.fixture
def viewer(council: Organisation) -> User:
    return _member(council, Role.VIEWER)


@pytest.fixture
def contributor(council: Organisation) -> User:
    return _member(council, Role.CONTRIBUTOR)


@pytest.fixture
def officer(council: Organisation) -> User:
    return _member(council, Role.FINANCE_OFFICER)


@pytest.fixture
def lead(council: Organisation) -> User:
    return _member(council, Role.FINANCE_LEAD)


@pytest.fixture
def administrator(council: Organisation) -> User:
    return _member(council, Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db: None) -> User:
    membership: Membership = MembershipFactory(user__username="stranger")
    return membership.user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def scratch_database() -> Iterator[Environment]:
    """A PostgreSQL database that processes of their own can write to: the environment that leads them there."""
    with scratch_postgresql(os.environ["DATABASE_URL"]) as environment:
        yield environment
