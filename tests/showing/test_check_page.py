"""Check your answers: all that was said, plainly, and whose part the rest is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.template.loader import render_to_string

from appraisal.examples import NAMES, example
from appraisal.file import AppraisalFile, read_file
from appraisal.readers import Reader
from appraisal.showing.check import check_page
from tests.pack.conftest import golden
from tests.pack.test_nasty import nasty
from tests.showing.pages import Page, in_class, parsed, text_of

Json = dict[str, Any]
LETTERS = "ABCDEFGHIJKLM"


def read(given: Json) -> AppraisalFile:
    return read_file(json.dumps(given).encode())


def page_of(given: AppraisalFile, reader: Reader = Reader.OFFICER, **how: Any) -> Page:
    check = check_page(given, reader=reader, **how)
    return parsed(render_to_string("appraisal/result/check_answers.html", {"check": check}))


def rows_of(page: Page, card: str) -> dict[str, tuple[str, str]]:
    """Return the rows of a card: question → what stands beside it, and where it is changed."""
    found = {}
    for row in in_class(page.get_element_by_id(f"check-{card}"), "govuk-summary-list__row"):
        key = text_of(in_class(row, "govuk-summary-list__key")[0])
        links = [link.get("href") for link in row.iter("a")]
        found[key] = (
            text_of(in_class(row, "govuk-summary-list__value")[0]),
            links[0] if links else "",
        )
    return found


def to_letter(letter: str) -> str:
    return f"/change/{letter}"


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_a_row_under_its_heading(name: str, reader: Reader) -> None:
    file = example(name).file
    page = page_of(file, reader)
    assert [text_of(one) for one in page.iter("h2")] == [
        "About the proposal",
        *(heading.title for heading in file.scheme.headings),
    ]
    for letter in LETTERS:
        answer = file.answers.letters.get(letter)
        if answer and answer.not_applicable:
            continue
        labels = [question.label for question in file.scheme.by_letter[letter].questions]
        assert [key for key in rows_of(page, letter) if key in labels] == labels


def test_answers_are_said_as_people_say_them() -> None:
    page = page_of(example("hall").file)
    assert rows_of(page, "A")["What will the building works and equipment cost altogether?"] == (
        "£250,000",
        "",
    )
    rated = rows_of(page, "E")[
        "How much will your plan help each objective of the community strategy?"
    ]
    assert rated[0].startswith("Succeed economically: Some helpStay safe: A significant help")
    assert rows_of(page, "D")["What is the rank of the small area the asset stands in?"] == (
        "1,462, taken from the asset",
        "",
    )
    (table,) = in_class(page.get_element_by_id("check-J"), "app-said")
    rows = [[text_of(cell) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Service", "Area used (m²)"],
        ["Health visitors", "40"],
        ["Neighbourhood office", "62.5"],
    ]
    facts = rows_of(page, "facts")
    assert facts["Market rent"] == ("£12,000 a year", "")
    assert facts["Length"] == ("25 years", "")


def test_what_nobody_answered_is_said_and_whose_part_it_is() -> None:
    given = golden("hall")
    given["answers"] = {"J": {}}
    del given["terms"]["market_rent_gbp_pa"], given["asset"]["imd"]
    group, officer = (rows_of_all(page_of(read(given), reader)) for reader in Reader)
    rank = "What is the rank of the small area the asset stands in?"
    assert group[rank] == "The council fills this in"
    assert officer[rank] == "Not answered yet"
    assert group["Market rent"] == "The council fills this in"
    assert officer["Market rent"] == "Not answered yet"
    assert group["How much of that is already certain?"] == "Not answered yet"
    assert group["Which public services will use rooms there?"] == "Nothing entered"
    assert group["Summary"] == "Not answered yet"


def rows_of_all(page: Page) -> dict[str, str]:
    cards = [one.get("id").removeprefix("check-") for one in in_class(page, "govuk-summary-card")]
    return {key: said for card in cards for key, (said, _) in rows_of(page, card).items()}


def test_a_group_meets_nothing_of_the_legal_ledger() -> None:
    said = text_of(page_of(example("hall").file, Reader.GROUP)).lower()
    legal = ("unrestricted", "consideration", "voluntary conditions")
    assert [word for word in legal if word in said] == []
    assert all(word in text_of(page_of(example("hall").file)).lower() for word in legal)


def test_each_may_change_their_own_part_and_the_link_says_what() -> None:
    file = example("hall").file
    page = page_of(file, Reader.GROUP, change=to_letter, change_fact=lambda part: f"/facts/{part}")
    assert rows_of(page, "A")["How much of that is already certain?"][1] == "/change/A"
    assert (
        rows_of(page, "C")["How strong is your plan for the first three years?"][1] == "/change/C"
    )
    assert {link for _, link in rows_of(page, "D").values()} == {""}
    facts = rows_of(page, "facts")
    assert facts["Title"][1] == "/facts/title"
    assert facts["Address"][1] == "/facts/asset"
    assert facts["Length"][1] == "/facts/terms"
    assert facts["Market rent"][1] == facts["Region"][1] == ""
    links = [text_of(link) for link in page.iter("a")]
    assert "Change How much of that is already certain? (A Financial resources)" in links
    assert len(set(links)) == len(links), "each link must say by itself what it changes"
    officers = page_of(file, Reader.OFFICER, change=to_letter)
    assert rows_of(officers, "A")["How much of that is already certain?"][1] == ""
    assert {link for _, link in rows_of(officers, "D").values()} == {"/change/D"}
    paper = page_of(file, change=to_letter, may_fill_in=("group", "officer", "either"))
    assert rows_of(paper, "A")["How much of that is already certain?"][1] == "/change/A"


def test_where_nothing_may_be_changed_there_are_no_links() -> None:
    assert list(page_of(example("hall").file, Reader.GROUP).iter("a")) == []
    shut = page_of(
        example("hall").file, Reader.GROUP, change=lambda letter: None if letter == "A" else "/x"
    )
    assert {link for _, link in rows_of(shut, "A").values()} == {""}
    assert {link for _, link in rows_of(shut, "B").values()} == {"/x"}


def test_a_claim_shows_its_reason_and_whether_the_council_agreed() -> None:
    page = page_of(example("edges").file, Reader.GROUP, change=to_letter)
    assert rows_of(page, "A") == {
        "Does not apply, because": ("Nothing to fund", "/change/A"),
        "Agreed for the council by": ("Asset officer", ""),
    }
    assert rows_of(page, "K")["Agreed by the council"] == (
        "Not agreed yet. Until then it counts as not answered.",
        "",
    )
    officers = page_of(example("edges").file, Reader.OFFICER, change=to_letter)
    assert rows_of(officers, "K")["Agreed by the council"][1] == "/change/K"


def test_evidence_and_notes_stand_with_their_criterion() -> None:
    given = golden("hall")
    given["answers"]["B"] |= {"evidence": "Letter of 3 May.", "note": "Two years only."}
    rows = rows_of(page_of(read(given)), "B")
    assert rows["Evidence"][0] == "Letter of 3 May."
    assert rows["Note"][0] == "Two years only."


@pytest.mark.parametrize("reader", list(Reader))
def test_hostile_texts_stay_texts(reader: Reader) -> None:
    page = page_of(read(nasty()), reader, change=to_letter)
    tags = {one.tag for one in page.iter() if isinstance(one.tag, str)}
    assert tags <= {
        *("main", "div", "h2", "h3", "dl", "dt", "dd", "a", "span", "p"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert text_of(page).count('<img src="file:///etc/passwd">') > 20
