"""What tests of the site share: a council with its people, and a clock that stands still."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.appraisal.site.people import NOW, Site, usual_site


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon on the day that the tests are about."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def site(db: None) -> Site:
    """Return a council with its people, and a proposal for a lease."""
    return usual_site()


@pytest.fixture
def member(site: Site) -> Client:
    """Return the browser of a member of the group."""
    return site.client("member")


@pytest.fixture
def officer(site: Site) -> Client:
    """Return the browser of an officer of the council."""
    return site.client("officer")
