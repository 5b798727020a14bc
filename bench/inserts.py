# ruff: noqa: S608 (the names of tables and columns are the models' own)
"""The baselines of a submission: the rows that one writes, written again for other drafts.

They are read from the database after a real submission, so that none can be forgotten: a draft's record, its
checklist, the entry and the detail of the audit chain and the chain's head, notices and letters, the worker's
task, the state of the proposal. New in each is only what a database cannot take twice: the draft, the place
in the chain, the ids. Nothing else is read, checked, worked out or hashed, and all is one transaction.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.db.models import AutoField, Field, Model

from appraisal.models import Notice, Proposal, Record
from core.models import AuditDetail, AuditEntry, AuditHead, Letter

# By table, in an order in which they can be written: a detail needs its entry, a notice its letter.
Left = Mapping[str, list[Model]]
_FIRST = (Letter, Notice, AuditEntry, AuditDetail, Record)


def left_by(send: Callable[[], object], proposal: UUID) -> Left:
    """Let a submission be made, and return the rows that it added, and the proposal that it moved.

    Raises RuntimeError where it was to a table that is no model's, for these rows are not known here.
    """
    models = {model._meta.db_table: model for model in apps.get_models()}
    before, keys = counted(), {table: _keys(model) for table, model in models.items()}
    send()
    grown = [table for table, many in counted().items() if many != before[table]]
    if strange := [table for table in grown if table not in models]:
        raise RuntimeError(f"A submission writes to {strange}, which the baselines do not know.")
    order = {model._meta.db_table: place for place, model in enumerate(_FIRST)}
    return {
        table: [row for row in _all(models[table]) if row.pk not in keys[table]]
        for table in sorted(grown, key=lambda table: order.get(table, -1))
    }


def written_down(left: Left) -> str:
    """Return the rows as text, for another process."""
    rows = [row for rows in left.values() for row in rows]
    text: str = serializers.serialize("json", rows)
    return text


def read_back(text: str) -> Left:
    """Return the rows that were written down, in the same order."""
    left: dict[str, list[Model]] = {}
    for one in serializers.deserialize("json", text):
        left.setdefault(one.object._meta.db_table, []).append(one.object)
    return left


def counted() -> dict[str, int]:
    """Count the rows of every table that there is."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found


def _keys(model: type[Model]) -> set[object]:
    return set(model._default_manager.values_list("pk", flat=True))


def _all(model: type[Model]) -> list[Model]:
    return list(model._default_manager.order_by("pk"))


