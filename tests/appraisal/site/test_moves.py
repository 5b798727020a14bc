"""Moves through the pages: made once, refused with a reason to everybody else, and logged."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from appraisal.access import may_of
from appraisal.actions.checks import settle_check
from appraisal.actions.moves import CannotMove, move_on
from appraisal.actions.pages import MovedMeanwhile
from appraisal.models import Check, Proposal, State
from appraisal.route import BY_KEY
from appraisal.views.tokens import token_of
from core.models import Membership
from tests.appraisal.site.browsing import boxes, complaints, page_of, send, words_of
from tests.appraisal.site.people import (
    NOW,
    Site,
    carry,
    complete,
    enquire,
    events,
    fingerprint,
    invite,
)

pytestmark = pytest.mark.django_db

# Move → the page on which it is made.
PAGES: dict[str, tuple[str, ...]] = {
    "invite": ("move", "invite"),
    "decline": ("move", "decline"),
    "begin": ("begin",),
    "submit": ("send",),
    "return": ("move", "return"),
    "assess": ("move", "assess"),
    "withdraw": ("move", "withdraw"),
}
STATES = (
    *(State.ENQUIRY, State.INVITED, State.DRAFT, State.SUBMITTED, State.RETURNED),
    *(State.ASSESSMENT, State.PANEL, State.APPROVED, State.WITHDRAWN),
)
ROLES = ("lead", "member", "rival", "officer", "checker", "chair", "auditor", "elsewhere")
TYPED = {"reason": "Because", "read": "on", "version": "1", "declared": "on"}


def put(site: Site, state: State) -> None:
    """Put the proposal into a state as no page does, so that every pair can be tried."""
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state)


@pytest.mark.parametrize("state", STATES)
def test_a_forged_move_does_nothing_and_is_logged(
    site: Site, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    """By everybody, in every state: nobody has seen the page of the move, so there is no “since”."""
    put(site, state)
    clients = {who: site.client(who) for who in ROLES}
    before = fingerprint()
    for who, key in product(ROLES, PAGES):
        caplog.clear()
        address = site.address(*PAGES[key])
        response = clients[who].post(address, TYPED)
        sees = bool(may_of(site.people[who], Proposal.objects.get(pk=site.proposal.pk)))
        assert response.status_code in ((403, 409) if sees else (404,)), (who, key, state)
        assert fingerprint() == before, (who, key, state)
        if sees:
            logged = [one.message for one in caplog.records if one.name == "security"]
            assert logged == [f"not allowed: POST {address} from 127.0.0.1"], (who, key)
            assert why_not(response), "it says why"


def why_not(response: Any) -> list[str]:
    words = words_of(response)
    return [
        said
        for said in (
            "You may not ",
            "You cannot ",
            "Read this page again",
            "not yet",
            "be done yet",
        )
        if said in words
    ]


@pytest.mark.parametrize("state", STATES)
def test_with_all_the_page_has_a_move_is_still_only_for_who_may_make_it(
    site: Site, state: State
) -> None:
    put(site, state)
    since = token_of(Proposal.objects.get(pk=site.proposal.pk))
    before = fingerprint()
    for who, key in product(("member", "checker", "chair", "auditor"), PAGES):
        proposal = Proposal.objects.get(pk=site.proposal.pk)
        may = may_of(site.people[who], proposal)
        if BY_KEY[key].to in may:
            continue  # a member may begin: that is another test's
        response = site.client(who).post(site.address(*PAGES[key]), {**TYPED, "since": since})
        assert response.status_code == (403 if may else 404), (who, key)
        assert not may or "You may not " in words_of(response)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("state", "key", "who", "words"),
    [
        (State.SUBMITTED, "invite", "officer", "its state is “Sent in”"),
        (State.DRAFT, "decline", "officer", "its state is “Draft”"),
        (State.APPROVED, "withdraw", "lead", "its state is “Approved”"),
        (State.ASSESSMENT, "submit", "lead", "its state is “Being assessed”"),
        (State.PANEL, "return", "officer", "its state is “With the panel”"),
    ],
)
def test_a_move_from_another_state_says_which_it_is_in(
    site: Site, state: State, key: str, who: str, words: str
) -> None:
    put(site, state)
    client = site.client(who)
    sent = {**TYPED, "since": f"{state} {NOW.isoformat()}"}
    refused = client.post(site.address(*PAGES[key]), sent)
    assert refused.status_code == 403
    assert words in words_of(refused)
    looked = client.get(site.address(*PAGES[key]))
    assert looked.headers["Location"] == site.address("proposal"), "who only looks is led back"


def test_a_move_that_no_page_has_is_not_there(site: Site) -> None:
    for key in ("publish", "decide", "nonsense", "sign-off"):
        assert site.client("officer").post(site.address("move", key)).status_code == 404


# --- a button pressed twice, and old pages ------------------------------------------------------


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a minute pass each time that anybody asks for the time."""
    passed = iter(range(1, 10_000))
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=next(passed)))


