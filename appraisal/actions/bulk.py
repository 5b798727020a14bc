"""Rows by the thousand, written past the models: PostgreSQL's COPY, or one statement for all of them on SQLite."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection, models

if TYPE_CHECKING:
    from psycopg import Copy

_AT_ONCE = 20_000
_ROWS, _PARAMETERS = 100, 900  # of a statement; every SQLite takes so many parameters
# In a text for COPY: what would end a row early, or stand for nothing. “None” may also be a word, and no harm done.
_TO_ESCAPE = ("\\", "\r", str(None))


class AsksMeanwhile(RuntimeError):
    """Something asked the database while rows were being sent to it, and would have waited for itself."""


def read_while_written() -> bool:
    """Say whether rows may be read while they are written: PostgreSQL takes them in while the next are made.

    On SQLite nobody else could write meanwhile.
    """
    return bool(connection.vendor == "postgresql")


def _refuse(execute: object, *query: object) -> None:
    raise AsksMeanwhile("No query may be made while rows are sent.")


def write_rows(
    model: type[models.Model],
    columns: Sequence[str],
    blocks: Iterable[Sequence[Sequence[object]]],
    dataset: int,
) -> None:
    """Add rows to a model's table under a dataset; ``columns`` names the other fields, in the order of each row.

    They come in blocks, each of which PostgreSQL is sent as one text. Whoever makes them may ask this connection
    nothing meanwhile: that raises :class:`AsksMeanwhile` there.
    The database's own rules hold, Django's do not: values are as the database takes them. Inside the caller's
    transaction. Raises what Django calls a ``DataError`` or an ``IntegrityError`` for what the database refuses.
    """
    fields = [model._meta.get_field(name) for name in ("dataset", *columns)]
    quote = connection.ops.quote_name
    named = ", ".join(quote(field.column) for field in fields)  # type: ignore[union-attr, arg-type]
    table = quote(model._meta.db_table)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copying = cursor.copy(f"COPY {table} ({named}) FROM STDIN")
            with connection.execute_wrapper(_refuse), copying as copy:
                for rows in blocks:
                    _copy(copy, rows, dataset)
            return
        # Django's cursor would look through each row for what SQLite does not know; these rows have none of it.
        own = cursor.connection.cursor()
        places = ", ".join([f"{dataset:d}", *("?" for _ in columns)])
        insert = f"INSERT INTO {table} ({named}) VALUES "  # noqa: S608 (names of ours)
        # Many rows in a statement take half the time that one in each does.
        many = min(_ROWS, _PARAMETERS // len(columns))
        for rows in blocks:
            whole = len(rows) - len(rows) % many
            flat, wide = list(chain.from_iterable(rows[:whole])), many * len(columns)
            some = (flat[at : at + wide] for at in range(0, len(flat), wide))
            own.executemany(insert + ", ".join([f"({places})"] * many), some)
            own.executemany(f"{insert}({places})", rows[whole:])
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
