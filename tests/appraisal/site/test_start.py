"""Starting a proposal: one question a page, one proposal however often the button is pressed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions.proposals import Contact, start_proposal
from appraisal.models import Proposal
from core.models import AuditEntry, Membership, Organisation
from tests.appraisal.site.browsing import boxes, complaints, words_of
from tests.appraisal.site.people import NOW, Site, answer, begin, events, fingerprint

pytestmark = pytest.mark.django_db

PAGES: dict[str, dict[str, str]] = {
    "kind": {"kind": "asset-transfer"},
    "title": {"title": "Tŷ Ŵyn 🏠"},
    "asset": {"name": "Norton Hall", "postcode": "B33 8TX"},
    "contact": {
        "group_name": "Ŷ group",
        "contact_name": "Mair",
        "contact_email": "mair@example.org",
        "contact_phone": "0121 496 0000",
    },
}


def step(site: Site, name: str, route: str = "start") -> str:
    return reverse(f"appraisal:{route}", args=[site.council.slug, name])


def walk(site: Site, client: Client, *, route: str = "start", **changed: dict[str, str]) -> Any:
    """Fill all pages in, one after the other; return the answer to the last."""
    client.get(
        reverse(
            f"appraisal:{route}{'_proposal' if route == 'start' else ''}", args=[site.council.slug]
        )
        if route == "start"
        else reverse("appraisal:start_paper", args=[site.council.slug])
    )
    response: Any = None
    for name, typed in PAGES.items():
        assert client.get(step(site, name, route)).status_code == 200, name
        response = client.post(step(site, name, route), {**typed, **changed.get(name, {})})
    return response


def test_a_newcomer_registers_a_group_and_starts_its_proposal(site: Site) -> None:
    client = site.client("stranger")
    response = walk(site, client)
    found = Proposal.objects.exclude(pk=site.proposal.pk).get()
    assert response.headers["Location"] == site.address("proposal", proposal=found)
    assert (found.title, found.organisation.name) == ("Tŷ Ŵyn 🏠", "Ŷ group")
    assert (found.contact_name, found.contact_phone) == ("Mair", "0121 496 0000")
    assert (found.asset.name, found.asset.postcode) == ("Norton Hall", "B33 8TX")
    assert client.get(site.address("proposal", proposal=found)).status_code == 200
    assert [event for event, _ in events(found)] == ["proposal started"]


def test_jumping_ahead_leads_to_the_first_page_that_was_left_out(
    site: Site, member: Client
) -> None:
    for name in ("title", "asset", "contact"):
        for ask in (member.get, member.post):
            assert ask(step(site, name)).headers["Location"] == step(site, "kind")
    member.post(step(site, "kind"), PAGES["kind"])
    assert member.get(step(site, "contact")).headers["Location"] == step(site, "title")
    assert member.get(step(site, "nonsense")).status_code == 404


def test_the_button_pressed_twice_starts_one_proposal_of_one_group(site: Site) -> None:
    client = site.client("stranger")
    first = walk(site, client)
    before = fingerprint()
    second = client.post(step(site, "contact"), PAGES["contact"])
    assert second.headers["Location"] == first.headers["Location"]
    assert fingerprint() == before
    assert Organisation.objects.filter(name="Ŷ group").count() == 1


def test_a_group_that_the_council_knows_is_refused_with_all_that_was_typed(site: Site) -> None:
    response = walk(site, site.client("stranger"), contact={"group_name": " hall  GROUP "})
    assert complaints(response).keys() == {"group_name"}
    assert "knows a group called “hall GROUP” already" in words_of(response)
    typed = boxes(response)
    assert typed["contact_name"] == "Mair"
    assert typed["group_name"].split() == ["hall", "GROUP"]
    assert not Proposal.objects.exclude(pk=site.proposal.pk).exists()
    assert not Membership.objects.filter(user=site.people["stranger"]).exists()
    again = site.client("stranger")
    assert walk(site, again).status_code == 302


def test_a_member_starts_one_for_their_own_group_and_for_no_other(
    site: Site, member: Client
) -> None:
    rival = Organisation.objects.get(name="Rival group")
    refused = walk(site, member, contact={"group": str(rival.pk)})
    assert "group" in complaints(refused)
    response = member.post(
        step(site, "contact"), {**PAGES["contact"], "group": str(site.group.pk), "group_name": ""}
    )
    assert response.status_code == 302
    assert Proposal.objects.filter(organisation=site.group).count() == 2


WRONG: list[tuple[str, dict[str, str]]] = [
    ("kind", {"kind": "theft"}),
    ("kind", {"kind": ""}),
    ("title", {"title": "  "}),
    ("title", {"title": "x" * 201}),
    ("asset", {"name": ""}),
    ("asset", {"postcode": "x" * 11}),
    ("contact", {"contact_email": "mair at example"}),
    ("contact", {"contact_name": ""}),
    ("contact", {"group_name": "x" * 201}),
    ("contact", {"group_name": "a\0b"}),
]


def test_what_cannot_be_is_said_beside_its_box(site: Site) -> None:
    client = site.client("stranger")
    pages = list(PAGES)
    for name, typed in WRONG:
        for before in pages[: pages.index(name)]:
            client.post(step(site, before), PAGES[before])
        response = client.post(step(site, name), {**PAGES[name], **typed})
        assert complaints(response).keys() == typed.keys()
        rest = {key: said for key, said in PAGES[name].items() if key not in typed}
        assert rest.items() <= boxes(response).items()


def test_a_service_needs_no_building(site: Site) -> None:
    response = walk(
        site,
        site.client("stranger"),
        kind={"kind": "coproduction"},
        asset={"name": "", "postcode": ""},
    )
    assert response.status_code == 302
    found = Proposal.objects.get(kind="coproduction")
    assert site.client("stranger").get(site.address("proposal", proposal=found)).status_code == 200


def test_another_kind_chosen_on_the_way_back_asks_for_the_building_again(site: Site) -> None:
    client = site.client("stranger")
    client.post(step(site, "kind"), {"kind": "coproduction"})
    client.post(step(site, "title"), PAGES["title"])
    client.post(step(site, "asset"), {"name": ""})
    client.post(step(site, "kind"), {"kind": "asset-transfer"})
    response = client.post(step(site, "contact"), PAGES["contact"])
    assert response.status_code == 200
    assert "Go back and look at them again" in words_of(response)
    assert not Proposal.objects.exclude(pk=site.proposal.pk).exists()


def test_what_was_typed_for_one_council_is_not_taken_for_another(site: Site) -> None:
    client = site.client("stranger")
    client.post(step(site, "kind"), PAGES["kind"])
    elsewhere = reverse("appraisal:start", args=[site.other.slug, "title"])
    assert client.get(elsewhere).headers["Location"].endswith("/ely/start/kind/")


# --- a paper form ------------------------------------------------------------------------------------


@pytest.fixture
def paper(site: Site, officer: Client) -> Proposal:
    """Return a proposal that an officer has typed in from paper."""
    response = walk(
        site, officer, route="paper", contact={"group": str(site.group.pk), "group_name": ""}
    )
    assert response.status_code == 302, complaints(response)
    return Proposal.objects.get(from_paper=True)


def test_an_officer_types_a_paper_form_in_until_the_group_confirms_it(
    site: Site, member: Client, officer: Client, paper: Proposal
) -> None:
    address = site.address("criterion", "A", proposal=paper)
    sent = {"capital_cost_gbp": "5", "page-saves": "0"}
    assert officer.post(address, sent).status_code == 302
    assert officer.get(site.address("facts", "terms", proposal=paper)).status_code == 200
    confirm = site.address("confirm", proposal=paper)
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
    response = walk(site, officer, route="paper", contact={"group": "new"})
    assert response.status_code == 302
    group = Organisation.objects.get(name="Ŷ group")
    assert not Membership.objects.filter(organisation=group).exists()


def test_a_paper_form_is_for_officers(site: Site, member: Client) -> None:
    assert member.get(step(site, "kind", "paper")).status_code == 404
    assert member.post(step(site, "kind", "paper"), PAGES["kind"]).status_code == 404


def test_a_proposal_is_given_its_lists_once(site: Site) -> None:
    site.council.aims.all().delete()
    answer(site.people["member"], site.proposal, "E", ratings={"be-healthy": "major"})
    assert dict(site.sheet.aims["E"]) == {"be-healthy": "Be healthy", "stay-safe": "Stay safe"}
    assert not begin(site.council, site.group, site.people["member"]).aims.exists()


def test_who_goes_back_after_starting_comes_to_the_proposal(site: Site) -> None:
    client = site.client("stranger")
    started = walk(site, client).headers["Location"]
    for name in ("kind", "title", "asset", "contact"):
        assert client.get(step(site, name)).headers["Location"] == started
    assert client.post(step(site, "title"), {"title": "Other"}).headers["Location"] == started
    again = client.get(f"/{site.council.slug}/start/")
    assert again.headers["Location"] == step(site, "kind"), "another proposal begins anew"
    assert client.get(step(site, "kind")).status_code == 200


def test_the_contact_of_a_paper_form_may_confirm_it(site: Site) -> None:
    """A group that nobody belongs to yet must be able to say yes to its own form."""
    started = start_proposal(
        by=site.people["officer"],
        authority=site.council,
        organisation=None,
        group_name="Scouts",
        kind="asset-transfer",
        title="The hut",
        contact=Contact(name="Dilys", email="STRANGER@example.org"),
        from_paper=True,
        at=NOW,
    )
    proposals = f"/{site.council.slug}/proposals/"
    for who, sees in (("elsewhere", False), ("stranger", True)):
        assert ("The hut" in words_of(site.client(who).get(proposals))) is sees
    address = f"{proposals}{started.pk}/confirm/"
    assert site.client("stranger").post(address).status_code == 302
    started.refresh_from_db()
    assert started.confirmed_by == site.people["stranger"]
    assert AuditEntry.objects.filter(
        event="membership added", told__text__contains="group-lead"
    ).exists()


def test_a_contact_who_is_known_already_is_let_in_at_once(site: Site) -> None:
    """Also somebody who belongs to another group, whose list is not empty."""
    started = start_proposal(
        by=site.people["officer"],
        authority=site.council,
        organisation=None,
        group_name="Scouts",
        kind="asset-transfer",
        title="The hut",
        contact=Contact(name="R", email="rival@example.org"),
        from_paper=True,
        at=NOW,
    )
    shown = site.client("rival").get(f"/{site.council.slug}/proposals/{started.pk}/confirm/")
    assert shown.status_code == 200
    nobody = f"/{site.council.slug}/proposals/{started.pk}/"
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
