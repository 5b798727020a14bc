"""The second step of signing in: an app with codes, recovery codes, and who must have one."""

from __future__ import annotations

import json
import logging
import re
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from core.accounts.second_step import STEPS
from core.models import AuditEntry, Authority, Membership, Role, User
from core.start import require_settings
from tests.core.people import (
    PASSWORD,
    code,
    council,
    heading,
    page_of,
    person,
    second_step,
    sign_in,
)

pytestmark = pytest.mark.django_db

STEP = "/accounts/second-step/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def ann(client: Client) -> User:
    """Return somebody who is signed in by password."""
    user = person("ann@example.org", "Ann Oak")
    assert sign_in(client).status_code == 302
    return user


def officer(user: User, at: Authority | None = None, role: Role = Role.ASSET_OFFICER) -> Membership:
    return Membership.objects.create(user=user, authority=at or council(), role=role)


def confirm(client: Client, page: str) -> Any:
    """Open a page that wants the password first."""
    asked = client.get(page)
    assert asked.headers["Location"].startswith("/accounts/confirm-it-is-you/"), asked
    return client.post(asked.headers["Location"], {"password": PASSWORD, "next": page}, follow=True)


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set an app up, and return its secret and the recovery codes."""
    page = confirm(client, f"{STEP}app/")
    (secret,) = page_of(page).xpath("//*[contains(@class,'app-key')]/text()")
    done = client.post(f"{STEP}app/", {"code": code(secret)}, follow=True)
    codes = page_of(done).xpath("//*[contains(@class,'app-codes')]/li/text()")
    return secret, [str(one) for one in codes]


# --- an app ------------------------------------------------------------------------------------


def test_an_app_is_set_up_with_its_first_code_and_codes_are_shown_once(
    client: Client, ann: User
) -> None:
    page = confirm(client, f"{STEP}app/")
    picture = client.get(page_of(page).xpath("//main//img/@src")[0])
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"<path" in picture.content
    assert b"style" not in picture.content
    assert "script" not in picture.headers["Content-Security-Policy"]
    assert "no-store" in picture.headers["Cache-Control"]

    wrong = client.post(f"{STEP}app/", {"code": "000000"})
    assert "This did not work" in wrong.content.decode()
    assert not Authenticator.objects.exists()
    (secret,) = page_of(wrong).xpath("//*[contains(@class,'app-key')]/text()")
    assert secret in page.content.decode(), "the square stays as the phone has read it"

    codes = client.post(f"{STEP}app/", {"code": code(secret)}, follow=True)
    assert heading(codes) == "Recovery codes"
    shown = page_of(codes).xpath("//*[contains(@class,'app-codes')]/li/text()")
    assert len(set(shown)) == 10
    again = client.get(f"{STEP}codes/").content.decode()
    assert not any(one in again for one in shown)
    assert client.get(f"{STEP}app/").headers["Location"] == f"{STEP}app/remove/"


@pytest.mark.django_db(transaction=True)
def test_one_is_told_of_a_new_app(client: Client, ann: User) -> None:
    set_up(client)
    assert mail.outbox[-1].subject == "An app was set up for signing in"


def test_signing_in_asks_for_the_code(client: Client) -> None:
    second_step(person("ann@example.org", "Ann Oak"))
    asked = sign_in(client)
    assert asked.headers["Location"] == "/accounts/sign-in/code/"
    assert client.get("/accounts/").status_code == 302, "the password alone opens nothing"
    page = client.get("/accounts/sign-in/code/")
    assert heading(page) == "Second step"
    assert "Use a passkey" not in page.content.decode(), "she has none"
    wrong = client.post("/accounts/sign-in/code/", {"code": "000000"})
    assert "This did not work" in wrong.content.decode()
    now = code()
    assert client.post("/accounts/sign-in/code/", {"code": now}).status_code == 302
    assert client.get("/accounts/").status_code == 200

    other = Client()
    sign_in(other)
    again = other.post("/accounts/sign-in/code/", {"code": now})
    assert again.status_code == 200, "a code works once"


def test_old_codes_do_not_work(client: Client) -> None:
    second_step(person("ann@example.org"))
    sign_in(client)
    assert client.post("/accounts/sign-in/code/", {"code": code(ago=5)}).status_code == 200
    assert client.post("/accounts/sign-in/code/", {"code": code(ago=1)}).status_code == 302


def test_codes_cannot_be_tried_out(client: Client) -> None:
    second_step(person("ann@example.org"))
    sign_in(client)
    for number in range(12):
        client.post("/accounts/sign-in/code/", {"code": f"{number:06}"})
    last = client.post("/accounts/sign-in/code/", {"code": code()})
    assert last.status_code == 200
    assert "Too many tries" in last.content.decode()


def test_a_recovery_code_lets_in_once(client: Client, ann: User) -> None:
    _, codes = set_up(client)
    for wanted in (302, 200):
        other = Client()
        sign_in(other)
        got = other.post("/accounts/sign-in/code/", {"code": codes[0]})
        assert got.status_code == wanted


def test_new_recovery_codes_end_the_old(client: Client, ann: User) -> None:
    _, codes = set_up(client)
    client.post(f"{STEP}codes/new/")
    other = Client()
    sign_in(other)
    assert other.post("/accounts/sign-in/code/", {"code": codes[0]}).status_code == 200


def test_a_new_password_does_not_pass_by_the_second_step(client: Client) -> None:
    second_step(person("ann@example.org"))
    client.post("/accounts/password/forgotten/", {"email": "ann@example.org"})
    link = re.findall(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))[0]
    page = client.get(link, follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": "bucket thistle sunday"})
    assert done.headers["Location"].startswith("/accounts/sign-in/code/")
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("page", ["app/", "app/remove/", "codes/", "codes/new/", "passkeys/add/"])
def test_changes_want_it_confirmed_who_it_is(client: Client, page: str) -> None:
    user = person("ann@example.org")
    if page not in ("app/", "passkeys/add/"):
        second_step(user)
        data = {"seed": "x", "used_mask": 0}
        Authenticator.objects.create(user=user, type="recovery_codes", data=data)
    client.force_login(user)
    answers = [client.get(STEP + page)]
    if page != "codes/":
        answers.append(client.post(STEP + page, {"code": "1"}))
    for answer in answers:
        assert answer.headers["Location"].startswith("/accounts/confirm-it-is-you/")


def test_one_can_confirm_by_code(client: Client) -> None:
    user = person("ann@example.org")
    second_step(user)
    client.force_login(user)
    asked = client.get(f"{STEP}app/remove/").headers["Location"]
    other = page_of(client.get(asked)).xpath("//a[text()='Enter a code instead']/@href")[0]
    assert heading(client.get(other)) == "Confirm that it is you"
    done = client.post(other, {"code": code()}, follow=True)
    assert heading(done) == "Remove the app"


def test_a_member_of_a_group_may_remove_it(client: Client) -> None:
    user = person("ann@example.org")
    second_step(user)
    client.force_login(user)
    confirm(client, f"{STEP}app/remove/")
    assert client.post(f"{STEP}app/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "The app for signing in was removed"


def test_the_last_second_step_of_somebody_who_needs_one_stays(client: Client) -> None:
    user = person("ann@example.org")
    officer(user)
    second_step(user)
    client.force_login(user)
    page = confirm(client, f"{STEP}app/remove/")
    assert "Set up another one before you remove this" in page.content.decode()
    client.post(f"{STEP}app/remove/")
    assert Authenticator.objects.filter(type__in=STEPS).exists()


def test_somebody_else_s_passkey_is_not_found(client: Client, ann: User) -> None:
    other = person("ben@example.org")
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Key"})
    confirm(client, f"{STEP}app/")
    for page in (f"{STEP}passkeys/{theirs.pk}/", f"{STEP}passkeys/{theirs.pk}/remove/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data == {"name": "Key"}


@pytest.mark.parametrize("sent", ["", "{", "[]", "{}", '"x"', '{"id": 1, "response": {}}', "null"])
def test_a_passkey_that_is_none_is_refused(client: Client, sent: str) -> None:
    page = client.get("/accounts/sign-in/passkey/")
    assert heading(page) == "Sign in with a passkey"
    refused = client.post("/accounts/sign-in/passkey/", {"credential": sent})
    assert refused.status_code == 200
    problem = page_of(refused).xpath("//*[@data-passkey-problem]")[0]
    assert "hidden" not in problem.attrib
    assert "The passkey did not work" in problem.text_content()


@pytest.mark.parametrize("sent", ["", "{", "[]", "{}", '{"id": 1, "response": {}}'])
def test_a_passkey_that_is_none_is_not_added(client: Client, ann: User, sent: str) -> None:
    confirm(client, f"{STEP}passkeys/add/")
    refused = client.post(f"{STEP}passkeys/add/", {"name": "Key", "credential": sent})
    problem = page_of(refused).xpath("//*[@data-passkey-problem]")[0]
    assert "hidden" not in problem.attrib
    assert not Authenticator.objects.exists()


# --- who must have one -------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if not role.startswith("group")])
def test_a_role_at_the_council_opens_nothing_without_a_second_step(
    client: Client, ann: User, role: Role, caplog: pytest.LogCaptureFixture
) -> None:
    officer(ann, role=role)
    with caplog.at_level(logging.WARNING, logger="security"):
        led = client.get("/brum/proposals/?page=2")
    assert led.headers["Location"] == f"{STEP}?next=%2Fbrum%2Fproposals%2F%3Fpage%3D2"
    assert "no second step" in caplog.text
    page = client.get(led.headers["Location"])
    assert "You have a role at Birmingham City Council" in page.content.decode()
    set_up(client)
    after = page_of(client.get(STEP))
    assert after.xpath("//a[contains(., 'Go on')]/@href") == ["/brum/proposals/?page=2"]
    assert client.get("/brum/proposals/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client: Client, ann: User) -> None:
    officer(ann)
    data = {"seed": "x", "used_mask": 0}
    Authenticator.objects.create(user=ann, type="recovery_codes", data=data)
    assert client.get("/brum/proposals/").status_code == 302


def test_what_was_typed_meanwhile_is_kept(client: Client, ann: User) -> None:
    officer(ann)
    client.post("/brum/start/", {"kind": "coproduction"})
    second_step(ann)
    page = client.get("/brum/start/")
    assert "You had to set up a second step before this was saved" in page.content.decode()


def test_a_member_of_a_group_needs_none_and_may_leave_without(client: Client, ann: User) -> None:
    brum = council()
    group = brum.organisations.create(name="Hall group")
    Membership.objects.create(user=ann, authority=brum, organisation=group, role=Role.GROUP_MEMBER)
    assert client.get("/brum/proposals/").status_code == 200
    officer(ann, at=brum)
    assert client.get("/brum/proposals/").status_code == 302
    assert client.get("/brum/people/leave/").status_code == 200
    assert client.post("/brum/people/leave/").status_code == 302
    assert client.get("/brum/proposals/").status_code == 200


def test_a_role_at_one_council_asks_for_nothing_at_another(client: Client, ann: User) -> None:
    officer(ann)
    council("ely", "Ely Council")
    assert client.get("/ely/proposals/").status_code == 200


def test_another_s_second_step_is_not_one_s_own(client: Client, ann: User) -> None:
    second_step(person("ben@example.org"))
    officer(ann)
    assert client.get("/brum/proposals/").status_code == 302


def test_the_admin_wants_it_too(client: Client) -> None:
    staff = person("staff@example.org", is_staff=True, is_superuser=True)
    client.force_login(staff)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    led = client.get("/admin/core/user/", follow=True)
    assert led.request["PATH_INFO"] == STEP
    assert client.post("/admin/core/user/add/", {"email": "x@example.org"}).status_code == 302
    assert User.objects.count() == 1


def test_the_operator_takes_lost_steps_away_on_record(
    client: Client, ann: User, capsys: pytest.CaptureFixture[str]
) -> None:
    officer(ann)
    second_step(ann)
    for says in ("with the password alone", "has no second step"):
        call_command("reset_second_step", "ANN@example.org")
        assert says in capsys.readouterr().out
    assert [one.event for one in AuditEntry.objects.all()] == ["second step removed"]
    assert client.get("/brum/proposals/").status_code == 302
    with pytest.raises(SystemExit) as stopped:
        call_command("reset_second_step", "nobody@example.org")
    assert stopped.value.code == 2


def test_a_site_that_serves_others_cannot_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VW_SECRET_KEY", "VW_EMAIL_URL", "VW_EMAIL_FROM"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("VW_WITHOUT_SECOND_STEP", "1")
    require_settings()
    monkeypatch.delenv("VW_DEBUG")
    with pytest.raises(ImproperlyConfigured, match="VW_WITHOUT_SECOND_STEP is for machines"):
        require_settings()


def test_a_machine_that_serves_nobody_else_may(
    client: Client, ann: User, settings: Settings
) -> None:
    settings.SECOND_STEP = False
    officer(ann)
    assert client.get("/brum/proposals/").status_code == 200


# --- what the database keeps ------------------------------------------------------------------------

SECRET = "JBSWY3DPEHPK3PXP"  # as an app and the site share it


def test_the_secret_of_an_app_is_encrypted_and_still_works(ann: User, settings: Settings) -> None:
    settings.SECOND_STEP_KEYS = ["a key"]
    cache.clear()
    app = TOTP.activate(ann, SECRET)
    kept = Authenticator.objects.get(pk=app.instance.pk)
    assert SECRET not in json.dumps(kept.data)
    assert TOTP(kept).validate_code(code(SECRET))
    seed = RecoveryCodes.activate(ann).instance
    assert seed.data["seed"].startswith("fernet:")
    assert len(RecoveryCodes(seed).get_unused_codes()) == 10


def test_an_older_key_still_reads_and_a_lost_one_lets_nobody_in(
    ann: User, settings: Settings
) -> None:
    settings.SECOND_STEP_KEYS = ["old"]
    app = TOTP.activate(ann, SECRET)
    settings.SECOND_STEP_KEYS = ["new", "old"]
    assert app.validate_code(code(SECRET))
    cache.clear()
    for keys in (["new"], []):
        settings.SECOND_STEP_KEYS = keys
        assert not app.validate_code(code(SECRET))
        assert not app.validate_code(code("")), "an unreadable secret is no empty one"
        assert not app.validate_code("000000") or not app.validate_code("123456")


def test_what_was_kept_in_plain_text_is_encrypted_by_the_migration(
    ann: User, settings: Settings
) -> None:
    second_step(ann)
    plain = Authenticator.objects.get(user=ann).data
    migration = import_module("core.migrations.0011_secrets_of_apps_are_encrypted")
    there, back = (
        getattr(migration.Migration.operations[0], one) for one in ("code", "reverse_code")
    )
    settings.SECOND_STEP_KEYS = ["a key"]
    there(apps, None)
    there(apps, None)  # what is encrypted already is not encrypted twice
    sealed = Authenticator.objects.get(user=ann)
    assert sealed.data["secret"].startswith("fernet:")
    assert TOTP(sealed).validate_code(code())
    back(apps, None)
    assert Authenticator.objects.get(user=ann).data == plain
