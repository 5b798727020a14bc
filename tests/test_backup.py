"""What bin/backup writes bin/restore puts back: the same records, the same files, a whole audit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from core import backup as backups
from tests.databases import copy_empty_database

ROOT = Path(__file__).resolve().parents[1]

BUILD = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.appraisal.site.people import build_site
from tests.appraisal.site.test_records import freeze
from core.models import Letter
site = build_site()
freeze(site, "submit")
freeze(site, "resubmit")
default_storage.save("evidence/ab/abc", ContentFile(b"a quote for the roof"))
at = datetime(2026, 11, 22, tzinfo=UTC)
for state in ("queued", "sent"):
    Letter.objects.create(authority=site.council, user=site.people["lead"], kind="x", subject="x",
        text="x", state=state, written_at=at, due_at=at)
"""
SAY = """
import django; django.setup()
import json
from django.core.files.storage import default_storage
from appraisal.models import Record
from core.models import AuditHead, Letter, User
print(json.dumps({
    "records": sorted(Record.objects.values_list("sha256", flat=True)),
    "heads": sorted(AuditHead.objects.values_list("hash", flat=True)),
    "people": sorted(User.objects.values_list("email", flat=True)),
    "file": default_storage.open("evidence/ab/abc").read().decode(),
    "letters": sorted(Letter.objects.values_list("state", flat=True)),
}))
"""
Environment = Mapping[str, str]


def run(environment: Environment, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, timeout=300
    )


def python(environment: Environment, code: str) -> str:
    done = run(environment, ".venv/bin/python", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def place(address: str, folder: Path) -> Environment:
    """Return the environment of a site of its own."""
    return {
        **os.environ,
        "VW_DEBUG": "1",
        "VW_SECRET_KEY": "only-for-this-test",
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "DATABASE_URL": address,
        "VW_FILES": str(folder),
    }


class Places:
    """Makes empty databases of one engine, and takes them away again."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.made: list[str] = []

    def new(self) -> Environment:
        name = f"vw_backup_{uuid4().hex[:12]}"
        files = self.folder / name / "files"
        if self.engine == "sqlite":
            return place(f"sqlite:///{self.folder / name / 'site.sqlite3'}", files)
        self.ask(f"CREATE DATABASE {name}")
        self.made.append(name)
        host = connection.settings_dict["HOST"]
        return place(f"postgres://{connection.settings_dict['USER']}@/{name}?host={host}", files)

    def ask(self, sql: str) -> None:
        given = connection.settings_dict
        with psycopg.connect(
            host=given["HOST"], user=given["USER"], dbname="postgres", autocommit=True
        ) as asked:
            asked.execute(sql)

    def drop(self) -> None:
        for name in self.made:
            self.ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Return what makes databases of the engine that this run is on."""
    places = Places(connection.vendor, tmp_path_factory.mktemp("backup"))
    yield places
    places.drop()


@pytest.fixture(scope="module")
def site(places: Places) -> Environment:
    """Return a site with people, records, letters and a file."""
    site = places.new()
    Path(site["VW_FILES"]).mkdir(parents=True)
    if places.engine == "sqlite":
        copy_empty_database(Path(site["DATABASE_URL"].removeprefix("sqlite:///")))
    else:
        done = run(site, ".venv/bin/python", "manage.py", "migrate", "-v0")
        assert done.returncode == 0, done.stderr
    python(site, BUILD)
    return site


@pytest.fixture(scope="module")
def backup(site: Environment, places: Places) -> Path:
    """Return a backup of it."""
    target = places.folder / "backup.tar"
    done = run(site, "bin/backup", str(target))
    assert done.returncode == 0, done.stderr
    assert "the database and 1 files" in done.stdout
    return target


def test_a_restored_site_has_the_same_records_and_a_whole_audit(
    site: Environment, backup: Path, places: Places
) -> None:
    before, other = json.loads(python(site, SAY)), places.new()
    done = run(other, "bin/restore", str(backup))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Birmingham City Council: " in done.stdout
    assert done.stdout.count("all whole.") == 2
    after = json.loads(python(other, SAY))
    assert len(before["records"]) == 2
    assert before["letters"] == ["queued", "sent"]
    assert after == {**before, "letters": ["sent", "unknown"]}, "nobody gets a mail twice unasked"
    guarded = python(
        other,
        "import django; django.setup()\n"
        "from appraisal.models import Record\n"
        "try: Record.objects.all().delete()\n"
        "except Exception as error: print(error)",
    )
    assert "never changed or deleted" in guarded


def test_only_its_owner_can_read_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(site: Environment, backup: Path, places: Places) -> None:
    before = python(site, SAY)
    done = run(site, "bin/restore", str(backup))
    assert (done.returncode, "The database is not empty" in done.stderr) == (2, True)
    assert python(site, SAY) == before
    done = run(site, "bin/backup", str(backup))
    assert (done.returncode, "is there already" in done.stderr) == (2, True)
    files_only = places.new()
    Path(files_only["VW_FILES"]).mkdir(parents=True)
    (Path(files_only["VW_FILES"]) / "x").write_text("mine")
    done = run(files_only, "bin/restore", str(backup))
    assert (done.returncode, "files is not empty" in done.stderr) == (2, True)


@pytest.mark.parametrize("fault", ["database", "file", "left out", "added", "cut", "other", "none"])
def test_what_is_not_whole_is_not_restored(
    fault: str, backup: Path, places: Places, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.tar"
    spoil(fault, backup, broken, tmp_path / "parts")
    other = places.new()
    done = run(other, ".venv/bin/python", "manage.py", "restore", str(broken))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert str(broken) in line
    assert not list(Path(other["VW_FILES"]).glob("**/*"))


def spoil(fault: str, whole: Path, broken: Path, parts: Path) -> None:
    if fault == "none":
        return
    if fault == "cut":
        broken.write_bytes(whole.read_bytes()[:-40_000])
        return
    with tarfile.open(whole) as tar:
        backups.unpack(tar, parts)
    if fault == "database":
        with (parts / "database").open("r+b") as database:
            database.seek(3000)
            database.write(b"spoilt")
    elif fault == "file":
        (parts / "files/evidence/ab/abc").write_text("another quote")
    elif fault == "left out":
        shutil.rmtree(parts / "files")
    elif fault == "added":
        (parts / "files/more").write_text("more")
    else:
        contents = json.loads((parts / "contents.json").read_text())
        (parts / "contents.json").write_text(json.dumps({**contents, "format": "another/1"}))
    with tarfile.open(broken, "w") as tar:
        for one in sorted(parts.iterdir()):
            tar.add(one, one.name)


@pytest.mark.parametrize("place", ["/outside", "../outside", "files/../../outside"])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.FIFOTYPE])
def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path, place: str, kind: bytes) -> None:
    member = tarfile.TarInfo(place if kind == tarfile.REGTYPE else "files/link")
    member.type, member.linkname = kind, place
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.addfile(member)
    folder = tmp_path / "folder"
    folder.mkdir()
    with tarfile.open(tmp_path / "evil.tar") as tar, pytest.raises(tarfile.TarError):
        backups.unpack(tar, folder)
    assert not list(folder.rglob("*"))


def test_a_file_that_grew_while_it_was_copied_is_whole_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, copies = tmp_path / "files", tmp_path / "copies"
    files.mkdir()
    monkeypatch.setattr(backups, "_files_folder", lambda: files)
    (files / "quote").write_bytes(b"half of it")
    backups._copy_files(copies)
    (files / "quote").write_bytes(b"half of it and the other half")
    backups._copy_files(copies)
    assert (copies / "quote").read_bytes() == b"half of it and the other half"
