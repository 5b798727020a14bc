"""The subsidy ledger in a pack: in the legal ledger, and its figure on the page of the decision, for officers alone."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from appraisal.pack.document import AppraisalDocument, document_of
from appraisal.pack.pdf import html_of
from appraisal.pack.report import Issue
from appraisal.readers import Reader
from appraisal.recorded import read_record
from tests.pack.recorded import record, record_text
from tests.pack.test_report import ASSESSED

SAID: dict[str, Any] = {
    "enterprise": "yes",
    "given_on": "2027-02-01",
    "asked": "listed",
    "received": [
        {"whom": "The county", "what": "Roof", "day": "2025-05-14", "amount_gbp": "12345"}
    ],
    "basis": "rent",
    "market_rent_gbp_pa": "12000",
    "discount_percent": "60",
    "term_years": 25,
    "discounting": "full",
}
SENTENCE = (
    "With this award of £180,000 and £12,345 had before, the recipient is within the limit of £315,000: "
    "£122,655 is left."
)


@cache
def issue() -> Issue:
    held = json.loads(record_text("hall", "sign-off", beside=ASSESSED, made_by=7))
    held["file"]["methods"] = {"subsidy": SAID}
    return Issue(submitted=record(), signed=read_record(json.dumps(held)), people={})


def issued(**more: Any) -> AppraisalDocument:
    return document_of(issue().newest.file, draft=False, issue=issue(), **more)


def on_the_front(document: AppraisalDocument) -> str:
    assert document.report is not None
    return next(one.text for one in document.report.headline.law if one.label == "Subsidy")


def test_the_page_of_the_decision_says_the_figure_and_what_is_left() -> None:
    assert on_the_front(issued()).endswith(SENTENCE)


def test_it_stands_in_the_legal_ledger_and_not_among_the_ways_to_value() -> None:
    document = issued()
    assert [one.key for one in document.ledger] == ["method-subsidy"]
    assert "method-subsidy" not in [one.key for one in document.methods]
    html = html_of(document)
    ledger = html[html.index("The legal ledger</h2>") :]
    assert "Notification, confirmation and entry" in ledger


@pytest.mark.parametrize("more", [{"closed": ()}, {"reader": Reader.GROUP}])
def test_neither_the_public_nor_the_group_reads_a_figure_of_it(more: dict[str, Any]) -> None:
    document = issued(**more)
    assert "With this award" not in on_the_front(document)
    html = html_of(document)
    assert "12,345" not in html
    assert "122,655" not in html
    assert not any(b"12345" in one.content for one in document.attached)


def test_a_pack_in_which_nobody_filled_it_in_says_what_it_said_before() -> None:
    held = json.loads(record_text("hall", "sign-off", beside=ASSESSED, made_by=7))
    silent = Issue(submitted=record(), signed=read_record(json.dumps(held)), people={})
    document = document_of(silent.newest.file, draft=False, issue=silent)
    assert "With this award" not in on_the_front(document)
    assert document.ledger == ()
