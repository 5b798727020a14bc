"""The other editions of a pack: large print and the summary, from the same document."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from typing import Any

import pikepdf
import pytest

from appraisal.file import read_file
from appraisal.pack import Edition, document_of, draw
from appraisal.pack.about import DRAFT
from appraisal.pack.brief import brief
from appraisal.pack.report import Issue
from appraisal.pack.seal import Seal
from appraisal.readers import Reader
from tests.pack.conftest import text_of
from tests.pack.recorded import record
from tests.pack.structure import attached, failures, faults, pages_of
from tests.pack.test_nasty import nasty
from tests.pack.test_pack import read
from tests.pack.test_public import seal
from tests.pack.test_report import signed


@cache
def edition_of(name: str, edition: Edition, reader: Reader = Reader.OFFICER) -> bytes:
    return draw(document_of(read(name), reader=reader), edition=edition)


def words_of(pdf: bytes) -> str:
    return " ".join(text_of(pdf, "-raw").split())


def sizes_of(pdf: bytes) -> set[float]:
    """Return the sizes of letters on the pages, in points; drawings are measured on their own."""
    found: set[float] = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for sheet in opened.pages:
            size, turned, scale, kept = 0.0, 1.0, 1.0, list[float]()
            for one in pikepdf.parse_content_stream(sheet):
                said, given = str(one.operator), one.operands
                if said == "q":
                    kept.append(scale)
                elif said == "Q":
                    scale = kept.pop()
                elif said == "cm":
                    scale *= abs(float(given[3]))
                elif said == "Tf":
                    size = float(given[1])
                elif said == "Tm":
                    turned = abs(float(given[3]))
                elif said in ("Tj", "TJ"):
                    found.add(round(size * turned * scale, 1))
    return found


@cache
def issued(edition: Edition) -> bytes:
    """Return an issued pack, with the seal and the sections that only such a pack has."""
    seal = Seal(
        record_sha256="a1b2c3d4" * 8,
        version="Sent in 1",
        frozen=datetime(2026, 7, 1, 12, tzinfo=UTC),
        issued=datetime(2026, 7, 2, 9, tzinfo=UTC),
        short_code="7K3M9QX2PA",
        verify_address="https://council.example/borsetshire/packs/7K3M9QX2PA",
        exempt=True,
        meets_on="3 July 2026",
    )
    issue = Issue(submitted=record(), meeting="3 July 2026", version="Sent in 1")
    given = record().file
    return draw(document_of(given, draft=False, seal=seal, issue=issue), edition=edition)


def risks(number: int) -> dict[str, Any]:
    """Return a register of risks, each with as much to say of it as people say."""
    rows = [
        {
            "risk": f"Money runs short after grant {one}",
            "likelihood": "3",
            "effect": "4",
            "reduced_by": "A reserve of three months is kept; a break clause at the end of year five.",
        }
        for one in range(number)
    ]
    columns = [{"key": key, "label": key, "kind": "text"} for key in rows[0]]
    asked = {"key": "risks", "label": "Risks", "kind": "rows", "columns": columns, "value": rows}
    return {"key": "risks", "title": "Risks", "asked_of": "officer", "questions": [asked]}


def overlapping(pdf: bytes) -> list[tuple[str, str]]:
    """Return the pairs of words that are printed over each other."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True
    )
    found = []
    for sheet in re.findall(r"<page .*?</page>", done.stdout.decode(), re.DOTALL):
        words = [
            (*(float(edge) for edge in edges), said)
            for *edges, said in re.findall(
                r'xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>', sheet
            )
        ]
        found += [
            (one[4], other[4])
            for one, other in combinations(words, 2)
            if min(one[2], other[2]) - max(one[0], other[0]) > 1
            and min(one[3], other[3]) - max(one[1], other[1]) > 5
        ]
    return found


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_of_an_issued_pack_keeps_to_both_standards(edition: Edition) -> None:
    pdf = issued(edition)
    assert failures(pdf) == []
    assert faults(pdf) == []
    assert overlapping(pdf) == []
    assert "7K3M9-QX2PA" in words_of(pdf)


