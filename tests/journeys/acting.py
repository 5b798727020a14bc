"""People who act on one proposal, each in a browser of their own; each new page is looked at once."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser

from appraisal.models import Proposal
from core.models import User
from tests.journeys.look import is_sound, listen
from tests.journeys.stage import sign_in
from tests.journeys.walking import Walker, leave_by

_MAIN = (
    "main form button[type=submit].govuk-button:not(.govuk-button--secondary)"
    ":not([name=change_rows]):visible"
)


class Actor(Walker):
    """Somebody at work on a proposal, who does what each page asks.

    ``script``: whether their browser runs scripts. Those of whose does have their pages looked at.
    """

    def __init__(
        self, browser: Browser, site: str, person: User | None, *, script: bool = True
    ) -> None:
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": 1280, "height": 800}
        )
        super().__init__(self.context.new_page(), site)
        self.complaints = listen(self.page)
        self.person = person
        self.script = script
        self.looked_at: set[str] = set()
        if person is not None:
            sign_in(self.page, site, person)

    def of(self, proposal: Proposal, page: str = "") -> None:
        """Open a page of a proposal."""
        self.go(f"/{proposal.authority.slug}/proposals/{proposal.pk}/{page}")
        self.look()

    def go(self, path: str) -> None:
        super().go(path)
        self.look()

    def press(self, button: str) -> None:
        super().press(button)
        self.look()

    def follow(self, link: str) -> None:
        super().follow(link)
        self.look()

    def look(self) -> None:
        """Look at the page, unless one like it was looked at already."""
        kind = re.sub(r"[0-9a-f-]{36}|\d+|\?.*", "…", self.page.url) + self.letter
        if self.script and kind not in self.looked_at:
            is_sound(self.page)
            self.looked_at.add(kind)

    def do(self, button: str = "", **typed: Any) -> None:
        """Fill in a page and send it: text into boxes, a list into boxes to tick, choices by “name=value”."""
        for name, said in typed.items():
            self.put(name.replace("__", "-"), said)
        if button:
            self.press(button)
        else:
            leave_by(self.page.locator(_MAIN).last)
            self.look()
        assert self.errors == [], self.page.url

    def put(self, name: str, said: Any) -> None:
        """Put what somebody says into the box, list or choices of this name."""
        box = self.box(name)
        kind = box.first.get_attribute("type")
        if kind == "checkbox":
            for one in said if isinstance(said, list) else [said]:
                self.page.locator(f'main [name="{name}"][value="{one}"]').check()
        elif kind == "radio" or box.first.evaluate("one => one.tagName") == "SELECT":
            self.choose(name, str(said))
        else:
            box.first.fill(str(said))

    def download(self, address: str) -> bytes:
        """Fetch a file as this person."""
        response = self.page.request.get(f"{self.site}{address}")
        assert response.ok, address
        return response.body()

    def close(self) -> None:
        """Close the browser; nothing may have been complained of."""
        self.context.close()
        assert self.complaints == []
