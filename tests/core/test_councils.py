"""A council's name and colour on its pages, and on those of signing in for whoever comes from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from core.councils import branding, council_of_request, style_of
from core.models import Authority, Membership, Role, User
from tests.core.people import council, page_of, person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def brum() -> Authority:
    return council()


@pytest.fixture
def ann(brum: Authority) -> User:
    return person("ann@example.org", "Ann Oak")


def masthead(response: Any) -> tuple[str, str]:
    """Return the name in the masthead and where it leads."""
    (link,) = page_of(response).xpath("//a[contains(@class, 'app-masthead__name')]")
    return str(link.text_content()), str(link.get("href"))


def account_links(response: Any) -> list[tuple[str, str]]:
    links = page_of(response).xpath("//header//nav//*[self::a or self::button]")
    return [(str(link.text), str(link.get("href", ""))) for link in links]


BRUM = ("Birmingham City Council", "/brum/")
PLAIN = ("Valuing Worth", "/")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/brum/", BRUM),
        ("/brum/proposal/1?x=/other/", BRUM),
        ("/brum?x=1", BRUM),
        ("/leeds/", PLAIN),
        ("/admin/", PLAIN),
        ("brum/", PLAIN),
        ("https://evil.example/brum/", PLAIN),
        ("//brum/x", PLAIN),
        ("", PLAIN),
    ],
)
def test_signing_in_looks_as_the_council_that_the_person_comes_from(
    client: Client, brum: Authority, wanted: str, shown: tuple[str, str]
) -> None:
    response = client.get("/accounts/sign-in/", {"next": wanted})
    assert masthead(response) == shown
    styles = page_of(response).xpath("//link[@rel = 'stylesheet']/@href")
    assert (style_of(brum) in styles) == (shown == BRUM)


def test_the_look_stays_through_the_pages_of_signing_in(client: Client, brum: Authority) -> None:
    client.get("/accounts/sign-in/", {"next": "/brum/"})
    for page in ("sign-up/", "password/forgotten/", "check-your-email/", "password/new/done/"):
        assert masthead(client.get(f"/accounts/{page}")) == BRUM
    assert masthead(client.get("/")) == PLAIN, "other pages are their views' business"


def test_a_council_s_own_page_comes_before_all(brum: Authority) -> None:
    request = RequestFactory().get("/accounts/sign-in/", {"next": "/brum/"})
    request.session = {"council": "brum"}  # type: ignore[assignment]
    leeds = council("leeds", "Leeds")
    request.council = leeds  # type: ignore[attr-defined]
    assert council_of_request(request) == leeds
    assert branding(request)["council"] == leeds


def test_pages_of_no_council_ask_the_database_for_none(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/")


def test_who_is_signed_in_is_named_and_can_sign_out(client: Client, ann: User) -> None:
    sign_in(client, next="/brum/")
    response = client.get("/accounts/")
    assert account_links(response) == [("Ann Oak", "/accounts/"), ("Sign out", "")]
    (form,) = page_of(response).xpath("//header//form")
    assert (form.get("method"), form.get("action")) == ("post", "/accounts/sign-out/")
    response = client.post("/accounts/sign-out/")
    assert "_auth_user_id" not in client.session
    assert response.headers["Location"] == "/accounts/sign-in/?next=%2Fbrum%2F"
    response = client.get(response.headers["Location"])
    assert masthead(response) == BRUM
    assert "You are signed out." in response.content.decode()


def test_who_is_signed_out_can_sign_in_and_come_back_here(client: Client) -> None:
    assert account_links(client.get("/?a=1&b=2")) == [
        ("Sign in", "/accounts/sign-in/?next=%2F%3Fa%3D1%26b%3D2")
    ]
    assert account_links(client.get("/nowhere"))[0][1].endswith("?next=%2Fnowhere")
    assert account_links(client.get("/accounts/sign-in/")) == [("Sign in", "/accounts/sign-in/")]


def test_of_two_councils_neither_is_guessed(client: Client, ann: User, brum: Authority) -> None:
    for one in (brum, council("leeds", "Leeds")):
        Membership.objects.create(user=ann, authority=one, role=Role.ASSET_OFFICER)
    assert sign_in(client).headers["Location"] == "/accounts/"


# --- the colour ----------------------------------------------------------------------------------


def theme(client: Client, address: str) -> Any:
    return client.get(address)


def test_the_colour_is_a_stylesheet_that_may_be_kept_for_ever(
    client: Client, brum: Authority
) -> None:
    response = theme(client, style_of(brum))
    assert response.headers["Content-Type"] == "text/css"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content == b":root{--council-colour:#7a1f3d;--council-colour-text:#fff}\n"
    assert not response.cookies


def test_an_old_address_leads_to_the_colour_that_holds_now(client: Client, brum: Authority) -> None:
    old = style_of(brum)
    brum.colour = "#1d4e79"
    brum.save()
    assert style_of(brum) != old
    response = theme(client, old)
    assert response.headers["Location"] == style_of(brum)
    assert "Cache-Control" not in response.headers


@pytest.mark.parametrize("address", ["/leeds/theme-0.css", "/examples/theme-0.css"])
def test_there_is_no_colour_of_no_council(client: Client, address: str) -> None:
    assert theme(client, address).status_code == 404


@pytest.mark.parametrize("colour", ["#ffffff", "red}x{", ""])
def test_a_colour_unfit_for_white_words_is_not_used(
    client: Client, brum: Authority, colour: str
) -> None:
    Authority.objects.update(colour=colour)
    brum.refresh_from_db()
    assert theme(client, style_of(brum)).content == b""
