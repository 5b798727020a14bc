"""How people walk through the site: what they type, choose and press, in the words of its pages.

A box has the name that the appraisal file has for what stands in it, so a journey types a file in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from appraisal.engine.scheme import Criterion, Question
from tests.journeys.stage import Example

NEXT = "Save and continue"
LATER = "Save and come back later"
STAY = "Save and stay here"
_LETTER = re.compile(r"([A-Z]) ")


def leave_by(way: Locator) -> None:
    """Click on what leads to another page, and wait for that.

    What is counted or read without waiting would be the old page’s.
    """
    with way.page.expect_navigation():
        way.click()


class Walker:
    """Somebody at a page, with a mouse. Works with and without a script."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    # --- what they see ---------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def letter(self) -> str:
        """The letter of the criterion whose page they are on; none on any other page."""
        found = _LETTER.match(self.heading)
        return found[1] if found else ""

    @property
    def errors(self) -> list[str]:
        return self.page.locator(".govuk-error-summary li").all_inner_texts()

    def box(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]')

    def reads(self, name: str) -> str:
        """Return what stands in a box, or which choice is made."""
        chosen = self.page.locator(f'main [name="{name}"]:checked')
        return (chosen if chosen.count() else self.box(name)).input_value()

    def rows(self, question: str) -> int:
        return self.page.locator(f"#id_{question} .app-row").count()

    # --- what they do ----------------------------------------------------------------------------

    def write(self, name: str, text: str) -> None:
        self.box(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose one of several, whether they are shown as buttons or as a list to open."""
        if self.page.locator(f'main select[name="{name}"]').count():
            self.box(name).select_option(value)
        else:
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()

    def tick(self, name: str) -> None:
        self.box(name).check()

    def press(self, button: str) -> None:
        """Press a button that leads to another page, and wait for that."""
        leave_by(self.button(button))

    def follow(self, link: str) -> None:
        """Follow a link of the page, or the first of several that read the same."""
        leave_by(self.link(link))

    def back(self) -> None:
        """Follow the link above the heading, to the page that this one belongs to."""
        leave_by(self.page.locator(".govuk-back-link"))

    def add_row(self, question: str, singular: str) -> None:
        """Add a row, which a script does at once and without one the server."""
        rows = self.rows(question)
        self.button(f"Add another {singular}").click()
        expect(self.page.locator(f"#id_{question} .app-row")).to_have_count(rows + 1)

    def button(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name, exact=True).first

    # --- what that comes to ----------------------------------------------------------------------

    def start(self, example: Example, contact: Mapping[str, str]) -> None:
        """Fill in the page of the enquiry, and send it to the council."""
        self.choose("kind", example.file["kind"])
        self.write("title", example.file["title"])
        self.write("name", example.file.get("asset", {}).get("name", ""))
        self.write("summary", "Open it every day for people who live nearby.")
        for name, text in contact.items():
            self.write(name, text)
        self.press("Send to the council")

    def begin(self) -> None:
        """Begin the application, from the proposal's page, once the group is invited."""
        self.page.reload()
        self.follow("Begin the application")
        if self.page.locator("main [name=read]").count():
            self.tick("read")
        self.press("Begin the application")

    def fill_facts(self, example: Example) -> None:
        """Fill in what a page of facts asks, as far as the example says it."""
        names = dict.fromkeys(self.page.eval_on_selector_all("main [name]", _NAMES))
        for name in (name for name in names if name in example.facts):
            if name == "tenure":
                self.choose(name, example.facts[name])
            elif self.reads(name) != example.facts[name]:
                self.write(name, example.facts[name])

    def value_on(self, example: Example, reason: str) -> None:
        """Change the valuation date to the example's, and say why."""
        for part, text in zip(("day", "month", "year"), example.valued_on, strict=True):
            self.write(f"valuation_date-{part}", text)
        self.write("valuation_date_reason", reason)

    def answer(self, criterion: Criterion, said: Mapping[str, Any]) -> None:
        """Answer a criterion as the file does: its questions, or that it does not apply."""
        if claim := said.get("not_applicable"):
            self.tick("not-applicable")
            self.write("not-applicable-reason", claim["reason"])
        for question in criterion.questions:
            if question.key in said:
                self.reply(question, said[question.key])

    def reply(self, question: Question, said: Any) -> None:
        if question.kind == "rows":
            self._fill_rows(question, said)
        elif question.kind == "ratings":
            for aim, level in said.items():
                self.choose(f"{question.key}-{aim}", level)
        elif question.kind in ("choice", "edition"):
            self.choose(question.key, str(said))
        else:
            self.write(question.key, str(said))

    def _fill_rows(self, question: Question, rows: Iterable[Mapping[str, Any]]) -> None:
        for number, row in enumerate(rows):
            if number >= self.rows(question.key):
                self.add_row(question.key, question.row_name)
            for column in question.columns:
                name = f"{question.key}-{number}-{column.key}"
                (self.choose if column.kind == "choice" else self.write)(name, str(row[column.key]))

    def answer_all(self, example: Example) -> list[str]:
        """Go from criterion to criterion and answer each from the example; return their letters.

        What the example says nothing of is left out by the link to the next page.
        """
        letters = []
        while letter := self.letter:
            letters.append(letter)
            criterion = example.scheme.by_letter[letter]
            said = example.said_of(criterion)
            if said is None:
                self.skip()
                continue
            self.answer(criterion, said)
            self.press(NEXT)
            assert self.errors == [], letter
        return letters

    def skip(self) -> None:
        leave_by(self.page.locator(".govuk-pagination__next a"))


_NAMES = "found => found.map(one => one.name)"


def asked(example: Example, audiences: Iterable[str]) -> list[str]:
    """Return the letters of the criteria that ask these audiences something, as pages follow each other."""
    wanted = set(audiences)
    return [
        criterion.letter
        for heading in example.scheme.headings
        for criterion in example.scheme.under(heading)
        if any(question.asked_of in wanted for question in criterion.questions)
    ]


GROUP, OFFICER = ("group", "either"), ("officer",)


# --- what a result comes to ----------------------------------------------------------------------


def result_shown(page: Page) -> dict[str, str]:
    """Read the result page: the figures that a panel would quote, each by its name."""
    found = {"score": _said(page, ".app-score")}
    for line in page.locator("#ledger-2 .app-figure:not(.app-figure--wide)").all():
        letter = line.get_attribute("id") or ""
        parts = (".app-figure__points", ".app-figure__value")
        words = [_said(page, f"#{letter} > {part}") for part in parts]
        found[letter] = ", ".join(word for word in dict.fromkeys(words) if word and word != "–")
    for name in ("social-value", "contribution", "per-pound", "coefficiency", "undervalue"):
        found[name] = _said(page, f"#{name} > .app-figure__points").removesuffix(" a year")
    found["discount"] = _said(page, "#discount > .app-figure__points")
    found["discount amount"] = _said(page, "#discount .app-figure__small")
    table = page.locator("table tbody").first.locator("tr")
    for number, row in enumerate(table.all()):
        found[f"heading {number + 1}"] = " ".join(row.locator("td").all_inner_texts())
    return {name: said for name, said in found.items() if said}


def _said(page: Page, place: str) -> str:
    found = page.locator(place)
    return " ".join(found.inner_text().split()) if found.count() else ""


def result_wanted(example: Example) -> dict[str, str]:
    """Return what the result page must show of an example, from its result file."""
    result = example.result
    found = {"score": f"{result['percent']}%"}
    found |= {one["letter"]: _criterion(one) for one in result["criteria"]}
    found["social-value"] = pounds(result["social_value_gbp_pa"])
    found["contribution"] = pounds(result["annual_public_contribution_gbp"])
    found["per-pound"] = f"£{result['value_per_public_pound']}"
    found["coefficiency"] = result["coefficiency"]["ratio"]
    if undervalue := result["undervalue"]:
        found["undervalue"] = pounds(undervalue["amount_gbp"])
    if discount := result["discount"]:
        found["discount"] = f"{discount['percent']}%"
        amount, payable = pounds(discount["amount_gbp"]), pounds(discount["payable_gbp"])
        basis = "market rent" if discount["basis"] == "rent" else "unrestricted value"
        found["discount amount"] = (
            f"{amount} a year off the {basis}, which leaves {payable} a year to pay"
        )
    for number, one in enumerate(result["headings"], 1):
        found[f"heading {number}"] = (
            "does not apply"
            if one["percent"] is None
            else f"{one['points']} {one['applicable_max_points']} {one['percent']}%"
        )
    return found


def _criterion(one: Mapping[str, Any]) -> str:
    if one["status"] == "not-applicable":
        return "Does not apply"
    words = [f"{one['points']} of {one['max_points']} points"]
    if one["status"] == "unanswered":
        words.append("Not answered")
    if one["value_gbp_pa"] is not None:
        words.append(f"{pounds(one['value_gbp_pa'])} a year")
    return ", ".join(words)


def pounds(amount: str) -> str:
    return f"£{Decimal(amount):,.2f}"
