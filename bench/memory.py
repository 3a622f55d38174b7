"""A web process's memory after a thousand pages against after ten."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path

from django.conf import settings
from django.db import connection

from ledger.models import Figure, Series

from .databases import ROOT
from .measures import Measure
from .programme_page import ADDRESS, signed_in_client

# What is loaded on first use (templates, address patterns, compiled expressions) and the allocator's own slack
# come to some per cent of 100 MB; a process that kept as little as 10 kB of each page would be over it.
LIMIT = 1.10


def measure(quick: bool) -> Iterator[Measure]:
    client = signed_in_client()
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    series = Series.objects.filter(organisation__slug="cambridgeshire")
    figures = Figure.objects.filter(organisation__slug="cambridgeshire")
    pages = cycle(
        [
            ADDRESS,
            "/cambridgeshire/",
            "/cambridgeshire/programmes/",
            "/cambridgeshire/series/",
            *(f"/cambridgeshire/series/{code}/" for code in series.values_list("code", flat=True)[:3]),
            *(f"/cambridgeshire/figures/{pk}/" for pk in figures.order_by("pk").values_list("pk", flat=True)[:3]),
        ]
    )
    connection.close()
    many = 200 if quick else 1000
    with _web_process() as (port, pid):
        _read(port, cookie, islice(pages, 10))
        after_ten = _resident(pid)
        _read(port, cookie, islice(pages, many - 10))
        after_many = _resident(pid)
    yield Measure(
        f"memory of a web process: {many:,} pages against 10",
        f"{after_many / 1024:.1f} MiB",
        f"{after_ten / 1024:.1f} MiB",
        after_many / after_ten,
        LIMIT,
    )


@contextmanager
def _web_process() -> Iterator[tuple[int, int]]:
    """The port and the process id of gunicorn's one worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "ascare.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        yield port, _worker(server.pid, port)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _worker(master: int, port: int) -> int:
    children = Path(f"/proc/{master}/task/{master}/children")
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and (found := children.read_text().split()):
                return int(found[0])
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")


def _read(port: int, cookie: str, pages: Iterator[str]) -> None:
    for page in pages:
        browser = HTTPConnection("127.0.0.1", port, timeout=60)
        browser.request("GET", page, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = browser.getresponse()
        answer.read()
        browser.close()
        assert answer.status == 200, f"{answer.status} for {page}"


def _resident(pid: int) -> int:
    """In KiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])
