"""Invitations: who may send them, what the link is good for, and that it is good for it once."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from appraisal.actions.invitations import LASTS, IsOver, accept, hash_of, withdraw
from core.accounts.people import add_person
from core.models import AuditEntry, Invitation, Letter, Membership, Role, User
from tests.appraisal.site.browsing import complaints, fill_in, page_of, words_of
from tests.appraisal.site.people import NOW, Site, fingerprint, usual_site
from tests.appraisal.site.test_together import at_once
from tests.core.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits() -> None:
    cache.clear()


def sent(client: Client, address: str, **typed: str) -> str:
    """Invite somebody on the page, and return the path of the link that they were mailed."""
    before = set(Letter.objects.values_list("pk", flat=True))
    response = fill_in(client, address, typed)
    assert response.status_code == 302, words_of(response)
    letter = Letter.objects.exclude(pk__in=before).get()
    return letter.link


def newest() -> Letter:
    """Return the newest letter with an invitation that is to be sent."""
    return Letter.objects.filter(state="queued", kind="invitation").latest("written_at")


def to_group(site: Site, page: str = "invite/") -> str:
    return f"/brum/groups/{site.group.pk}/{page}"


def newcomer(email: str = "new@example.org") -> tuple[User, Client]:
    user = add_person(email=email, name="New Ŵyn", password=PASSWORD)
    client = Client()
    client.force_login(user)
    return user, client


def test_a_lead_invites_a_colleague_who_joins(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="New@Example.org",
        role="group-member",
    )
    assert newest().address == "new@example.org"
    assert "Hall group" in newest().text
    user, client = newcomer()
    page = client.get(link)
    assert "Join Hall group" in words_of(page)
    assert "another email address" not in words_of(page)
    done = client.post(link)
    assert done.headers["Location"] == f"/brum/groups/{site.group.pk}/"
    joined = Membership.objects.get(user=user)
    assert (joined.organisation, joined.role) == (site.group, Role.GROUP_MEMBER)
    events = [one.event for one in AuditEntry.objects.order_by("sequence")][-3:]
    assert events == ["invitation sent", "membership added", "invitation accepted"]
    for entry in AuditEntry.objects.all():
        assert "@" not in entry.detail, "people stand on record by number only"


def test_only_a_hash_of_the_link_is_kept_and_the_address_goes_in_the_end(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-lead",
    )
    token = link.split("/")[-2]
    kept = Invitation.objects.get()
    assert kept.token_sha256 == hash_of(token)
    assert len(token) >= 43
    newcomer()[1].post(link)
    kept.refresh_from_db()
    assert (kept.email, kept.over_at) == ("", NOW)


@pytest.mark.parametrize("role", [role for role in Role if not role.startswith("group")])
def test_an_administrator_invites_to_each_role(
    site: Site,
    role: Role,
) -> None:
    link = sent(
        site.client("admin"),
        "/brum/people/invite/",
        email="new@example.org",
        role=role,
    )
    user, client = newcomer()
    assert client.post(link).status_code == 302
    assert [one.role for one in user.memberships.all()] == [role]


def test_an_administrator_invites_a_group_s_lead_and_nobody_else_to_it(
    site: Site,
) -> None:
    client = site.client("admin")
    page = page_of(client.get(to_group(site)))
    assert not page.xpath("//input[@name='role']")
    link = sent(
        client,
        to_group(site),
        email="new@example.org",
        role="group-member",  # what was never asked is not believed
    )
    user, their = newcomer()
    their.post(link)
    assert user.memberships.get().role == Role.GROUP_LEAD


def test_a_member_who_is_invited_as_lead_becomes_one(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="member@example.org",
        role="group-lead",
    )
    site.client("member").post(link)
    assert Membership.objects.get(user=site.people["member"]).role == Role.GROUP_LEAD


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("", "Enter the email address of whom you invite"),
        ("nobody", "“Email address” must be an email address, such as name@example.org"),
        ("MEMBER@example.org", "Somebody with this address belongs to Hall group already"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(site: Site, email: str, says: str) -> None:
    before = fingerprint()
    page = fill_in(site.client("lead"), to_group(site), {"email": email, "role": "group-member"})
    assert complaints(page) == {"email": says}
    assert fingerprint() == before
    unknown = fill_in(site.client("lead"), to_group(site), {"email": "a@b.example", "role": "king"})
    assert list(complaints(unknown)) == ["role"]


# --- who has another address -------------------------------------------------------------------


def test_with_another_address_one_is_told_and_says_that_it_was_meant(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    user, client = newcomer("other@example.org")
    page = client.get(link)
    assert "new@example.org" in words_of(page)
    assert "other@example.org" in words_of(page)
    refused = client.post(link)
    assert list(complaints(refused)) == ["meant"]
    assert not user.memberships.exists()
    assert client.post(link, {"meant": "on"}).status_code == 302
    assert user.memberships.get().organisation == site.group
    told = Letter.objects.get(kind="invitation-other-address")
    assert told.address == "lead@example.org"
    assert "another email address" in told.text
    assert "other@example.org" not in told.text
    assert '"other_address": true' in AuditEntry.objects.get(event="invitation accepted").detail


def test_a_role_at_the_council_needs_the_address_it_was_sent_to(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    link = sent(
        site.client("admin"),
        "/brum/people/invite/",
        email="new@example.org",
        role="auditor",
    )
    user, client = newcomer("other@example.org")
    page = page_of(client.get(link))
    assert not page.xpath("//main//form")
    before = fingerprint()
    with caplog.at_level(logging.WARNING, logger="security"):
        refused = client.post(link, {"meant": "on"})
    assert refused.status_code == 403
    assert "with that address only" in words_of(refused)
    assert fingerprint() == before
    assert not user.memberships.exists()
    assert "invitation refused: POST /brum/invitation/…/" in caplog.text
    assert link.split("/")[-2] not in caplog.text, "the link still works, so it is a secret"


def test_an_address_that_is_not_confirmed_is_not_theirs(
    site: Site,
) -> None:
    link = sent(
        site.client("admin"),
        "/brum/people/invite/",
        email="new@example.org",
        role="auditor",
    )
    user, client = newcomer("new@example.org")
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert client.post(link, {"meant": "on"}).status_code == 403
    assert not user.memberships.exists()


def test_signed_out_one_is_asked_to_sign_in_and_comes_back(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    page = page_of(Client().get(link))
    ways = [one.get("href") for one in page.xpath("//main//a")]
    query = f"?next=%2F{'%2F'.join(link.strip('/').split('/'))}%2F"
    assert ways == [f"/accounts/sign-in/{query}", f"/accounts/sign-up/{query}"]
    assert "new@example.org" not in words_of(Client().get(link))
    before = fingerprint()
    assert Client().post(link).headers["Location"] == ways[0]
    assert fingerprint() == before


# --- over --------------------------------------------------------------------------------------


def test_an_invitation_expires_after_two_weeks(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    user, client = newcomer()
    monkeypatch.setattr(timezone, "now", lambda: NOW + LASTS - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + LASTS)
    client.force_login(user)  # two weeks are longer than a session
    for refused in (client.get(link), client.post(link), Client().get(link)):
        assert refused.status_code == 410
        assert "It worked until 6 December 2026" in words_of(refused)
    assert not user.memberships.exists()
    assert caplog.text.count("invitation expired:") == 3

    listed = words_of(site.client("lead").get(to_group(site, "")))
    assert "Expired" in listed
    site.client("lead").post(f"/brum/invitations/{Invitation.objects.get().pk}/", {"again": "yes"})
    assert client.post(newest().link).status_code == 302
    assert user.memberships.exists()


def test_to_send_it_again_ends_the_link_before(
    site: Site,
) -> None:
    invite = partial(sent, site.client("lead"), to_group(site))
    first = invite(email="new@example.org", role="group-member")
    second = invite(email="new@example.org", role="group-lead")
    assert first != second
    assert Invitation.objects.count() == 1
    user, client = newcomer()
    assert client.get(first).status_code == 404
    client.post(second)
    assert user.memberships.get().role == Role.GROUP_LEAD


def test_a_withdrawn_invitation_is_refused(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    client = site.client("lead")
    page = f"/brum/invitations/{Invitation.objects.get().pk}/"
    assert "new@example.org" in words_of(client.get(page))
    client.post(page, {"withdraw": "yes"})
    client.post(page, {"withdraw": "yes"})
    user, their = newcomer()
    for refused in (their.get(link), their.post(link)):
        assert refused.status_code == 410
        assert "withdrawn" in words_of(refused)
    assert not user.memberships.exists()
    assert AuditEntry.objects.filter(event="invitation withdrawn").count() == 1
    again = client.post(page, {"again": "yes"}, follow=True)
    assert "nothing to send" in words_of(again)
    assert not Invitation.objects.get().email


def test_a_used_invitation_is_refused_to_the_next(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    newcomer()[1].post(link)
    user, second = newcomer("other@example.org")
    refused = second.post(link, {"meant": "on"})
    assert refused.status_code == 410
    assert "accepted already" in words_of(refused)
    assert not user.memberships.exists()


def test_who_belongs_already_does_not_use_it_up(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    refused = site.client("member").post(link, {"meant": "on"})
    assert refused.status_code == 403
    assert "You belong to Hall group already." in words_of(refused)
    assert newcomer()[1].post(link).status_code == 302


# --- guessing ----------------------------------------------------------------------------------


def test_guessed_links_lead_nowhere_are_logged_and_soon_refused(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    guesser = site.client("stranger")
    got = [guesser.get(f"/brum/invitation/guess{one}/").status_code for one in range(32)]
    assert got == [404] * 30 + [429] * 2
    assert caplog.text.count("invitation that there never was") == 32
    assert guesser.get(link).status_code == 200, "who has a link is not kept out"
    assert Client().get(link.replace("/brum/", "/ely/")).status_code == 429


def test_another_council_does_not_know_the_link(
    site: Site,
) -> None:
    link = sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    assert newcomer()[1].post(link.replace("/brum/", "/ely/")).status_code == 404


def test_nobody_sends_invitations_without_end(
    site: Site,
) -> None:
    client = site.client("lead")
    got = [
        client.post(
            to_group(site), {"email": f"n{one}@example.org", "role": "group-member"}
        ).status_code
        for one in range(42)
    ]
    assert got == [302] * 40 + [429] * 2


@pytest.mark.parametrize("who", ["member", "rival", "officer", "admin", "elsewhere", "manager"])
def test_an_invitation_is_managed_by_who_may_send_it(
    site: Site,
    who: str,
) -> None:
    sent(
        site.client("lead"),
        to_group(site),
        email="new@example.org",
        role="group-member",
    )
    before = fingerprint()
    page = f"/brum/invitations/{Invitation.objects.get().pk}/"
    client = site.client(who)
    assert client.get(page).status_code == 404
    assert client.post(page, {"withdraw": "yes"}).status_code == 404
    assert fingerprint() == before


# --- together ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_joins() -> None:
    site = usual_site()
    people = [add_person(email=f"n{one}@example.org", name="") for one in range(4)]
    for turn in range(3):
        invitation = Invitation.objects.create(
            authority=site.council,
            organisation=site.group,
            role=Role.GROUP_MEMBER,
            email=f"n{turn}@example.org",
            token_sha256=hash_of(str(turn)),
            invited_by=site.people["lead"],
            sent_at=NOW,
            expires_at=NOW + LASTS,
        )
        pair = [one for one in people if not one.memberships.exists()][:2]

        def take(by: User, invitation: Invitation = invitation) -> str:
            try:
                accept(by=by, invitation=invitation, meant=True, at=NOW)
            except IsOver as refusal:
                return str(refusal.why)
            return "joined"

        got = at_once([partial(take, one) for one in pair])
        assert sorted(got) == ["accepted", "joined"]
        joined = [one for one in pair if one.memberships.exists()]
        invitation.refresh_from_db()
        assert joined == [invitation.accepted_by]


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_either_accepted_or_withdrawn() -> None:
    site = usual_site()
    user = add_person(email="new@example.org", name="")
    invitation = Invitation.objects.create(
        authority=site.council,
        organisation=site.group,
        role=Role.GROUP_MEMBER,
        email="new@example.org",
        token_sha256=hash_of("x"),
        invited_by=site.people["lead"],
        sent_at=NOW,
        expires_at=NOW + LASTS,
    )

    def take() -> str:
        try:
            accept(by=user, invitation=invitation, meant=False, at=NOW)
        except IsOver as refusal:
            return str(refusal.why)
        return "joined"

    def take_back() -> str:
        try:
            withdraw(by=site.people["lead"], invitation=invitation, at=NOW)
        except IsOver as refusal:
            return str(refusal.why)
        return "gone"

    got = at_once([take, take_back])
    assert got in (["joined", "accepted"], ["withdrawn", "gone"])
    assert user.memberships.exists() == (got[0] == "joined")
