"""The start page in a real browser."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.look import is_sound, listen

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_start_page_is_accessible_and_fits(page: Page, live_server: LiveServer) -> None:
    complaints = listen(page)
    page.goto(live_server.url)
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        is_sound(page)
    assert complaints == []


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
    widths = page.eval_on_selector_all("img.kite", "kites => kites.map(kite => kite.naturalWidth)")
    assert len(widths) == 5
    assert all(width > 0 for width in widths)
