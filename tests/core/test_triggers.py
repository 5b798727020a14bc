"""Tables that are append-only still are after all migrations: SQLite forgets triggers when it remakes a table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from core.append_only import REFUSAL

ROOT = Path(__file__).resolve().parents[2]
_SAID = re.compile(r'append_only\(\s*"(\w+)"(?:,\s*never=\(([^)]*)\))?,?\s*\)')


def promised() -> set[tuple[str, str]]:
    """Return each table that a migration makes append-only, with what may never happen to its rows."""
    found = set()
    for path in ROOT.glob("*/migrations/*.py"):
        for table, never in _SAID.findall(path.read_text(encoding="utf-8")):
            changes = re.findall(r'"(\w+)"', never) or ["update", "delete"]
            found |= {(table, change) for change in changes}
    return found


def kept() -> set[tuple[str, str]]:
    """Return each table that the database guards, with what it refuses."""
    if connection.vendor == "sqlite":
        asked = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = (
            "SELECT event_object_table, event_manipulation FROM information_schema.triggers "
            "WHERE action_statement LIKE '%%refuse_change%%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        rows = cursor.fetchall()
    change = re.compile(r"\b(update|delete)\b", re.IGNORECASE)
    return {(table, said[1].lower()) for table, text in rows if (said := change.search(text))}


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers() -> None:
    expected = promised()
    assert {
        "core_auditentry",
        "core_auditdetail",
        "appraisal_record",
        "appraisal_schemeversion",
    } <= {table for table, _ in expected}
    assert expected - kept() == set(), "a migration remade these; add append_only(…) at its end"


@pytest.mark.django_db
def test_details_may_go() -> None:
    assert ("core_auditdetail", "update") in kept()
    assert ("core_auditdetail", "delete") not in kept()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no TRUNCATE")
@pytest.mark.django_db
def test_no_table_is_emptied_at_a_stroke() -> None:
    tables = {table for table, change in promised() if change in ("update", "delete")}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
