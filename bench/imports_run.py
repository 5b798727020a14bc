"""Imports a file in a process of its own, or does the bare thing beside it; prints as JSON how long that took.

Run by bench/imports.py in the environment of a site.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

import csv  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from datetime import date  # noqa: E402
from itertools import count  # noqa: E402
from pathlib import Path  # noqa: E402

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.datasets import (  # noqa: E402
    Origin,
    Sent,
    begin_import,
    put_in_force,
    read_import,
)
from appraisal.imports.lines import opened  # noqa: E402
from appraisal.imports.watched import Watched  # noqa: E402
from appraisal.models import Dataset, Postcode  # noqa: E402
from bench.measure import interleaved, timed  # noqa: E402

_BLOCK = 1024 * 1024
_ROUNDS = 15


def imported(kind: str, file: Path, source: str, edition: int = 0) -> Dataset:
    """Import a file for the whole site as the command does, from its hash until it is in force."""
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        begun = begin_import(
            by=None,
            authority=None,
            kind=kind,
            edition=edition,
            sent=Sent(name=file.name, sha256=sha256, size=file.stat().st_size),
            origin=Origin(source=source, licence="made up", dated=date(2025, 10, 30)),
            at=timezone.now(),
        )
        watched = Watched(content)
        read = read_import(
            dataset=begun,
            lines=lambda: opened(watched),
            place=lambda: watched.place,
            clock=timezone.now,
            watch=watched.watch,
        )
    return put_in_force(by=None, dataset=read, at=timezone.now())


def areas(file: Path) -> dict[str, tuple[float, float, float]]:
    """Return how long it takes to import areas, to read them with each reader of Python's csv, and the ratio."""
    rounds = count()

    def ours() -> None:
        imported("deprivation", file, f"round {next(rounds)}", 2025)

    def read(reader: Callable[..., object]) -> Callable[[], None]:
        def run() -> None:
            with file.open(encoding="utf-8", newline="") as content:
                for _ in reader(content):  # type: ignore[attr-defined]
                    pass

        return run

    return {
        f"csv.{reader.__name__}": interleaved(ours, read(reader), rounds=_ROUNDS)
        for reader in (csv.reader, csv.DictReader)
    }


def postcodes(file: Path, number: str) -> dict[str, float]:
    """Return how long an import of postcodes takes into an empty table, and the most memory that it has held."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Postcode._meta.db_table}")
    seconds = timed(lambda: imported("postcodes", file, f"round {number}"))
    return {"seconds": seconds, "peak": _peak(), "rows": Postcode.objects.count()}


def copy(rows: Path) -> dict[str, float]:
    """Return how long a bare COPY takes of all postcodes into a table with the same columns and indexes."""
    table = Postcode._meta.db_table
    with connection.cursor() as cursor:
        with rows.open("wb") as out, cursor.copy(f"COPY {table} TO STDOUT") as copied:
            for block in copied:
                out.write(block)
        cursor.execute("DROP TABLE IF EXISTS bare")
        cursor.execute(f"CREATE TABLE bare (LIKE {table} INCLUDING ALL)")

    def bare() -> None:
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            rows.open("rb") as content,
            cursor.copy("COPY bare FROM STDIN") as into,
        ):
            while block := content.read(_BLOCK):
                into.write(block)

    return {"seconds": timed(bare)}


def _peak() -> float:
    """Return the most memory that this process has held, in megabytes: of itself alone, not of who started it."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    work = {"areas": areas, "postcodes": postcodes, "copy": copy}[sys.argv[1]]
    print(json.dumps(work(Path(sys.argv[2]), *sys.argv[3:])))  # type: ignore[operator]
