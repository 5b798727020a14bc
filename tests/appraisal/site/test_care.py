"""Taking an account away, giving people what is kept of them, and what the public pages say."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.test import Client

from appraisal.actions.anonymous import GONE, CannotForget, forget_person
from appraisal.actions.councils import add_staff
from appraisal.actions.invitations import invite
from appraisal.actions.retention import set_periods
from appraisal.models import Flag, MarkSheet, Proposal
from appraisal.queries.own import KEPT
from appraisal.queries.verify import first_broken_link
from core.models import AuditEntry, Authority, Invitation, Letter, Membership, Role, User
from tests.appraisal.site.browsing import page_of
from tests.appraisal.site.people import NOW, Site, fingerprint
from tests.appraisal.site.sitting import sit
from tests.appraisal.site.test_notices import send
from tests.appraisal.site.test_records import freeze
from tests.core.people import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(site: Site) -> Site:
    """Return a site that knows a good deal of the group's member."""
    member = site.people["member"]
    Proposal.objects.update(contact_email=member.email, contact_name=member.name)
    noted = json.dumps([{"changed": {"object": f"{member}: Group member", "fields": ["Role"]}}])
    LogEntry.objects.create(
        user=site.people["admin"],
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(member.pk),
        object_repr=str(member),
        action_flag=2,
        change_message=noted,
    )
    freeze(site, "submit", "member")
    send(site, "returned", "member", site.proposal)
    return site


