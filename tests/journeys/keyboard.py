"""Walking through the site by keyboard alone: Tab, Enter, Space, arrows and typing.

On the way it watches what somebody who cannot use a mouse depends on: that the focus is always seen, that
nothing lies over it, and that no page has to be scrolled sideways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.journeys.walking import Walker

MOST_TABS = 150  # more stops than any page has

# Tells of the element that has the focus what a person would see of it. How the element before it
# looked with the focus is compared with how it looks now, without.
_FOCUS = """() => {
    const clear = (colour) => /^rgba.*, 0\\)$/.test(colour);
    const ring = (s) => s.outlineStyle === 'none' || clear(s.outlineColor) ? '' : s.outline;
    const looks = (e) => [
        ...(getComputedStyle(e).opacity > 0 ? [getComputedStyle(e)] : []),
        ...(e.labels && e.labels[0] ? [getComputedStyle(e.labels[0], '::before')] : []),
    ].map((s) => [ring(s), s.boxShadow, s.backgroundColor].join()).join();
    const before = window.focusedBefore;
    const e = document.activeElement;
    const box = e.getClientRects()[0] || e.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    const label = e.labels && e.labels[0];
    const said = (e.innerText || e.value || '').trim().replace(/\\s+/g, ' ');
    const known = before && ![e, document.body].includes(before.e) && before.e.isConnected;
    const trouble = [
        known && before.looks === looks(before.e) ? `the focus was not to be seen on “${before.said}”` : '',
        top && (e.contains(top) || (label && label.contains(top)))
            ? '' : `“${said}” had the focus under something else or out of sight`,
    ].filter(Boolean);
    window.focusedBefore = {e, looks: looks(e), said};
    return {
        tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', value: e.value || '', said,
        href: e.href || '', className: e.className, id: e.id, checked: Boolean(e.checked),
        trouble: e === document.body ? [] : trouble,
    };
}"""
_ACROSS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Focus = Mapping[str, Any]


class ByKeyboard(Walker):
    """Somebody who uses a keyboard and no mouse."""

    def focus(self) -> Focus:
        """Return what has the focus, and hold it to what must be seen of it."""
        found: Focus = self.page.evaluate(_FOCUS)
        assert found["trouble"] == [], f"{self.page.url}: {found['trouble']}"
        return found

    def reach(self, what: str, wanted: Callable[[Focus], bool], key: str = "Tab") -> Focus:
        """Move the focus on until it is on what is wanted."""
        for _ in range(MOST_TABS):
            found = self.focus()
            if wanted(found):
                return found
            self.page.keyboard.press(key)
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {what}")

    def arrive(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, which must fit the screen."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        assert self.page.evaluate(_ACROSS) <= 0, f"{self.page.url} scrolls sideways"

    # --- what they do ----------------------------------------------------------------------------

    def write(self, name: str, text: str) -> None:
        found = self.reach(name, lambda focus: focus["name"] == name)
        if found["value"]:
            for key in ("ArrowRight", "Backspace"):
                for _ in found["value"]:
                    self.page.keyboard.press(key)
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """Reach the buttons or the list and press the arrow key until it is the one that is chosen."""
        found = self.reach(name, lambda focus: focus["name"] == name)
        if found["type"] == "radio" and found["value"] == value:
            self.page.keyboard.press("Space")
        else:
            self.reach(value, lambda focus: focus["value"] == value, "ArrowDown")
        assert self.reads(name) == value

    def tick(self, name: str) -> None:
        self.reach(name, lambda focus: focus["name"] == name)
        self.page.keyboard.press("Space")

    def press(self, button: str) -> None:
        self.reach(
            button, lambda focus: focus["said"] == button and focus["tag"] in ("button", "a")
        )
        self.arrive()

    def follow(self, link: str) -> None:
        self.reach(link, lambda focus: focus["said"] == link and focus["tag"] == "a")
        self.arrive()

    def add_row(self, question: str, singular: str) -> None:
        rows, button = self.rows(question), f"Add another {singular}"
        self.reach(button, lambda focus: focus["said"] == button)
        self.page.keyboard.press("Enter")
        assert self.rows(question) == rows + 1

    def skip(self) -> None:
        self.reach("the next page", lambda focus: focus["said"].startswith("Next"))
        self.arrive()

    def back(self) -> None:
        self.reach("the page above", lambda focus: "govuk-back-link" in focus["className"])
        self.arrive()
