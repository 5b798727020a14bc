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


def write_rows(
    model: type[models.Model],
    columns: Sequence[str],
    blocks: Iterable[Sequence[Sequence[object]]],
    dataset: int,
) -> None:
    """Add rows to a model's table under a dataset; ``columns`` names the other fields, in the order of each row.

    They come in blocks, each of which PostgreSQL is sent as one text. No query may be made meanwhile.
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
