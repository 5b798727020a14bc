"""Changing a password or an address, forgetting one, and how long somebody stays signed in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.middleware import LongerSession
from core.models import User
from tests.core.people import PASSWORD, heading, person, sign_in

pytestmark = pytest.mark.django_db

NEXT = "bucket thistle sunday"


@pytest.fixture
def ann() -> User:
    return person("ann@example.org", "Ann Oak")


def newest_link() -> str:
    return str(re.findall(r"http://testserver(/\S+)", str(mail.outbox[-1].body))[0])


def subjects() -> list[tuple[str, str]]:
    return [(message.to[0], str(message.subject)) for message in mail.outbox]


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


# --- passwords -----------------------------------------------------------------------------------


def test_a_changed_password_is_told_and_signs_out_everywhere_else(ann: User) -> None:
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sign_in(browser)
    typed = {"oldpassword": PASSWORD, "password1": NEXT}
    assert here.post("/accounts/password/", typed).headers["Location"] == "/accounts/"
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert subjects() == [("ann@example.org", "Your password was changed")]
    assert sign_in(Client(), password=NEXT).status_code == 302


def test_a_forgotten_password_is_chosen_anew_once(client: Client, ann: User) -> None:
    asked = client.post("/accounts/password/forgotten/", {"email": "ANN@example.org"}, follow=True)
    assert heading(asked) == "Check your email"
    link = newest_link()
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    assert link not in address, "the key is not left where a referrer could carry it"
    client.post(address, {"password1": NEXT})
    assert is_in(client)
    assert subjects()[-1] == ("ann@example.org", "Your password was changed")
    assert heading(Client().get(link, follow=True)) == "This link no longer works"


def test_an_unknown_address_looks_the_same_and_gets_another_mail(client: Client) -> None:
    asked = client.post("/accounts/password/forgotten/", {"email": "no@example.org"}, follow=True)
    assert heading(asked) == "Check your email"
    assert subjects() == [("no@example.org", "There is no account with this address")]


# --- addresses -----------------------------------------------------------------------------------


def ask_for_address(client: Client, address: str, password: str = PASSWORD) -> Any:
    """Ask for another address, and give the password that this wants."""
    sent = client.post("/accounts/email/", {"email": address, "action_add": "on"}, follow=True)
    assert heading(sent) == "Confirm that it is you"
    where = sent.redirect_chain[-1][0]
    return client.post(where, {"password": password, "next": "/accounts/email/"}, follow=True)


def test_an_address_changes_only_when_the_new_one_is_confirmed(client: Client, ann: User) -> None:
    sign_in(client)
    assert "We have sent a link to" in ask_for_address(client, "Elm@example.org").content.decode()
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"
    client.post(newest_link())
    ann.refresh_from_db()
    assert ann.email == "elm@example.org"
    assert subjects() == [
        ("elm@example.org", "Confirm your email address"),
        ("ann@example.org", "Your email address was changed"),
    ]
    assert sign_in(Client()).status_code == 200, "the old address signs nobody in"


def test_another_password_changes_no_address(client: Client, ann: User) -> None:
    sign_in(client)
    answer = ask_for_address(client, "elm@example.org", password="not hers at all")
    assert "This is not your password." in answer.content.decode()
    assert mail.outbox == []


def test_a_change_of_address_can_be_called_off(client: Client, ann: User) -> None:
    sign_in(client)
    ask_for_address(client, "elm@example.org")
    link = newest_link()
    client.post("/accounts/email/", {"email": "elm@example.org", "action_remove": "on"})
    assert heading(client.get(link)) == "This link no longer works"
    assert EmailAddress.objects.get(user=ann).email == "ann@example.org"


def test_an_address_that_another_account_was_opened_with_is_not_taken(
    client: Client, ann: User
) -> None:
    sign_in(client)
    ask_for_address(client, "elm@example.org")
    link = newest_link()
    User.objects.create_user("elm@example.org", PASSWORD)
    answer = client.post(link, follow=True)
    assert "another account uses it" in answer.content.decode()
    ann.refresh_from_db()
    assert ann.email == "ann@example.org"


# --- how long ------------------------------------------------------------------------------------


def only_session() -> Session:
    return Session.objects.get()


def test_a_session_ends_twelve_hours_after_the_last_page_not_the_first(
    client: Client, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    client.get("/accounts/")
    first = only_session().expire_date
    assert abs(first - timezone.now() - timedelta(hours=12)) < timedelta(minutes=1)
    client.get("/accounts/")
    assert only_session().expire_date == first, "not every page is worth a write"
    monkeypatch.setattr(LongerSession, "EVERY", -1)
    client.get("/accounts/")
    assert only_session().expire_date > first


def test_a_session_past_its_end_lets_nobody_in(client: Client, ann: User) -> None:
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


def test_who_is_switched_off_is_out_at_once_and_told_when_signing_in(
    client: Client, ann: User
) -> None:
    sign_in(client)
    User.objects.update(is_active=False)
    assert not is_in(client)
    answer = Client().post(
        "/accounts/sign-in/", {"login": ann.email, "password": PASSWORD}, follow=True
    )
    assert heading(answer) == "This account is not in use"