def _fields(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return the fields that are written of a model; the database itself gives it a number."""
    return [one for one in model._meta.concrete_fields if not isinstance(one, AutoField)]


class _New:
    """What is new in the rows for one draft, by the name of the field."""

    def __init__(self, draft: UUID) -> None:
        self.proposal_id = draft
        self.entry_id = self.sequence = 0  # once its entry is written
        self._ids: dict[object, UUID] = {}

    def of(self, field: str, value: Any) -> Any:
        """Return what stands in a field for what stood there."""
        match field:
            case "proposal_id":
                return self.proposal_id
            case "entry_id":
                return self.entry_id
            case "sequence" | "audit_sequence":
                return self.sequence
            case "id" | "letter_id" if value is not None:
                return self._ids.setdefault(value, uuid4())
        return value


_RENEWED = ("id", "proposal_id", "letter_id", "entry_id", "sequence", "audit_sequence")


class _Moved:
    """How the two rows are that a submission changes: the proposal's and that of the chain's head."""

    def __init__(self, left: Left) -> None:
        (record,), (entry,) = left[Record._meta.db_table], left[AuditEntry._meta.db_table]
        assert isinstance(record, Record)
        assert isinstance(entry, AuditEntry)
        self.proposal = {
            name: getattr(Proposal.objects.get(pk=record.proposal_id), name)
            for name in ("state", "state_since", "changed_at")
        }
        self.authority, self.hash = entry.authority_id, entry.hash


class DjangoInserts:
    """Writes them as Django does what it is told and no more: ``save()`` of each row, an update of each change."""

    def __init__(self, left: Left) -> None:
        self._moved = _Moved(left)
        self._rows = [
            (type(row), {one.attname: getattr(row, one.attname) for one in _fields(type(row))})
            for rows in left.values()
            for row in rows
        ]

    def write(self, draft: UUID) -> None:
        """Write them for a draft."""
        new = _New(draft)
        with transaction.atomic():
            Proposal.objects.filter(pk=draft).update(**self._moved.proposal)
            head = AuditHead.objects.select_for_update().get(authority_id=self._moved.authority)
            head.sequence, head.hash = head.sequence + 1, self._moved.hash
            head.save(update_fields=["sequence", "hash"])
            new.sequence = head.sequence
            for model, given in self._rows:
                row = model(**{name: new.of(name, value) for name, value in given.items()})
                row.save(force_insert=True)
                if isinstance(row, AuditEntry):
                    new.entry_id = row.pk


class _Statement(NamedTuple):
    """One statement for all rows of a table; ``renewed`` holds the places of values that are new each time."""

    sql: str
    given: list[Any]
    renewed: list[tuple[int, "Field[Any, Any]", Any]]
    is_entry: bool


class BareSql:
    """Writes them with the database's own driver, all rows of a table in one statement."""

    def __init__(self, left: Left) -> None:
        self._mark = "?" if connection.vendor == "sqlite" else "%s"
        self._begin = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN"
        moved = _Moved(left)
        changes = ", ".join(f"{name} = {self._mark}" for name in moved.proposal)
        self._move = f"UPDATE appraisal_proposal SET {changes} WHERE id = {self._mark}"
        self._head = (
            f"UPDATE core_audithead SET sequence = sequence + 1, hash = {self._mark} "
            f"WHERE authority_id = {self._mark} RETURNING sequence"
        )
        self._moved = [
            _prepared(_field(Proposal, name), value) for name, value in moved.proposal.items()
        ]
        self._next = [moved.hash, moved.authority]
        self._statements = [self._statement(table, rows) for table, rows in left.items()]

    def write(self, draft: UUID) -> None:
        """Write them for a draft."""
        new = _New(draft)
        cursor = connection.connection.cursor()
        cursor.execute(self._begin)
        cursor.execute(self._move, [*self._moved, _prepared(_field(Proposal, "id"), draft)])
        cursor.execute(self._head, self._next)
        new.sequence = cursor.fetchone()[0]
        for one in self._statements:
            given = list(one.given)
            for place, field, was in one.renewed:
                given[place] = _prepared(field, new.of(field.attname, was))
            cursor.execute(one.sql, given)
            if one.is_entry:
                new.entry_id = cursor.fetchone()[0]
        cursor.execute("COMMIT")
        cursor.close()

    def _statement(self, table: str, rows: list[Model]) -> _Statement:
        fields = _fields(type(rows[0]))
        values = [(field, getattr(row, field.attname)) for row in rows for field in fields]
        columns = ", ".join(f'"{one.column}"' for one in fields)
        marks = ", ".join([f"({', '.join([self._mark] * len(fields))})"] * len(rows))
        is_entry = isinstance(rows[0], AuditEntry)
        back = " RETURNING id" if is_entry else ""
        return _Statement(
            f'INSERT INTO "{table}" ({columns}) VALUES {marks}{back}',
            [_prepared(field, value) for field, value in values],
            [
                (place, field, value)
                for place, (field, value) in enumerate(values)
                if field.attname in _RENEWED
            ],
            is_entry,
        )


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return model._meta.get_field(name)  # type: ignore[return-value]


def _prepared(field: "Field[Any, Any]", value: Any) -> Any:
    """Return a value as the driver takes it."""
    return field.get_db_prep_save(value, connection)
