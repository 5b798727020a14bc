"""Starting a proposal: an enquiry on one page, one proposal however often the button is pressed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions.enquiries import begin_application
from appraisal.actions.proposals import Contact, start_proposal
from appraisal.models import Disclosure, Proposal, State
from core.models import AuditEntry, Membership, Organisation
from tests.appraisal.site.browsing import Boxes, boxes, complaints, fill_in, words_of
from tests.appraisal.site.people import (
    NOW,
    Site,
    answer,
    begin,
    events,
    fingerprint,
    invite,
)

pytestmark = pytest.mark.django_db

TYPED: Boxes = {
    "kind": "asset-transfer",
    "title": "Tŷ Ŵyn 🏠",
    "name": "Norton Hall",
    "summary": "Open the hall.\r\nEvery day.",
    "group": "new",
    "group_name": "Ŷ group",
    "contact_name": "Mair",
    "contact_email": "mair@example.org",
    "contact_phone": "0121 496 0000",
}


def page(site: Site, route: str = "start_proposal") -> str:
    return reverse(f"appraisal:{route}", args=[site.council.slug])


def start(site: Site, client: Client, *, route: str = "start_proposal", **changed: Any) -> Any:
    """Fill the page in and press its button. A box typed as None is left out."""
    return fill_in(client, page(site, route), {**TYPED, **changed})


def started(site: Site) -> Proposal:
    return Proposal.objects.exclude(pk=site.proposal.pk).get()


def test_a_newcomer_registers_a_group_and_sends_its_enquiry(site: Site) -> None:
    client = site.client("stranger")
    response = start(site, client)
    found = started(site)
    assert response.headers["Location"] == site.address("proposal", proposal=found)
    assert (found.title, found.organisation.name) == ("Tŷ Ŵyn 🏠", "Ŷ group")
    assert found.summary == "Open the hall.\r\nEvery day."
    assert (found.contact_name, found.contact_phone) == ("Mair", "0121 496 0000")
    assert (found.asset.name, found.state) == ("Norton Hall", State.ENQUIRY)
    assert client.get(site.address("proposal", proposal=found)).status_code == 200
    assert [event for event, _ in events(found)] == ["proposal started"]


def test_the_button_pressed_twice_starts_one_proposal_of_one_group(site: Site) -> None:
    client = site.client("stranger")
    opened = boxes(client.get(page(site)))
    first = client.post(page(site), {**opened, **TYPED})
    before = fingerprint()
    second = client.post(page(site), {**opened, **TYPED})
    assert second.headers["Location"] == first.headers["Location"]
    assert fingerprint() == before
    assert Organisation.objects.filter(name="Ŷ group").count() == 1


def test_the_page_opened_anew_starts_another(site: Site, member: Client) -> None:
    mine = {"group": str(site.group.pk), "group_name": ""}
    first = start(site, member, **mine)
    second = start(site, member, **mine)
    assert first.headers["Location"] != second.headers["Location"]
    assert Proposal.objects.filter(organisation=site.group).count() == 3


@pytest.mark.parametrize("ident", ["", "no-id", "0" * 40])
def test_an_id_that_is_none_is_made_good(site: Site, ident: str) -> None:
    client = site.client("stranger")
    wrong = client.post(page(site), {**TYPED, "proposal": ident, "title": ""})
    assert str(UUID(boxes(wrong)["proposal"])) != ident
    assert client.post(page(site), {**TYPED, "proposal": ident}).status_code == 302


def test_an_id_of_somebody_else_starts_nothing_and_tells_nothing(site: Site) -> None:
    client = site.client("stranger")
    before = fingerprint()
    response = client.post(page(site), {**TYPED, "proposal": str(site.proposal.pk)})
    assert response.status_code == 200
    assert "Our hall" not in words_of(response)
    again = boxes(response)
    assert again["proposal"] != str(site.proposal.pk)
    assert again["title"] == TYPED["title"]
    assert fingerprint() == before
    assert client.post(page(site), {**again, **TYPED}).status_code == 302


def test_a_group_that_the_council_knows_is_refused_with_all_that_was_typed(site: Site) -> None:
    client = site.client("stranger")
    response = start(site, client, group_name=" hall  GROUP ")
    assert complaints(response).keys() == {"group_name"}
    assert "knows a group called “hall GROUP” already" in words_of(response)
    typed = boxes(response)
    assert typed["contact_name"] == "Mair"
    assert typed["group_name"].split() == ["hall", "GROUP"]
    assert not Proposal.objects.exclude(pk=site.proposal.pk).exists()
    assert not Membership.objects.filter(user=site.people["stranger"]).exists()
    assert client.post(page(site), {**typed, "group_name": "Ŷ"}).status_code == 302


def test_a_member_starts_one_for_their_own_group_and_for_no_other(
    site: Site, member: Client
) -> None:
    opened = boxes(member.get(page(site)))
    assert opened["group"] == str(site.group.pk), "of one group, it is chosen already"
    assert opened["contact_email"] == "member@example.org"
    rival = Organisation.objects.get(name="Rival group")
    refused = start(site, member, group=str(rival.pk))
    assert "group" in complaints(refused)
    assert start(site, member, group=str(site.group.pk), group_name="").status_code == 302
    assert Proposal.objects.filter(organisation=site.group).count() == 2


WRONG: list[dict[str, str]] = [
    {"kind": "theft"},
    {"kind": ""},
    {"title": "  "},
    {"title": "x" * 201},
    {"name": ""},
    {"name": "x" * 201},
    {"summary": " "},
    {"summary": "x" * 10_001},
    {"contact_email": "mair at example"},
    {"contact_name": ""},
    {"group_name": "x" * 201},
    {"group_name": "a\0b"},
    {"group_name": ""},
]


@pytest.mark.parametrize("typed", WRONG, ids=lambda one: repr(one)[:30])
def test_what_cannot_be_is_said_beside_its_box(site: Site, typed: dict[str, str]) -> None:
    before = fingerprint()
    response = start(site, site.client("stranger"), **typed)
    assert complaints(response).keys() == typed.keys()
    rest = {key: said for key, said in TYPED.items() if key not in {*typed, "group"}}
    shown = boxes(response)
    assert {key: shown[key].replace("\r", "") for key in rest} == {
        key: said.replace("\r", "") for key, said in rest.items()
    }
    assert fingerprint() == before


def test_a_service_needs_no_building(site: Site) -> None:
    response = start(site, site.client("stranger"), kind="coproduction", name="")
    assert response.status_code == 302
    found = started(site)
    assert not hasattr(found, "asset")
    assert site.client("stranger").get(site.address("proposal", proposal=found)).status_code == 200


# --- a paper form ------------------------------------------------------------------------------------


@pytest.fixture
def paper(site: Site, officer: Client) -> Proposal:
    """Return an enquiry that an officer has typed in from paper."""
    response = start(site, officer, route="start_paper", group=str(site.group.pk), group_name="")
    assert response.status_code == 302, complaints(response)
    return Proposal.objects.get(from_paper=True)


def to_draft(site: Site, proposal: Proposal) -> Proposal:
    """Invite the group of a paper form, and begin for it what the officer goes on typing."""
    officer = site.people["officer"]
    invite(officer, proposal)
    read = Disclosure.objects.get(proposal=proposal).saves
    begin_application(by=officer, proposal=proposal, read=read, at=NOW)
    return Proposal.objects.get(pk=proposal.pk)


def test_an_officer_types_a_paper_form_in_until_the_group_confirms_it(
    site: Site, member: Client, officer: Client, paper: Proposal
) -> None:
    confirm = site.address("confirm", proposal=paper)
    assert member.get(confirm).status_code == 403, "there is no application yet to say yes to"
    to_draft(site, paper)
    address = site.address("criterion", "A", proposal=paper)
    sent = {"capital_cost_gbp": "5", "page-saves": "0"}
    assert officer.post(address, sent).status_code == 302
    assert officer.get(site.address("facts", "terms", proposal=paper)).status_code == 200
    assert officer.post(confirm).status_code == 403
    assert "Is this what your paper form said?" in words_of(member.get(confirm))
    for _ in range(2):  # the button pressed twice
        member.post(confirm)
    assert [event for event, _ in events(paper)].count("paper form confirmed") == 1
    before = fingerprint()
    again = {"capital_cost_gbp": "6", "page-saves": "1"}
    assert officer.post(address, again).status_code == 403
    assert (
        officer.post(site.address("facts", "terms", proposal=paper), {"years": "9"}).status_code
        == 403
    )
    assert fingerprint() == before
    assert member.post(address, again).status_code == 302


def test_an_officer_registers_the_group_of_a_paper_form_without_joining_it(
    site: Site, officer: Client
) -> None:
    assert start(site, officer, route="start_paper").status_code == 302
    group = Organisation.objects.get(name="Ŷ group")
    assert not Membership.objects.filter(organisation=group).exists()


def test_a_paper_form_is_for_officers(site: Site, member: Client) -> None:
    assert member.get(page(site, "start_paper")).status_code == 404
    assert member.post(page(site, "start_paper"), TYPED).status_code == 404


def test_a_proposal_is_given_its_lists_once(site: Site) -> None:
    site.council.aims.all().delete()
    answer(site.people["member"], site.proposal, "E", ratings={"be-healthy": "major"})
    assert dict(site.sheet.aims["E"]) == {"be-healthy": "Be healthy", "stay-safe": "Stay safe"}
    assert not begin(site.council, site.group, site.people["member"]).aims.exists()


def of_scouts(site: Site, email: str) -> Proposal:
    """Return the enquiry of a group that nobody belongs to yet, as its paper form said."""
    return start_proposal(
        by=site.people["officer"],
        authority=site.council,
        organisation=None,
        group_name="Scouts",
        kind="asset-transfer",
        title="The hut",
        asset={"name": "Hut"},
        contact=Contact(name="Dilys", email=email),
        from_paper=True,
        at=NOW,
    )


def test_the_contact_of_a_paper_form_may_confirm_it(site: Site) -> None:
    """A group that nobody belongs to yet must be able to say yes to its own form."""
    hut = of_scouts(site, "STRANGER@example.org")
    proposals = f"/{site.council.slug}/proposals/"
    for who, sees in (("elsewhere", False), ("stranger", True)):
        assert ("The hut" in words_of(site.client(who).get(proposals))) is sees
    to_draft(site, hut)
    address = f"{proposals}{hut.pk}/confirm/"
    assert site.client("stranger").post(address).status_code == 302
    hut.refresh_from_db()
    assert hut.confirmed_by == site.people["stranger"]
    assert AuditEntry.objects.filter(
        event="membership added", told__text__contains="group-lead"
    ).exists()


def test_a_contact_who_is_known_already_is_let_in_at_once(site: Site) -> None:
    """Also somebody who belongs to another group, whose list is not empty."""
    hut = to_draft(site, of_scouts(site, "rival@example.org"))
    shown = site.client("rival").get(f"/{site.council.slug}/proposals/{hut.pk}/confirm/")
    assert shown.status_code == 200
    nobody = f"/{site.council.slug}/proposals/{hut.pk}/"
    assert site.client("stranger").get(nobody).status_code == 404


def test_an_officer_who_names_themselves_cannot_confirm_for_the_group(site: Site) -> None:
    officer = site.people["officer"]
    started = start_proposal(
        by=officer,
        authority=site.council,
        organisation=None,
        group_name="Scouts",
        kind="asset-transfer",
        title="The hut",
        contact=Contact(name=officer.name, email=officer.email),
        from_paper=True,
        at=NOW,
    )
    assert not Membership.objects.filter(organisation=started.organisation).exists()
    address = f"/{site.council.slug}/proposals/{started.pk}/confirm/"
    assert site.client("officer").get(address).status_code == 403
    assert site.client("officer").post(address).status_code == 403


def test_what_was_typed_for_one_council_starts_nothing_at_another(site: Site) -> None:
    client = site.client("stranger")
    opened = boxes(client.get(page(site)))
    client.post(page(site), {**opened, **TYPED})
    before = fingerprint()
    elsewhere = reverse("appraisal:start_proposal", args=[site.other.slug])
    response = client.post(elsewhere, {**opened, **TYPED})
    assert response.status_code == 200
    assert "started already" in words_of(response)
    assert fingerprint() == before
