from io import StringIO

import pytest
from django.core.management import call_command

from ledger.actions import load_councils, load_measures
from ledger.models import Organisation
from tests.conftest import Once


@pytest.fixture
def reference(db: None) -> None:
    load_councils()
    load_measures()


@pytest.fixture(scope="module")
def every_paper(once: Once) -> None:
    """All papers, loaded once for a module."""

    def load() -> None:
        load_councils()
        load_measures()
        call_command("load_papers", stdout=StringIO())

    once(load)


@pytest.fixture
def loaded(every_paper: None, db: None) -> Organisation:
    """Cambridgeshire, with every paper loaded."""
    return Organisation.objects.get(slug="cambridgeshire")
