"""Signing in through a council's own directory: whom it lets in, where, and everything that it refuses."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from core import environment
from core.environment import Directory
from core.models import Authority, Membership, Role, User
from tests.core.loopback import CLIENT, OTHER_KEY, SECRET, Loopback, serving
from tests.core.people import council, heading, page_of, person, second_step, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def served() -> Iterator[Loopback]:
    with serving() as directory:
        yield directory


@pytest.fixture
def directory(served: Loopback, settings: Settings) -> Loopback:
    """Return the directory of the council at /brum/, as new, which asks for a second step itself."""
    url = served.url
    served.__init__()  # type: ignore[misc]
    served.url = url
    settings.DIRECTORIES = {"brum": Directory(url, CLIENT, SECRET, second_step=True)}
    return served


@pytest.fixture
def ann() -> User:
    """Return an officer of the council."""
    user = person("ann@example.org", "Ann Oak")
    Membership.objects.create(user=user, authority=council(), role=Role.ASSET_OFFICER)
    return user


def back(client: Client, directory: Loopback, wanted: str = "") -> str:
    """Go to the directory, and return where it sends one back to."""
    sent = client.get("/accounts/directory/brum/", {"next": wanted} if wanted else {})
    assert sent.status_code == 302, sent.content.decode()
    assert sent.headers["Location"].startswith(f"{directory.url}/authorise?")
    parts = urlsplit(directory.authorise(sent.headers["Location"]))
    assert parts.path == "/accounts/directory/brum/back/"
    return f"{parts.path}?{parts.query}"


def signed_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def refused(answer: Any, says: str) -> bool:
    assert answer.status_code == 403
    assert heading(answer) == "We could not sign you in"
    assert says in answer.content.decode()
    return True


def test_the_button_stands_on_the_council_s_page_only(
    client: Client, directory: Loopback, ann: User
) -> None:
    council("ely", "Ely Council")
    way = "//a[contains(@href, '/directory/')]"
    ours = page_of(client.get("/accounts/sign-in/?next=/brum/proposals/")).xpath(way)
    assert [(one.text.strip(), one.get("href")) for one in ours] == [
        (
            "Sign in as staff of Birmingham City Council",
            "/accounts/directory/brum/?next=%2Fbrum%2Fproposals%2F",
        )
    ]
    for page in ("/accounts/sign-in/?next=/ely/", "/accounts/sign-in/"):
        assert not page_of(Client().get(page)).xpath(way)
    assert client.get("/accounts/directory/ely/").status_code == 404
    assert client.get("/accounts/directory/ely/back/?code=1&state=2").status_code == 404


def test_an_officer_signs_in_and_comes_to_the_page_they_wanted(
    client: Client, directory: Loopback, ann: User
) -> None:
    done = client.get(back(client, directory, "/brum/proposals/"))
    assert done.headers["Location"] == "/brum/proposals/"
    assert client.get("/brum/proposals/").status_code == 200, "the directory asks for a second step"
    assert not SocialAccount.objects.exists(), "nothing of what it says is kept"
    assert [one.role for one in ann.memberships.all()] == [Role.ASSET_OFFICER]
    assert {"code_challenge", "nonce", "state"} <= directory.asked.keys()


def test_without_a_second_step_of_the_directory_one_of_ours_is_needed(
    client: Client, directory: Loopback, ann: User, settings: Settings
) -> None:
    plain = settings.DIRECTORIES["brum"]._replace(second_step=False)
    settings.DIRECTORIES = {"brum": plain}
    client.get(back(client, directory))
    assert client.get("/brum/proposals/").headers["Location"].startswith("/accounts/second-step/")


def test_who_has_a_second_step_of_ours_is_asked_for_it(
    client: Client, directory: Loopback, ann: User
) -> None:
    second_step(ann)
    asked = client.get(back(client, directory))
    assert asked.headers["Location"].startswith("/accounts/sign-in/code/")
    assert not signed_in(client)


@pytest.mark.parametrize("said", [False, None, "true", "false", 1, 0])
def test_an_address_that_is_not_confirmed_says_nothing(
    client: Client, directory: Loopback, ann: User, said: object
) -> None:
    directory.claims["email_verified"] = said
    assert refused(client.get(back(client, directory)), "is confirmed")
    assert not signed_in(client)


def test_an_unknown_person_is_told_so_and_no_account_is_made(
    client: Client, directory: Loopback, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    directory.claims["email"] = "new@example.org"
    with caplog.at_level(logging.WARNING, logger="security"):
        assert refused(client.get(back(client, directory)), "nobody has given you a role here")
    assert "directory: unknown person" in caplog.text
    assert User.objects.count() == 1
    assert not signed_in(client)


@pytest.mark.parametrize("what", ["stranger", "group member", "officer elsewhere", "not in use"])
def test_the_directory_lets_in_only_the_council_s_own_staff(
    client: Client, directory: Loopback, ann: User, what: str
) -> None:
    brum = Authority.objects.get(slug="brum")
    ben = person("ben@example.org", is_active=what != "not in use")
    if what == "group member":
        group = brum.organisations.create(name="Hall group")
        Membership.objects.create(
            user=ben, authority=brum, organisation=group, role=Role.GROUP_LEAD
        )
    elif what == "officer elsewhere":
        ely = council("ely", "Ely Council")
        Membership.objects.create(user=ben, authority=ely, role=Role.ADMINISTRATOR)
    elif what == "not in use":
        Membership.objects.create(user=ben, authority=brum, role=Role.AUDITOR)
    directory.claims["email"] = "ben@example.org"
    before = Membership.objects.count()
    assert client.get(back(client, directory)).status_code == 403
    assert not signed_in(client)
    assert Membership.objects.count() == before


def test_one_council_s_directory_opens_no_other_council(
    client: Client, directory: Loopback, ann: User
) -> None:
    ely = council("ely", "Ely Council")
    Membership.objects.create(user=ann, authority=ely, role=Role.AUDITOR)
    client.get(back(client, directory))
    assert client.get("/brum/proposals/").status_code == 200
    closed = client.get("/ely/proposals/")
    assert closed.status_code == 403
    assert "the directory of Birmingham City Council" in closed.content.decode()

    second_step(ann)
    other = Client()
    sign_in(other)
    Authenticator.objects.all().delete()
    assert other.get("/ely/proposals/").status_code == 302


def test_another_council_s_directory_cannot_answer_for_this_one(
    client: Client, directory: Loopback, ann: User, settings: Settings
) -> None:
    council("ely", "Ely Council")
    with serving() as theirs:
        settings.DIRECTORIES = {
            **settings.DIRECTORIES,
            "ely": Directory(theirs.url, CLIENT, SECRET, second_step=True),
        }
        theirs.asked = {}
        address = back(client, directory).replace("/brum/", "/ely/")
        assert refused(client.get(address), "does not belong to this attempt")
        assert not signed_in(client)
        # Their token, though signed, is not from the directory that was asked.
        directory.token = {"iss": theirs.url}
        assert refused(client.get(back(client, directory)), "did not answer as it should")
    assert not signed_in(client)


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"sub": "2"},
        {"key": OTHER_KEY},
        {"key_id": "k2"},
        {"key_id": ""},
        {"issuer": "https://elsewhere.example"},
    ],
    ids=lambda change: " ".join(
        "key" if key == "key" else f"{key}={change[key]}" for key in change
    ),
)
def test_a_token_that_is_not_right_lets_nobody_in(
    client: Client, directory: Loopback, ann: User, change: dict[str, Any]
) -> None:
    address = back(client, directory)
    for name, value in change.items():
        if hasattr(directory, name):
            setattr(directory, name, value)
        else:
            directory.token[name] = value
    assert refused(client.get(address), "")
    assert not signed_in(client)


def test_a_state_that_is_not_ours_lets_nobody_in(
    client: Client, directory: Loopback, ann: User
) -> None:
    address = back(client, directory)
    for wrong in (re.sub("state=[^&]+", "state=guessed", address), address.split("?")[0]):
        assert refused(client.get(wrong), "does not belong to this attempt")
    stolen = Client()
    assert refused(stolen.get(address), "does not belong to this attempt")
    assert not signed_in(client)
    assert client.get(address).status_code == 302
    assert signed_in(client)
    client.logout()
    assert refused(client.get(address), "does not belong to this attempt")


def test_an_answer_from_before_is_worth_nothing_in_the_next_attempt(
    client: Client, directory: Loopback, ann: User
) -> None:
    back(client, directory)
    first = directory.asked["nonce"]
    address = back(client, directory)
    directory.token["nonce"] = first
    assert refused(client.get(address), "does not belong to this attempt")


def test_who_turns_back_at_the_directory_is_told(
    client: Client, directory: Loopback, ann: User
) -> None:
    state = re.search("state=([^&]+)", back(client, directory))
    assert state
    for error in ("access_denied", "server_error"):
        back(client, directory)
        state = re.search("state=([^&]+)", back(client, directory))
        assert state
        answer = client.get(f"/accounts/directory/brum/back/?error={error}&state={state[1]}")
        assert refused(answer, "Begin again")


def test_a_directory_that_does_not_answer(client: Client, directory: Loopback, ann: User) -> None:
    address = back(client, directory)
    directory.broken = True
    assert refused(client.get("/accounts/directory/brum/"), "did not answer as it should")
    assert refused(client.get(address), "did not answer as it should")


def test_where_to_go_afterwards_is_a_page_of_ours(
    client: Client, directory: Loopback, ann: User
) -> None:
    done = client.get(back(client, directory, "https://elsewhere.example/"))
    assert done.headers["Location"] == "/brum/"


# --- the environment ---------------------------------------------------------------------------


def test_the_environment_names_several_directories(monkeypatch: pytest.MonkeyPatch) -> None:
    for council_, more in (("BRUM", "1"), ("ELY_CITY", "")):
        monkeypatch.setenv(f"VW_OIDC_{council_}_URL", "https://login.example/tenant")
        monkeypatch.setenv(f"VW_OIDC_{council_}_CLIENT", "id")
        monkeypatch.setenv(f"VW_OIDC_{council_}_SECRET", "s")
        monkeypatch.setenv(f"VW_OIDC_{council_}_SECOND_STEP", more)
    url = "https://login.example/tenant"
    assert environment.directories() == {
        "brum": Directory(url, "id", "s", second_step=True),
        "ely-city": Directory(url, "id", "s", second_step=False),
    }


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CLIENT", "", "VW_OIDC_BRUM_CLIENT is not set"),
        ("SECRET", "", "VW_OIDC_BRUM_SECRET is not set"),
        ("URL", "http://login.example", "must begin with https://"),
        ("URL", "login.example", "must begin with https://"),
        ("SECOND_STEP", "perhaps", "must be 1 or 0"),
    ],
)
def test_half_a_directory_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    for key, given in {"URL": "https://login.example", "CLIENT": "id", "SECRET": "s"}.items():
        monkeypatch.setenv(f"VW_OIDC_BRUM_{key}", given)
    monkeypatch.setenv(f"VW_OIDC_BRUM_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=says):
        environment.directories()


CHANGES = [
    "/accounts/password/set/",
    "/accounts/email/",
    "/accounts/second-step/app/",
    "/accounts/second-step/passkeys/add/",
]


def again(client: Client, directory: Loopback, address: str) -> str:
    """Follow where a page leads that wants to be sure, through the directory and back."""
    asked = client.get(address)
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/accounts/directory/brum/?next=")
    sent = client.get(asked.headers["Location"])
    parts = urlsplit(directory.authorise(sent.headers["Location"]))
    return f"{parts.path}?{parts.query}"


@pytest.mark.parametrize("address", CHANGES)
def test_who_has_no_other_way_is_asked_again_before_they_change_how_they_sign_in(
    client: Client, directory: Loopback, ann: User, address: str
) -> None:
    ann.set_unusable_password()
    ann.save()
    client.get(back(client, directory))
    client.get(back(client, directory))  # which the directory may do without a word
    come = client.get(again(client, directory, address))
    assert (directory.asked["prompt"], directory.asked["max_age"]) == ("login", "0")
    assert come.headers["Location"] == address
    assert client.get(address).status_code == 200
    session = client.session
    session["directory_again"] = {**session["directory_again"], "at": 0}
    session.save()
    assert client.get(address).status_code == 302, "for five minutes only"


def test_a_directory_that_asked_long_ago_is_not_believed(
    client: Client, directory: Loopback, ann: User
) -> None:
    ann.set_unusable_password()
    ann.save()
    client.get(back(client, directory))
    directory.token["auth_time"] = 1_000_000
    assert refused(client.get(again(client, directory, CHANGES[0])), "did not ask again")
    assert client.get(CHANGES[0]).status_code == 302


def test_who_has_a_password_is_asked_for_that(
    client: Client, directory: Loopback, ann: User
) -> None:
    client.get(back(client, directory))
    asked = client.get("/accounts/second-step/app/")
    assert asked.headers["Location"].startswith("/accounts/confirm-it-is-you/")
