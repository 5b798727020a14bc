"""Writing to the database past its triggers, as somebody would who has it to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.conftest import append_only_lifted


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """Let a test change what the database refuses to change, on SQLite and PostgreSQL."""
    if connection.vendor == "sqlite":
        with append_only_lifted():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
