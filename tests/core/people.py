"""People and councils that tests of signing in are about."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from lxml import html

from core.models import Authority, User

PASSWORD = "willow hammer porridge"  # as people are told to make them


def council(slug: str = "brum", name: str = "Birmingham City Council") -> Authority:
    return Authority.objects.create(slug=slug, name=name, region="West Midlands", colour="#7a1f3d")


def person(email: str, name: str = "", **more: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, **more)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_in(client: Client, **typed: str) -> Any:
    right = {"login": "ann@example.org", "password": PASSWORD}
    return client.post("/accounts/sign-in/", {**right, **typed})


def page_of(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def heading(response: Any) -> str:
    return " ".join(page_of(response).xpath("//h1")[0].text_content().split())
