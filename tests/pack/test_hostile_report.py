"""Hostile text in what an issued pack has beside the figures: its report, its chapters, the comparison sheet."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any
from zipfile import ZipFile

import pytest

from appraisal.exports.word import draw_report
from appraisal.pack import Edition, document_of, draw
from appraisal.pack.comparison import Item, comparison_of
from appraisal.pack.comparison_pdf import draw_comparison
from appraisal.pack.report import Issue
from appraisal.recorded import Frozen, read_record
from tests.pack.conftest import text_of
from tests.pack.recorded import record_text
from tests.pack.structure import failures, faults
from tests.pack.test_nasty import BAD
from tests.pack.test_report import ASSESSED, GATE

LONG = "W" * 10_000
MIXED = f"=HYPERLINK(1) {BAD} برادری \u202e مرکز 👨‍👩‍👧 \u200f{'=' * 90}"


def hostile() -> Frozen:
    """Return a sign-off whose every text beside the figures is hostile."""
    beside = made_hostile({**ASSESSED, "gate": GATE, "chapters": [chapter()], "wording": MIXED})
    beside["findings"]["A"]["reason"] = LONG
    said = json.loads(record_text(event="sign-off", beside=beside, made_by=7))
    said["file"] |= {"title": f"{BAD} {LONG[:9_000]}", "summary": MIXED}
    said["file"]["applicant"]["name"] = BAD
    return read_record(json.dumps(said))


def chapter() -> dict[str, Any]:
    columns = [
        {"key": key, "label": key.title(), "kind": "text"}
        for key in ("risk", "likelihood", "effect", "reduced_by")
    ]
    row = {"risk": MIXED, "likelihood": "5", "effect": "5", "reduced_by": LONG}
    asked = [
        {"key": "risks", "label": "Risks", "kind": "rows", "columns": columns, "value": [row]},
        {"key": "worst", "label": "The worst", "kind": "text", "value": MIXED},
    ]
    return {"key": "risks", "title": "Risks", "asked_of": "officer", "questions": asked}


def made_hostile(given: Any, key: str = "") -> Any:
    """Return what was given with hostile text in each place in which people type."""
    if isinstance(given, dict):
        return {each: made_hostile(value, each) for each, value in given.items()}
    if isinstance(given, list):
        return [made_hostile(one, key) for one in given]
    free = (
        "reason",
        "summary",
        "words",
        "equality",
        "costs_made_of",
        "condition",
        "question",
        "title",
        "evidence",
    )
    return MIXED if key in free and given not in ("claimed", "verified", "") else given


@cache
def issue() -> Issue:
    return Issue(signed=hostile(), people={7: BAD}, meeting=BAD)


@cache
def drawn(edition: Edition) -> bytes:
    return draw(document_of(hostile().file, draft=False, issue=issue()), edition=edition)


@cache
def sheet() -> bytes:
    items = (Item(1, issue()), Item(2, issue()))
    return draw_comparison(comparison_of(items, title=BAD, council=LONG, day=date(2026, 5, 12)))


def outside(pdf: bytes) -> list[str]:
    """Return the words that stand outside of their page."""
    found = []
    for size, words in re.findall(r"<page ([^>]*)>(.*?)</page>", text_of(pdf, "-bbox"), re.DOTALL):
        width, height = (float(one) for one in re.findall(r'"([^"]+)"', size))
        for left, top, right, bottom, said in re.findall(
            r'xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>', words
        ):
            if min(float(left), float(top)) < 0 or float(right) > width or float(bottom) > height:
                found.append(said)
    return found


PRINTED: dict[str, Callable[[], bytes]] = {
    "full": lambda: drawn(Edition.FULL),
    "summary": lambda: drawn(Edition.SUMMARY),
    "sheet": sheet,
}


@pytest.mark.parametrize("name", PRINTED)
def test_hostile_text_is_printed_and_nothing_more(name: str) -> None:
    pdf = PRINTED[name]()
    assert failures(pdf) == []
    assert faults(pdf) == []
    assert outside(pdf) == []
    said = "".join(text_of(pdf, "-raw").split())
    assert "root:" not in said
    assert "file:///" in said, "it is there, as text"


def test_hostile_text_leaves_a_report_for_word_whole() -> None:
    report = draw_report(document_of(hostile().file, draft=False, issue=issue()))
    with ZipFile(io.BytesIO(report)) as opened:
        links = "".join(
            opened.read(one).decode() for one in opened.namelist() if one.endswith(".rels")
        )
        body = opened.read("word/document.xml").decode()
    assert 'TargetMode="External"' not in links
    assert "root:" not in body
    assert "<script" not in body
    assert "\u202e" not in body
    assert "\x07" not in body
