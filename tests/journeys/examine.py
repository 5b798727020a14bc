"""What every page of the site is held to, in one list, so that a run names all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.axe import faults
from tests.journeys.look import WIDTHS, picture
from tests.journeys.walking import leave_by

_FIGURES = ", ".join(
    f"main .govuk-input--width-{width}:visible" for width in (2, 5, 10)
)  # days, numbers, pounds
_LINES = "main input[type=text]:visible, main input[type=password]:visible"
_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
_LOST = """() => [...document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for]')]
    .flatMap((e) => ['aria-describedby', 'aria-labelledby', 'for'].map((name) => e.getAttribute(name) || ''))
    .join(' ').split(/\\s+/).filter((id) => id && !document.getElementById(id))"""
_TWICE = """() => [...document.querySelectorAll('[id]')].map((e) => e.id)
    .filter((id, place, ids) => ids.indexOf(id) !== place)"""
_DEAD_LINKS = """() => [...document.querySelectorAll('.govuk-error-summary a')].filter((link) => {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return true;
    target.focus();
    return document.activeElement !== target;
}).map((link) => link.textContent)"""


class Examination:
    """Looks at one page after another, at both widths, and notes what is wrong with each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        self.expected_status = 200
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))

    def visit(self, address: str, name: str, *, status: int = 200) -> None:
        """Go to an address and look at the page that comes."""
        self.expected_status = status
        response = self.page.goto(address)
        if response is None or response.status != status:
            self.found.append(f"{name}: answered with {response and response.status}")
        if "/sign-in/" in self.page.url and "/sign-in/" not in address:
            self.found.append(f"{name}: one has to sign in to see it")
        self.look(name)

    def look(self, name: str, *, known: bool = False) -> None:
        """Look at the page that is there; ``known``: with axe in the wide window alone, for it is one seen before.

        What a mistake adds to a page is as accessible narrow as wide, and axe takes half the time of a look.
        """
        self.page.wait_for_load_state("load")
        self.found += [f"{name}: {fault}" for fault in self._once()]
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            with_axe = not known or width == WIDTHS[0]
            self.found += [f"{name} at {width}: {fault}" for fault in self._at(width, with_axe)]
            picture(self.page, f"{name}-{width}")

    def spoil(self, name: str) -> None:
        """Fill in the form that is there wrongly, send it, and look at what comes of it."""
        if not self._fields().count():
            return
        self._type_nonsense()
        send = "main form button[type=submit].govuk-button:not([name=change_rows]):visible"
        leave_by(self.page.locator(send).first)
        if not self.page.locator(".govuk-error-summary").count():
            self.found.append(f"{name}: the test does not know how to make a mistake here")
        self.look(f"{name}-errors", known=True)

    def _fields(self) -> Locator:
        wanted = ("input:not([type=hidden])", "textarea", "select")
        return self.page.locator(", ".join(f"main form {one}" for one in wanted))

    def _type_nonsense(self) -> None:
        figures = self.page.locator(f"{_FIGURES}, main input[type=email]:visible").all()
        claim = self.page.locator("main [name=not-applicable]")
        for box in figures:
            box.fill("lots")
        if not figures and claim.count():
            claim.check()
            self.page.locator("main [name=not-applicable-reason]").fill("")
        elif not figures:
            for box in self.page.locator(_LINES).all():
                box.fill("")

    def _once(self) -> Iterator[str]:
        page = self.page
        wrong = page.locator(".govuk-error-summary").count() > 0
        if page.title().startswith("Error: ") is not wrong:
            yield f"its title is “{page.title()}”"
        if not page.title().strip():
            yield "it has no title"
        if page.locator("h1").count() != 1:
            yield f"it has {page.locator('h1').count()} headings of the first level"
        if page.locator("html").get_attribute("lang") != "en-GB":
            yield "it does not say its language"
        yield from (f"nothing has the id {one}" for one in page.evaluate(_LOST))
        yield from (f"two have the id {one}" for one in page.evaluate(_TWICE))

    def _at(self, width: int, with_axe: bool) -> Iterator[str]:
        if with_axe:
            yield from faults(self.page, seen_wider=width != WIDTHS[0])
        if not self.page.evaluate(_FITS):
            yield "it scrolls sideways"
        yield from (f"no box is behind “{one}”" for one in self.page.evaluate(_DEAD_LINKS))

    def _hear(self, message: ConsoleMessage) -> None:
        if not (self.expected_status >= 400 and str(self.expected_status) in message.text):
            self.found.append(f"{self.page.url}: {message.text}")
