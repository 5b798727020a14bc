"""Rows by the thousand, written past the models: PostgreSQL's COPY, or one statement for all of them on SQLite."""

from collections.abc import Iterable, Sequence

from django.db import connection, models

_AT_ONCE = 20_000


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Add rows to a model's table; ``columns`` names its fields in the order in which each row has them.

    The database's own rules hold, Django's do not: values are as the database takes them. Inside the caller's
    transaction. Raises what Django calls a ``DataError`` or an ``IntegrityError`` for what the database refuses.
    """
    fields = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    named = ", ".join(quote(field.column) for field in fields)  # type: ignore[union-attr, arg-type]
    table = quote(model._meta.db_table)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join("?" for _ in fields)
        # Django's cursor would look through each row for what SQLite does not know; these rows have none of it.
        own = cursor.connection.cursor()
        own.executemany(f"INSERT INTO {table} ({named}) VALUES ({places})", rows)  # noqa: S608 (names of ours)
        own.close()


def delete_rows(rows: models.QuerySet[models.Model]) -> int:
    """Delete rows, some at a time in a transaction of their own; return how many there were.

    To delete millions at once would keep everybody from writing on SQLite, and a long transaction open on PostgreSQL.
    """
    gone = 0
    while some := rows.filter(pk__in=rows.order_by().values("pk")[:_AT_ONCE]).delete()[0]:
        gone += some
    return gone
