"""The comparison sheet of a meeting, through its doors: only what its reader may see stands on it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.appraisal.site.people import Site
from tests.appraisal.site.sitting import OWN, Sitting, sit
from tests.pack.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """Return a panel with an item on its agenda whose assessment is signed off."""
    made = sit(site)
    made.freezes("sign-off")
    return made


def drawn(sitting: Sitting, who: str, name: str) -> tuple[int, str]:
    where = reverse(f"appraisal:{name}", args=[sitting.site.council.slug, sitting.meeting.pk])
    answer = sitting.site.client(who).get(where)
    pdf = answer.headers["Content-Type"] == "application/pdf"
    return answer.status_code, text_of(answer.content) if pdf else ""


def test_who_prepares_the_meeting_has_all_of_it(sitting: Sitting) -> None:
    status, said = drawn(sitting, "officer", "meeting_comparison")
    assert status == 200
    assert "Item 1: Our hall" in said
    assert "left out" not in said


def test_who_sits_has_it_once_they_declared_and_not_once_they_withdrew(sitting: Sitting) -> None:
    assert drawn(sitting, "panel", "panel_comparison")[0] == 409
    sitting.declares("panel")
    assert "Item 1: Our hall" in drawn(sitting, "panel", "panel_comparison")[1]
    sitting.declares("panel", OWN, "My sister is their treasurer.")
    assert drawn(sitting, "panel", "panel_comparison")[0] == 409
