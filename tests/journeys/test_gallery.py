"""Every component in a real browser: looked over by axe, at two widths, with and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import is_sound, is_sound_at_each_width, listen, picture
from tests.journeys.walking import leave_by

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("gallery"),
]


@pytest.mark.parametrize("name", ["fields", "question", "parts"])
def test_components_are_accessible_and_fit(page: Page, live_server: LiveServer, name: str) -> None:
    complaints = listen(page)
    page.goto(f"{live_server.url}/gallery/{name}")
    is_sound_at_each_width(page, name)
    if name != "parts":
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_selector(".govuk-error-summary")
        page.wait_for_load_state("load")
        assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
        is_sound_at_each_width(page, f"{name}-errors")
    assert complaints == []


def test_rows_are_added_and_removed_by_keyboard(page: Page, live_server: LiveServer) -> None:
    complaints = listen(page)
    page.goto(f"{live_server.url}/gallery/fields")
    page.wait_for_selector("body.govuk-frontend-supported")
    page.get_by_label("What it is, activity 2").fill("Choir")
    add = page.get_by_role("button", name="Add another activity")
    add.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("/gallery/fields")
    assert page.evaluate("document.activeElement.name") == "activities-2-name"
    page.keyboard.type("Fair")
    page.get_by_role("button", name="Remove activity 1").focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("What it is, activity 1").input_value() == "Choir"
    assert page.get_by_label("What it is, activity 2").input_value() == "Fair"
    assert page.evaluate("document.activeElement.id") == "id_activities-1"
    assert page.get_by_role("status").filter(has_text="Removed activity 1").count() == 1
    is_sound(page)
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 320])
def test_rows_are_added_and_removed_without_a_script(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/fields")
    page.locator("[name=title]").fill("Oak Hall")
    page.locator("[name=activities-0-name]").fill("Yoga")
    page.locator("[name=activities-0-hours]").fill("lots")
    leave_by(page.get_by_role("button", name="Add another activity"))
    page.locator("[name=activities-2-name]").fill("Fair")
    picture(page, f"rows-without-script-{width}")
    assert page.locator("[name=title]").input_value() == "Oak Hall"
    leave_by(page.get_by_role("button", name="Remove activity 2"))
    assert page.locator("[name=activities-0-hours]").input_value() == "lots"
    assert page.locator("[name=activities-2-name]").input_value() == "Fair"
    with page.expect_navigation():
        page.locator("[name=title]").press("Enter")
    page.get_by_role("link", name="Activity 1: Hours a week must be a number").click()
    assert page.url.endswith("#id_activities-0-hours")
    context.close()


def test_a_choice_brings_its_field_out(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/gallery/fields")
    page.wait_for_selector("body.govuk-frontend-supported")
    why = page.get_by_label("Why is it closed?")
    assert not why.is_visible()
    page.get_by_label("No", exact=True).check()
    assert why.is_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_line_of_the_summary_puts_the_cursor_into_the_cell(
    page: Page, live_server: LiveServer, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/gallery/fields")
    page.get_by_label("What it is, activity 2").fill("Choir")
    page.get_by_label("Hours a week, activity 2").fill("lots")
    page.get_by_label("People, activity 2").fill("-1")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_selector(".govuk-error-summary")
    page.wait_for_load_state("load")
    picture(page, f"rows-errors-{width}")
    is_sound(page)
    page.get_by_role("link", name="Activity 2: Hours a week must be a number").click()
    assert page.evaluate("document.activeElement.name") == "activities-1-hours"