def test_the_decision_on_a_page_takes_one() -> None:
    issue = signed(chapters=[risks(3)])
    pdf = draw(document_of(issue.newest.file, draft=False, issue=issue))
    assert "Worst risks" in words_of(pdf)
    assert pages_of(pdf, "The decision on a page") == 1


def test_large_print_keeps_to_both_standards() -> None:
    pdf = edition_of("hall", Edition.LARGE)
    assert failures(pdf) == []
    assert faults(pdf) == []
    assert overlapping(pdf) == []


def test_no_letter_of_large_print_is_small() -> None:
    sizes = sizes_of(edition_of("hall", Edition.LARGE))
    assert min(sizes) >= 16
    assert {size for size in sizes if size < 18} <= {16.0}, "only running heads and feet"
    assert min(sizes_of(draw(document_of(read("hall"))))) < 9, "this is how small it may be in full"


def test_large_print_says_all_that_the_full_pack_says() -> None:
    full, large = (words_of(edition_of("hall", one)) for one in (Edition.FULL, Edition.LARGE))
    figures = re.compile(r"£[\d,.]*\d|\d[\d,.]*%|\d+ of \d+ points")
    assert set(figures.findall(full)) <= set(figures.findall(large))
    assert "Birmingham social value tool" in large
    assert "Applies from" in large
    assert f"{DRAFT}" in large
    assert "Appraisal pack, large print" in large


def test_each_edition_holds_the_same_files() -> None:
    full, *others = (attached(edition_of("hall", one)) for one in Edition)
    assert others == [full, full]


@pytest.mark.parametrize("edition", Edition)
def test_each_edition_has_words_for_people(edition: Edition) -> None:
    assert edition.words
    assert edition.about.endswith(".")


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("name", ["hall", "freehold", "coproduction"])
def test_a_summary_has_two_pages_that_keep_to_both_standards(name: str, reader: Reader) -> None:
    pdf = edition_of(name, Edition.SUMMARY, reader)
    assert text_of(pdf).count("\f") == 2
    assert failures(pdf) == []
    assert faults(pdf) == []


def test_a_summary_of_a_record_with_three_long_risks_keeps_to_two_pages() -> None:
    columns = [
        {"key": key, "label": key, "kind": "text"}
        for key in ("risk", "likelihood", "effect", "reduced_by")
    ]
    row = {
        "risk": "Money runs short after the first grants end " * 4,
        "likelihood": "3",
        "effect": "4",
        "reduced_by": "A reserve of three months and a break clause at year 5 " * 4,
    }
    risks = {
        "key": "risks",
        "label": "Risks",
        "kind": "rows",
        "columns": columns,
        "value": [row] * 3,
    }
    chapter = {"key": "risks", "title": "Risks", "asked_of": "officer", "questions": [risks]}
    issue = signed(chapters=[chapter])
    # A meeting and what is open take lines as well, and a record may have all of it.
    held = replace(seal(), meets_on="30 September 2026")
    document = document_of(issue.newest.file, draft=False, issue=issue, seal=held)
    many = "10 unanswered criteria, 12 warnings and 12 figures to check"
    pdf = draw(replace(document, alerts=many), edition=Edition.SUMMARY)
    assert words_of(pdf).count("A risk: Money runs short") == 3
    assert f"Still open: {many}." in words_of(pdf)
    assert text_of(pdf).count("\f") == 2
    assert failures(pdf) == []


