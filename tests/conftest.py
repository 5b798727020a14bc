"""What all tests share: a browser that is Debian's own, and which tests go with which database."""

from __future__ import annotations

import copy
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings

from core.append_only import REFUSAL
from tests import settings as settings_of_tests
from tests.databases import copy_empty_database, remove_database

# A journey's browser runs an event loop in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": CHROMIUM_ARGS, "headless": True}


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[bool]:
    """Begin on SQLite with a copy of an empty database, which pytest-django then takes as it is."""
    if connection.vendor != "sqlite":
        yield False
        return
    file = Path(connection.settings_dict["TEST"]["NAME"])
    remove_database(file)  # of a run that was killed
    copy_empty_database(file)
    yield True
    with django_db_blocker.unblock():
        connection.close()
    remove_database(file)


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what fixtures of a module write until it ends: what takes long to build is built once.

    Each test still undoes its own, for its transaction is one inside this one. Django would close the connection
    after each test, and with it this transaction.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        connection.ensure_connection()
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own: what must stand alone may run
        with whole:
            patch.setattr(connection, "close", lambda: None)
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Let a test that commits what it does, as those with a live server do, empty all tables after it."""
    teardown: Any = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def lenient(case: TransactionTestCase) -> None:
        with append_only_lifted():
            teardown(case)
        cache.clear()  # its table is no model's, and nobody should meet another test's rate limits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lenient)
        yield


@contextmanager
def append_only_lifted() -> Iterator[None]:
    """Take away the triggers that refuse to delete rows, and put them back just as they were.

    PostgreSQL lets whoever owns the whole server, as tests do, go without any for as long as they are connected.
    """
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = DEFAULT")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(sql, %s)",
            [REFUSAL],
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)


@pytest.fixture
def gallery(settings: Settings) -> None:
    """Put the pages of tests/core/gallery.py, with every component on them, in front of the site's own."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "core" / "templates")
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.core.gallery"


# What gives a test the database: pytest-django refuses it to all others.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite what a second run cannot prove anew.

    That is what asks no database, and journeys: they try the pages, and the pages do not change.
    """
    for item in items:
        if " at 0x" in item.nodeid:  # a place in memory, on which two processes do not agree
            raise pytest.UsageError(f"Give the cases of this test names (ids=…): {item.nodeid}")
    if connection.vendor == "sqlite":
        return
    left = [item for item in items if is_journey(item) or not asks_database(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if asks_database(item) and not is_journey(item)]


def is_journey(item: pytest.Item) -> bool:
    return item.get_closest_marker("journey") is not None


def asks_database(item: pytest.Item) -> bool:
    """Say whether a test asks the database, or its file asks of which engine that is."""
    wanted = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    file = getattr(item, "module", None)
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(wanted) or getattr(file, "connection", None) is connection


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from looking again and again at all that was imported.

    It took a fifth of the time; a pack alone makes hundreds of thousands of objects.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Take away what tests have sent."""
    shutil.rmtree(settings_of_tests.FILES, ignore_errors=True)
