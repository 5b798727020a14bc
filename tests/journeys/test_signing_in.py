"""Passkeys and the app with codes in a real browser, with an authenticator that Chromium makes up."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from core.models import Membership, Role, User
from tests.core.people import PASSWORD, code, council, person, second_step
from tests.journeys.look import is_sound, listen, picture
from tests.journeys.walking import leave_by

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 320])
def at(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    return page


@pytest.fixture
def officer() -> User:
    user = person("olu@brum.example", "Olu Adeyemi")
    Membership.objects.create(user=user, authority=council(), role=Role.ASSET_OFFICER)
    return user


class Key:
    """A phone or key that the browser makes up; it says yes, or no."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options: dict[str, Any] = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.ident = made["authenticatorId"]

    def says(self, yes: bool) -> None:
        self.session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.ident, "isUserVerified": yes},
        )


def seen(page: Page, name: str, heading: str) -> None:
    assert page.locator("h1").inner_text() == heading
    is_sound(page)
    assert page.viewport_size is not None
    picture(page, f"{name}-{page.viewport_size['width']}")


def by_password(page: Page, site: str, wanted: str) -> None:
    page.goto(f"{site}{wanted}")
    page.get_by_label("Email address").fill("olu@brum.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leave_by(page.locator("main").get_by_role("button", name="Sign in"))


def sign_out(page: Page) -> None:
    leave_by(page.locator("header").get_by_role("button", name="Sign out"))


def test_an_officer_sets_up_a_passkey_and_signs_in_with_it_alone(
    at: Page, live_server: LiveServer, officer: User
) -> None:
    complaints = listen(at)
    key = Key(at)
    by_password(at, live_server.url, "/brum/proposals/")
    seen(at, "second-step-needed", "Second step for signing in")
    assert "You have a role at Birmingham City Council" in at.locator("main").inner_text()
    leave_by(at.get_by_role("button", name="Add a passkey"))
    at.get_by_label("Password", exact=True).fill(PASSWORD)
    leave_by(at.get_by_role("button", name="Go on"))
    seen(at, "passkey-add", "Add a passkey")

    key.says(yes=False)
    at.get_by_role("button", name="Make the passkey").click()
    at.get_by_text("No passkey was made").wait_for()
    seen(at, "passkey-not-made", "Add a passkey")
    assert not Authenticator.objects.exists()
    key.says(yes=True)
    at.get_by_label("What do you want to call it?").fill("Work phone")
    at.get_by_label("What do you want to call it?").press("Enter")
    at.get_by_role("heading", name="Recovery codes").wait_for()
    seen(at, "recovery-codes", "Recovery codes")
    leave_by(at.get_by_role("button", name="Go on to what you wanted to see"))
    assert at.url == f"{live_server.url}/brum/proposals/"

    sign_out(at)
    at.goto(f"{live_server.url}/accounts/sign-in/?next=/brum/proposals/")
    seen(at, "sign-in-with-passkey-link", "Sign in")
    leave_by(at.get_by_role("link", name="Sign in with a passkey"))
    seen(at, "passkey-sign-in", "Sign in with a passkey")
    key.says(yes=False)
    at.get_by_role("button", name="Use my passkey").click()
    at.get_by_text("The passkey did not work").wait_for()
    key.says(yes=True)
    at.get_by_role("button", name="Use my passkey").click()
    at.wait_for_url(f"{live_server.url}/brum/proposals/")

    at.goto(f"{live_server.url}/accounts/second-step/")
    seen(at, "second-step", "Second step for signing in")
    leave_by(at.get_by_role("link", name="Rename Work phone"))
    leave_by(at.get_by_role("link", name="Use my passkey instead"))
    seen(at, "confirm-by-passkey", "Confirm that it is you")
    at.get_by_role("button", name="Use my passkey").click()
    at.get_by_label("What do you want to call it?").fill("Home phone")
    leave_by(at.get_by_role("button", name="Save the name"))
    leave_by(at.get_by_role("link", name="Remove Home phone"))
    leave_by(at.get_by_role("button", name="Remove the passkey"))
    assert "Set up another one before you remove this" in at.locator("main").inner_text()
    seen(at, "passkey-stays", "Remove “Home phone”")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert complaints == []


def test_a_passkey_is_the_second_step_after_a_password(
    at: Page, live_server: LiveServer, officer: User
) -> None:
    Key(at)
    by_password(at, live_server.url, "/accounts/second-step/passkeys/add/")
    at.get_by_label("Password", exact=True).fill(PASSWORD)
    leave_by(at.get_by_role("button", name="Go on"))
    at.get_by_role("button", name="Make the passkey").click()
    at.get_by_role("heading", name="Recovery codes").wait_for()
    sign_out(at)
    by_password(at, live_server.url, "/brum/proposals/")
    seen(at, "second-step-asked", "Second step")
    at.get_by_role("button", name="Use a passkey").click()
    at.wait_for_url(f"{live_server.url}/brum/proposals/")


def test_an_app_is_set_up_and_asked_for(at: Page, live_server: LiveServer, officer: User) -> None:
    complaints = listen(at)
    by_password(at, live_server.url, "/brum/proposals/")
    leave_by(at.get_by_role("button", name="Set up an app"))
    at.get_by_label("Password", exact=True).fill(PASSWORD)
    leave_by(at.get_by_role("button", name="Go on"))
    seen(at, "app", "Set up an app")
    square = at.locator("img.app-square")
    assert square.evaluate("one => one.complete && one.naturalWidth > 0"), "the square is not drawn"
    at.get_by_text("I cannot use the camera").click()
    seen(at, "app-key", "Set up an app")
    secret = at.locator(".app-key").inner_text()
    at.get_by_label("The code that the app shows now").fill("123")
    leave_by(at.get_by_role("button", name="Set up the app"))
    seen(at, "app-errors", "Set up an app")
    at.get_by_label("The code that the app shows now").fill(code(secret))
    leave_by(at.get_by_role("button", name="Set up the app"))
    leave_by(at.get_by_role("button", name="Go on to what you wanted to see"))
    sign_out(at)
    by_password(at, live_server.url, "/brum/proposals/")
    at.get_by_label("Code").fill("000000")
    leave_by(at.locator("main").get_by_role("button", name="Sign in"))
    seen(at, "code-errors", "Second step")
    at.get_by_label("Code").fill(code(secret))
    leave_by(at.locator("main").get_by_role("button", name="Sign in"))
    at.wait_for_url(f"{live_server.url}/brum/proposals/")
    assert complaints == []


def test_without_a_script_a_passkey_is_not_offered_and_a_code_works(
    browser: Any, live_server: LiveServer, officer: User
) -> None:
    second_step(officer)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/sign-in/passkey/")
    assert "Passkeys need JavaScript" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="passkey").count() == 0
    by_password(page, live_server.url, "/brum/proposals/")
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    page.get_by_label("Code").fill(code())
    leave_by(page.locator("main").get_by_role("button", name="Sign in"))
    assert page.url == f"{live_server.url}/brum/proposals/"
    context.close()
