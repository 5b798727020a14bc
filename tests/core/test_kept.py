"""What was typed survives an expired session and a second tab, and reaches nobody else."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from core import kept
from core.kept import Why, keep, take
from core.models import User
from tests.core.people import council, heading, person, sign_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HERE: Any = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def guarded_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.core.guarded"


@pytest.fixture
def ann() -> User:
    return person("ann@example.org", "Ann Oak")


@pytest.fixture
def browser() -> Client:
    """Return a browser whose tokens are checked, as a real one's are."""
    return Client(enforce_csrf_checks=True)


def opened(client: Client, path: str) -> tuple[str, str]:
    """Return the token of a page and what it shows."""
    token, shown = client.get(path).content.decode().split("\n")
    return token, shown


def sign_in_again(client: Client, **typed: str) -> Any:
    """Sign in as a browser does: with the token of the page for it."""
    client.get("/accounts/sign-in/")
    token = client.cookies["csrftoken"].value
    return sign_in(client, csrfmiddlewaretoken=token, **typed)


# --- a session that has expired ------------------------------------------------------------------


def test_what_a_signed_out_person_sends_waits_for_them(client: Client, ann: User) -> None:
    response = client.post("/brum/page?tab=2", {"title": "Oak & Ŵyn", "who": ["a", "b"]})
    assert response.headers["Location"] == "/accounts/sign-in/?next=/brum/page%3Ftab%3D2"
    assert sign_in(client, next="/brum/page?tab=2").headers["Location"] == "/brum/page?tab=2"
    _, shown = opened(client, "/brum/page?tab=2")
    assert shown == "signed-out|title=Oak+%26+%C5%B4yn&who=a&who=b"
    assert opened(client, "/brum/page?tab=2")[1] == "nothing", "it is given once"


def test_it_waits_through_signing_up_too(client: Client) -> None:
    client.post("/brum/page", {"title": "Oak"})
    new = {"name": "Bo", "email": "bo@example.org", "password1": "willow hammer porridge"}
    client.post("/accounts/sign-up/", {**new, "next": "/brum/page"})
    from django.core import mail

    link = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))
    assert client.post(link).headers["Location"] == "/brum/page"
    assert opened(client, "/brum/page")[1] == "signed-out|title=Oak"


def test_only_the_page_itself_gets_it(client: Client, ann: User) -> None:
    client.post("/brum/page", {"title": "Oak"})
    sign_in(client)
    assert opened(client, "/brum/page/1")[1] == "nothing"
    assert opened(client, "/brum/page")[1] == "signed-out|title=Oak"


def test_a_signed_out_person_who_only_looks_is_asked_to_sign_in(client: Client) -> None:
    for ask in (client.get, client.head):
        response = ask("/brum/page?tab=2")
        assert response.headers["Location"] == "/accounts/sign-in/?next=/brum/page%3Ftab%3D2"
    assert "kept" not in client.session