def press(client: Client, address: str, **typed: str) -> tuple[Any, dict[str, Any]]:
    """Open the page of a move, fill it in and press its button; return the answer and what was sent."""
    sent = {**boxes(client.get(address)), **typed}
    return client.post(address, sent), sent


def test_a_replayed_form_moves_nothing(site: Site, ticking: None) -> None:
    carry(site, to=State.SUBMITTED)
    officer, lead = site.client("officer"), site.client("lead")
    back = site.address("move", "return")
    first, returned = press(officer, back, reason="Send the quote")
    assert first.status_code == 302
    before = fingerprint()
    assert officer.post(back, returned).headers["Location"] == site.address("proposal")
    assert fingerprint() == before, "pressed twice, it is returned once"
    again, _ = press(lead, site.address("send"), declared="on")
    assert again.status_code == 302
    assert Proposal.objects.get(pk=site.proposal.pk).state == State.RESUBMITTED
    before = fingerprint()
    stale = officer.post(back, returned)
    assert stale.status_code == 409
    assert "has moved on since you opened the page" in words_of(stale)
    assert fingerprint() == before, "a page of last time returns nothing this time"


def test_every_button_pressed_twice_leads_to_where_it_led_before(site: Site, ticking: None) -> None:
    proposal = enquire(site.council, site.group, site.people["member"])
    invite(site.people["officer"], proposal)
    complete(site)
    pressed = [
        ("member", site.address("begin", proposal=proposal), {"read": "on"}),
        ("lead", site.address("send"), {"declared": "on"}),
        ("officer", site.address("move", "return"), {"reason": "Send the quote"}),
        ("lead", site.address("send"), {"declared": "on"}),
        ("lead", site.address("move", "withdraw"), {"reason": "No time"}),
    ]
    for who, address, typed in pressed:
        first, sent = press(site.client(who), address, **typed)
        assert first.status_code == 302, address
        before = fingerprint()
        second = site.client(who).post(address, sent)
        assert second.status_code == 302, (address, sent)
        assert second.headers["Location"] == first.headers["Location"]
        assert fingerprint() == before


def test_an_old_page_of_somebody_else_s_move_is_told_where_it_is_now(
    site: Site, ticking: None
) -> None:
    proposal = enquire(site.council, site.group, site.people["member"])
    officer, lead = site.client("officer"), site.client("lead")
    decline = site.address("move", "decline", proposal=proposal)
    opened = boxes(officer.get(decline))
    press(lead, site.address("move", "withdraw", proposal=proposal), reason="No time")
    late = officer.post(decline, {**opened, "reason": "No"})
    assert late.status_code == 403
    assert "its state is “Withdrawn”" in words_of(late)


