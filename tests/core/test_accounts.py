"""Signing up, in and out by email: what people meet on the way, and what they must not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.models import Membership, Role, User
from tests.core.people import PASSWORD, council, heading, page_of, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return person("ann@example.org", "Ann Oak")


def sign_up(client: Client, **more: str) -> Any:
    typed = {"name": "Bo Ash", "email": "Bo@Example.org", "password1": PASSWORD, **more}
    return client.post("/accounts/sign-up/", typed, follow=True)


def link_in(message: mail.EmailMessage) -> str:
    (found,) = re.findall(r"https?://testserver(/\S+)", str(message.body))
    return str(found)


def complaints(response: Any) -> list[str]:
    """Return the lines of the error summary, each of which must lead to a box."""
    page = page_of(response)
    links = page.xpath("//div[contains(@class, 'govuk-error-summary')]//li")
    for link in links:
        (target,) = link.xpath("./a/@href")
        assert page.xpath("//*[@id = $id]", id=str(target).removeprefix("#"))
    return [" ".join(link.text_content().split()) for link in links]


# --- signing up ----------------------------------------------------------------------------------


def test_who_signs_up_confirms_the_address_and_is_signed_in(client: Client) -> None:
    assert heading(sign_up(client, next="/brum/start")) == "Check your email"
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["bo@example.org"], "Confirm your email address")
    link = link_in(message)
    # The secret in the link is drawn by chance: two letters of a name may well stand in it.
    words = str(message.body).replace(link, "")
    assert "Bo" not in words, "a mail says no more of a person than it needs"
    assert heading(client.get(link)) == "Confirm your email address"
    assert not client.session.get("_auth_user_id"), "to open the link is not to confirm"
    response = client.post(link)
    assert (response.status_code, response.headers["Location"]) == (302, "/brum/start")
    user = User.objects.get(email="bo@example.org")
    assert (user.name, client.session["_auth_user_id"]) == ("Bo Ash", str(user.pk))


def test_another_browser_may_confirm_but_is_not_signed_in(client: Client) -> None:
    sign_up(client)
    other = Client()
    response = other.post(link_in(mail.outbox[0]), follow=True)
    assert heading(response) == "Sign in"
    assert "Your email address is confirmed." in response.content.decode()


def test_nobody_is_in_before_the_address_is_confirmed(client: Client) -> None:
    sign_up(client)
    response = sign_in(Client(), login="bo@example.org")
    assert response.headers["Location"] == "/accounts/check-your-email/"
    assert not client.session.get("_auth_user_id")


def test_signing_up_with_a_known_address_says_so_only_in_a_mail(client: Client, ann: User) -> None:
    assert heading(sign_up(client, email="ANN@example.org")) == "Check your email"
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([ann.email], "You have an account already")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"email": "bo"}, "Enter an email address in the right form, such as name@example.org"),
        ({"email": ""}, "Enter your email address"),
        ({"password1": ""}, "Enter a new password"),
        ({"password1": "hammer"}, "Your password must have at least 12 characters."),
        ({"password1": "123456789012"}, "Your password"),
        (
            {"email": "bartholomew@example.org", "password1": "bartholomew1"},
            "must not be like your",
        ),
    ],
)
def test_what_is_wrong_with_signing_up_is_said_at_its_box(
    client: Client, typed: dict[str, str], said: str
) -> None:
    response = sign_up(client, **typed)
    (complaint,) = complaints(response)
    assert said in complaint
    assert PASSWORD not in response.content.decode()
    assert User.objects.count() == 0


# --- signing in and out --------------------------------------------------------------------------


def test_signing_in_goes_on_to_the_page_that_was_wanted(client: Client, ann: User) -> None:
    assert sign_in(client, next="/brum/x?y=1").headers["Location"] == "/brum/x?y=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_leads_nowhere_else(client: Client, ann: User, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere).headers["Location"] == "/accounts/"


def test_who_belongs_to_one_council_goes_there(client: Client, ann: User) -> None:
    Membership.objects.create(user=ann, authority=council(), role=Role.ASSET_OFFICER)
    assert sign_in(client).headers["Location"] == "/brum/"


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"login": "nobody@example.org"}])
def test_a_wrong_address_and_a_wrong_password_are_told_alike(
    client: Client, ann: User, wrong: dict[str, str]
) -> None:
    response = sign_in(client, **wrong)
    said = "The email address or the password is not right. Check both and try again"
    assert complaints(response) == [said]


def test_guessing_is_slowed_down(client: Client, ann: User) -> None:
    answers = [sign_in(client, password="wrong") for _ in range(6)]
    assert complaints(answers[-1]) == [
        "Too many tries that were not right. Wait 5 minutes, then try again"
    ]
    assert complaints(sign_in(client)) != [], "the right password does not help now either"
