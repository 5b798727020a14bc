"""What all tests share: a browser that is Debian's own, and which tests go with which database."""

from __future__ import annotations

import copy
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

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


@pytest.fixture
def gallery(settings: Settings) -> None:
    """Put the pages of tests/core/gallery.py, with every component on them, in front of the site's own."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "core" / "templates")
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.core.gallery"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave journeys to the run on SQLite: they try the pages, and the pages do not change."""
    if connection.vendor == "sqlite":
        return
    journeys = [item for item in items if item.get_closest_marker("journey")]
    if journeys:
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if not item.get_closest_marker("journey")]
