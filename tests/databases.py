"""An empty database of SQLite with all its tables, made once and copied from then on.

To make one takes all migrations, which is longer than most tests. What is kept lies in ``build/tests``, under
a name that changes with whatever a migration is made of.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "tests"
# Migrations, what they import, and the packages whose migrations are not ours.
INGREDIENTS = ("*/migrations/*.py", "core/*.py", "appraisal/*.py", "requirements-test.txt")


def copy_empty_database(to: Path) -> None:
    """Put an empty database with all its tables at a path where nothing is."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_kept(), to)


def take_snapshot() -> sqlite3.Connection:
    """Return a copy of all that is in the database of the tests, which is one of SQLite."""
    copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)
    return copy


def put_back(snapshot: sqlite3.Connection) -> None:
    """Make the database of the tests what it was when a snapshot was taken."""
    connection.ensure_connection()
    snapshot.backup(connection.connection)


def remove_database(path: Path) -> None:
    """Remove a database of SQLite, if there is one, and what it keeps beside itself while it is open."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _kept() -> Path:
    """Return the one that is kept, and make it first if there is none that is up to date."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / f"empty-{_fingerprint()}.sqlite3"
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes begin their tests at the same moment
        if not kept.exists():
            for old in FOLDER.glob("empty-*"):
                old.unlink()
            _make(FOLDER / "being-made.sqlite3").replace(kept)
    return kept


def _make(path: Path) -> Path:
    remove_database(path)  # of a run that was killed
    settings = {"DJANGO_SETTINGS_MODULE": "core.settings", "VW_DEBUG": "1"}
    environment = {**os.environ, **settings, "DATABASE_URL": f"sqlite:///{path}"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


def _fingerprint() -> str:
    taken = hashlib.sha256()
    for path in sorted(path for pattern in INGREDIENTS for path in ROOT.glob(pattern)):
        taken.update(f"{path.relative_to(ROOT)}\n".encode())
        taken.update(path.read_bytes())
    return taken.hexdigest()[:16]
