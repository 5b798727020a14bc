"""What every journey looks at on a page: axe, the width, and that what is spoken of is there."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.axe import faults

# Where pictures go, for somebody to look at; none are taken without it.
PICTURES = os.environ.get("VW_PICTURES", "")


WIDTHS = (1280, 320)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def listen(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains of."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def is_sound_at_each_width(page: Page, name: str) -> None:
    """Look at a page, and take its picture, as wide as a desk's screen and as narrow as a phone's."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        is_sound(page)
        picture(page, f"{name}-{width}")


def is_sound(page: Page) -> None:
    page.wait_for_load_state("load")
    assert faults(page) == []
    across = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(across) <= 0, "the page must not scroll sideways"
    lost = page.evaluate(
        """[...document.querySelectorAll('[aria-describedby], [aria-labelledby], .govuk-error-summary li')]
        .flatMap((e) => [e.getAttribute('aria-describedby'), e.getAttribute('aria-labelledby'),
            e.matches('li') ? e.querySelector('a')?.hash.slice(1) || 'no link' : ''].join(' ').split(' '))
        .filter((id) => id && !document.getElementById(id))"""
    )
    assert lost == [], "these ids are spoken of and are not there"