def everything(*texts: str) -> list[str]:
    """Return where in all tables of ours and of signing in one of some texts stands."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ("core", "appraisal", "account", "sessions", "mfa", "admin"):
            found += _in(model, texts)
    return found


def _in(model: type[models.Model], texts: tuple[str, ...]) -> list[str]:
    rows = json.dumps([list(map(str, row)) for row in model._default_manager.values_list()])
    return [f"{model.__name__}: {text}" for text in texts if json.dumps(text)[1:-1] in rows]


def test_nothing_leads_to_the_person_any_more_and_the_chain_is_whole(known: Site) -> None:
    member, client = known.people["member"], known.client("member")
    email, name = member.email, member.name
    assert client.get(known.address("proposal")).status_code == 200
    assert len(everything(email, name)) > 3
    forget_person(user=member, by=known.people["admin"], authority=known.council, at=NOW)
    assert everything(email, name) == []
    member.refresh_from_db()
    assert (member.name, member.is_active, member.has_usable_password()) == (GONE, False, False)
    assert not Membership.objects.filter(user=member).exists()
    assert not EmailAddress.objects.filter(user=member).exists()
    assert not Letter.objects.filter(user=member).exists()
    keys = [one.get_decoded().get("_auth_user_id") for one in Session.objects.all()]
    assert str(member.pk) not in keys
    assert client.get(known.address("proposal")).status_code == 302, "they are signed out"
    assert first_broken_link(known.council) is None
    entry = AuditEntry.objects.get(event="person made anonymous")
    assert (entry.by, entry.about) == (known.people["admin"], f"user:{member.pk}")
    call_command("verify_audit", stdout=StringIO())
    with pytest.raises(CannotForget, match="already"):
        forget_person(user=member, by=None, at=NOW)


def test_what_they_did_stays_under_their_number(known: Site) -> None:
    member = known.people["member"]
    before = AuditEntry.objects.filter(by=member).count()
    forget_person(user=member, by=None, at=NOW)
    assert AuditEntry.objects.filter(by=member).count() == before > 0
    page = known.client("officer").get(known.address("history")).content.decode()
    assert GONE in page
    assert "Member Ŵyn" not in page


def test_two_people_can_be_forgotten(site: Site) -> None:
    for who in ("member", "second"):
        forget_person(user=site.people[who], by=None, at=NOW)
    assert User.objects.filter(name=GONE).count() == 2


def test_who_is_forgotten_may_come_again_as_somebody_new(site: Site) -> None:
    member = site.people["member"]
    email = member.email
    forget_person(user=member, by=None, at=NOW)
    assert User.objects.create_user(email, "x").pk != member.pk


@pytest.mark.parametrize(
    ("who", "by", "why"),
    [
        ("elsewhere", "admin", "Nobody of this address belongs"),
        ("stranger", "admin", "Nobody of this address belongs"),
        ("admin", "admin", "your own account"),
        ("both", "admin", "another council as well"),
        ("staff", "admin", "runs the site"),
        ("last", "", "Nobody else is an administrator"),
    ],
)
def test_an_account_that_is_not_theirs_to_take_away_stays(
    site: Site, who: str, by: str, why: str
) -> None:
    user = site.people.get(who) or site.people["admin" if who == "last" else "checker"]
    if who == "both":
        add_staff(user=user, authority=site.other, role=Role.AUDITOR, at=NOW)
    if who == "staff":
        User.objects.filter(pk=user.pk).update(is_staff=True)
    before = fingerprint()
    with pytest.raises(CannotForget, match=why):
        forget_person(
            user=user,
            by=site.people.get(by),
            authority=site.council if by else None,
            at=NOW,
        )
    assert fingerprint() == before
    assert User.objects.get(pk=user.pk).is_active


def test_the_page_asks_twice_and_says_what_is_wrong(known: Site) -> None:
    admin, address = known.client("admin"), f"/{known.council.slug}/forget/"
    email = known.people["member"].email
    assert "Tick that you know" in admin.post(address, {"email": email}).content.decode()
    wrong = admin.post(address, {"email": "nobody@example.org", "sure": "on"})
    assert "Nobody of this address belongs" in wrong.content.decode()
    elsewhere = known.people["elsewhere"].email
    assert admin.post(address, {"email": elsewhere, "sure": "on"}).content.decode().count(
        elsewhere
    ) == wrong.content.decode().count("nobody@example.org"), (
        "whether another council knows somebody cannot be found out"
    )
    assert admin.post(address, {"email": email.upper(), "sure": "on"}).status_code == 302
    assert not User.objects.get(pk=known.people["member"].pk).is_active


def test_the_operator_takes_an_account_away_everywhere(site: Site) -> None:
    said = StringIO()
    add_staff(user=site.people["checker"], authority=site.other, role=Role.AUDITOR, at=NOW)
    call_command("forget_person", site.people["checker"].email, stdout=said)
    assert "is anonymous now" in said.getvalue()
    entries = AuditEntry.objects.filter(event="person made anonymous")
    assert {one.authority for one in entries} == {site.council, site.other}
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("forget_person", "nobody@example.org", stderr=errors)
    assert errors.getvalue() == "Nobody has the address nobody@example.org.\n"


# --- one's own data


def data_of(client: Client) -> dict[str, Any]:
    response = client.get("/accounts/my-data.json")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_people_get_all_that_is_kept_of_them_and_of_nobody_else(known: Site) -> None:
    found = data_of(known.client("member"))
    member = known.people["member"]
    assert found["account"]["email"] == member.email
    assert found["memberships"][0]["group"] == "Hall group"
    assert found["contact_of_proposals"][0]["contact_name"] == member.name
    assert [one["title"] for one in found["proposals_started"]] == ["Our hall"]
    assert [one["event"] for one in found["records"]] == ["submit"]
    assert [one["subject"] for one in found["notices"]] == [
        "Your proposal needs more information: Our hall"
    ]
    assert [one["state"] for one in found["emails"]] == ["queued"]
    assert "submit" in {one["event"] for one in found["what_you_did"]}
    text = json.dumps(found)
    others = [person for who, person in known.people.items() if who != "member"]
    assert not any(one.email in text or one.name in text for one in others)
    assert member.password not in text


def test_wherever_a_person_is_named_the_file_says_so() -> None:
    """Whoever adds a row that names a person says here, or in own_data, what the person is told of it."""
    otherwise = {
        ("EmailAddress", "user"),
        ("Authenticator", "user"),
        ("SocialAccount", "user"),
        ("Membership", "user"),
        ("Notice", "user"),
        ("NoticeSetting", "user"),
        ("Invitation", "accepted_by"),
    }
    kept = {(one.model.__name__, one.person) for one in KEPT if "__" not in one.person}
    named = {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is User
    }
    assert kept | otherwise == named


def test_flags_panels_invitations_and_second_steps_are_in_it_without_secrets(site: Site) -> None:
    sitting = sit(site)
    sitting.ready()
    officer, chair = site.people["officer"], site.people["chair"]
    Flag.objects.create(
        proposal=sitting.proposal,
        letter="A",
        reason="Which roof?",
        raised_by=officer,
        raised_at=NOW,
    )
    invite(
        by=site.people["lead"],
        authority=site.council,
        organisation=site.group,
        email="stranger@example.org",
        role=Role.GROUP_MEMBER,
        at=NOW,
    )
    MarkSheet.objects.create(item=sitting.item_now(), person=chair)
    SocialAccount.objects.create(user=chair, provider="brum", uid="chair-7", extra_data={"x": 1})
    found = data_of(site.client("chair"))
    assert [(one["chair"], one["attended"]) for one in found["panel_seats"]] == [(True, True)]
    assert [one["kind"] for one in found["interests_declared"]] == ["none"]
    assert found["mark_sheets"] == [
        {"saves": 0, "done_at": None, "item__proposal": str(site.proposal.pk)}
    ]
    assert [one["uid"] for one in found["signs_in_through"]] == ["chair-7"]
    (step,) = found["second_steps"]
    assert (step["type"], set(step)) == ("totp", {"type", "created_at", "last_used_at"})
    assert SECRET not in json.dumps(found)
    flags = data_of(site.client("officer"))["flags_raised"]
    assert [one["reason"] for one in flags] == ["Which roof?"]
    (to_them,) = data_of(site.client("stranger"))["invitations_to_you"]
    assert to_them["organisation__name"] == "Hall group"
    sent = data_of(site.client("lead"))
    assert len(sent["invitations_sent"]) == 1
    assert "stranger@" not in json.dumps(sent)
    token = Invitation.objects.get().token_sha256
    assert token not in json.dumps([to_them, sent])


def test_somebody_without_anything_gets_that(site: Site) -> None:
    found = data_of(site.client("stranger"))
    assert found["memberships"] == found["messages"] == found["notices"] == []
    link = page_of(site.client("stranger").get("/accounts/")).xpath(
        "//a[contains(@href, 'my-data')]"
    )
    assert len(link) == 1


# --- what everybody can read


@pytest.mark.parametrize("which", ["privacy", "accessibility"])
def test_everybody_reads_whom_to_ask(site: Site, which: str) -> None:
    address = f"/{site.council.slug}/{which}/"
    assert "has not given contact details" in Client().get(address).content.decode()
    Authority.objects.filter(pk=site.council.pk).update(
        contact_email="cat@brum.example", contact_phone="0121 496 0000"
    )
    told = Client().get(address).content.decode()
    assert "mailto:cat@brum.example" in told
    assert "0121 496 0000" in told
    home = page_of(Client().get(f"/{site.council.slug}/"))
    assert address in home.xpath("//footer//a/@href")


def test_the_privacy_notice_says_the_council_s_own_periods(site: Site) -> None:
    set_periods(by=None, authority=site.council, years={"declined": 4}, at=NOW)
    said = " ".join(page_of(Client().get(f"/{site.council.slug}/privacy/")).text_content().split())
    assert "Enquiries that were declined 4 years after the answer" in said
    assert "Proposals that were refused 7 years after the decision" in said
    for right in ("Information Commissioner", "article 6(1)(e)", "data protection officer"):
        assert right in said
