"""Nothing typed is lost: two tabs, the back button, a session that ends, two people, a double click."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import PageState, Proposal
from core.models import AuditEntry
from tests.journeys.look import is_sound, listen
from tests.journeys.stage import (
    PASSWORD,
    Group,
    address_of,
    council_of,
    example,
    group_at,
    invite,
    proposal_of,
    sign_in,
)
from tests.journeys.walking import NEXT, STAY, Walker, leave_by

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

COST, FUNDS = "annual_revenue_cost_gbp", "external_revenue_gbp"  # of criterion B


@pytest.fixture
def group() -> Group:
    return group_at(council_of(example("hall")))


@pytest.fixture
def ann(page: Page, live_server: LiveServer, group: Group) -> Iterator[Walker]:
    """Ann, who is signed in; whatever her browser complains of fails the test."""
    complaints = listen(page)
    sign_in(page, live_server.url, group.ann)
    yield Walker(page, live_server.url)
    assert complaints == []


def write_b(walker: Walker, cost: str, funds: str) -> None:
    walker.write(COST, cost)
    walker.write(FUNDS, funds)


def versions(walker: Walker) -> list[list[str]]:
    """Return the table of a conflict: question, what was saved, what was typed now."""
    rows = walker.page.locator("#conflict tbody tr").all()
    return [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()] for row in rows
    ]


FUNDS_ASKED = "How much funding from outside have you confirmed for each year?"


def test_two_tabs_show_both_versions_and_save_the_one_that_is_chosen(
    ann: Walker, group: Group
) -> None:
    page = address_of(proposal_of(group), "criteria/B/")
    other = Walker(ann.page.context.new_page(), ann.site)
    for tab in (ann, other):
        tab.go(page)
    write_b(ann, "60000", "15000")
    ann.press(NEXT)
    write_b(other, "60000", "12000")
    other.press(NEXT)

    assert "You saved this page again at" in other.text
    assert versions(other) == [[FUNDS_ASKED, "15,000", "12,000"]]
    assert other.reads(FUNDS) == "12000", "what was typed stands in the box"
    is_sound(other.page)
    other.press(NEXT)
    assert other.heading.startswith("C ")

    # What was chosen there is what the first tab shows from now on.
    ann.go(page)
    assert ann.reads(FUNDS) == "12,000"


def test_two_people_on_one_page_see_both_versions(
    ann: Walker, browser: Browser, live_server: LiveServer, group: Group
) -> None:
    page = address_of(proposal_of(group), "criteria/B/")
    context = browser.new_context()
    ben = Walker(context.new_page(), live_server.url)
    sign_in(ben.page, live_server.url, group.ben)
    for walker in (ann, ben):
        walker.go(page)
    write_b(ben, "60000", "15000")
    ben.press(STAY)
    write_b(ann, "59000", "")
    ann.write("evidence", "Letters from two funders")
    ann.press(NEXT)

    assert "Ben Rees saved this page at" in ann.text
    assert versions(ann) == [
        ["What will it cost to run your work there for a year?", "60,000", "59,000"],
        [FUNDS_ASKED, "15,000", "(blank)"],
        ["What can you show for this?", "(blank)", "Letters from two funders"],
    ]
    leave_by(ann.page.get_by_role("link", name="keep what was saved at"))
    assert ann.reads(COST) == "60,000"
    assert ann.reads("evidence") == ""

    # What one leaves unfinished, the other finds as it was left, and whose it is.
    ann.write(FUNDS, "some")
    ann.press("Save and come back later")
    ben.go(page)
    assert "This page was left unfinished by Ann Oak" in ben.text
    assert ben.reads(FUNDS) == "some"
    assert ben.errors == [
        "Funding from outside must be a number in figures, such as 1,200 or 1,200.50"
    ]
    context.close()


def test_the_back_button_shows_what_was_typed_and_can_be_saved_again(
    ann: Walker, group: Group
) -> None:
    ann.go(address_of(proposal_of(group), "criteria/B/"))
    write_b(ann, "60000", "15000")
    ann.press(NEXT)
    assert ann.heading.startswith("C ")
    ann.page.go_back()
    assert ann.heading.startswith("B ")
    assert ann.reads(COST).replace(",", "") == "60000"
    ann.write(FUNDS, "16000")
    ann.press(NEXT)
    assert versions(ann) == [], "nobody is in conflict with the page that they had just saved"
    assert ann.heading.startswith("C ")
    ann.page.go_back()
    ann.page.reload()
    assert ann.reads(FUNDS) == "16,000"


def test_what_was_typed_comes_back_when_the_session_ended_in_the_middle(
    ann: Walker, group: Group
) -> None:
    ann.go(address_of(proposal_of(group), "criteria/H/"))
    ann.write("activities-0-name", "Lunch club")
    ann.add_row("activities", "activity")
    ann.write("activities-1-name", "Youth drama")
    ann.write("evidence", "Our diary")
    Session.objects.all().delete()
    ann.press(NEXT)

    assert ann.heading == "Sign in"
    ann.write("login", "ann@example.org")
    ann.write("password", PASSWORD)
    ann.press("Sign in")
    assert ann.heading == "H Community participation"
    assert "You were signed out before this was saved. Check it and save again." in ann.text
    assert [ann.reads(f"activities-{row}-name") for row in (0, 1)] == ["Lunch club", "Youth drama"]
    assert ann.reads("evidence") == "Our diary"
    is_sound(ann.page)
    assert not PageState.objects.filter(page="H").exists(), "nothing is saved yet"

    # Where nothing was typed, they just come back to where they were.
    tasks = address_of(Proposal.objects.get())
    Session.objects.all().delete()
    ann.go(tasks)
    ann.write("login", "ann@example.org")
    ann.write("password", PASSWORD)
    ann.press("Sign in")
    assert ann.heading == "Norton Hall"


def test_a_double_click_saves_once(ann: Walker, group: Group) -> None:
    def twice(button: str) -> None:
        ann.page.locator("main").get_by_role("button", name=button, exact=True).dblclick()

    ann.go("/brum/start/")
    ann.choose("kind", "asset-transfer")
    ann.write("title", "The lodge")
    ann.write("name", "Park lodge")
    ann.write("summary", "A base for volunteers")
    twice("Send to the council")
    ann.page.wait_for_url("**/proposals/**")
    assert ann.heading == "The lodge"
    proposal = Proposal.objects.get()
    invite(proposal)
    ann.begin()

    ann.go(address_of(proposal, "criteria/B/"))
    write_b(ann, "60000", "15000")
    twice(NEXT)
    ann.page.wait_for_url("**/criteria/C/**")
    assert ann.heading.startswith("C ")
    assert "This page has changed" not in ann.text
    assert PageState.objects.get(proposal=proposal, page="B").saves == 1
    assert AuditEntry.objects.filter(event="page saved").count() == 1
