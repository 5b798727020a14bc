"""What stands around a proposal: what comes next for whoever looks at it, and what else there is to see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions.moves import move_on
from appraisal.models import Proposal, State
from appraisal.views.links import BEFORE
from tests.appraisal.site.assessing import made_ready, under_assessment
from tests.appraisal.site.browsing import page_of, words_of
from tests.appraisal.site.people import NOW, Site, enquire
from tests.appraisal.site.sitting import sit

pytestmark = pytest.mark.django_db


def links(response: Any) -> dict[str, str]:
    return {
        " ".join(one.text_content().split()): one.get("href")
        for one in page_of(response).xpath("//main//a")
    }


def buttons(response: Any) -> list[str]:
    """Return the buttons of a page that stand out, and lead on."""
    found = page_of(response).xpath("//main//a[contains(@class, 'govuk-button')]")
    return [one.text_content() for one in found if "secondary" not in one.get("class")]


def at_state(site: Site, state: State) -> Proposal:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state, state_since=NOW)
    return site.proposal


@pytest.mark.parametrize("state", State)
def test_a_group_always_reads_what_comes_next_or_can_do_it(site: Site, state: State) -> None:
    at_state(site, state)
    page = site.client("lead").get(site.address("proposal"))
    (where,) = page_of(page).xpath("//*[@class='app-where']")
    assert len(where.xpath("./p")) > 1 or buttons(page)
    assert len(buttons(page)) <= 1, "one next thing"


@pytest.mark.parametrize("state", [one for one in State if one not in BEFORE])
@pytest.mark.parametrize("who", ["lead", "officer", "auditor"])
def test_the_history_is_led_to(site: Site, state: State, who: str) -> None:
    at_state(site, state)
    client = site.client(who)
    href = links(client.get(site.address("proposal")))["What happened"]
    assert client.get(href).status_code == 200


def test_an_enquiry_that_was_withdrawn_stays_an_enquiry(site: Site) -> None:
    enquiry = enquire(site.council, site.group, site.people["lead"], title="A shed")
    lead = site.people["lead"]
    move_on("withdraw", by=lead, proposal=enquiry, reason="We found another", at=NOW)
    address = reverse("appraisal:proposal", args=[site.council.slug, enquiry.pk])
    for who in ("lead", "officer"):
        page = site.client(who).get(address)
        assert "The enquiry" in words_of(page)
        shown = links(page).keys()
        never = {"Checklist", "What is on record", "Check the answers", "Assessment", "Evidence"}
        assert not never & shown
        assert not any("draft pack" in one for one in shown)


def test_a_proposal_that_was_sent_in_before_it_was_withdrawn_keeps_its_records(site: Site) -> None:
    at_state(site, State.SUBMITTED)
    lead = site.people["lead"]
    move_on("withdraw", by=lead, proposal=site.proposal, reason="We found another", at=NOW)
    shown = links(site.client("lead").get(site.address("proposal"))).keys()
    assert {"What is on record", "Check the answers"} <= shown


def test_a_decided_proposal_offers_no_draft_and_leads_to_its_decision(site: Site) -> None:
    for state in (State.PUBLISHED, State.REFUSED):
        at_state(site, state)
        page = site.client("lead").get(site.address("proposal"))
        assert buttons(page) == ["Read the decision"]
        assert not any("draft" in one for one in links(page))
    at_state(site, State.PANEL)
    assert any("draft" in one for one in links(site.client("lead").get(site.address("proposal"))))


def test_the_council_is_led_to_what_stands_in_the_way_of_an_enquiry(site: Site) -> None:
    enquiry = enquire(site.council, site.group, site.people["lead"], title="A shed")
    address = reverse("appraisal:proposal", args=[site.council.slug, enquiry.pk])
    assert buttons(site.client("officer").get(address)) == ["Eligibility"]


def test_who_sits_is_led_to_their_marks(site: Site) -> None:
    sitting = sit(site)
    sitting.declares("panel")
    page = site.client("panel").get(site.address("proposal"))
    assert buttons(page) == ["Mark this proposal"]
    assert site.client("panel").get(links(page)["Mark this proposal"]).status_code == 200
    sitting.declares("chair")
    sitting.opens("chair", "panel")
    sitting.moderates()
    for who, button in (
        ("panel", "See everyone’s marks"),
        ("chair", "Record what the panel agrees"),
    ):
        page = site.client(who).get(site.address("proposal"))
        assert buttons(page) == [button]
        assert site.client(who).get(links(page)[button]).status_code == 200


def test_a_chair_finds_the_agenda_on_the_page_of_an_open_meeting(site: Site) -> None:
    sitting = sit(site)
    sitting.declares("chair")
    sitting.opens("chair")
    address = reverse("appraisal:meeting", args=[site.council.slug, sitting.meeting.pk])
    assert buttons(site.client("chair").get(address)) == ["Go through the agenda"]
    officers = site.client("officer").get(address)
    assert buttons(officers) == []
    assert "once each item is decided" in words_of(officers)


@pytest.mark.parametrize(
    ("who", "button"),
    [
        ("officer", "See all proposals"),
        ("checker", "See the queue"),
        ("auditor", "See the queue"),
        ("chair", "See your panel meetings"),
        ("panel", "See your panel meetings"),
        ("manager", "See the settings"),
        ("admin", "See who belongs to the council"),
    ],
)
def test_staff_begin_with_their_own_work_and_start_no_proposal(
    site: Site, who: str, button: str
) -> None:
    client = site.client(who)
    home = client.get(f"/{site.council.slug}/")
    assert buttons(home) == [button]
    assert client.get(links(home)[button]).status_code == 200
    start = reverse("appraisal:start_proposal", args=[site.council.slug])
    for page in (home, client.get(f"/{site.council.slug}/proposals/")):
        assert start not in links(page).values()
        assert "our proposals" not in words_of(page)


def test_a_group_may_start_another(site: Site) -> None:
    start = reverse("appraisal:start_proposal", args=[site.council.slug])
    for page in ("", "proposals/"):
        found = links(site.client("lead").get(f"/{site.council.slug}/{page}"))
        assert start in found.values()


def test_what_is_new_stands_at_the_top(site: Site) -> None:
    at_state(site, State.RETURNED)
    officer, lead = site.client("officer"), site.client("lead")
    write(officer, site, "How many people?")
    (where,) = page_of(lead.get(site.address("proposal"))).xpath("//*[@class='app-where']")
    assert "Messages: 1 new" in " ".join(where.text_content().split())
    lead.get(site.address("messages"))
    page = page_of(lead.get(site.address("proposal")))
    assert "Messages: " not in page.xpath("//*[@class='app-where']")[0].text_content()


def write(client: Client, site: Site, text: str) -> None:
    address = site.address("messages")
    (form,) = page_of(client.get(address)).xpath("//main//form")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    assert client.post(address, {**sent, "text": text}).status_code == 302


def test_later_there_is_no_answer_above_the_kinds_of_interest(site: Site) -> None:
    """So no “or” either."""
    sitting = sit(site)
    address = reverse(
        "appraisal:panel_interest", args=[site.council.slug, sitting.meeting.pk, sitting.item.pk]
    )
    dividers = "//*[contains(@class, 'govuk-radios__divider')]"
    panel = site.client("panel")
    assert len(page_of(panel.get(address)).xpath(dividers)) == 1
    sitting.declares("panel")
    assert page_of(panel.get(address)).xpath(dividers) == []


def test_after_the_check_nobody_reads_that_it_is_still_to_come(site: Site) -> None:
    made_ready(under_assessment(site))
    said = words_of(site.client("auditor").get(site.address("assessment")))
    assert "Another person checks it now" in said
    at_state(site, State.CHECKED)
    said = words_of(site.client("auditor").get(site.address("assessment")))
    assert "checks it now" not in said
    assert "Another person checked it" in said
    assert "What the officer recommends" in said


def test_after_the_decision_the_answers_are_no_longer_what_counts(site: Site) -> None:
    for state, decided in ((State.SUBMITTED, False), (State.CONDITIONS, True)):
        at_state(site, state)
        for who in ("lead", "officer"):
            page = site.client(who).get(site.address("result"))
            assert ("so far" in page_of(page).xpath("//h1")[0].text_content()) != decided
            assert ("its decision" in links(page)) == decided
