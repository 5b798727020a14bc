"""A lead invites a colleague, who creates an account by the link and joins; an administrator sees who is who."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from appraisal.actions.councils import add_staff
from core.accounts.people import add_person
from core.models import Invitation, Letter, Membership, Role
from tests.core.people import council, second_step
from tests.journeys.look import is_sound, listen, picture
from tests.journeys.stage import PASSWORD, group_at, sign_in
from tests.journeys.walking import leave_by

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ADDRESS = "a.very.long.name.of.somebody.at.the.village.hall@llanfairpwllgwyngyll.example.org"


@pytest.fixture(params=[1280, 320])
def at(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    return page


def seen(page: Page, name: str, heading: str) -> None:
    assert page.locator("h1").inner_text() == heading
    is_sound(page)
    assert page.viewport_size is not None
    picture(page, f"{name}-{page.viewport_size['width']}")


def press(page: Page, name: str) -> None:
    leave_by(page.locator("main").get_by_role("button", name=name))


def test_a_colleague_is_invited_and_joins(
    at: Page, browser: Browser, live_server: LiveServer
) -> None:
    complaints = listen(at)
    brum = council()
    group = group_at(brum)
    sign_in(at, live_server.url, group.ann)
    at.goto(f"{live_server.url}/brum/groups/")
    seen(at, "group", "Norton Hall Trust")
    press(at, "Invite somebody")
    seen(at, "invite", "Invite somebody to Norton Hall Trust")
    press(at, "Send the invitation")
    seen(at, "invite-errors", "Invite somebody to Norton Hall Trust")
    at.get_by_label("Email address").fill(ADDRESS)
    at.get_by_label("Group member").check()
    press(at, "Send the invitation")
    seen(at, "group-invited", "Norton Hall Trust")
    leave_by(at.get_by_role("link", name=re.compile("Send again or withdraw")))
    seen(at, "sent-invitation", "Invitation")
    press(at, "Send it again")

    link = urlsplit(re.findall(r"https?://\S+/invitation/\S+", str(mail.outbox[-1].body))[-1]).path
    assert not Letter.objects.exclude(link="").exists(), "the secret goes once it is sent"
    context = browser.new_context(viewport=at.viewport_size)
    theirs = context.new_page()
    theirs.goto(f"{live_server.url}{link}")
    seen(theirs, "invitation", "Join Norton Hall Trust")
    leave_by(theirs.get_by_role("button", name="Create an account"))
    theirs.get_by_label("Full name").fill("Gwen Ŵyn-Oak")
    theirs.get_by_label("Email address").fill(ADDRESS)
    theirs.get_by_label("Create a password").fill(PASSWORD)
    press(theirs, "Create an account")
    confirm = re.findall(r"http://\S+", str(mail.outbox[-1].body))[0]
    theirs.goto(confirm)
    press(theirs, "Yes, this is my address")
    theirs.goto(f"{live_server.url}{link}")
    seen(theirs, "invitation-join", "Join Norton Hall Trust")
    press(theirs, "Join")
    seen(theirs, "joined", "Norton Hall Trust")
    assert Membership.objects.get(user__email=ADDRESS).role == Role.GROUP_MEMBER
    theirs.goto(f"{live_server.url}{link}")
    seen(theirs, "invitation-over", "This invitation no longer works")
    theirs.goto(f"{live_server.url}/accounts/")
    seen(theirs, "account-places", "Your account")
    leave_by(theirs.get_by_role("link", name="Leave Norton Hall Trust"))
    seen(theirs, "leave-group", "Leave Norton Hall Trust")
    press(theirs, "Leave the group")
    assert not Membership.objects.filter(user__email=ADDRESS).exists()
    context.close()

    at.goto(f"{live_server.url}/brum/groups/")
    leave_by(at.get_by_role("link", name="Change what Ben Rees is in the group"))
    seen(at, "member", "Ben Rees")
    at.goto(f"{live_server.url}/brum/groups/{group.organisation.pk}/leave/")
    seen(at, "leave-group-lead", "Leave Norton Hall Trust")
    assert complaints == []


def test_an_administrator_sees_people_and_groups(at: Page, live_server: LiveServer) -> None:
    complaints = listen(at)
    brum = council()
    group_at(brum)
    now = timezone.now()
    admin = add_person(email="admin@brum.example", name="Ada Bright", password=PASSWORD)
    officer = add_person(email=ADDRESS, name="Olu Adeyemi-Fitzwilliam-Smythe", password=PASSWORD)
    add_staff(user=admin, authority=brum, role=Role.ADMINISTRATOR, at=now)
    for role in (Role.ASSET_OFFICER, Role.PANEL_MEMBER, Role.AUDITOR):
        add_staff(user=officer, authority=brum, role=role, at=now)
    second_step(admin)
    sign_in(at, live_server.url, admin)
    at.goto(f"{live_server.url}/brum/people/")
    seen(at, "people", "People")
    press(at, "Invite somebody")
    seen(at, "invite-staff", "Invite somebody to Birmingham City Council")
    at.get_by_label("Email address").fill("new@brum.example")
    at.get_by_label("Second officer").check()
    press(at, "Send the invitation")
    seen(at, "people-invited", "People")
    assert Invitation.objects.get().role == Role.SECOND_OFFICER
    leave_by(at.get_by_role("link", name=re.compile("Change the roles of Olu")))
    seen(at, "roles", "Olu Adeyemi-Fitzwilliam-Smythe")
    at.goto(f"{live_server.url}/brum/groups/")
    seen(at, "groups", "Groups")
    assert complaints == []
