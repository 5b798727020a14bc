"""The letters of minimal financial assistance: what the Act wants of each, blanks in brackets, and no social value."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from appraisal.exports.word.letter_page import Sender
from appraisal.exports.word.letters import LETTERS, draw_letter, why_not
from appraisal.file import read_file
from appraisal.methods.subsidy import value
from appraisal.methods.subsidy_parts import Found, Ledger
from tests.engine.golden import whole
from tests.pack.test_subsidy_pack import SAID

SENDER = Sender(
    council="Northfield Council",
    group="Friends of the Hall",
    title="Old Hall",
    reference="CAT/7",
    colour="#1d70b8",
    logo=b"",
    today=date(2026, 11, 22),
)
CONFIRMED: dict[str, str] = {"notified_on": "2027-01-10", "confirmed_on": "2027-01-20"}


def of(**more: object) -> Found:
    given = {key: one for key, one in {**SAID, **more}.items() if one is not None}
    file = read_file(json.dumps({**whole("hall"), "methods": {"subsidy": given}}).encode())
    return value(file.methods["subsidy"], file.appraise())


@cache
def drawn(key: str) -> Document:
    return opened(key, of(**CONFIRMED))


def opened(key: str, found: Found, sender: Sender = SENDER) -> Document:
    assert isinstance(found, Ledger)
    return docx.Document(io.BytesIO(draw_letter(key, found, sender)))


def said_in(letter: Document) -> str:
    cells = (cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    return " ".join((*(one.text for one in letter.paragraphs), *cells))


@pytest.mark.parametrize("key", LETTERS)
def test_each_letter_says_who_what_how_much_and_under_which_limit(key: str) -> None:
    said = said_in(drawn(key))
    for text in ("Northfield Council", "Friends of the Hall", "Old Hall", "CAT/7", "£180,000.00"):
        assert text in said
    assert "£315,000" in said
    assert "section 36" in said
    assert "social" not in said.lower()


def test_the_notification_is_what_section_37_wants_before_giving() -> None:
    said = said_in(drawn("notification"))
    assert "is proposing to give you" in said
    assert "by way of minimal financial assistance, on 1 February 2027" in said
    assert "Gross value amount" in said
    assert "Please confirm in writing that the total of £315,000" in said
    assert "from 1 April 2024 to 1 February 2027" in said
    assert "£192,345.00" in said  # with what the county gave
    assert "public subsidy database" in said
    assert "[date of this letter]" in said


def test_the_recipient_signs_for_the_limit_and_can_add_what_is_missing() -> None:
    said = said_in(drawn("reply"))
    assert "notification of 10 January 2027" in said
    assert "will not be exceeded by our receiving" in said
    assert "The county" in said
    assert "[from whom]" in said
    assert "[names, or “none”]" in said
    assert "[date of the notification]" in said_in(opened("reply", of()))


def test_the_council_confirms_what_it_gave_when_and_how_much() -> None:
    said = said_in(drawn("confirmation"))
    assert "is given to you, Friends of the Hall, as minimal financial assistance" in said
    assert "It is given on 1 February 2027" in said
    assert "received on 20 January 2027" in said
    assert "at least three years" in said


def test_what_is_known_of_earlier_help_is_said_as_it_is() -> None:
    nothing = said_in(opened("notification", of(asked="none", received=None)))
    assert "You have told us of no such assistance" in nothing
    asked = said_in(opened("notification", of(asked="not-yet", received=None)))
    assert "but you have not told us yet" in asked
    small = said_in(opened("notification", of(term_years=1)))
    assert "database" not in small


def test_an_own_figure_stands_without_its_reason_which_is_the_councils() -> None:
    said = said_in(opened("notification", of(own_gbp=90000, own_why="Counsel doubts the rent.")))
    assert "£90,000.00" in said
    assert "Counsel" not in said
    assert "£180,000" not in said


@pytest.mark.parametrize(
    ("key", "more", "why"),
    [
        ("notification", {"term_years": 999}, "over the limit by"),
        ("reply", {"discount_percent": 0}, "comes to nothing"),
        ("confirmation", {}, "has not come yet"),
        ("confirmation", {**CONFIRMED, "confirmed_on": "2027-02-02"}, "came after 1 February 2027"),
        ("notification", {"enterprise": "no", "enterprise_why": "A pond."}, "not an enterprise"),
    ],
)
def test_a_letter_that_must_not_go_is_refused_with_the_reason(
    key: str, more: dict[str, Any], why: str
) -> None:
    assert why in why_not(key, of(**more))
    assert "not filled in yet" in why_not(key, None)


@pytest.mark.parametrize("key", LETTERS)
def test_nothing_stands_in_the_way_of_the_others(key: str) -> None:
    assert why_not(key, of(**CONFIRMED)) == ""


@pytest.mark.parametrize("key", LETTERS)
def test_a_screen_reader_can_follow_it(key: str) -> None:
    letter = drawn(key)
    levels = [str(one.style.name) for one in letter.paragraphs if one.style is not None]
    headings = [one for one in levels if one.startswith("Heading")]
    assert headings[0] == "Heading 1"
    assert set(headings[1:]) == {"Heading 2"}
    assert letter.core_properties.language == "en-GB"
    assert letter.core_properties.title == f"{LETTERS[key].title}: Old Hall"
    for table in letter.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        assert table.rows[0]._tr.trPr is not None
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_logo_has_its_words_and_equal_letters_are_equal_bytes() -> None:
    found = of(**CONFIRMED)
    assert isinstance(found, Ledger)
    logo = io.BytesIO()
    Image.new("RGB", (600, 60), "#1d70b8").save(logo, "PNG")
    sender = SENDER._replace(logo=logo.getvalue())
    letter = opened("notification", found, sender)
    (shape,) = letter.inline_shapes
    assert shape._inline.docPr.get("descr") == "Logo of Northfield Council"
    assert shape.width <= 64 * 36000
    once, again = (draw_letter("reply", found, SENDER) for _ in range(2))
    assert once == again
