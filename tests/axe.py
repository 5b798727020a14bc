"""What axe finds on a page."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The Design System says on a radio button whether what it brings out is shown. The standard knows no such
# state for radio buttons, and screen readers read it out all the same: people are better off with it.
KNOWN = ("aria-allowed-attr", "govuk-radios__input", 'aria-expanded="')


# No colour of ours depends on how wide a page is, and to compare colours takes axe half its time.
_SEEN_WIDER = {"color-contrast": {"enabled": False}}
_RUN = """(rules) => axe.run(document, {resultTypes: ['violations'], rules})
    .then((found) => found.violations)"""


def faults(page: Page, *, seen_wider: bool = False) -> list[str]:
    """Return what is not accessible, a line for each element; nothing is what a page should have.

    ``seen_wider``: the same page has been looked at already in a wider window.
    """
    if not page.evaluate("'axe' in window"):  # a page that was looked at before has it already
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['html']} ({rule['help']})"
        for rule in page.evaluate(_RUN, _SEEN_WIDER if seen_wider else {})
        for node in rule["nodes"]
        if not (rule["id"] == KNOWN[0] and all(part in node["html"] for part in KNOWN[1:]))
    ]
