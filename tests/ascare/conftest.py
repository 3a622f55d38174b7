from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from ledger.actions import load_councils, load_measures
from ledger.models import Organisation


@pytest.fixture
def reference(db: None) -> None:
    load_councils()
    load_measures()


@pytest.fixture(scope="module")
def every_paper(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All papers, loaded once for a module, for it takes seconds; each test then works in a savepoint of its own.

    A module whose tests ask for this has no tests that count on an empty database.
    """
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        load_councils()
        load_measures()
        call_command("load_papers", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def loaded(every_paper: None, db: None) -> Organisation:
    """Cambridgeshire, with every paper loaded."""
    return Organisation.objects.get(slug="cambridgeshire")