def test_a_summary_says_what_counts_and_where_the_rest_is() -> None:
    said = words_of(edition_of("hall", Edition.SUMMARY))
    document = document_of(read("hall"))
    figures = [big.figure for big in document.big_figures]
    assert len(figures) == 4
    wanted = [*figures, document.asked, document.derived, document.social_value, DRAFT]
    wanted += [one.name for one in (*document.strengths, *document.weaknesses)]
    wanted += ["Nothing has been agreed.", "The full pack shows every question"]
    assert [one for one in wanted if one not in said] == []


def test_a_group_s_summary_holds_no_figure_of_the_council() -> None:
    said = words_of(edition_of("hall", Edition.SUMMARY, Reader.GROUP)).lower()
    assert [word for word in ("discount", "undervalue", "best price") if word in said] == []
    assert "the group can still change its answers" in said


def test_long_and_hostile_texts_leave_a_summary_at_two_pages() -> None:
    given = read_file(json.dumps(nasty()).encode())
    pdf = draw(document_of(given), edition=Edition.SUMMARY)
    assert text_of(pdf).count("\f") == 2
    assert failures(pdf) == []
    assert "root:" not in words_of(pdf)


@pytest.mark.parametrize(("text", "said"), [
    ("Tools are stolen", "Tools are stolen."),
    ("Is it safe?", "Is it safe?"),
    ("Reserve of three months; a break clause at year 5", "Reserve of three months …"),
    ("A reserve of months and a break at some later point", "A reserve of months and a break at some …"),
    ("Incomprehensibilities" * 3, f"{('Incomprehensibilities' * 3)[:38]} …"),
])  # fmt: skip
def test_what_there_is_no_room_for_ends_with_a_clause_or_a_word(text: str, said: str) -> None:
    assert brief(text, 42 if "Incompre" not in text else 40) == said


@pytest.mark.parametrize(("text", "most", "said"), [
    ("They may end it at year 5 of the lease", 24, "They may end it …"),
    ("They may end it within 12 months of that", 28, "They may end it …"),
    ("They may end it in the next 12 months or so", 30, "They may end it …"),
    ("It covers each claim up to £2 million a year", 29, "It covers each claim …"),
    ("They review it in years 2, 4, 6, 8 and 10", 34, "They review it …"),
    ("They may end it after five whole years", 30, "They may end it …"),
    ("They may end it at year 5 by giving notice", 27, "They may end it at year 5 …"),
    ("They keep a good 10% of it for surprises", 29, "They keep a good 10% of it …"),
    ("Its price is fixed; 10% is kept for works", 34, "Its price is fixed …"),
])  # fmt: skip
def test_no_figure_is_parted_from_what_it_belongs_to(text: str, most: int, said: str) -> None:
    assert brief(text, most) == said


@pytest.mark.parametrize("most", range(12, 100))
def test_wherever_it_is_cut_no_figure_is_lost_from_words_that_are_kept(most: int) -> None:
    text = "They may end it within 12 months of a fault at year 5, and claim up to £2 million from the insurer then"
    kept = brief(text, most).removesuffix(" …")
    assert len(kept) + 2 <= most
    assert text.startswith(kept)
    assert not re.search(r" (within|12|at|year|up|to|£2)$", kept)


@pytest.mark.parametrize("edition", [Edition.FULL, Edition.LARGE])
def test_the_line_of_what_is_not_answered_leads_to_the_page_where_that_stands(
    edition: Edition,
) -> None:
    pages = text_of(edition_of("freehold", edition)).split("\f")
    (told,) = re.findall(
        r"unanswered\s+criteria\s+and\s+1\s+warning:\s+see\s+page\s+(\d+)\.", " ".join(pages)
    )
    (stands,) = [n for n, page in enumerate(pages, start=1) if "What is unanswered\n" in page]
    assert int(told) == stands


@pytest.mark.parametrize("reader", Reader)
def test_all_editions_tell_every_reader_alike_how_much_is_not_answered(reader: Reader) -> None:
    for edition in Edition:
        said = words_of(edition_of("freehold", edition, reader))
        assert "10 unanswered criteria and 1 warning" in said, edition
