"""The gate: eligibility, what is known of the building, the group's begin; then the checklist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from appraisal.actions.checks import CannotSettle, settle_check
from appraisal.actions.councils import add_officer, found_council
from appraisal.actions.enquiries import CannotSay, begin_application, disclose, say_eligible
from appraisal.actions.moves import CannotMove, move_on
from appraisal.actions.officers import CannotHand, hand_to
from appraisal.checklist import DEFAULTS
from appraisal.models import Check, ChecklistItem, Disclosure, Eligibility, Notice, Proposal, State
from core.accounts.people import add_person
from core.models import User
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, words_of
from tests.appraisal.site.people import (
    ELIGIBLE,
    KNOWN,
    NOW,
    Site,
    carry,
    enquire,
    events,
    fingerprint,
    invite,
    pass_checks,
)

pytestmark = pytest.mark.django_db

YES = {
    **dict.fromkeys(("asset", "group", "use"), "yes"),
    **{f"{key}-reason": f"Because of {key}" for key in ("asset", "group", "use")},
}
TOLD = {
    "condition_known": "yes",
    "condition": "The roof leaks.",
    "surveyed_on-day": "17",
    "surveyed_on-month": "2",
    "surveyed_on-year": "2026",
    "costs_known": "yes",
    "running_costs_gbp_pa": "18,500",
    "costs_made_of": "Gas and insurance",
    "title": "freehold",
    "restricted": "yes",
    "restrictions": "For residents",
    "open_space": "no",
}


@pytest.fixture
def enquiry(site: Site) -> Proposal:
    return enquire(site.council, site.group, site.people["member"])


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def at(site: Site, proposal: Proposal, name: str, *more: str) -> str:
    return site.address(name, *more, proposal=proposal)


# --- eligibility --------------------------------------------------------------------------------


def test_an_officer_leads_an_enquiry_through_the_gate(
    site: Site, officer: Client, member: Client, enquiry: Proposal
) -> None:
    page = at(site, enquiry, "proposal")
    words = words_of(officer.get(page))
    assert "Enquiry since 22 November 2026. The council has it." in words
    assert "Say first whether the group and the asset are eligible." in words
    assert "Tell the group first what is known" in words
    assert fill_in(officer, at(site, enquiry, "eligibility"), YES).status_code == 302
    assert fill_in(officer, at(site, enquiry, "disclosure"), TOLD).status_code == 302
    told = Disclosure.objects.get(proposal=enquiry)
    assert (told.running_costs_gbp_pa, told.surveyed_on) == (Decimal(18500), date(2026, 2, 17))
    assert "The council has not said anything yet" in words_of(
        member.get(at(site, enquiry, "disclosure"))
    ), "the officer is still at it"
    assert fill_in(officer, at(site, enquiry, "move", "invite"), {}).status_code == 302
    shown = words_of(member.get(at(site, enquiry, "disclosure")))
    for said in ("The roof leaks.", "£18,500", "Gas and insurance", "Freehold", "For residents"):
        assert said in shown
    begun = fill_in(member, at(site, enquiry, "begin"), {"read": "on"})
    assert begun.headers["Location"] == page
    assert fresh(enquiry).state == State.DRAFT
    told.refresh_from_db()
    assert told.read_by == site.people["member"]
    names = [name for name, _ in events(enquiry)]
    assert names == [
        *("proposal started", "eligibility said", "building or land disclosed"),
        *("invite", "begin"),
    ]


def test_every_condition_wants_an_answer_and_a_reason(
    site: Site, officer: Client, enquiry: Proposal
) -> None:
    address = at(site, enquiry, "eligibility")
    wrong = fill_in(officer, address, {**YES, "use": None, "asset-reason": " "})
    assert complaints(wrong).keys() == {"use", "asset-reason"}
    assert boxes(wrong)["group-reason"] == "Because of group"
    assert not Eligibility.objects.exists() or not Eligibility.objects.filter(proposal=enquiry)
    assert "Because of group" in officer.get(address).content.decode(), "kept as it was typed"
    for said in ({}, {"asset": (True, "x")}, {**ELIGIBLE["asset-transfer"], "use": (True, " ")}):
        with pytest.raises(CannotSay):
            say_eligible(
                by=site.people["officer"], proposal=fresh(enquiry), said=said, seen=1, at=NOW
            )


def test_one_no_is_enough_to_be_declined_and_never_invited(
    site: Site, officer: Client, member: Client, enquiry: Proposal
) -> None:
    fill_in(officer, at(site, enquiry, "eligibility"), {**YES, "asset": "no"})
    fill_in(officer, at(site, enquiry, "disclosure"), TOLD)
    invite_page = at(site, enquiry, "move", "invite")
    assert "Decline it with a reason" in words_of(officer.get(invite_page))
    with pytest.raises(CannotMove, match="not eligible"):
        move_on("invite", by=site.people["officer"], proposal=enquiry, at=NOW)
    declined = fill_in(officer, at(site, enquiry, "move", "decline"), {"reason": "It is let."})
    assert declined.status_code == 302
    words = words_of(member.get(at(site, enquiry, "proposal")))
    assert "Declined on 22 November 2026" in words
    assert "It is let." in words


def test_a_service_without_a_building_has_nothing_to_disclose(site: Site, officer: Client) -> None:
    service = enquire(
        site.council, site.group, site.people["member"], kind="coproduction", asset={}
    )
    said = ELIGIBLE["coproduction"]
    say_eligible(by=site.people["officer"], proposal=service, said=said, seen=0, at=NOW)
    assert officer.get(at(site, service, "disclosure")).status_code == 404
    assert fill_in(officer, at(site, service, "move", "invite"), {}).status_code == 302
    member = site.client("member")
    assert "There is no building or land to tell of" in words_of(
        member.get(at(site, service, "begin"))
    )
    assert fill_in(member, at(site, service, "begin"), {}).status_code == 302
    assert fresh(service).state == State.DRAFT


# --- disclosure ---------------------------------------------------------------------------------


def test_not_known_is_an_answer_and_silence_is_none(
    site: Site, officer: Client, enquiry: Proposal
) -> None:
    address = at(site, enquiry, "disclosure")
    silent = fill_in(officer, address, {})
    assert complaints(silent).keys() == {
        *("condition_known", "costs_known", "title", "restricted", "open_space")
    }
    honest = {
        "condition_known": "no",
        "costs_known": "no",
        "title": "not-known",
        "restricted": "not-known",
        "open_space": "not-known",
    }
    assert fill_in(officer, address, honest).status_code == 302
    said = ELIGIBLE["asset-transfer"]
    say_eligible(by=site.people["officer"], proposal=enquiry, said=said, seen=0, at=NOW)
    move_on("invite", by=site.people["officer"], proposal=enquiry, at=NOW)
    shown = words_of(site.client("member").get(address))
    assert shown.count("Not known") == 5
    assert "No survey is known" in shown


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"condition": ""}, {"condition"}),
        (
            {"running_costs_gbp_pa": "", "costs_made_of": ""},
            {"running_costs_gbp_pa", "costs_made_of"},
        ),
        ({"running_costs_gbp_pa": "plenty"}, {"running_costs_gbp_pa"}),
        ({"surveyed_on-month": "13"}, {"surveyed_on-month"}),
        ({"restrictions": " "}, {"restrictions"}),
        ({"title": "mine"}, {"title"}),
    ],
)
def test_what_is_said_to_be_known_must_be_told(
    site: Site, officer: Client, enquiry: Proposal, typed: dict[str, str], wrong: set[str]
) -> None:
    response = fill_in(officer, at(site, enquiry, "disclosure"), {**TOLD, **typed})
    assert complaints(response).keys() == wrong
    assert not Disclosure.objects.filter(proposal=enquiry).exists()


@pytest.mark.parametrize(
    "gap",
    [
        {"condition": ""},
        {"running_costs_gbp_pa": None},
        {"costs_made_of": ""},
        {"restrictions": ""},
    ],
)
def test_the_action_and_the_database_refuse_it_too(
    site: Site, enquiry: Proposal, gap: dict[str, Any]
) -> None:
    known = {**KNOWN, **gap}
    with pytest.raises(CannotSay):
        disclose(by=site.people["officer"], proposal=enquiry, known=known, seen=0, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(proposal=enquiry, by=site.people["officer"], at=NOW, **known)


def test_two_officers_at_once_are_shown_where_they_differ(site: Site, enquiry: Proposal) -> None:
    address = at(site, enquiry, "disclosure")
    officer = site.client("officer")
    opened = boxes(officer.get(address))
    fill_in(officer, address, TOLD)
    late = officer.post(address, {**opened, **TOLD, "condition": "Sound."})
    assert "This page has changed" in words_of(late)
    assert Disclosure.objects.get(proposal=enquiry).condition == "The roof leaks."


# --- begin --------------------------------------------------------------------------------------


def test_nobody_begins_without_having_read_what_is_known(site: Site, enquiry: Proposal) -> None:
    invite(site.people["officer"], enquiry)
    member = site.client("member")
    address = at(site, enquiry, "begin")
    assert complaints(fill_in(member, address, {})) == {"read": "Tick that you have read it"}
    for read in (None, 0, 9):
        with pytest.raises(CannotMove):
            begin_application(by=site.people["member"], proposal=enquiry, read=read, at=NOW)
    assert fresh(enquiry).state == State.INVITED


def test_what_changed_while_it_was_read_has_to_be_read_again(site: Site, enquiry: Proposal) -> None:
    invite(site.people["officer"], enquiry)
    member, officer = site.client("member"), site.client("officer")
    address = at(site, enquiry, "begin")
    opened = boxes(member.get(address))
    fill_in(officer, at(site, enquiry, "disclosure"), {"condition": "The floor is rotten."})
    late = member.post(address, {**opened, "read": "on"})
    assert late.status_code == 409
    assert "Read it again" in words_of(late)
    assert "The floor is rotten." in words_of(late)
    assert member.post(address, {**boxes(late), "read": "on"}).status_code == 302
    assert fresh(enquiry).state == State.DRAFT


# --- the officer --------------------------------------------------------------------------------


def test_an_officer_takes_a_proposal_over_and_hands_it_on(site: Site, officer: Client) -> None:
    pat = add_person(email="pat@example.org", name="Pat Byrne")
    add_officer(user=pat, authority=site.council, at=NOW)
    address = site.address("officer")
    assert boxes(officer.get(address))["officer"] == str(site.people["officer"].pk), "me, at first"
    fill_in(officer, address, {})
    assert fresh(site.proposal).officer == site.people["officer"]
    fill_in(officer, address, {"officer": str(pat.pk)})
    assert fresh(site.proposal).officer == pat
    changed = [said for name, said in events(site.proposal) if name == "officer changed"]
    assert changed == [
        {"before": None, "after": site.people["officer"].pk},
        {"before": site.people["officer"].pk, "after": pat.pk},
    ]
    before = fingerprint()
    fill_in(officer, address, {})
    assert fingerprint() == before, "the same again is no change"
    carry(site, to=State.SUBMITTED)
    words = words_of(officer.get(site.address("proposal")))
    assert "The council: Pat Byrne has it." in words


def test_who_is_concerned_is_told(site: Site, officer: Client) -> None:
    enquiry = enquire(site.council, site.group, site.people["member"])
    pat = add_person(email="pat@example.org", name="Pat Byrne")
    add_officer(user=pat, authority=site.council, at=NOW)
    invite(site.people["officer"], enquiry)
    fill_in(officer, at(site, enquiry, "disclosure"), {"condition": "The floor is rotten."})
    hand_to(by=site.people["officer"], proposal=enquiry, officer=pat, was=None, at=NOW)
    told = {
        (one.kind, one.user.email.partition("@")[0])
        for one in Notice.objects.filter(proposal=enquiry).select_related("user")
    }
    group = ("lead", "member", "second")
    assert told == {
        ("enquiry", "officer"),
        *(("invited", who) for who in group),
        *(("disclosed", who) for who in group),
        ("named", "pat"),
    }


def test_only_officers_of_the_council_can_be_given_it(site: Site, officer: Client) -> None:
    for who in ("checker", "lead", "elsewhere"):
        wrong = fill_in(officer, site.address("officer"), {"officer": str(site.people[who].pk)})
        assert complaints(wrong).keys() == {"officer"}
        with pytest.raises(CannotHand, match="is no asset officer"):
            hand(site, site.people[who])
    gone = site.people["officer"]
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    with pytest.raises(CannotHand):
        hand(site, gone)


def hand(site: Site, to: User) -> None:
    hand_to(by=site.people["officer"], proposal=site.proposal, officer=to, was=None, at=NOW)


def test_who_was_slower_is_told_who_has_it(site: Site, officer: Client) -> None:
    pat = add_person(email="pat@example.org", name="Pat Byrne")
    add_officer(user=pat, authority=site.council, at=NOW)
    opened = boxes(officer.get(site.address("officer")))
    hand(site, pat)
    late = officer.post(site.address("officer"), opened)
    assert "Pat Byrne has it since you opened this page." in words_of(late)
    assert fresh(site.proposal).officer == pat


# --- the checklist ------------------------------------------------------------------------------


def test_a_council_begins_with_the_product_s_items(site: Site) -> None:
    council = found_council(slug="new", name="New Council", region="London", at=NOW)
    own = ChecklistItem.objects.filter(authority=council)
    assert own.count() == sum(len(items) for items in DEFAULTS.values())
    transfer = [one.title for one in own.filter(kind="asset-transfer")]
    assert transfer == [
        *("Constitution and objects", "Asset lock", "Accounts", "Insurance", "Safeguarding"),
        *("Capacity to run the building", "Open space"),
    ]


def test_a_proposal_keeps_the_wording_of_the_day_it_was_sent_in(site: Site) -> None:
    ChecklistItem.objects.filter(authority=site.council, key="insurance").update(retired_at=NOW)
    carry(site, to=State.SUBMITTED)
    keys = [one.key for one in Check.objects.filter(proposal=site.proposal)]
    assert keys == [
        "constitution",
        "asset-lock",
        "accounts",
        "safeguarding",
        "capacity",
        "open-space",
    ]
    ChecklistItem.objects.filter(authority=site.council, key="accounts").update(title="Books")
    carry(site, to=State.RESUBMITTED)
    titles = [one.title for one in Check.objects.filter(proposal=site.proposal)]
    assert "Accounts" in titles
    assert len(titles) == 6, "sent in again, it is not given them twice"


def test_the_assessment_waits_for_every_check(site: Site, officer: Client) -> None:
    carry(site, to=State.SUBMITTED)
    begin = site.address("move", "assess")
    assert "Settle the check “Accounts” first." in words_of(officer.get(begin))
    pass_checks(site)
    accounts = site.address("check_item", "accounts")
    fill_in(officer, accounts, {"outcome": "failed", "reason": "None for three years"})
    words = words_of(officer.get(begin))
    assert "The check “Accounts” has failed." in words
    assert not page_of(officer.get(begin)).xpath("//main//form")
    fill_in(officer, accounts, {"outcome": "waived", "reason": "Founded this year"})
    assert fill_in(officer, begin, {}).status_code == 302
    assert fresh(site.proposal).state == State.ASSESSMENT


def test_a_check_is_settled_with_a_reason_by_somebody_on_a_day(site: Site, officer: Client) -> None:
    carry(site, to=State.SUBMITTED)
    address = site.address("check_item", "accounts")
    assert "outcome" not in boxes(officer.get(address)), "nothing is chosen for the officer"
    assert complaints(fill_in(officer, address, {})).keys() == {"outcome"}
    for outcome in ("passed", "failed", "waived"):
        wrong = fill_in(officer, address, {"outcome": outcome, "reason": " "})
        assert complaints(wrong) == {"reason": "Say why: it goes on record"}
    done = fill_in(
        officer, address, {"outcome": "passed", "reason": "In order", "evidence": "Accounts 2025"}
    )
    assert done.headers["Location"] == site.address("checklist")
    shown = words_of(officer.get(site.address("checklist")))
    assert "Accounts In order Seen: Accounts 2025 Officer Ŵyn, 22 November 2026" in shown
    (said,) = [said for name, said in events(site.proposal) if name == "check settled"]
    assert said["before"]["outcome"] == "open"
    assert said["after"] == {
        "item": "accounts",
        "outcome": "passed",
        "reason": "In order",
        "evidence": "Accounts 2025",
    }


def test_what_cannot_be_settled_is_refused_by_the_action(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    check = Check.objects.filter(proposal=site.proposal)[0]
    before = fingerprint()
    for outcome, reason in (("passed", " "), ("perfect", "x")):
        with pytest.raises(CannotSettle):
            settle_check(
                by=site.people["officer"],
                proposal=fresh(site.proposal),
                check=check,
                outcome=outcome,
                reason=reason,
                seen=0,
                at=NOW,
            )
    assert fingerprint() == before


def test_the_checklist_is_the_council_s_to_read_and_an_officer_s_to_settle(site: Site) -> None:
    carry(site, to=State.SUBMITTED)
    for who, status in (("lead", 403), ("officer", 200), ("checker", 200), ("auditor", 200)):
        assert site.client(who).get(site.address("checklist")).status_code == status
    item = site.address("check_item", "accounts")
    before = fingerprint()
    for who in ("lead", "checker", "auditor"):
        sent = {"outcome": "passed", "reason": "x", "page-saves": "0"}
        assert site.client(who).post(item, sent).status_code == 403
    assert fingerprint() == before
    unknown = site.address("check_item", "nonsense")
    assert site.client("officer").get(unknown).status_code == 404
