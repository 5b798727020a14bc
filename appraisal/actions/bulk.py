"""Rows by the thousand, written past the models: PostgreSQL's COPY, or one statement for all of them on SQLite."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection, models

if TYPE_CHECKING:
    from psycopg import Copy

_AT_ONCE = 20_000
_A_BLOCK = 1_000  # rows that are sent as one text
# In a text for COPY: what would end a row early, or stand for nothing. “None” may also be a word, and no harm done.
_TO_ESCAPE = ("\\", "\r", str(None))


def write_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    dataset: int,
) -> None:
    """Add rows to a model's table under a dataset; ``columns`` names the other fields, in the order of each row.

    The database's own rules hold, Django's do not: values are as the database takes them. Inside the caller's
    transaction. Raises what Django calls a ``DataError`` or an ``IntegrityError`` for what the database refuses.
    """
    fields = [model._meta.get_field(name) for name in ("dataset", *columns)]
    quote = connection.ops.quote_name
    named = ", ".join(quote(field.column) for field in fields)  # type: ignore[union-attr, arg-type]
    table = quote(model._meta.db_table)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for at in range(0, len(rows), _A_BLOCK):
                    _copy(copy, rows[at : at + _A_BLOCK], dataset)
            return
        places = ", ".join([f"{dataset:d}", *("?" for _ in columns)])
        # Django's cursor would look through each row for what SQLite does not know; these rows have none of it.
        own = cursor.connection.cursor()
        own.executemany(f"INSERT INTO {table} ({named}) VALUES ({places})", rows)  # noqa: S608 (names of ours)
        own.close()


def _copy(copy: "Copy", rows: Sequence[Sequence[object]], dataset: int) -> None:
    """Send some rows as one text, which is far faster than row by row, where nothing in them needs to be escaped."""
    width = len(rows[0])
    line = "\t".join([f"{dataset:d}", *(["%s"] * width)]) + "\n"
    text = (line * len(rows)) % tuple(chain.from_iterable(rows))
    plain = text.count("\t") == width * len(rows) and text.count("\n") == len(rows)
    if plain and not any(sign in text for sign in _TO_ESCAPE):
        copy.write(text)
        return
    for row in rows:
        copy.write_row((dataset, *row))


def delete_rows(rows: models.QuerySet[models.Model]) -> int:
    """Delete rows, some at a time in a transaction of their own; return how many there were.

    To delete millions at once would keep everybody from writing on SQLite, and a long transaction open on PostgreSQL.
    """
    gone = 0
    while some := rows.filter(pk__in=rows.order_by().values("pk")[:_AT_ONCE]).delete()[0]:
        gone += some
    return gone