def test_a_reason_is_asked_for_and_what_was_typed_stays(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    address = site.address("move", "return")
    officer = site.client("officer")
    blank, _ = press(officer, address, reason="  ")
    assert complaints(blank) == {"reason": "Give a reason"}
    long, _ = press(officer, address, reason="x" * 5_001)
    assert "reason" in complaints(long)
    assert boxes(long)["reason"] == "x" * 5_001
    with pytest.raises(CannotMove, match="Give a reason"):
        move_on("return", by=site.people["officer"], proposal=site.proposal, reason=" ", at=NOW)


def test_a_reason_is_kept_over_signing_in(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    address = site.address("move", "return")
    client = site.client("officer")
    opened = boxes(client.get(address))
    client.logout()
    asked = client.post(address, {**opened, "reason": "Send the quote"})
    assert asked.headers["Location"].startswith("/accounts/sign-in/")
    session = client.session
    held = dict(session.items())
    client.force_login(site.people["officer"])
    fresh = client.session
    fresh.update({key: value for key, value in held.items() if key == "kept"})
    fresh.save()
    back = client.get(address)
    assert boxes(back)["reason"] == "Send the quote"
    assert "You were signed out before this was saved" in words_of(back)
    assert Proposal.objects.get(pk=site.proposal.pk).state == State.SUBMITTED


def test_both_sides_read_the_reason(site: Site) -> None:
    carry(site, to=State.RETURNED)
    for who in ("member", "officer"):
        assert "Send the quote." in words_of(site.client(who).get(site.address("proposal")))
    (event,) = [detail for name, detail in events(site.proposal) if name == "return"]
    assert event == {"before": "submitted", "after": "returned", "reason": "Send the quote."}


# --- what a proposal's page says ----------------------------------------------------------------


def ways(site: Site, who: str) -> list[str]:
    page = page_of(site.client(who).get(site.address("proposal")))
    return [" ".join(one.text_content().split()) for one in page.xpath("//main//a")]


def test_each_is_offered_their_moves_and_told_what_is_missing(site: Site) -> None:
    words = words_of(site.client("lead").get(site.address("proposal")))
    assert "Draft since 22 November 2026. Your group has it." in words
    assert "Send the proposal in: not yet. Say in a few sentences what you want to do." in words
    assert "more things" in words
    member = words_of(site.client("member").get(site.address("proposal")))
    assert "Only the lead of your group can send the proposal in." in member
    assert "Only the lead of your group can withdraw the proposal." in member
    assert "Withdraw the proposal" not in words_of(
        site.client("officer").get(site.address("proposal"))
    )
    complete(site)
    assert "Send the proposal in" in ways(site, "lead")


def test_the_state_stands_in_the_list_too(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    listed = f"/{site.council.slug}/proposals/"
    for who in ("member", "officer"):
        assert "Sent in" in words_of(site.client(who).get(listed))


def test_a_member_who_was_removed_meets_nothing_with_an_open_tab(site: Site) -> None:
    lead = site.client("lead")
    complete(site)
    opened = boxes(lead.get(site.address("send")))
    page = boxes(lead.get(site.letter("A")))
    Membership.objects.filter(user=site.people["lead"]).delete()
    before = fingerprint()
    assert lead.post(site.address("send"), {**opened, "declared": "on"}).status_code == 404
    assert send(lead, site.letter("A"), page).status_code == 404
    assert fingerprint() == before


def test_who_loses_a_role_between_the_door_and_the_lock_moves_nothing(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    officer = site.people["officer"]
    Membership.objects.filter(user=officer).delete()
    with pytest.raises(CannotMove, match="You may not decide what happens to this proposal next"):
        move_on("return", by=officer, proposal=site.proposal, reason="x", at=NOW)
    assert may_of(officer, Proposal.objects.get(pk=site.proposal.pk)) == frozenset()


# --- read only --------------------------------------------------------------------------------


def test_after_sending_pages_show_answers_and_no_boxes(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    member = site.client("member")
    pages = [site.letter(letter) for letter in "ACEHM"]
    pages += [site.address("facts", page) for page in ("about", "group", "asset", "terms")]
    for address in pages:
        shown = member.get(address)
        assert shown.status_code == 200
        page = page_of(shown)
        assert not page.xpath("//main//form"), address
        assert "This went to the council as it stands here" in words_of(shown), address
    assert "£250,000.00" in words_of(member.get(site.letter("A")))
    assert "12 Norton Road" in words_of(member.get(site.address("facts", "asset")))
    assert "A lease" in words_of(member.get(site.address("facts", "terms")))


def test_after_sending_nothing_is_saved_and_the_reason_is_said(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    member = site.client("member")
    before = fingerprint()
    for address, typed in (
        (site.letter("A"), {"capital_cost_gbp": "1"}),
        (site.address("facts", "terms"), {"years": "99"}),
    ):
        refused = member.post(address, {**typed, "page-saves": "1"})
        assert refused.status_code == 403
        assert "You may not answer" in words_of(refused) or "This went to" in words_of(refused)
    assert member.get(site.address("import")).status_code == 403
    assert fingerprint() == before


def test_a_page_that_was_open_while_the_lead_sent_it_in_saves_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door was still open; the lock is not."""
    complete(site)
    from appraisal.actions import pages

    before_lock = pages.hold

    def late(proposal: Proposal) -> Proposal:
        put(site, State.SUBMITTED)
        return before_lock(proposal)

    member = site.client("member")
    typed = {**boxes(member.get(site.letter("A"))), "capital_cost_gbp": "1"}
    monkeypatch.setattr(pages, "hold", late)
    response = send(member, site.letter("A"), typed)
    assert response.status_code == 409
    assert "It is now: Sent in." in words_of(response)
    assert site.sheet.entry("A").given["capital_cost_gbp"] == "250000"


def test_returned_it_opens_again(site: Site) -> None:
    carry(site, to=State.RETURNED)
    assert page_of(site.client("member").get(site.letter("A"))).xpath("//main//form")


def test_a_withdrawn_proposal_is_still_there_to_read(site: Site) -> None:
    carry(site, to=State.WITHDRAWN)
    for name in ("proposal", "check", "messages", "records", "result"):
        assert site.client("member").get(site.address(name)).status_code == 200


def test_every_move_is_on_record_with_both_states(site: Site) -> None:
    carry(site, to=State.ASSESSMENT)
    moved = [(name, d["before"], d["after"]) for name, d in events(site.proposal) if name in BY_KEY]
    assert moved == [
        ("invite", "enquiry", "invited"),
        ("begin", "invited", "draft"),
        ("submit", "draft", "submitted"),
        ("assess", "submitted", "assessment"),
    ]


def test_an_action_on_a_proposal_that_has_moved_is_refused(site: Site) -> None:
    stale = Proposal.objects.get(pk=site.proposal.pk)
    carry(site, to=State.SUBMITTED)
    check = Check.objects.filter(proposal=site.proposal)[0]
    with pytest.raises(MovedMeanwhile):
        settle_check(
            by=site.people["officer"],
            proposal=stale,
            check=check,
            outcome="passed",
            reason="x",
            seen=0,
            at=NOW,
        )


def test_a_move_reads_as_few_rows_whatever_was_answered(site: Site) -> None:
    """The standing is asked for in a fixed number of queries."""
    from django.test.utils import CaptureQueriesContext

    from appraisal.queries.standing import standing_of

    def asked() -> int:
        proposal = Proposal.objects.select_related("scheme", "asset", "terms", "authority").get(
            pk=site.proposal.pk
        )
        with CaptureQueriesContext(connection) as captured:
            standing_of(proposal, site.people["lead"])
        return len(captured)

    bare = asked()
    complete(site)
    assert asked() == bare
    assert bare <= 6
