"""People and councils that tests of signing in are about."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from lxml import html

from core.models import STAFF_ROLES, Authority, User

PASSWORD = "willow hammer porridge"  # as people are told to make them
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's app


def council(slug: str = "brum", name: str = "Birmingham City Council") -> Authority:
    return Authority.objects.create(slug=slug, name=name, region="West Midlands", colour="#7a1f3d")


def person(email: str, name: str = "", **more: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, **more)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if user.is_staff:
        second_step(user)
    return user


def second_step(*people: User) -> None:
    """Give people an app as their second step, as whoever has a role at a council needs."""
    Authenticator.objects.bulk_create(
        Authenticator(user=one, type=Authenticator.Type.TOTP, data={"secret": SECRET})
        for one in people
    )


def code(secret: str = SECRET, *, ago: int = 0) -> str:
    """Return the code that an app with this secret shows, some steps of 30 seconds ago."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 - ago)))


def second_steps_for_staff() -> None:
    """Give one to everybody who needs one and has none."""
    staff = User.objects.filter(memberships__role__in=STAFF_ROLES, authenticator=None)
    second_step(*staff.distinct())


def sign_in(client: Client, **typed: str) -> Any:
    right = {"login": "ann@example.org", "password": PASSWORD}
    return client.post("/accounts/sign-in/", {**right, **typed})


def page_of(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def heading(response: Any) -> str:
    return " ".join(page_of(response).xpath("//h1")[0].text_content().split())
