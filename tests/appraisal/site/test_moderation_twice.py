"""What the panel agrees is recorded by whoever saw what stood there, and by no button that asks something else."""

from __future__ import annotations

from typing import Any

import pytest

from appraisal.actions.panel import Pick
from core.models import AuditEntry
from tests.appraisal.site.browsing import boxes
from tests.appraisal.site.people import Site
from tests.appraisal.site.sitting import Sitting, client_of, sit

pytestmark = pytest.mark.django_db


def seated(site: Site) -> Sitting:
    sitting = sit(site)
    for who in ("chair", "chair2"):
        sitting.declares(who)
    sitting.opens("chair", "chair2")
    return sitting


def form_of(client: Any, address: str) -> dict[str, str]:
    """Return what stands in the boxes of the page."""
    return {name: value for name, value in boxes(client.get(address)).items() if value is not None}


def test_opening_moderation_twice_does_not_say_that_the_panel_agrees(site: Site) -> None:
    sitting = seated(site)
    client, address = client_of(sitting, "chair"), site.address("moderation")
    for _ in range(2):
        answer = client.post(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    item = sitting.item_now()
    assert item.moderated_at is not None
    assert item.agreed_at is None
    assert not AuditEntry.objects.filter(event="panel agreed").exists()


def test_of_two_open_pages_the_second_does_not_write_over_the_first(site: Site) -> None:
    sitting = seated(site)
    sitting.moderates()
    address = site.address("moderation")
    one, two = client_of(sitting, "chair"), client_of(sitting, "chair2")
    mine, theirs = form_of(one, address), form_of(two, address)
    level = "15"
    assert (
        one.post(address, {**mine, "A-level": level, "A-reason": "The quotes"}).status_code == 302
    )
    late = two.post(address, {**theirs, "C-level": "0", "C-reason": "Seen"})
    assert late.status_code == 200
    assert "Somebody has recorded what the panel agrees" in late.content.decode()
    assert "The quotes" in late.content.decode(), (
        "what the other recorded stands beside what was typed"
    )
    agreed = {one.letter: Pick(one.points, one.reason) for one in sitting.item.agreed.all()}
    assert agreed == {"A": Pick(15, "The quotes")}
    assert (
        one.post(address, {**mine, "A-level": level, "A-reason": "The quotes"}).status_code == 302
    )
    assert AuditEntry.objects.filter(event="panel agreed").count() == 1, (
        "the same again is no change"
    )
    now = {**form_of(two, address), "C-level": "0", "C-reason": "Seen"}
    assert two.post(address, now).status_code == 302
    assert {one.letter for one in sitting.item.agreed.all()} == {"A", "C"}
