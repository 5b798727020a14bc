"""The databases that a bench's site is made on: SQLite in the site's folder, or PostgreSQL on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4


class Base(NamedTuple):
    """Where databases are made; ``server``: the address of one on it that is there already, if any."""

    name: str
    server: str = ""

    @contextmanager
    def made(self, folder: Path) -> Iterator[str]:
        """Make a database, yield its address, and drop it."""
        if not self.server:
            yield f"sqlite:///{folder / FILE}"
            return
        name = f"bench_{uuid4().hex}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.encode())


FILE = "site.sqlite3"
SQLITE = Base("SQLite")


def postgresql(server: str) -> Base:
    """Return where databases are made on a PostgreSQL server."""
    return Base("PostgreSQL", server)