def test_files_and_the_token_are_not_kept(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    paper = SimpleUploadedFile("plan.txt", b"secret")
    client.post("/brum/page", {"title": "Oak", "paper": paper, "csrfmiddlewaretoken": "x"})
    assert client.session["kept"][0]["fields"] == "title=Oak"


def test_somebody_else_s_session_is_not_mixed_with_one_s_own(client: Client, ann: User) -> None:
    person("bo@example.org")
    client.force_login(ann)
    session = client.session
    session["mark"] = "ann's"
    session.save()
    client.force_login(User.objects.get(email="bo@example.org"))
    assert "mark" not in client.session


# --- two tabs ------------------------------------------------------------------------------------


def test_two_tabs(browser: Client, ann: User) -> None:
    sign_in_again(browser)
    token, _ = opened(browser, "/brum/page?x=1")  # tab A
    tab_b = browser.get("/accounts/sign-out/")
    assert heading(tab_b) == "Do you want to sign out?"
    fresh = browser.cookies["csrftoken"].value
    browser.post("/accounts/sign-out/", {"csrfmiddlewaretoken": fresh})
    assert "_auth_user_id" not in browser.session
    sign_in_again(browser)
    sent = {"title": "typed in tab A", "csrfmiddlewaretoken": token}
    response = browser.post("/brum/page?x=1", sent, **HERE)
    assert (response.status_code, response.headers["Location"]) == (303, "/brum/page?x=1")
    token, shown = opened(browser, "/brum/page?x=1")
    assert shown == "signed-in-again|title=typed+in+tab+A"
    again = browser.post("/brum/page?x=1", {"title": "now", "csrfmiddlewaretoken": token}, **HERE)
    assert again.content.decode() == "saved now"


def test_a_referrer_will_do_where_there_is_no_origin(browser: Client, ann: User) -> None:
    sign_in_again(browser)
    sent = {"title": "Oak", "csrfmiddlewaretoken": "stale"}
    response = browser.post("/brum/page", sent, HTTP_REFERER="http://testserver/brum/page")
    assert response.status_code == 303
    assert opened(browser, "/brum/page")[1] == "signed-in-again|title=Oak"


@pytest.mark.parametrize(
    "origin",
    [
        {},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_ORIGIN": "http://testserver:81"},
        {"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://testserver/"},
        {"HTTP_REFERER": "https://evil.example/http://testserver/"},
        {"HTTP_REFERER": "http://[testserver/"},
    ],
)
def test_a_form_from_elsewhere_is_refused_and_forgotten(
    browser: Client, ann: User, origin: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in_again(browser)
    sent = {"title": "forged", "csrfmiddlewaretoken": "stale"}
    with caplog.at_level(logging.WARNING, logger="security"):
        response = browser.post("/brum/page", sent, **origin)
    assert (response.status_code, heading(response)) == (403, "We could not accept this form")
    assert "kept" not in browser.session
    (line,) = [one for one in caplog.records if one.name == "security"]
    assert "form refused" in line.message
    assert "forged" not in line.message


def test_a_page_that_cannot_take_it_keeps_nothing(browser: Client, ann: User) -> None:
    sign_in_again(browser)
    assert browser.post("/brum/open", {"title": "Oak"}, **HERE).status_code == 403
    assert "kept" not in browser.session


def test_a_password_is_never_kept(browser: Client, ann: User) -> None:
    typed = {"login": "ann@example.org", "password": "willow hammer porridge"}
    response = browser.post("/accounts/sign-in/?next=/brum/page", typed, **HERE)
    assert response.headers["Location"] == "/accounts/sign-in/?next=/brum/page"
    assert "kept" not in browser.session


# --- how much, how long, for whom ----------------------------------------------------------------


def sent(
    path: str, user: User | AnonymousUser, session: SessionStore, title: str = "x"
) -> HttpRequest:
    request = RequestFactory().post(path, {"title": title})
    request.user, request.session = user, session
    return request


def test_the_three_newest_pages_are_kept() -> None:
    session = SessionStore()
    for number in (1, 2, 3, 2, 4):
        keep(sent(f"/{number}", AnonymousUser(), session), Why.SIGNED_OUT, at=NOW)
    left = [page["path"] for page in session["kept"]]
    assert left == ["/3", "/2", "/4"]


def test_it_is_dropped_after_twelve_hours() -> None:
    session = SessionStore()
    request = sent("/1", AnonymousUser(), session)
    keep(request, Why.SIGNED_OUT, at=NOW)
    assert take(request, at=NOW + timedelta(hours=12)) is None
    assert take(request, at=NOW + timedelta(hours=11, minutes=59)) is not None
    keep(request, Why.SIGNED_OUT, at=NOW)
    keep(sent("/2", AnonymousUser(), session), Why.SIGNED_OUT, at=NOW + timedelta(days=1))
    assert [page["path"] for page in session["kept"]] == ["/2"]


def test_what_is_too_long_is_not_kept_and_said() -> None:
    session = SessionStore()
    fits = "x" * (kept.MOST_CHARACTERS - len("title="))
    for title, why in ((fits, Why.SIGNED_OUT), (f"{fits}x", Why.TOO_LONG)):
        request = sent("/1", AnonymousUser(), session, title)
        keep(request, Why.SIGNED_OUT, at=NOW)
        found = take(request, at=NOW)
        assert found is not None
        assert found.why == why
        assert bool(found.fields) == (why != Why.TOO_LONG)
        assert found.words


def test_what_a_signed_in_person_typed_is_theirs_alone(ann: User) -> None:
    session, bo = SessionStore(), person("bo@example.org")
    keep(sent("/1", ann, session), Why.SIGNED_IN_AGAIN, at=NOW)
    assert take(sent("/1", bo, session), at=NOW) is None
    assert take(sent("/1", ann, session), at=NOW) is not None


def test_the_sign_in_page_looks_as_the_council_s(client: Client) -> None:
    council()
    response = client.post("/brum/page", {"title": "Oak"}, follow=True)
    assert "Birmingham City Council" in response.content.decode()
