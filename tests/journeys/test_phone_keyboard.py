"""A whole proposal on a small phone's screen, with a keyboard and no mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Proposal
from tests.journeys.keyboard import ByKeyboard
from tests.journeys.look import listen
from tests.journeys.stage import (
    address_of,
    council_of,
    example,
    group_at,
    invite,
    officer_of,
    proposal_of,
    sign_in,
)
from tests.journeys.walking import GROUP, NEXT, OFFICER, asked, result_shown, result_wanted

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HALL = example("hall")


@pytest.fixture
def walker(page: Page, live_server: LiveServer) -> ByKeyboard:
    page.set_viewport_size({"width": 320, "height": 640})
    return ByKeyboard(page, live_server.url)


def test_a_hall_is_typed_in_and_appraised_by_keyboard_alone(walker: ByKeyboard) -> None:
    council = council_of(HALL)
    officer = officer_of(council)
    ann = group_at(council, HALL.file["applicant"]["name"]).ann
    complaints = listen(walker.page)

    sign_in(walker.page, walker.site, ann)
    walker.go("/brum/")
    walker.follow("Start another proposal")
    walker.start(HALL, {})
    assert walker.heading == HALL.file["title"]
    invite(Proposal.objects.get())
    walker.begin()
    tasks = walker.page.url
    walker.follow("Title and summary")
    while not walker.letter:
        walker.fill_facts(HALL)
        walker.press(NEXT)
        assert walker.errors == []
    assert walker.answer_all(HALL) == asked(HALL, GROUP)

    sign_in(walker.page, walker.site, officer)
    walker.page.goto(tasks)
    walker.follow("The council’s figures")
    walker.fill_facts(HALL)
    walker.value_on(HALL, "The example is of this day")
    walker.press(NEXT)
    assert walker.answer_all(HALL) == asked(HALL, OFFICER)
    walker.follow("See the result")
    assert result_shown(walker.page) == result_wanted(HALL)
    assert complaints == []


def test_an_error_is_read_first_and_leads_to_its_box(walker: ByKeyboard) -> None:
    council = council_of(HALL)
    group = group_at(council)
    sign_in(walker.page, walker.site, group.ann)
    walker.go(address_of(proposal_of(group), "criteria/H/"))
    walker.write("activities-0-name", "Lunch club")
    walker.write("activities-0-participants", "about a dozen")
    walker.press(NEXT)

    # The focus lands in the summary, whose first link leads to the first box that is wrong.
    assert "govuk-error-summary" in walker.focus()["className"]
    assert walker.page.title().startswith("Error: ")
    first = "Activity 1: People each time must be a number in figures, such as 12 or 12.5"
    assert walker.errors[0] == first
    walker.reach(first, lambda focus: focus["said"] == first)
    walker.page.keyboard.press("Enter")
    assert walker.focus()["name"] == "activities-0-participants"
    walker.write("activities-0-participants", "12")
    walker.write("activities-0-hours_per_session", "2")
    walker.write("activities-0-sessions_per_year", "50")

    # Enter in a box saves the page, as its main button does.
    walker.arrive()
    assert walker.heading.startswith("I ")
    assert "Saved: H Community participation." in walker.text


def test_rows_come_and_go_and_the_focus_stays_with_them(walker: ByKeyboard) -> None:
    council = council_of(HALL)
    group = group_at(council)
    sign_in(walker.page, walker.site, group.ann)
    walker.go(address_of(proposal_of(group), "criteria/H/"))
    walker.write("activities-0-name", "Lunch club")
    walker.add_row("activities", "activity")
    assert walker.focus()["name"] == "activities-1-name"
    walker.write("activities-1-name", "Youth drama")
    walker.reach("Remove", lambda focus: focus["said"].startswith("Remove"), "Shift+Tab")
    assert walker.focus()["said"] == "Remove activity 1"
    walker.page.keyboard.press("Space")
    assert walker.focus()["id"] == "id_activities-1", "the row that took its place"
    assert walker.rows("activities") == 1
    assert walker.page.locator("[role=status]", has_text="Removed activity 1").count() == 1
    walker.write("activities-1-participants", "12")
    assert walker.reads("activities-1-name") == "Youth drama"


def test_the_first_stop_leads_past_the_head_of_the_page(walker: ByKeyboard) -> None:
    council = council_of(HALL)
    group = group_at(council)
    sign_in(walker.page, walker.site, group.ann)
    walker.go(address_of(proposal_of(group), "criteria/B/"))
    walker.page.keyboard.press("Tab")
    assert walker.focus()["said"] == "Skip to main content"
    walker.page.keyboard.press("Enter")
    walker.page.keyboard.press("Tab")
    assert walker.focus()["name"] == "annual_revenue_cost_gbp"
