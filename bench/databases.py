"""Scratch databases for the benchmarks; the developer's own is never touched."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2.errors import DuplicateDatabase

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / "ascare_bench"
Environment = dict[str, str]


@contextmanager
def scratch(subject: str, postgresql: str | None, *, keep: bool) -> Iterator[Environment]:
    """The environment that leads to a migrated database of the subject's own, with production's settings.

    `postgresql` is the address of any database on the server to use; None is for SQLite. With `keep` the
    database is left there, and used again.
    """
    name = f"ascare_bench_{subject}"
    folder = FOLDER / subject

    def drop() -> None:
        if postgresql:
            _administer(postgresql, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        else:
            shutil.rmtree(folder, ignore_errors=True)

    if not keep:
        drop()
    folder.mkdir(parents=True, exist_ok=True)
    address = f"sqlite:///{folder / 'ascare.sqlite3'}"
    if postgresql:
        with suppress(DuplicateDatabase):
            _administer(postgresql, f'CREATE DATABASE "{name}"')
        address = urlsplit(postgresql)._replace(path=f"/{name}").geturl()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ascare.settings",
        "DATABASE_URL": address,
        "VAR_DIR": str(FOLDER),
        "SECRET_KEY": "only-for-benchmarks-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "SECURE_SSL_REDIRECT": "false",  # they speak to loopback
        "REDIS_URL": "",
        "API_RATE": "1000000000/hour",
        "LOG_LEVEL": "ERROR",
    }
    try:
        manage(environment, "migrate", "--verbosity", "0")
        yield environment
    finally:
        if not keep:
            drop()


def collect_static(environment: Environment) -> None:
    """Pages link to hashed static files. To collect them takes a while, so once is enough for a run."""
    if not (FOLDER / "static" / "staticfiles.json").exists():
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")


def manage(environment: Environment, *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def _administer(address: str, statement: str) -> None:
    administrator = psycopg2.connect(urlsplit(address)._replace(scheme="postgresql", path="/postgres").geturl())
    administrator.autocommit = True
    with administrator.cursor() as cursor:
        cursor.execute(statement)
    administrator.close()
