"""What people type can fetch nothing, break nothing and hide nothing."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
import pytest

from appraisal.engine.faults import CannotRead
from appraisal.pack.editions import SHEET
from appraisal.pack.press import press
from appraisal.pack.printable import breakable, printable
from tests.pack.conftest import Drawn, drawn_from, golden
from tests.pack.structure import elements, failures, faults

BAD = (
    '<img src="file:///etc/passwd"><link rel=stylesheet href="file:///etc/passwd"></script>'
    '</style><style>@import "file:///etc/passwd"; body{display:none}</style>{{ 7 }}{% now "Y" %} '
    "\" x' $x^2$ &amp; \u202eevil\u202c\x07 \U0001f600 漢 a\u0301\u0301\u0301\u0301\u0301\u0301 \ufdd0 \ue000 end"
)


def nasty() -> dict[str, Any]:
    """Return the hall's file with something nasty in every text."""
    file = golden("hall")
    file |= {"title": BAD, "summary": BAD, "reference": BAD}
    file["authority"]["name"] = BAD
    file["applicant"] = {"name": BAD, "legal_form": BAD}
    file["asset"] |= {"name": BAD, "address": BAD, "postcode": BAD, "uprn": BAD}
    answers = file["answers"]
    for answer in answers.values():
        answer |= {"evidence": BAD, "note": BAD}
    answers["C"] = {"not_applicable": {"reason": BAD, "agreed_by": BAD}}
    answers["E"]["ratings"] = {"<b>": "major", "x" * 200: "some"}
    file["lists"] = {"E": {"<b>": BAD}}
    answers["G"]["note"] = "word " * 1900
    answers["H"]["activities"] = [
        {
            "name": f"Activity {n}",
            "participants": n,
            "hours_per_session": "1.5",
            "sessions_per_year": 9,
        }
        for n in range(200)
    ]
    answers["H"]["volunteers"][0]["role"] = "W" * 10_000  # one row that is longer than a page
    answers["I"]["training"][0]["course"] = BAD
    answers["J"]["agencies"][0]["agency"] = BAD
    answers["L"]["savings"][0] = {"item": BAD, "amount_gbp_pa": "999999999999.999999"}
    answers["M"]["reason"] = BAD
    file["proxies"] = [
        {
            "key": "paid_hours_week",
            "applies_from": "2022-04-01",
            "value": "36.512345",
            "source": BAD,
        },
        {"key": "agency_space_m2_year", "applies_from": "2000-01-01", "value": "36", "source": BAD},
    ]
    return file


@pytest.fixture(scope="module")
def pack() -> Drawn:
    return drawn_from(json.dumps(nasty()).encode())


def test_it_is_still_readable_by_assistive_technology(pack: Drawn) -> None:
    assert failures(pack.pdf) == []
    assert faults(pack.pdf) == []


def test_what_was_typed_stands_there_as_text(pack: Drawn) -> None:
    said = "".join(pack.words.split()).replace("\u200b", "")
    assert said.count('<imgsrc="file:///etc/passwd">') > 30
    assert '{{7}}{%now"Y"%}' in said
    assert "$x^2$&amp;" in said
    assert "root:" not in said


def test_nothing_prints_as_an_empty_box(pack: Drawn) -> None:
    said = "".join(pack.words.split())
    assert "evil😀[U+6F22]" in said.replace("\u200b", "")
    assert "\u202e" not in said
    assert "\x07" not in said


def test_a_long_table_stays_one_table(pack: Drawn) -> None:
    with pikepdf.open(io.BytesIO(pack.pdf)) as pdf:
        tables = [found for found in elements(pdf.Root.StructTreeRoot) if found.S == "/Table"]
        rows = [sum(1 for e in elements(table) if e.S == "/TR") for table in tables]
        heads = [sum(1 for e in elements(table) if e.S == "/THead") for table in tables]
    assert 201 in rows  # 200 activities and one head, however many pages they take
    assert max(heads) == 1


