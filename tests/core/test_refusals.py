"""What is refused is answered in our words, counted for all processes, and put down in a log."""

from __future__ import annotations

import logging
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from core.models import User
from tests.core.people import heading, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return person("ann@example.org", "Ann Oak")


def security_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name == "security"]


def ask_for_password(client: Client, **headers: Any) -> Any:
    return client.post("/accounts/password/forgotten/", {"email": "ann@example.org"}, **headers)


def test_the_cache_is_a_table_that_all_processes_share() -> None:
    cache.set("tried", [1.5], 60)
    assert cache.get("tried") == [1.5]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache WHERE cache_key LIKE %s", ["%tried"])
        assert cursor.fetchone() == (1,)


def test_too_many_tries_are_answered_in_our_words(
    client: Client, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [ask_for_password(client) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert heading(answers[-1]) == "Too many tries"
    (line,) = security_lines(caplog)
    assert line == "too many tries: POST /accounts/password/forgotten/ from 127.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "header", "logged"),
    [(0, "9.9.9.9", "127.0.0.1"), (1, "9.9.9.9, 8.8.8.8", "8.8.8.8"), (1, "", "127.0.0.1")],
)
def test_a_forged_address_counts_for_nothing(
    client: Client,
    ann: User,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    proxies: int,
    header: str,
    logged: str,
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client.post(
        "/accounts/sign-in/",
        {"login": "ann@example.org", "password": "not hers at all"},
        **({"HTTP_X_FORWARDED_FOR": header} if header else {}),  # type: ignore[arg-type]
    )
    (line,) = security_lines(caplog)
    assert line.endswith(f"from {logged}")
    assert "ann@example.org" not in line
    assert "not hers" not in line


def test_changing_one_s_address_in_the_header_does_not_give_more_tries(
    client: Client, ann: User
) -> None:
    answers = [
        client.post("/accounts/sign-up/", {"name": "x"}, HTTP_X_FORWARDED_FOR=f"9.9.9.{number}")
        for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]


def test_who_may_not_do_something_is_told_so(
    client: Client, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client)
    response = client.get("/admin/login/")
    assert (response.status_code, heading(response)) == (403, "You cannot do this")
    with caplog.at_level(logging.WARNING, logger="security"):
        assert security_lines(caplog)[-1].startswith("not allowed: GET /admin/login/")


def test_a_mail_server_that_is_away_is_said_and_loses_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    new = {"name": "Bo", "email": "bo@example.org", "password1": "willow hammer porridge"}
    response = client.post("/accounts/sign-up/", new, follow=True)
    assert "We could not send the email just now." in response.content.decode()
    assert User.objects.filter(email="bo@example.org").exists()
