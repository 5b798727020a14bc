"""An auditor reads all that is on record: but no mark before the panel does, and nothing they have withdrawn from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from appraisal.actions.councils import add_staff
from appraisal.actions.officers import CannotHand, hand_to
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


def test_an_auditor_reads_moderation_once_the_panel_does(sitting: Sitting) -> None:
    client, address = client_of(sitting, "auditor"), sitting.site.address("moderation")
    home = sitting.site.address("proposal")
    before = client.get(address)
    assert before.status_code == 403
    assert SAID not in before.content.decode()
    assert address not in client.get(home).content.decode()
    sitting.moderates()
    page = client.get(address)
    assert page.status_code == 200
    assert SAID in page.content.decode()
    assert "Record what the panel agrees" not in page.content.decode()
    assert address in client.get(home).content.decode()
    assert client.post(address, {"agreed-when": "never"}).status_code == 403
    sitting.agrees()
    sitting.decides()
    assert SAID in client.get(address).content.decode(), "and afterwards"
    for who in ("officer", "checker", "lead"):
        assert client_of(sitting, who).get(address).status_code == 403
    both = sitting.people["panel2"]
    add_staff(user=both, authority=sitting.site.council, role=Role.AUDITOR, at=NOW)
    assert client_of(sitting, "panel2").get(address).status_code == 200


def test_an_officer_who_withdrew_gives_it_to_nobody(sitting: Sitting) -> None:
    both, officer = sitting.people["panel2"], sitting.people["officer"]
    add_staff(user=both, authority=sitting.site.council, role=Role.ASSET_OFFICER, at=NOW)
    sitting.declares("panel2", "other", "I know them")
    with pytest.raises(CannotHand, match="You may not"):
        hand_to(by=both, proposal=sitting.proposal, officer=both, was=None, at=NOW)
    assert hand_to(by=officer, proposal=sitting.proposal, officer=officer, was=None, at=NOW)
