"""What was typed when the session ended comes back to the same person, and to nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.appraisal.site.browsing import boxes, fill_in, page_of, send, words_of
from tests.appraisal.site.people import Site, answer, fingerprint
from tests.core.people import PASSWORD, code

pytestmark = pytest.mark.django_db

MONEY = {"capital_cost_gbp": "250,000", "secured_gbp": "lots Ŵ"}
SECOND_STEP = "/accounts/sign-in/code/"
HERE = {"HTTP_ORIGIN": "http://testserver"}


def sign_in(site: Site, client: Client, who: str, target: str, **more: str) -> str:
    """Sign in by the page for it; return where that leads."""
    person = site.people[who]
    typed = {"login": person.email, "password": PASSWORD, "next": target, **more}
    response = client.post("/accounts/sign-in/", typed)
    assert response.status_code == 302, response.content.decode()
    if response.headers["Location"].startswith(SECOND_STEP):  # whoever has a role at the council
        response = client.post(response.headers["Location"], {"code": code()})
        assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def end_session(client: Client) -> None:
    """Let the session on the server run out; the browser keeps its cookie."""
    client.session.flush()


def test_a_session_that_ended_gives_back_what_was_typed(site: Site, member: Client) -> None:
    typed = {**boxes(member.get(site.letter("A"))), **MONEY}
    end_session(member)
    before = fingerprint()
    sent = send(member, site.letter("A"), typed)
    assert sent.headers["Location"] == f"/accounts/sign-in/?next={site.letter('A')}"
    assert fingerprint() == before
    assert sign_in(site, member, "member", site.letter("A")) == site.letter("A")
    back = member.get(site.letter("A"))
    assert "You were signed out before this was saved" in words_of(back)
    assert MONEY.items() <= boxes(back).items()
    saved = send(member, site.letter("A"), {**boxes(back), "secured_gbp": "5"})
    assert saved.status_code == 302
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "250000", "secured_gbp": "5"}


def test_it_counts_as_typed_before_what_another_has_saved_meanwhile(
    site: Site, member: Client
) -> None:
    typed = {**boxes(member.get(site.letter("A"))), "capital_cost_gbp": "1"}
    end_session(member)
    send(member, site.letter("A"), typed)
    fill_in(site.client("second"), site.letter("A"), {"capital_cost_gbp": "2"})
    sign_in(site, member, "member", site.letter("A"))
    response = send(member, site.letter("A"), boxes(member.get(site.letter("A"))))
    assert page_of(response).xpath("//*[@id='conflict']")
    assert site.sheet.entry("A").given == {"capital_cost_gbp": "2"}


def test_it_is_not_shown_to_somebody_else_at_the_same_browser(site: Site) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(site.people["member"])
    typed = boxes(browser.get(site.letter("A")))
    stale = {**typed, **MONEY, "csrfmiddlewaretoken": "of-another-time"}
    answer = browser.post(site.letter("A"), stale, headers={"origin": HERE["HTTP_ORIGIN"]})
    assert answer.status_code == 303, "kept, and shown again"
    browser.force_login(site.people["second"])
    shown = browser.get(site.letter("A"))
    assert boxes(shown)["capital_cost_gbp"] == ""
    assert "lots Ŵ" not in shown.content.decode()


def test_a_token_that_has_changed_brings_the_page_back_as_typed(site: Site) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(site.people["member"])
    typed = boxes(browser.get(site.letter("A")))
    stale = {**typed, **MONEY, "csrfmiddlewaretoken": "of-another-time", "page-then": "continue"}
    before = fingerprint()
    response = browser.post(site.letter("A"), stale, headers={"origin": HERE["HTTP_ORIGIN"]})
    assert (response.status_code, response.headers["Location"]) == (303, site.letter("A"))
    back = browser.get(site.letter("A"))
    assert "You were signed in again since you opened this page" in words_of(back)
    assert MONEY.items() <= boxes(back).items()
    assert fingerprint() == before
    elsewhere = {"origin": "https://evil.example"}
    assert browser.post(site.letter("A"), stale, headers=elsewhere).status_code == 403
    assert boxes(browser.get(site.letter("A")))["capital_cost_gbp"] == "", "given once"


def test_the_pages_of_starting_give_it_back_too(site: Site, member: Client) -> None:
    address = f"/{site.council.slug}/start/"
    member.get(address)
    end_session(member)
    member.post(address, {"kind": "coproduction"})
    sign_in(site, member, "member", address)
    back = member.get(address)
    assert boxes(back)["kind"] == "coproduction"
    assert "You were signed out before this was saved" in words_of(back)


def test_an_officer_who_had_to_sign_in_to_agree_comes_to_the_criterion(
    site: Site, officer: Client
) -> None:
    answer(site.people["member"], site.proposal, "K", reason="No land")
    typed = {"page-saves": "1", "agree": "yes"}
    end_session(officer)
    sent = officer.post(site.address("agree", "K"), typed)
    assert sent.headers["Location"].startswith("/accounts/sign-in/")
    target = sign_in(site, officer, "officer", site.address("agree", "K"))
    assert officer.get(target, follow=True).redirect_chain == [(site.letter("K"), 302)]
    assert site.sheet.entry("K").agreed_by == ""


@pytest.mark.parametrize("name", ["import_preview", "confirm", "agree"])
def test_no_address_that_a_person_comes_back_to_is_a_dead_end(site: Site, name: str) -> None:
    more = ("K",) if name == "agree" else ()
    for who in ("member", "officer"):
        response = site.client(who).get(site.address(name, *more), follow=True)
        assert response.status_code in (200, 403), name
        assert words_of(response), "it is a page with words on it"


@pytest.mark.parametrize(
    "target", ["/%00/", "/a%00b/proposals/", "/%F0%9F%8F%A0/", "//evil.example/"]
)
def test_a_forged_place_to_go_on_to_is_answered(db: None, client: Client, target: str) -> None:
    assert client.get(f"/accounts/sign-in/?next={target}").status_code == 200


def test_a_file_that_was_sent_signed_out_is_asked_for_again(site: Site, member: Client) -> None:
    stranger = Client()
    away = stranger.post(site.address("import"), {"file": ""})
    assert away.status_code == 302
    stranger.force_login(site.people["member"])
    assert "Choose it again" in stranger.get(site.address("import")).content.decode()
    assert "Choose it again" not in stranger.get(site.address("import")).content.decode()
