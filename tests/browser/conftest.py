"""The real system in a real browser: a scratch database, collected static files and gunicorn, as in production.

Everything is of the package, not of the session: while playwright runs, Django would refuse the other tests'
queries in this thread. The database is filled and served by other processes, because the ledger's triggers forbid
the flushing that Django's own live server relies on.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if not CHROMIUM and here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no chromium, chromium-browser or google-chrome on this machine"))


# --- the system -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    url: str
    debug_url: str  # a development system over the same database, for the pages that only it has
    found: dict[str, Any]  # what cast.py printed
    manage: Callable[..., str]

    def figure(self, code: str) -> int:
        """The first figure of a series, by its organisation's slug and its code."""
        return int(self.found["figures"][code])

    def person(self, name: str) -> int:
        """The membership of a person in the organisation that tests may write to."""
        return int(self.found["people"][name])

    def saving(self, name: str) -> int:
        """What the programme of that organisation holds."""
        return int(self.found["savings"][name])

    def log(self, name: str) -> int:
        """A log of the organisation that tests may write to."""
        return int(self.found["logs"][name])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    scratch = tmp_path_factory.mktemp("browser")
    with _database(scratch) as database:
        common = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "BROWSER_STATIC_ROOT": str(scratch / "static"),
            "DATABASE_URL": database,
            "REDIS_URL": "",  # a broker without a worker would only collect messages
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SECURE_SSL_REDIRECT": "false",
            "LOG_LEVEL": "WARNING",
        }
        production, development = {**common, "DEBUG": "false"}, {**common, "DEBUG": "true"}

        def run(*command: str, environment: dict[str, str]) -> str:
            done = subprocess.run(
                (sys.executable, *command), cwd=ROOT, env=environment, text=True, capture_output=True, check=False
            )
            assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
            return done.stdout

        collecting = subprocess.Popen(
            (sys.executable, "manage.py", "collectstatic", "--no-input", "--ignore", "redoc"),
            cwd=ROOT,
            env=production,
            stdout=subprocess.DEVNULL,
        )
        run("manage.py", "demo", "--no-server", environment=development)
        found = json.loads(run("-m", "tests.browser.cast", environment=production))
        assert collecting.wait() == 0, "collectstatic failed"
        with _served(production, scratch, workers=2) as url, _served(development, scratch, workers=1) as debug_url:
            yield Site(url, debug_url, found, manage=lambda *words: run("manage.py", *words, environment=production))


@contextmanager
def _database(scratch: Path) -> Iterator[str]:
    """A scratch database of the kind that the suite runs on; gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{scratch / 'ascare.sqlite3'}"
        return
    parts = urlsplit(given)
    name = f"{parts.path.strip('/')}_browser_{os.getpid()}"
    server = psycopg2.connect(parts._replace(path="/postgres").geturl())
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'create database "{name}"')
            try:
                yield parts._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(f'drop database "{name}" with (force)')
    finally:
        server.close()


@contextmanager
def _served(environment: dict[str, str], scratch: Path, workers: int) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = scratch / f"gunicorn-{port}.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            (
                sys.executable,
                "-m",
                "gunicorn",
                "ascare.wsgi",
                "--bind",
                f"127.0.0.1:{port}",
                "--workers",
                f"{workers}",
            ),
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{url}/accounts/login/", timeout=30).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    assert server.poll() is None, f"gunicorn ended:\n{log.read_text()}"
                    time.sleep(0.1)
            yield url
        finally:
            server.terminate()
            server.wait()
    assert "Internal Server Error" not in log.read_text(), log.read_text()


# --- the browser ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective} forbids ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Visitor:
    """A page in somebody's hands, and everything that went wrong in it."""

    page: Page
    site: Site
    signed_in: bool = False
    scriptless: bool = False
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)  # answers that are as they should be, beside those below 400

    def open(self, path: str, status: int = 200) -> Page:
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        assert "login" in path or "?next=" not in answer.url or not self.signed_in, f"{path} asked to sign in"
        return self.page

    def watch(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error in a script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")  # the answer is looked at by itself

    def _failed(self, request: Request) -> None:
        # Aborted: left for another page. "csp" is how Chromium puts it that scripts are off.
        if request.failure != "net::ERR_ABORTED" and not (self.scriptless and request.failure == "csp"):
            self.problems.append(f"{request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.url} answered {response.status}")


@dataclass
class Contexts:
    """One for each role and kind of browser, signed in once, so that the limit on sign-ins is never met."""

    browser: Browser
    site: Site
    open: dict[tuple[Any, ...], BrowserContext] = field(default_factory=dict)
    signed_in: dict[str, Any] = field(default_factory=dict)

    def get(self, role: str, **options: Any) -> BrowserContext:
        key = (role, *sorted(options.items()))
        if key not in self.open:
            self.open[key] = self.new(role, **options)
        return self.open[key]

    def new(self, role: str, **options: Any) -> BrowserContext:
        state = self._state(role) if role else None
        options = {"base_url": self.site.url, "viewport": DESK, "locale": "en-GB", **options}
        context = self.browser.new_context(storage_state=state, **options)
        context.set_default_timeout(10_000)
        return context

    def _state(self, role: str) -> Any:
        if role not in self.signed_in:
            with self.browser.new_context(base_url=self.site.url) as context:
                page = context.new_page()
                page.goto("/accounts/login/")
                page.get_by_label("User name or email address").fill(role)
                page.get_by_label("Password", exact=True).fill(f"try-{role}")
                page.get_by_role("button", name="Sign in").click()
                page.get_by_role("button", name="Sign out").wait_for()
                self.signed_in[role] = context.storage_state()
        return self.signed_in[role]


@pytest.fixture(scope="package")
def contexts(browser: Browser, site: Site) -> Iterator[Contexts]:
    found = Contexts(browser, site)
    yield found
    for context in found.open.values():
        context.close()


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(contexts: Contexts, site: Site) -> Iterator[Visit]:
    """A new page, signed in as a role ("" for nobody). The test fails on whatever went wrong in it, unsaid."""
    visitors: list[Visitor] = []

    def new(role: str = "viewer", *, debug: bool = False, **options: Any) -> Visitor:
        if debug:
            options["base_url"] = site.debug_url
        page = contexts.get(role, **options).new_page()
        page.set_viewport_size(DESK)
        visitor = Visitor(page, site, signed_in=bool(role), scriptless=options.get("java_script_enabled") is False)
        visitor.watch()
        page.expose_function("reportViolation", lambda what: visitor.problems.append(f"CSP: {what}"))
        page.add_init_script(REPORT_VIOLATIONS)
        visitors.append(visitor)
        return visitor

    yield new
    for visitor in visitors:
        visitor.page.close()
    assert not [problem for visitor in visitors for problem in visitor.problems]
