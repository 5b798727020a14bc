"""The start page in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_start_page_is_accessible_and_fits(page: Page, live_server: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    assert complaints == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, "the page must not scroll sideways"


def test_keyboard_reaches_the_first_pack(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    reached = ""
    for _ in range(18):
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.href || ''")
        if reached.endswith("/pack.pdf"):
            break
    assert reached.endswith("/examples/hall/pack.pdf")


def test_kites_are_drawn(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")
    widths = page.eval_on_selector_all("img.kite", "kites => kites.map(kite => kite.naturalWidth)")
    assert len(widths) == 5
    assert all(width > 0 for width in widths)
