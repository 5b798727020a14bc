"""Rows by the thousand, written past the models: PostgreSQL's COPY, or one statement for all of them on SQLite."""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Add rows to a model's table; ``columns`` names its fields in the order in which each row has them.

    The database's own rules hold, Django's do not: values are as the database takes them. Inside the caller's
    transaction.
    """
    fields = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    named = ", ".join(quote(field.column) for field in fields)  # type: ignore[union-attr, arg-type]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
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
