"""What stands together: short words on one line, and a rule on the page of its sum."""

from __future__ import annotations

import subprocess
from functools import cache

import pytest

from appraisal.pack import Edition, document_of, draw
from appraisal.pack.document import AppraisalDocument
from tests.pack.conftest import EXAMPLES
from tests.pack.test_pack import read

# between the head and the foot of a page in large print, in points
READ = "pdftotext -layout -r 72 -x 0 -y 94 -W 596 -H 660 - -"


@cache
def _document(name: str) -> AppraisalDocument:
    return document_of(read(name))


@cache
def _bodies(name: str, edition: Edition) -> list[str]:
    done = subprocess.run(
        READ.split(),
        input=draw(_document(name), edition=edition),
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().removesuffix("\f").split("\f")


def _lines(name: str, edition: Edition) -> list[str]:
    return [" ".join(line.split()) for page in _bodies(name, edition) for line in page.split("\n")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_in_large_print_no_page_opens_with_the_rule_of_a_sum_on_the_page_before(name: str) -> None:
    rules = {
        " ".join(one.working.rule.split()[:4])
        for heading in _document(name).headings
        for one in heading.criteria
    }
    opens = [" ".join(page.split()[:4]) for page in _bodies(name, Edition.LARGE)]
    assert rules
    assert not rules & {*opens}


def test_why_a_total_is_not_known_stands_on_one_line_of_large_print() -> None:
    lines = _lines("freehold", Edition.LARGE)
    assert "Value per public pound needs the market rent" in lines
    assert "Coefficiency needs the market rent" in lines


def test_that_a_criterion_cannot_be_scored_stands_on_one_line_of_the_scores() -> None:
    lines = _lines("freehold", Edition.FULL)
    assert any(
        line.startswith("H Community participation – – cannot be scored £") for line in lines
    )
