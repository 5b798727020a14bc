"""Settings come from the environment; what makes no sense stops the start with a reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core import environment
from core.settings import STATIC_ROOT
from core.start import require_files_apart
from core.uploads.clamd import Scanner

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "meant"), [("1", True), ("yes", True), ("off", False), ("", False)]
)
def test_flag_reads_the_usual_words(
    monkeypatch: pytest.MonkeyPatch, given: str, meant: bool
) -> None:
    monkeypatch.setenv("VW_TRY", given)
    assert environment.flag("VW_TRY") is meant


def test_flag_refuses_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VW_TRY", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="VW_TRY must be 1 or 0"):
        environment.flag("VW_TRY")


def test_database_reads_a_postgres_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VW_TRY", "postgres://ann:p%40ss@db.example:5433/worth")
    read = environment.database("VW_TRY", default=Path("unused"))
    assert (read["HOST"], read["PORT"], read["USER"], read["PASSWORD"], read["NAME"]) == (
        "db.example",
        "5433",
        "ann",
        "p@ss",
        "worth",
    )


def test_database_reads_a_socket_folder_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VW_TRY", "postgres://ann@/worth?host=/tmp/Mixed.Case")
    assert environment.database("VW_TRY", default=Path("unused"))["HOST"] == "/tmp/Mixed.Case"  # noqa: S108


def test_database_refuses_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VW_TRY", "mysql://somewhere/worth")
    with pytest.raises(ImproperlyConfigured, match="VW_TRY must begin with"):
        environment.database("VW_TRY", default=Path("unused"))


@pytest.mark.parametrize("address", ["postgres://u:p@h:port/db", "postgres://[::1/db"])
def test_database_refuses_an_address_that_is_none(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("VW_TRY", address)
    with pytest.raises(ImproperlyConfigured, match="VW_TRY is not an address"):
        environment.database("VW_TRY", default=Path("unused"))


def test_database_keeps_its_own_file_whatever_the_folder_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("VW_TRY", raising=False)
    odd = Path("/srv/a #1 ?%20/worth.sqlite3")
    assert environment.database("VW_TRY", default=odd)["NAME"] == str(odd)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (
            "smtp://ann:p%40ss@mail.example:2525?tls=1",
            ("smtp", "mail.example", 2525, "ann", "p@ss", True, False),
        ),
        ("smtp://mail.example?tls=1", ("smtp", "mail.example", 587, "", "", True, False)),
        ("smtp://mail.example", ("smtp", "mail.example", 25, "", "", False, False)),
        ("smtps://mail.example?tls=1", ("smtp", "mail.example", 465, "", "", False, True)),
        ("console:", ("console", "", 0, "", "", False, False)),
    ],
)
def test_mail_reads_the_address_of_a_server(
    monkeypatch: pytest.MonkeyPatch, given: str, meant: tuple[object, ...]
) -> None:
    monkeypatch.setenv("VW_TRY", given)
    read = environment.mail("VW_TRY", default=None)
    assert (read.backend.split(".")[-2], *read[1:-1]) == meant


def test_mail_goes_into_files_or_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VW_TRY", "file:///srv/our%20mail")
    assert environment.mail("VW_TRY", default=None).folder == Path("/srv/our mail")
    monkeypatch.delenv("VW_TRY")
    assert environment.mail("VW_TRY", default=Path("here")).folder == Path("here")
    assert "dummy" in environment.mail("VW_TRY", default=None).backend


@pytest.mark.parametrize(
    "address", ["mail.example:25", "smtp:///x", "smtp://h:port", "file://folder/x", "imap://h"]
)
def test_mail_refuses_what_is_no_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("VW_TRY", address)
    with pytest.raises(ImproperlyConfigured, match=r"VW_TRY (must be|is not an address)"):
        environment.mail("VW_TRY", default=None)


@pytest.mark.parametrize("given", ["-1", "1.5", "ten", "10", "²"])
def test_number_refuses_what_is_none_or_too_many(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("VW_TRY", given)
    with pytest.raises(ImproperlyConfigured, match="VW_TRY must be a whole number from 0 to 9"):
        environment.number("VW_TRY", default=0, most=9)


def test_site_does_not_start_for_others_without_a_secret() -> None:
    without = {
        key: value for key, value in os.environ.items() if not key.startswith(("VW_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", "import core.wsgi"],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "VW_SECRET_KEY is not set" in done.stderr


@pytest.mark.django_db
def test_sqlite_writes_ahead_and_locks_at_once() -> None:
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
    assert connection.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_database_keeps_text_whole() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["Ŵyn £ 學校 🏠"])
        assert cursor.fetchone() == ("Ŵyn £ 學校 🏠",)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", None),
        ("/run/clamav/clamd.ctl", Scanner(path="/run/clamav/clamd.ctl")),
        ("scan.example.org:3310", Scanner(host="scan.example.org", port=3310)),
    ],
)
def test_a_scanner_is_a_socket_or_a_host_s_port(
    monkeypatch: pytest.MonkeyPatch, given: str, meant: Scanner | None
) -> None:
    monkeypatch.setenv("VW_TRY", given)
    assert environment.scanner("VW_TRY") == meant


@pytest.mark.parametrize("given", ["clamd", ":3310", "host:", "host:0", "host:65536", "host:x"])
def test_a_scanner_that_makes_no_sense_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("VW_TRY", given)
    with pytest.raises(ImproperlyConfigured, match="VW_TRY must be the path of a socket"):
        environment.scanner("VW_TRY")


def test_files_lie_where_nobody_may_fetch_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VW_TRY", "files")
    with pytest.raises(ImproperlyConfigured, match="a path from the root"):
        environment.folder("VW_TRY", default=tmp_path)
    monkeypatch.setenv("VW_TRY", str(tmp_path / "files"))
    folder = environment.folder("VW_TRY", default=tmp_path)
    require_files_apart(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    for served in (STATIC_ROOT / "files", ROOT / "static", ROOT / "static" / ".." / "static"):
        with pytest.raises(ImproperlyConfigured, match="anybody could read it"):
            require_files_apart(served)
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="cannot be made"):
        require_files_apart(tmp_path / "file")
