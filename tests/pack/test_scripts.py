"""Text in the scripts that people here write: printed in letters, read out as typed, and in its own direction."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from appraisal.pack import Edition, document_of, draw
from appraisal.pack.direction import begins_right_to_left, isolated, turn
from appraisal.pack.fonts import coverage, needed_for
from appraisal.pack.press import press, printed
from appraisal.pack.printable import printable
from appraisal.pack.report import Issue
from appraisal.recorded import Frozen, read_record
from tests.pack.conftest import text_of
from tests.pack.recorded import record_text
from tests.pack.structure import elements, failures, faults

URDU = "برادری کا مرکز اور لائبریری"
HEBREW = "מרכז קהילתי שָׁלוֹם"
# What each says: community centre, or what is closest to it.
LEFT_TO_RIGHT = {
    "Bengali": "কমিউনিটি সেন্টার",
    "Gurmukhi": "ਪੰਜਾਬੀ ਕਮਿਊਨਿਟੀ ਸੈਂਟਰ",
    "Gujarati": "ગુજરાતી સમાજ કેન્દ્ર",
    "Devanagari": "हिन्दी समुदाय केंद्र",
    "Tamil": "தமிழ் சமூக மையம்",
    "Telugu": "తెలుగు సమాజం",
    "Malayalam": "മലയാളം സമൂഹം",
    "Sinhala": "ශ්‍රී ලංකා ප්‍රජාව",
    "Thai": "ศูนย์ชุมชน",
    "Ethiopic": "የማህበረሰብ ማዕከል",
}
OURS = ("Ελληνικά", "Українська", "Tiếng Việt", "Žižkov, Łódź")
EMOJI = "😀 👨‍👩‍👧‍👦 👋🏽 🇬🇧 ❤️ 🏳️‍🌈"


def in_many_scripts() -> Frozen:
    """Return a record whose title, answers and register of risks are in many scripts."""
    said = json.loads(record_text(beside={"chapters": [risks()]}))
    file = said["file"]
    file["title"] = f"{URDU} 2026"
    file["summary"] = f"{EMOJI} {URDU} (£5,000), {HEBREW} 12%."
    file["applicant"]["name"] = LEFT_TO_RIGHT["Bengali"]
    file["asset"]["name"] = LEFT_TO_RIGHT["Gurmukhi"]
    for letter, text in zip("ABDEF", (URDU, HEBREW, *LEFT_TO_RIGHT.values()), strict=False):
        file["answers"][letter] |= {"evidence": f"{text} £1,250", "note": f"{text}\n{text}"}
    return read_record(json.dumps(said))


def risks() -> dict[str, Any]:
    texts = (URDU, HEBREW, *LEFT_TO_RIGHT.values(), EMOJI, *OURS)
    rows = [{"risk": one, "likelihood": "2", "effect": "3", "reduced_by": one} for one in texts]
    columns = [
        {"key": key, "label": key.title(), "kind": "text"}
        for key in ("risk", "likelihood", "effect", "reduced_by")
    ]
    asked = {"key": "risks", "label": "Risks", "kind": "rows", "columns": columns, "value": rows}
    return {"key": "risks", "title": "Risks", "asked_of": "officer", "questions": [asked]}


@cache
def pack(edition: Edition) -> bytes:
    own = in_many_scripts()
    issue = Issue(submitted=own, version="Sent in 1")
    return draw(document_of(own.file, draft=False, issue=issue), edition=edition)


@pytest.mark.parametrize("edition", [Edition.FULL, Edition.SUMMARY])
def test_many_scripts_keep_to_both_standards(edition: Edition) -> None:
    assert failures(pack(edition)) == []
    assert faults(pack(edition)) == []


def test_nothing_is_printed_in_a_font_of_this_machine() -> None:
    with pikepdf.open(io.BytesIO(pack(Edition.FULL))) as opened:
        names = {str(one.BaseFont) for one in opened.objects if is_font(one)}
    families = {name.partition("+")[2] for name in names}
    assert {one for one in families if not one.startswith(("Inter", "Noto-"))} == set()
    assert len(families) > 12


def is_font(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"


def test_what_was_typed_can_be_copied() -> None:
    said = text_of(pack(Edition.FULL), "-raw")
    joined = "".join(said.split())
    lacking = [
        name
        for name, text in LEFT_TO_RIGHT.items()
        if "".join(unicodedata.normalize("NFC", text).split()) not in joined
    ]
    assert lacking == []
    assert "[" not in "".join(line for line in said.splitlines() if "😀" in line)
    assert all("".join(text.split()) in joined for text in OURS)


def test_text_from_right_to_left_is_read_out_as_typed() -> None:
    with pikepdf.open(io.BytesIO(pack(Edition.FULL))) as opened:
        said = {
            str(one.ActualText)
            for one in elements(opened.Root.StructTreeRoot)
            if "/ActualText" in one
        }
    whole = " ".join(said)
    assert URDU in whole
    assert unicodedata.normalize("NFC", HEBREW) in whole


@pytest.mark.parametrize("text", ["Plain", "£5 – ŵŷ", *OURS])
def test_what_ours_can_write_loads_no_other_font(text: str) -> None:
    assert not needed_for(printable(text))


@pytest.mark.parametrize("text", [URDU, HEBREW, *LEFT_TO_RIGHT.values(), "😀"])
def test_what_ours_cannot_write_does(text: str) -> None:
    assert needed_for(printable(f"Hall {text}"))


@pytest.mark.parametrize("text", [URDU, HEBREW, *LEFT_TO_RIGHT.values(), *OURS, "می‌خواهم"])
def test_text_in_these_scripts_stays_as_it_is(text: str) -> None:
    assert printable(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("typed", "out"), [
    ("a\u200db\u200cc", "abc"),  # they join and part nothing in Latin
    ("1\ufe0f\u20e3", "1"),
    ("🏳\ufe0f\u200d🌈", "🏳\u200d🌈"),
    (f"\u202e{URDU}\u202c\u2066\u200f", URDU),
])  # fmt: skip
def test_marks_that_show_nothing_stay_only_where_they_join_letters(typed: str, out: str) -> None:
    assert printable(typed) == out


def test_a_drawing_has_our_own_letters_alone() -> None:
    assert printable("Żółw ক 😀", in_a_drawing=True) == "Żółw [U+0995] [GRINNING FACE]"


def test_a_paragraph_begins_where_its_first_letter_says() -> None:
    assert begins_right_to_left(f"12. {URDU}")
    assert begins_right_to_left(f"({HEBREW}) Hall")
    assert not begins_right_to_left(f"Hall: {URDU}")
    assert not begins_right_to_left("£12")


def test_runs_from_right_to_left_are_kept_from_the_figures_beside_them() -> None:
    assert isolated(f"Hall, {URDU} 12%") == f"Hall, \u2067{URDU}\u2069 12%"
    assert isolated("Hall 12%") == "Hall 12%"


def test_a_document_is_turned_paragraph_by_paragraph() -> None:
    root = ElementTree.fromstring(  # noqa: S314  # written here
        f'<body><h1 data-running="{URDU} 1"><b>{URDU} 2</b></h1><div><p>Of <b>{URDU}</b> 3%</p>'
        f"<p><b>{URDU}</b> Likelihood 2</p></div></body>"
    )
    turn(root)
    heading, (paragraph, ours) = root[0], root[1]
    assert heading.get("dir") == "rtl"
    assert heading.get("data-running") == f"\u2067{URDU}\u2069 1"
    assert root[1].get("dir") is None
    assert paragraph.get("dir") is None
    assert ours.get("dir") is None, "our own sentence about it"
    assert paragraph[0].text == f"\u2067{URDU}\u2069"


def test_figures_beside_a_right_to_left_title_stay_where_they_are() -> None:
    html = f'<html lang="en"><head><title>T</title></head><body><h1>T</h1><p>At {URDU} 34 m</p><p>{URDU} 56</p>'
    places = {said: left for left, said in words_of(printed(html, press("pack.css")))}
    assert places["At"] < places["34"] < places["m"], "an English line"
    assert places["56"] > places["m"], (
        "a paragraph in Urdu stands at the right, its number on the left of it"
    )
    assert min(left for left in places.values() if left > places["m"]) == places["56"]


def words_of(pdf: bytes) -> list[tuple[float, str]]:
    """Return where each word of a page begins, from its left edge, without marks of direction."""
    found = re.findall(r'xMin="([^"]+)"[^>]*>(.*?)</word>', text_of(pdf, "-bbox"))
    return [(float(left), re.sub("[\u200b\u202a-\u202e]", "", said)) for left, said in found]


def test_our_own_letters_need_no_other_font() -> None:
    assert all(ord(one) in coverage() for text in OURS for one in text)
