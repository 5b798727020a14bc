"""The committee report for Word: all that the pack says, in headings, tables and pictures that anybody can read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from appraisal.engine.measures import Step
from appraisal.exports.word import draw_report
from appraisal.exports.word.sections import sections_of
from appraisal.file import read_file
from appraisal.pack import document_of
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.kite import title_of
from appraisal.pack.parts import Cell, Fact
from appraisal.pack.report.blocks import Facts, Numbered, Text, Under
from appraisal.pack.report.blocks import Table as Grid
from appraisal.readers import Reader
from tests.engine.golden import text_of
from tests.exports.test_sheets import NASTY
from tests.pack.test_report import signed


def words(text: str) -> str:
    return " ".join(text.split())


@cache
def issued() -> AppraisalDocument:
    issue = signed()
    return document_of(issue.newest.file, draft=False, issue=issue)


@cache
def drawn() -> bytes:
    return draw_report(issued())


@pytest.fixture(scope="module")
def report() -> Document:
    return docx.Document(io.BytesIO(drawn()))


def said_in(report: Document) -> str:
    cells = (cell.text for table in report.tables for row in table.rows for cell in row.cells)
    return words(" ".join((*(one.text for one in report.paragraphs), *cells)))


def test_all_that_the_sections_say_stands_in_the_report(report: Document) -> None:
    said, missing = said_in(report), []
    for section in sections_of(issued()):
        texts = [section.title] if section.blocks else [section.title, section.nothing]
        for block in section.blocks:
            match block:
                case Text():
                    texts.append(block.text)
                case Under():
                    texts.append(block.title)
                case Facts():
                    texts += [part for fact in block.facts for part in (fact.label, fact.text)]
                case Grid():
                    texts += [
                        cell.text for row in (block.grid.heads, *block.grid.rows) for cell in row
                    ]
                case Numbered():
                    texts += [part for text, parts in block.paragraphs for part in (text, *parts)]
        missing += [text for text in texts if words(text) not in said]
    assert missing == []


def test_every_figure_of_the_pack_stands_in_the_report(report: Document) -> None:
    """What a template of the pack prints, but a section here forgets, would be missed."""
    said, pack = said_in(report), issued()
    steps: list[Step] = []
    for total in (*pack.totals, pack.discount, pack.undervalue):
        assert total is not None
        steps += [*total.steps, total.ends]
    for heading in pack.headings:
        for one in heading.criteria:
            steps += one.working.steps
            assert words(one.working.rule) in said
    grids = [grid for grid in (pack.proxies, pack.unused_proxies) if grid]
    cells: list[Cell] = [cell for grid in grids for row in grid.rows for cell in row]
    figures = [
        *(part for step in steps for part in step),
        *(cell.text for cell in cells),
        *(fact.text for fact in (*pack.facts, *pack.terms, *pack.sources, *pack.value_rows)),
        *(big.figure for big in pack.big_figures),
        *(row.points for group in pack.scores for row in group.rows),
        *(pack.asked, pack.derived, pack.percent, pack.social_value),
    ]
    assert [figure for figure in figures if words(figure) not in said] == []


def test_sections_are_headings_in_order_without_a_step_left_out(report: Document) -> None:
    levels = [
        (one.style.name, one.text)
        for one in report.paragraphs
        if one.style is not None and str(one.style.name).startswith("Heading")
    ]
    first = [text for style, text in levels if style == "Heading 1"]
    assert first == [section.title for section in sections_of(issued())]
    assert levels[0][0] == "Heading 1"
    assert {style for style, _ in levels} == {"Heading 1", "Heading 2"}


def test_every_table_has_a_name_and_a_head_that_repeats(report: Document) -> None:
    assert len(report.tables) > 40
    for table in report.tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert caption is not None
        assert caption.get(qn("w:val"))
        first, *others = table.rows
        assert repeats(table, 0)
        assert [number for number in range(1, len(others) + 1) if repeats(table, number)] == []
        assert all(cell.text for cell in first.cells[:1])


def repeats(table: Table, row: int) -> bool:
    own = table.rows[row]._tr.trPr
    return own is not None and own.find(qn("w:tblHeader")) is not None


def test_the_kite_is_a_picture_with_its_words(report: Document) -> None:
    (shape,) = report.inline_shapes
    assert shape._inline.docPr.get("descr") == title_of(issued().assessments)
    with zipfile.ZipFile(io.BytesIO(drawn())) as file:
        (picture,) = [name for name in file.namelist() if name.startswith("word/media/")]
        assert file.read(picture).startswith(b"\x89PNG")


def test_the_report_says_its_title_and_its_language_and_leads_from_the_contents(
    report: Document,
) -> None:
    own = report.core_properties
    assert own.title == "Hall: every criterion answered: report to committee"
    assert own.language == "en-GB"
    names = {one.get(qn("w:name")) for one in report.element.iter(qn("w:bookmarkStart"))}
    led = [one.get(qn("w:anchor")) for one in report.element.iter(qn("w:hyperlink"))]
    assert len(led) == len(list(sections_of(issued())))
    assert set(led) <= names
    foot = report.sections[0].footer.paragraphs[0]._p
    assert [one.get(qn("w:instr")) for one in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    asked = "".join(one.text or "" for one in report.element.iter(qn("w:instrText")))
    assert asked.startswith("TOC")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert draw_report(issued()) == drawn()


def test_what_people_type_stays_text() -> None:
    typed = [*NASTY, "<w:p/>&lt;b&gt;</w:t>", "{{ 7 }} \x00\x07\u202eevil\ufffe", "x" * 10_000]
    pack = replace(issued(), title=typed[6], facts=tuple(Fact("Typed", one) for one in typed))
    report = docx.Document(io.BytesIO(draw_report(pack)))
    kept = [row.cells[1].text for row in report.tables[0].rows[1:]]
    assert kept == ["".join(c for c in one if c not in "\x00\x07\u202e\ufffe") for one in typed]
    assert typed[6] in [one.text for one in report.paragraphs]


def test_a_draft_for_a_group_says_so_and_has_no_legal_ledger() -> None:
    given = read_file(text_of("hall.json").encode())
    pack = document_of(given, reader=Reader.GROUP)
    report = docx.Document(io.BytesIO(draw_report(pack)))
    said = said_in(report)
    assert words(pack.draft_mark) in said
    assert "legal ledger" not in said.lower()
    assert "150,000" not in said
