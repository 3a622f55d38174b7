"""What the queries of a page cost alone."""

from collections.abc import Callable
from typing import Any

from django.db import connection

Statements = list[tuple[str, Any]]


def statements_of(get: Callable[[], object]) -> Statements:
    """The SQL that `get` sends, once it is warm."""
    found: Statements = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    get()
    with connection.execute_wrapper(note):
        get()
    return found


def again(statements: Statements) -> Callable[[], None]:
    """The same through the bare driver: run and fetched, with nothing of Django around it."""
    if connection.vendor == "sqlite":
        statements = [(sql % tuple("?" for _ in params or ()), params or ()) for sql, params in statements]

    def run() -> None:
        for sql, params in statements:
            cursor = connection.connection.cursor()
            cursor.execute(sql, params)
            cursor.fetchall()

    return run
