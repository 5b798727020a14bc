"""The result and the answers of the worked examples, in a real browser."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.examples import NAMES
from tests.axe import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

WIDTHS = (1280, 320)
ACROSS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
TWICE = """() => {
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


@pytest.mark.parametrize("what", ["", "answers/"])
@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_accessible_and_fits_with_every_working_open(
    page: Page, live_server: LiveServer, name: str, what: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{live_server.url}/examples/{name}/{what}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(ACROSS) <= 0, "the page must not scroll sideways"
    page.evaluate(OPEN_ALL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(ACROSS) <= 0, "nor with its workings open"
        assert faults(page) == []
    assert page.evaluate(TWICE) == []
    assert complaints == []


def test_a_figure_s_working_opens_by_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/examples/hall/")
    summary = page.locator("#H summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#H").get_by_text("18 people × 2 hours × 12 times a year").is_visible()
    assert summary.get_by_text("How this was worked out: H Community participation").count() == 1


def test_the_kite_is_drawn(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/examples/edges/")
    assert page.evaluate("document.querySelector('img.kite').naturalWidth") > 0
