"""Every page of the panel and of the public register, whole, right and wrong, wide and narrow."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.councils import add_staff
from appraisal.actions.decisions import ask_again
from appraisal.actions.demo import build_demo
from appraisal.actions.panel import Pick
from appraisal.models import Proposal
from core.accounts.people import add_person
from core.models import Membership, Role, User
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.sitting import NATURE, OWN, Sitting, sit
from tests.core.people import second_steps_for_staff
from tests.journeys.examine import Examination
from tests.journeys.stage import demo_proposal, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """Return a meeting of the demo's council with Norton Hall on its agenda."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    build_demo(at=NOW, drafts_only=True)
    hall = demo_proposal("Norton Hall")
    council = hall.authority
    people = {"officer": User.objects.get(email="officer@northfield.example")}
    for who, role in (("chair", Role.PANEL_CHAIR), ("panel", Role.PANEL_MEMBER)):
        people[who] = add_person(email=f"{who}@example.org", name=f"{who.capitalize()} Person")
        add_staff(user=people[who], authority=council, role=role, at=NOW)
    lead = Membership.objects.filter(organisation=hall.organisation, role=Role.GROUP_LEAD).first()
    assert lead
    people["lead"] = lead.user
    second_steps_for_staff()
    return sit(Site(council, council, hall.organisation, people, hall), whole=True)


class Tour:
    """Somebody goes round; each page is looked at."""

    def __init__(self, page: Page, live_server: LiveServer, sitting: Sitting) -> None:
        self.page, self.site, self.sitting = page, live_server.url, sitting
        self.examination = Examination(page)

    def as_(self, who: str) -> None:
        sign_in(self.page, self.site, self.sitting.people[who])

    def proposal(self, name: str, *more: str, spoil: bool = False) -> None:
        self._visit(self.sitting.site.address(name, *more), "-".join([name, *more]), spoil)

    def council(self, name: str, *more: int, spoil: bool = False) -> None:
        slug = self.sitting.site.council.slug
        self._visit(reverse(f"appraisal:{name}", args=[slug, *more]), name, spoil)

    def _visit(self, address: str, name: str, spoil: bool) -> None:
        self.examination.visit(f"{self.site}{address}", f"panel-{name}")
        if spoil:
            self.examination.spoil(f"panel-{name}")

    @property
    def found(self) -> list[str]:
        return self.examination.found


@pytest.fixture
def tour(page: Page, live_server: LiveServer, sitting: Sitting) -> Tour:
    return Tour(page, live_server, sitting)


def test_preparing_a_meeting(tour: Tour) -> None:
    meeting = tour.sitting.meeting.pk
    tour.as_("officer")
    tour.council("meetings")
    tour.council("meeting_plan", spoil=True)
    tour.council("meeting", meeting)
    tour.council("meeting_seats", meeting)
    tour.council("meeting_change", meeting)
    tour.proposal("off_panel", spoil=True)
    Proposal.objects.filter(pk=tour.sitting.proposal.pk).update(state="deferred")
    tour.council("meeting_add", meeting, spoil=True)
    tour.proposal("to_panel", spoil=True)
    tour.as_("chair")
    tour.council("meeting_open", meeting)
    assert tour.found == []


def test_marking(tour: Tour) -> None:
    sitting = tour.sitting
    meeting, item = sitting.meeting.pk, sitting.item.pk
    tour.as_("panel")
    tour.council("panel")
    tour.council("panel_agenda", meeting)
    tour.council("panel_interest", meeting, item, spoil=True)
    sitting.declares("panel")
    tour.council("panel_agenda", meeting)
    tour.proposal("marks")
    for letter in ("A", "E", "G", "H"):
        tour.proposal("mark", letter)
    tour.proposal("proposal")
    tour.proposal("moderation")
    sitting.declares("panel", OWN, NATURE)
    tour.council("panel_interest", meeting, item)
    assert tour.found == []


def test_moderating_deciding_and_publishing(tour: Tour) -> None:
    sitting = tour.sitting
    for who in ("chair", "panel", "chair2"):
        sitting.declares(who)
    sitting.declares("panel2", OWN, NATURE)
    sitting.marks("panel", {"A": 10, "C": 15}, comment="The bank’s letter is only an offer.")
    sitting.marks("chair2", {"A": 20, "G": 12})
    sitting.done("panel")
    sitting.opens("chair", "panel", "chair2")
    tour.as_("chair")
    tour.proposal("moderation")
    tour.council("meeting_attendance", sitting.meeting.pk)
    sitting.moderates()
    tour.proposal("moderation")
    sitting.agrees({"A": Pick(10, "The bank’s letter is only an offer.")})
    tour.proposal("compare")
    tour.proposal("decide", spoil=True)
    sitting.decides(outcome="conditions", conditions="Insure it.\nKeep it open to all.")
    tour.as_("officer")
    tour.proposal("decisions")
    tour.proposal("publication", spoil=True)
    one = sitting.publishes(conditions="Keep it open to all.", exempt_under="3")
    tour.proposal("publish")
    tour.as_("lead")
    tour.proposal("decisions")
    tour.proposal("ask_again", spoil=True)
    ask_again(by=sitting.people["lead"], proposal=sitting.proposal, reason="Look", at=NOW)
    tour.as_("officer")
    tour.proposal("look_again", spoil=True)
    tour.council("register")
    tour.council("register_entry", one.pk)
    assert tour.found == []
