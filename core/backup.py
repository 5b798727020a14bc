"""One file that holds all of a site: its database, and the files that people have sent.

The database is read at one moment while the site goes on. Files are never changed, only added and removed, so
they are read before and once more after it: whatever the database names is there. Each part stands in the
table of contents with its SHA-256, and nothing is restored before all of them are right.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

FORMAT = "valuing-worth-backup/1"
_CONTENTS = "contents.json"
_DATABASE = "database"
_FILES = "files/"
_AT_ONCE = 1 << 20


class CannotBackUp(ValueError):
    """No backup can be made; the message says why."""


class CannotRestore(ValueError):
    """This cannot be restored here; the message says why, and nothing was changed."""


def back_up(target: Path, *, at: datetime) -> Mapping[str, Any]:
    """Write a backup and return its table of contents. Raises :class:`CannotBackUp`."""
    if target.exists():
        raise CannotBackUp(f"{target} is there already. Name a new file.")
    with tempfile.TemporaryDirectory(dir=_parent(target)) as folder:
        work = Path(folder)
        unfinished = work / "backup"
        files = work / "files"
        _copy_files(files)
        _dump(work / _DATABASE)
        _copy_files(files)
        contents = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "engine": connection.vendor,
            "parts": {
                name: {"bytes": path.stat().st_size, "sha256": _sha256(path)}
                for name, path in _parts(work)
            },
        }
        (work / _CONTENTS).write_text(json.dumps(contents, indent=1), encoding="utf-8")
        with tarfile.open(unfinished, "w") as tar:
            tar.add(work / _CONTENTS, _CONTENTS)
            for name, path in _parts(work):
                tar.add(path, name)
        unfinished.chmod(0o600)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(target)
    return contents


def restore(source: Path) -> Mapping[str, Any]:
    """Put a backup back where there is nothing yet, and return its table of contents.

    Raises :class:`CannotRestore` where the file is not whole, is of another sort of database, or the
    database or the folder of files already holds something.
    """
    with tempfile.TemporaryDirectory(dir=_parent(_files_folder())) as folder:
        work = Path(folder)
        contents = _unpacked(source, work)
        if contents["engine"] != connection.vendor:
            raise CannotRestore(
                f"This is a backup of {contents['engine']}, and the database here is {connection.vendor}."
            )
        refuse_what_is_not_empty()
        _load(work / _DATABASE)
        _put_files(work / "files")
    return contents


def refuse_what_is_not_empty() -> None:
    """Raise :class:`CannotRestore` where there is already something that a restore would write over."""
    if tables := connection.introspection.table_names():
        raise CannotRestore(
            f"The database is not empty: it has {len(tables)} tables. Restore into a new one."
        )
    if any(_files_of(_files_folder())):
        raise CannotRestore(f"{_files_folder()} is not empty. Restore into a new folder.")


# --- the file ------------------------------------------------------------------------------------


def _parts(work: Path) -> Iterator[tuple[str, Path]]:
    yield _DATABASE, work / _DATABASE
    for name, path in sorted(_files_of(work / "files")):
        yield f"{_FILES}{name}", path


def _unpacked(source: Path, work: Path) -> Mapping[str, Any]:
    """Unpack a backup and return its table of contents, once every part fits it."""
    try:
        with tarfile.open(source, "r:") as tar:
            unpack(tar, work)
        contents: Mapping[str, Any] = json.loads((work / _CONTENTS).read_text(encoding="utf-8"))
        parts = contents["parts"]
        if contents["format"] != FORMAT:
            raise CannotRestore(f"{source} is of another format: {contents['format']}.")
    except FileNotFoundError as error:
        raise CannotRestore(f"There is no file {source}, or it is not whole.") from error
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, CannotRestore):
            raise
        raise CannotRestore(f"{source} is no backup, or it is not whole.") from error
    there = dict(_parts(work)) if (work / _DATABASE).is_file() else {}
    for name in sorted(parts.keys() | there.keys()):
        if name not in parts or name not in there or _sha256(there[name]) != parts[name]["sha256"]:
            raise CannotRestore(f"{source} is not whole: {name} is not as it was written.")
    return contents


def unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the files of a backup into a folder; raise :class:`tarfile.TarError` for any that would lie elsewhere.

    ``extractall`` can do so safely from Python 3.11.4 on; Debian 12 has 3.11.2.
    """
    for member in tar:
        place = PurePosixPath(member.name)
        if member.isdir():
            continue
        content = tar.extractfile(member) if member.isfile() else None
        if content is None or place.is_absolute() or ".." in place.parts:
            raise tarfile.TarError(f"{member.name} is no file of a backup.")
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as copy:
            shutil.copyfileobj(content, copy)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()


def _parent(path: Path) -> Path:
    """Return the folder beside something, so that what is made there can be moved into its place."""
    parent = path.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    return parent


# --- what people have sent -----------------------------------------------------------------------


def _files_folder() -> Path:
    return Path(settings.FILES)


def _files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    if folder.is_dir():
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path


def _copy_files(target: Path) -> None:
    target.mkdir(exist_ok=True)
    for name, path in _files_of(_files_folder()):
        copy = target / name
        # One that was still being written the first time has grown since; else they are never changed.
        if not copy.exists() or copy.stat().st_size != _size(path):
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, copy)
            except FileNotFoundError:  # removed meanwhile
                copy.unlink(missing_ok=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # removed meanwhile: the copying finds that out
        return -1


def _put_files(source: Path) -> None:
    for name, path in _files_of(source):
        target = _files_folder() / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, target)
        target.chmod(0o600)


# --- the database --------------------------------------------------------------------------------


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(_sqlite_file())) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        return
    _run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--file={target}",
    )


def _load(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        target = _sqlite_file()
        for beside in ("", "-wal", "-shm"):
            Path(f"{target}{beside}").unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return
    name = str(connection.settings_dict["NAME"])
    _run(
        *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"),
        *("--single-transaction", f"--dbname={name}", str(source)),
    )


def _sqlite_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL’s programs on our database."""
    given = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(given["HOST"]),
        "PGPORT": str(given["PORT"]),
        "PGUSER": str(given["USER"]),
        "PGPASSWORD": str(given["PASSWORD"]),
        "PGDATABASE": str(given["NAME"]),
    }
    environment = {key: value for key, value in environment.items() if value}
    found = _program(program)
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        failed = CannotBackUp if program == "pg_dump" else CannotRestore
        raise failed(f"{program} failed: {done.stderr.strip()}")


def _program(name: str) -> str:
    """Return where a program of PostgreSQL’s is: the newest, as Debian lays them out, or what the path has."""
    newest = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: int(one.parts[4])
    )
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise CannotBackUp(f"{name} is not installed here.")
    return found
