"""Every page and mail of signing in is one that we have written, none allauth's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.mixins import CloseableSignupMixin
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver, reverse

from core.accounts.urls import urlpatterns

OURS = settings.BASE_DIR / "templates"
THEIRS = Path(str(allauth.__file__)).parent / "templates"

# Mails of ways to sign in that are switched off, and one that is never sent.
SWITCHED_OFF = {
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/email_confirm",
}
PARTS = ("account", "mfa")


def views() -> Iterator[Any]:
    """Yield the views behind the account addresses, as allauth has them."""
    for pattern in urlpatterns:
        view = pattern.callback
        while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
            view = view.__wrapped__
        yield view


def pages() -> list[str]:
    """Return the templates that the views ask for."""
    from allauth.account.views import EmailVerificationSentView

    classes = [view.view_class for view in views() if hasattr(view, "view_class")]
    drawing = [
        kind for kind in [*classes, EmailVerificationSentView] if hasattr(kind, "template_name")
    ]
    names = {kind.template_name for kind in drawing}
    return sorted(names | {CloseableSignupMixin.template_name_signup_closed})


def mails() -> list[str]:
    kinds = {
        re.sub(r"_(subject|message)\.txt$", "", str(path.relative_to(THEIRS)))
        for part in PARTS
        for path in (THEIRS / part / "email").glob("*.txt")
        if not path.name.startswith("base_")
    }
    return sorted(kinds - SWITCHED_OFF)


def origin_of(name: str) -> Path:
    template: Any = get_template(name)
    return Path(template.origin.name)


def test_the_pages_are_found() -> None:
    assert {"account/login.html", "account/email_change.html", "account/password_set.html"} <= set(
        pages()
    )
    assert len(pages()) >= 15
    assert {"account/email/password_reset_key", "mfa/email/totp_activated"} <= set(mails())


@pytest.mark.parametrize("page", pages())
def test_a_page_is_ours(page: str) -> None:
    origin = origin_of(page)
    assert origin == OURS / page
    assert "core/page.html" in origin.read_text(), "it does not look as the site's other pages"


@pytest.mark.parametrize("kind", mails())
@pytest.mark.parametrize("part", ["subject", "message"])
def test_a_mail_is_ours_and_plain(kind: str, part: str) -> None:
    origin = origin_of(f"{kind}_{part}.txt")
    assert origin == OURS / f"{kind}_{part}.txt"
    if part == "subject":
        assert origin.read_text().isascii(), "a subject that needs no decoding to be read in a file"
    with pytest.raises(TemplateDoesNotExist):
        get_template(f"{kind}_message.html")


def test_no_template_of_allauth_s_can_be_reached() -> None:
    for path in THEIRS.rglob("*.*"):
        name = str(path.relative_to(THEIRS))
        try:
            origin = origin_of(name)
        except TemplateDoesNotExist:
            continue
        assert origin == OURS / name


def test_only_account_pages_of_allauth_have_addresses() -> None:
    named = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert "account_login" in named
    theirs = ("account", "socialaccount", "mfa", "openid", "headless", "usersessions")
    ours = {str(pattern.name) for pattern in urlpatterns}
    assert {name for name in named if name.startswith(theirs)} <= ours
    left_out = {"mfa_download_recovery_codes", "mfa_signup_webauthn", "mfa_trust"}
    assert not left_out & named
    assert reverse("account_reset_password") == "/accounts/password/forgotten/"