def test_running_matter_is_decoration(pack: Drawn) -> None:
    with pikepdf.open(io.BytesIO(pack.pdf)) as pdf:
        stream = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[-1]))
    assert stream.count(b"/Artifact") >= 3
    assert b"/Pagination" in stream


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://localhost/", "https://example.org/x.css", "ftp://x/",
     "pack-font:../../../etc/passwd", "pack-font:coverage.json", "FILE:///etc/passwd"],
)  # fmt: skip
def test_the_pack_fetches_nothing(address: str) -> None:
    with pytest.raises(ValueError, match=r"fetches nothing|disallowed"):
        press(SHEET).fetcher.fetch(address)


def test_the_pack_fetches_its_own_fonts() -> None:
    assert press(SHEET).fetcher.fetch("pack-font:Inter-Regular.ttf").read()[:4] == b"\0\1\0\0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Plain text, £5 – ŵŷ", "Plain text, £5 – ŵŷ"),
        ("\U0001f600", "😀"),
        ("\U0001f8b0", "[ARROW POINTING UPWARDS THEN NORTH WEST]"),
        ("漢", "[U+6F22]"),
        ("ש", "ש"),
        ("ꓐ", "[U+A4D0]"),
        ("\ue000\U0010ffff", "[U+E000][U+10FFFF]"),
        ("a\x00b\x1bc", "abc"),
        ("\u202eabc\u2066\u200f", "abc"),
        ("e\u0301", "é"),
        ("ﬀ Ａ", "ff A"),
        ("x" + "\u0301" * 50, "x" + "\u0301" * 3),
        ("line\nline\tend", "line\nline\tend"),
    ],
)
def test_printable(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_long_words_can_be_broken_and_marks_are_left_alone() -> None:
    assert breakable("a" * 39) == "a" * 39
    broken = breakable("a" * 45).split("\u200b")
    assert "".join(broken) == "a" * 45
    assert max(map(len, broken)) < 10
    tagged = '<svg xmlns="http://www.w3.org/2000/svg" class="a b">' + "&amp;" * 30
    assert breakable(tagged) == tagged
    path = f'<path d="{"M1,2" * 30}" fill="#123456"/>'
    assert breakable(path) == path


@pytest.mark.parametrize("letter", ["&amp;", "&lt;", "&#x27;", "=", "#", "&quot;a"])
def test_long_words_of_odd_letters_can_be_broken_and_no_reference_is(letter: str) -> None:
    """Ten thousand of them in a row would take half a minute otherwise."""
    broken = breakable(f"<p>{letter * 100}</p>")
    assert broken.replace("\u200b", "") == f"<p>{letter * 100}</p>"
    pieces = broken.removeprefix("<p>").removesuffix("</p>").split("\u200b")
    assert len(pieces) > 15
    assert all(piece.count("&") == piece.count(";") for piece in pieces)


def test_odd_and_empty_values_do_not_break_the_layout() -> None:
    file = golden("freehold")
    file["answers"] = {}
    file["terms"] = {"tenure": "licence"}
    empty = drawn_from(json.dumps(file).encode())
    assert failures(empty.pdf) == []
    file["answers"] = {
        letter: {"not_applicable": {"reason": "x", "agreed_by": "y"}} for letter in "ABCDEFGHIJKLM"
    }
    nothing = drawn_from(json.dumps(file).encode())
    assert failures(nothing.pdf) == []
    assert "No criterion applies" in nothing.words


def test_a_file_that_is_not_valid_draws_nothing() -> None:
    with pytest.raises(CannotRead):
        drawn_from(b"{}")


def test_ten_million_pounds_stand_on_one_line() -> None:
    file = golden("hall")
    file["answers"]["L"] = {"savings": [{"item": "All", "amount_gbp_pa": "9999999.99"}]}
    scores = drawn_from(json.dumps(file).encode()).pages[3]
    assert "£9,999,999.99" in scores
    assert "£10,024,724.62" in scores
