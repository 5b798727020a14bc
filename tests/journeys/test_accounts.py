"""Signing up, in and out in a real browser, as a tired volunteer would."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.core.people import code, council, person
from tests.journeys.look import is_sound_at_each_width, listen, picture
from tests.journeys.walking import leave_by

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FIRST, SECOND = "willow hammer porridge", "bucket thistle sunday"
ADDRESS = "a.very.long.name.of.somebody.at.the.village.hall@llanfairpwllgwyngyll.example.org"


@pytest.fixture
def at(page: Page) -> Page:
    """Return a page on a phone, where everything is harder to reach."""
    page.set_viewport_size({"width": 320, "height": 800})
    return page


def seen(page: Page, name: str, heading: str) -> None:
    """Look at a page: is it the one that should come, and sound? It is left as narrow as it was."""
    assert page.locator("h1").inner_text() == heading
    is_sound_at_each_width(page, name)


def press(page: Page, name: str) -> None:
    leave_by(page.locator("main").get_by_role("button", name=name))


def link_in_mail(subject: str) -> str:
    message = mail.outbox[-1]
    assert message.subject == subject
    return str(re.findall(r"http://\S+", str(message.body))[0])


def test_sign_up_in_out_and_forget_the_password(at: Page, live_server: LiveServer) -> None:
    council()
    complaints = listen(at)
    at.goto(f"{live_server.url}/accounts/sign-in/?next=/brum/")
    seen(at, "sign-in", "Sign in")
    press(at, "Sign in")
    seen(at, "sign-in-errors", "Sign in")
    at.get_by_role("link", name="Enter your password").click()
    assert at.evaluate("document.activeElement.id") == "id_password"

    leave_by(at.get_by_role("link", name="Create an account"))
    seen(at, "sign-up", "Create an account")
    at.get_by_label("Create a password").fill("short")
    press(at, "Create an account")
    seen(at, "sign-up-errors", "Create an account")
    at.get_by_label("Full name").fill("Gwen Ŵyn-Oak")
    at.get_by_label("Email address").fill(ADDRESS)
    at.get_by_label("Create a password").fill(FIRST)
    at.get_by_role("button", name="Show").click()
    assert at.get_by_label("Create a password").get_attribute("type") == "text"
    press(at, "Create an account")
    seen(at, "check-your-email", "Check your email")

    at.goto(link_in_mail("Confirm your email address"))
    seen(at, "confirm", "Confirm your email address")
    press(at, "Yes, this is my address")
    assert at.url.startswith(f"{live_server.url}/brum/")

    at.goto(f"{live_server.url}/accounts/")
    seen(at, "account", "Your account")
    leave_by(at.locator("header").get_by_role("button", name="Sign out"))
    at.goto(f"{live_server.url}/accounts/sign-in/")
    seen(at, "signed-out", "Sign in")
    assert "Birmingham City Council" in at.locator("header").inner_text()

    leave_by(at.get_by_role("link", name="I have forgotten my password"))
    seen(at, "forgotten", "Forgotten password")
    press(at, "Send me the link")
    seen(at, "forgotten-errors", "Forgotten password")
    at.get_by_label("Email address").fill(ADDRESS)
    press(at, "Send me the link")
    seen(at, "forgotten-sent", "Check your email")
    link = link_in_mail("Choose a new password")
    at.goto(link)
    seen(at, "new-password", "Choose a new password")
    at.get_by_label("New password").fill("123")
    press(at, "Save the password")
    seen(at, "new-password-errors", "Choose a new password")
    at.get_by_label("New password").fill(SECOND)
    press(at, "Save the password")
    assert at.url.startswith(f"{live_server.url}/brum/")

    at.goto(f"{live_server.url}/accounts/sign-out/")
    seen(at, "sign-out", "Do you want to sign out?")
    press(at, "Sign out")
    at.goto(link)
    seen(at, "link-used", "This link no longer works")
    not_there = [one for one in complaints if "404" not in one]
    assert not_there == [], "only the council's own pages are not built here"


def test_change_the_password_and_the_address(at: Page, live_server: LiveServer) -> None:
    complaints = listen(at)
    person("ann@example.org", "Ann Oak")
    at.goto(f"{live_server.url}/accounts/")
    at.get_by_label("Email address").fill("ann@example.org")
    at.get_by_label("Password", exact=True).fill(FIRST)
    press(at, "Sign in")
    leave_by(at.get_by_role("link", name="Change password"))
    seen(at, "password", "Change your password")
    press(at, "Change the password")
    seen(at, "password-errors", "Change your password")
    at.get_by_label("Your password now").fill(FIRST)
    at.get_by_label("New password").fill(SECOND)
    press(at, "Change the password")
    seen(at, "password-changed", "Your account")
    assert at.get_by_role("alert").inner_text().endswith("Your password is changed.")
    assert mail.outbox[-1].subject == "Your password was changed"

    leave_by(at.get_by_role("link", name="Change email address"))
    seen(at, "email", "Change your email address")
    press(at, "Change the address")
    seen(at, "email-errors", "Change your email address")
    at.get_by_label("New email address").fill(ADDRESS)
    press(at, "Change the address")
    seen(at, "confirm-it-is-you", "Confirm that it is you")
    press(at, "Go on")
    seen(at, "confirm-it-is-you-errors", "Confirm that it is you")
    at.get_by_label("Password", exact=True).fill(SECOND)
    press(at, "Go on")
    seen(at, "email-asked", "Change your email address")
    at.goto(link_in_mail("Confirm your email address"))
    press(at, "Yes, this is my address")
    seen(at, "email-changed", "Your account")
    assert ADDRESS in at.locator("main").inner_text()
    assert complaints == []


def test_it_all_works_without_a_script(browser: Browser, live_server: LiveServer) -> None:
    council()
    person("ann@example.org", "Ann Oak")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/sign-in/?next=/accounts/")
    page.get_by_label("Email address").fill("ann@example.org")
    page.get_by_label("Password", exact=True).fill(FIRST)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Your account"
    leave_by(page.locator("header").get_by_role("button", name="Sign out"))
    assert page.locator("h1").inner_text() == "Sign in"
    assert "You are signed out." in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_admin_can_be_used_under_the_site_s_policy(
    page: Page, live_server: LiveServer, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    complaints = listen(page)
    council()
    person("ann@example.org", "Ann Oak")
    person("staff@example.org", is_staff=True)
    page.goto(f"{live_server.url}/admin/core/user/")
    page.get_by_label("Email address").fill("staff@example.org")
    page.get_by_label("Password", exact=True).fill(FIRST)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code())
    press(page, "Sign in")
    picture(page, f"admin-people-{width}")
    leave_by(page.get_by_role("link", name="ann@example.org"))
    page.get_by_role("button", name="Add another Membership").click()
    picture(page, f"admin-person-{width}")
    page.locator("[name=memberships-0-authority]").select_option(label="Birmingham City Council")
    page.locator("[name=memberships-0-role]").select_option("asset-officer")
    leave_by(page.get_by_role("button", name="Save", exact=True))
    assert "was changed successfully" in page.inner_text("body")
    assert [one for one in complaints if "404" not in one] == [], "but for an icon of its own"
