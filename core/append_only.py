"""Tables whose rows are added and never changed: the database itself refuses, whoever asks.

Used by migrations. A trigger is the one place that no forgotten line of Python can pass by.
"""

from collections.abc import Callable, Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

REFUSAL = "rows of this table are never changed or deleted"


BOTH = ("update", "delete")


def append_only(table: str, never: Sequence[str] = BOTH) -> RunPython:
    """Return the operation that makes a table append-only, and its undoing.

    With ``never=("update",)`` rows may go, but not change.
    """
    return RunPython(_forbid(table, never), _allow(table, never))


def append_only_lifted(table: str, never: Sequence[str] = BOTH) -> RunPython:
    """Return the operation that lets a migration change such a table; ``append_only`` must follow it."""
    return RunPython(_allow(table, never), _forbid(table, never))


def _forbid(table: str, never: Sequence[str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _statements(table, editor.connection.vendor, never):
            editor.execute(statement)

    return forbid


def _allow(table: str, never: Sequence[str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for change in never:
            editor.execute(f"DROP TRIGGER {table}_no_{change}{on}")

    return allow


def _statements(table: str, vendor: str, never: Sequence[str]) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for change in never
        ]
    function = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for change in never
    ]
    return [function, *triggers]
