"""Sending a proposal in: everything looked through once more, then frozen for good."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.test import Client

from appraisal.actions.moves import CannotMove
from appraisal.actions.sending import DECLARATION, send_in
from appraisal.models import Proposal, Record, State
from core.models import AuditEntry
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, words_of
from tests.appraisal.site.people import (
    NOW,
    Site,
    answer,
    carry,
    complete,
    events,
    fingerprint,
    give,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(site: Site) -> Client:
    return site.client("lead")


def test_what_is_left_to_do_is_listed_each_with_a_link_to_its_page(
    site: Site, lead: Client
) -> None:
    page = page_of(lead.get(site.address("send")))
    found = {link.text_content(): link.get("href") for link in page.xpath("//*[@id='to-do']//a")}
    assert len(found) == 14
    assert found["Say where the building or land is."] == site.address("facts", "asset")
    (letter,) = [href for said, href in found.items() if "A Financial" in said]
    assert letter == site.letter("A")
    for href in found.values():
        assert lead.get(href).status_code == 200
    assert not page.xpath("//main//form"), "there is no button yet"


def test_the_lead_declares_and_sends_it_in(site: Site, lead: Client) -> None:
    complete(site)
    address = site.address("send")
    shown = lead.get(address)
    assert DECLARATION in words_of(shown)
    unticked = fill_in(lead, address, {})
    assert complaints(unticked).keys() == {"declared"}
    sent = fill_in(lead, address, {"declared": "on"})
    assert sent.headers["Location"] == site.address("proposal")
    words = words_of(lead.get(site.address("proposal")))
    assert "Your proposal was sent to the council." in words
    assert "Sent in on 22 November 2026" in words


def test_a_member_sees_what_is_left_but_only_the_lead_sends(site: Site) -> None:
    complete(site)
    member = site.client("member")
    shown = member.get(site.address("send"))
    assert "Only the lead of your group can send it in." in words_of(shown)
    assert not page_of(shown).xpath("//main//form")
    before = fingerprint()
    sent = member.post(
        site.address("send"), {"declared": "on", "since": f"draft {NOW.isoformat()}"}
    )
    assert sent.status_code == 403
    assert fingerprint() == before


def test_it_is_looked_through_again_inside_the_transaction(site: Site, lead: Client) -> None:
    """Somebody of the group takes an answer away while the lead reads the last page."""
    complete(site)
    opened = boxes(lead.get(site.address("send")))
    give(site.people["member"], site.proposal, "about", summary="")
    before = fingerprint()
    late = lead.post(site.address("send"), {**opened, "declared": "on"})
    assert late.status_code == 409
    assert "Say in a few sentences what you want to do." in words_of(late)
    assert fingerprint() == before


def test_the_action_wants_the_declaration_too(site: Site) -> None:
    complete(site)
    before = fingerprint()
    with pytest.raises(CannotMove, match="Tick that what you say is true"):
        send_in("submit", by=site.people["lead"], proposal=site.proposal, declared=False, at=NOW)
    assert fingerprint() == before


def test_a_record_holds_all_and_its_hash_and_place_in_the_chain_are_right(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    record = Record.objects.get()
    assert hashlib.sha256(record.text.encode()).hexdigest() == record.sha256
    entry = AuditEntry.objects.get(sequence=record.audit_sequence, authority=site.council)
    assert (entry.event, entry.hash) == ("submit", record.audit_hash)
    assert json.loads(entry.detail)["record"] == record.sha256
    said = json.loads(record.text)
    assert said["made_by"] == site.people["lead"].pk
    assert said["file"]["answers"]["A"]["capital_cost_gbp"] == "250000"
    assert said["beside"]["declaration"] == DECLARATION
    assert said["beside"]["disclosure"]["condition"] == "The roof leaks."
    assert [one["key"] for one in said["beside"]["checklist"]][:2] == ["constitution", "asset-lock"]
    for person in ("Lead Ŵyn", "Mair Ŷnys", "secret.example"):
        assert person not in record.text


def test_the_group_always_reads_and_takes_away_what_it_sent_in(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    give(site.people["officer"], site.proposal, "council", unrestricted_value_gbp=150_000)
    carry(site, to=State.RETURNED)
    answer(site.people["member"], site.proposal, "A", capital_cost_gbp="999")
    carry(site, to=State.RESUBMITTED)
    member = site.client("member")
    listed = words_of(member.get(site.address("records")))
    assert "Sent in again" in listed
    first = Record.objects.order_by("audit_sequence")[0]
    page = words_of(member.get(site.address("record", str(first.pk))))
    assert "£250,000" in page
    assert "£999" not in page
    file = json.loads(member.get(site.address("record_file", str(first.pk))).content)
    assert file["answers"]["A"]["capital_cost_gbp"] == "250000"
    newest = Record.objects.order_by("-audit_sequence")[0]
    for who, sees in (("member", False), ("officer", True)):
        client = site.client(who)
        given = client.get(site.address("record_file", str(newest.pk))).json()
        assert ("unrestricted_value_gbp" in given["terms"]) is sees
        text = client.get(site.address("record_text", str(newest.pk)))
        assert text.status_code == (200 if sees else 403)
        if sees:
            assert hashlib.sha256(text.content).hexdigest() == newest.sha256


def test_a_record_of_another_proposal_is_not_there(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    number = str(Record.objects.get().pk)
    for who in ("rival", "elsewhere", "stranger"):
        for name in ("record", "record_file", "record_text"):
            assert site.client(who).get(site.address(name, number)).status_code == 404
    other = site.address("record", str(int(number) + 1))
    assert site.client("member").get(other).status_code == 404


def test_a_paper_form_is_confirmed_before_it_is_sent_in(site: Site) -> None:
    complete(site)
    Proposal.objects.filter(pk=site.proposal.pk).update(from_paper=True)
    lead = site.client("lead")
    shown = lead.get(site.address("send"))
    assert "The group must confirm first what was typed in from its paper form." in words_of(shown)
    with pytest.raises(CannotMove, match="must confirm first"):
        send_in("submit", by=site.people["lead"], proposal=site.proposal, declared=True, at=NOW)
    lead.post(site.address("confirm"))
    assert fill_in(lead, site.address("send"), {"declared": "on"}).status_code == 302


def test_what_cannot_be_worked_out_is_not_sent_in(site: Site) -> None:
    complete(site)
    answer(site.people["member"], site.proposal, "M", level="some")
    before = fingerprint()
    with pytest.raises(CannotMove, match="cannot be worked out yet"):
        send_in("submit", by=site.people["lead"], proposal=site.proposal, declared=True, at=NOW)
    assert fingerprint() == before
    assert "submit" not in [name for name, _ in events(site.proposal)]
