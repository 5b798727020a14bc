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


def never_emptied(table: str) -> RunPython:
    """Return the operation that keeps such a table from being emptied at a stroke, and its undoing.

    PostgreSQL’s ``TRUNCATE`` asks no trigger of rows; SQLite has nothing like it. It goes after ``append_only``,
    whose function it uses.
    """

    def forbid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")

    return RunPython(forbid, allow)


def erasable(table: str, event: str, about: str) -> RunPython:
    """Return the operation that lets a row of such a table go once the audit says that it goes.

    That is an entry of this ``event`` whose ``about`` is this text followed by the row's id. It goes after
    ``append_only(table)``; its undoing makes the table strict again. On SQLite a later migration that remakes
    ``core_auditentry`` must undo it before and do it again after, for the trigger names that table.
    """

    def loosen(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _allow(table, ("delete",))(apps, editor)
        for statement in _unless_erased(table, editor.connection.vendor, event, about):
            editor.execute(statement)

    def tighten(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _allow(table, ("delete",))(apps, editor)
        _forbid(table, ("delete",))(apps, editor)

    return RunPython(loosen, tighten)


def _unless_erased(table: str, vendor: str, event: str, about: str) -> list[str]:
    said = f"SELECT 1 FROM core_auditentry WHERE event = '{event}' AND about = '{about}' || OLD.id"  # noqa: S608 (of migrations)
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS ({said}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        ]
    name = f"refuse_change_of_{table}"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF EXISTS ({said}) THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


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
