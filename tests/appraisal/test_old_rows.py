"""Rows that were there before a search read one text are found by it after all migrations, on either database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["mill\nstrasse", "école\ncat/7\nstrasse\nŷstrad rooms"]


def carried(address: str) -> tuple[list[list[str]], str]:
    """Fill a database as it was long ago and migrate it; return what its rows are found by, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.appraisal.old_rows"],
        cwd=ROOT,
        env={**os.environ, "VW_DEBUG": "1", "DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def ask(sql: str, name: str = "postgres") -> list[tuple[object, ...]]:
    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"], user=given["USER"], dbname=name, autocommit=True
    ) as asked:
        done = asked.execute(sql)
        return done.fetchall() if done.description else []


@pytest.fixture
def database() -> Iterator[str]:
    """Make an empty database on the PostgreSQL of this run, and drop it."""
    name = f"vw_old_{uuid4().hex[:12]}"
    ask(f"CREATE DATABASE {name}")
    yield name
    ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on SQLite")
def test_old_rows_are_found_on_sqlite(tmp_path: Path) -> None:
    found, said = carried(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    assert found == [ROOMS, ["strasse\ngroup"]]
    assert "index of letters" not in said


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on PostgreSQL")
@pytest.mark.parametrize("owner", [True, False])
def test_old_rows_are_found_on_postgresql(database: str, owner: bool) -> None:
    """Also where nobody may add an extension: then there is no index of letters, and that is said."""
    host, user = connection.settings_dict["HOST"], str(connection.settings_dict["USER"])
    if not owner:
        user = database  # the name of a role as well
        ask(f"CREATE ROLE {user} LOGIN")
        ask(f"GRANT CREATE ON SCHEMA public TO {user}", database)
    try:
        found, said = carried(f"postgres://{user}@/{database}?host={host}")
        assert found == [ROOMS, ["strasse\ngroup"]]
        made = ask("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%letters'", database)
        assert len(made) == (2 if owner else 0)
        assert ("without an index of letters" in said) is not owner
    finally:
        if not owner:
            ask(f"DROP OWNED BY {user} CASCADE", database)
            ask(f"DROP ROLE {user}")
