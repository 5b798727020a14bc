"""An auditor reads all that is on record: but no mark before the panel does, and nothing they have withdrawn from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from appraisal.actions.councils import add_staff
from core.models import Role
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.sitting import Sitting, client_of, sit

pytestmark = pytest.mark.django_db

SAID = "It leaks ẞ"


@pytest.fixture
def sitting(site: Site) -> Sitting:
    sitting = sit(site)
    for who in ("chair", "panel", "panel2"):
        sitting.declares(who)
    sitting.marks("panel", comment=SAID)
    sitting.opens("chair", "panel")
    return sitting


def table(sitting: Sitting, who: str) -> str:
    """Return the council's audit as somebody may take it away."""
    address = reverse("appraisal:audit_table", args=[sitting.site.council.slug])
    return b"".join(client_of(sitting, who).get(address).streaming_content).decode()


def test_marks_are_held_back_until_the_panel_sees_them(sitting: Sitting) -> None:
    before = table(sitting, "auditor")
    assert SAID not in before
    assert before.count("the panel has not opened its moderation") >= 13
    assert "mark saved" in before, "that it happened, and who did it, is told"
    sitting.moderates()
    after = table(sitting, "auditor")
    assert SAID in after
    assert "held back" not in after


def test_an_auditor_who_withdrew_reads_nothing_of_it(sitting: Sitting) -> None:
    both = sitting.people["panel2"]
    add_staff(user=both, authority=sitting.site.council, role=Role.AUDITOR, at=NOW)
    sitting.moderates()
    assert SAID in table(sitting, "panel2")
    sitting.declares("panel2", "other", "I know them")
    said = table(sitting, "panel2")
    assert SAID not in said
    assert "market_rent_gbp_pa" not in said
    assert "you have declared an interest" in said
    assert SAID in table(sitting, "auditor")
