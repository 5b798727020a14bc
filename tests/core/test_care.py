"""The daily care: every part is done whatever becomes of the others, once a day and by itself."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from core import tasks
from core.care import take_care

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = "tests.core.test_care"
asked: list[str] = []


def first(*, at: datetime) -> str:
    asked.append("first")
    return "1 done."


def breaks(*, at: datetime) -> str:
    asked.append("breaks")
    raise OSError("the disk of ann@example.org is full")


def last(*, at: datetime) -> str:
    asked.append("last")
    return "2 done."


@pytest.fixture(autouse=True)
def fresh() -> None:
    asked.clear()


@pytest.fixture
def three(settings: Settings) -> None:
    settings.CARE = {name: f"{HERE}.{name}" for name in ("first", "breaks", "last")}


@pytest.mark.usefixtures("three")
def test_a_part_that_fails_does_so_alone_and_is_said(caplog: pytest.LogCaptureFixture) -> None:
    said = StringIO()
    with caplog.at_level(logging.ERROR, "care"), pytest.raises(CommandError, match="breaks"):
        call_command("care", stdout=said)
    assert asked == ["first", "breaks", "last"]
    assert said.getvalue() == "first: 1 done.\nbreaks: not done: OSError\nlast: 2 done.\n"
    assert "the disk of" in caplog.text, "the log says why, with the traceback"
    assert tasks.care.call() == ["breaks"]


def test_every_part_of_the_product_runs_and_again_does_no_harm() -> None:
    for days, key in ((-1, "over"), (1, "open")):
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
    for _ in range(2):
        done = take_care(at=timezone.now())
        assert [one.part for one in done if one.failed] == []
        assert [one.part for one in done] == [
            *("letters", "sessions", "tasks", "files", "places", "retention")
        ]
    assert [one.session_key for one in Session.objects.all()] == ["open"]
    call_command("care", stdout=StringIO())


def task(path: str, status: str, *, ago: float) -> None:
    """Have a task been begun so many days ago; one that succeeded ended at once."""
    then = NOW - timedelta(days=ago)
    DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=status,
        run_after=then,
        started_at=None if status == "READY" else then,
        finished_at=then if status in ("SUCCESSFUL", "FAILED") else None,
    )


@pytest.fixture
def queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put tasks in the database, as production does."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize(
    ("status", "ago", "put"),
    [
        ("", 0, True),
        ("READY", 3, False),
        ("RUNNING", 0.9, False),
        ("RUNNING", 1.1, True),  # its worker was killed
        ("SUCCESSFUL", 0.9, False),
        ("FAILED", 0.9, False),
        ("SUCCESSFUL", 1.1, True),
    ],
)
def test_the_worker_puts_it_in_its_queue_once_a_day(status: str, ago: float, put: bool) -> None:
    own = DBTaskResult.objects.filter(task_path=tasks.care.module_path)
    if status:
        task(tasks.care.module_path, status, ago=ago)
    before = own.count()
    for _ in range(2):
        tasks.send_letters.call()
    assert own.count() - before == put


@pytest.mark.usefixtures("queue")
def test_what_is_known_of_old_tasks_goes() -> None:
    for ago in (13, 15):
        for status in ("READY", "RUNNING", "SUCCESSFUL", "FAILED"):
            task(f"some.{status}.{ago}", status, ago=ago)
    take_care(at=NOW)
    left = DBTaskResult.objects.filter(task_path__startswith="some.")
    kept = {f"some.{status}.13" for status in ("READY", "RUNNING", "SUCCESSFUL", "FAILED")}
    assert {one.task_path for one in left} == kept | {"some.READY.15"}
