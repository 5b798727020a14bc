"""The blank booklet of each shipped scheme: whole, readable by everyone, and the same each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from appraisal.booklet import booklet_of, draw_docx, draw_pdf
from appraisal.booklet.rooms import Asked, Box, Form, Lines, Sheet, Ticks
from appraisal.engine.scheme import Criterion, Question
from appraisal.library import scheme_named
from tests.booklet.conftest import COUNCIL, SCHEMES, Drawn, close
from tests.pack.structure import failures, faults

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("pdf", "docx")


def of_group(drawn: Drawn) -> list[tuple[Criterion, Question]]:
    return [
        (criterion, question)
        for criterion in drawn.scheme.criteria
        for question in criterion.questions
        if question.asked_of != "officer"
    ]


def words_of(question: Question) -> list[str]:
    """Return all that people read of a question."""
    found = [question.label, question.hint, *question.choice_labels.values()]
    return found + [word for column in question.columns for word in words_of(column)]


@pytest.mark.parametrize("form", FORMATS)
def test_every_question_of_the_group_stands_in_it(drawn: Drawn, form: str) -> None:
    text = drawn.texts[form]
    assert len(of_group(drawn)) > 15
    wanted = [word for _, question in of_group(drawn) for word in words_of(question)]
    assert [word for word in wanted if close(word) not in text] == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_criterion_says_why_it_is_asked_and_what_it_can_give(drawn: Drawn, form: str) -> None:
    text = drawn.texts[form]
    assert [h.title for h in drawn.scheme.headings if close(h.title) not in text] == []
    for criterion in drawn.scheme.criteria:
        assert close(f"{criterion.letter} {criterion.title}") in text
        assert close(f"Up to {criterion.maximum} points") in text
        assert close(criterion.why) in text


@pytest.mark.parametrize("form", FORMATS)
def test_a_criterion_that_asks_the_group_takes_a_reason_and_evidence(
    drawn: Drawn, form: str
) -> None:
    asking = {criterion.letter for criterion, _ in of_group(drawn)}
    text = drawn.texts[form]
    assert text.count(close("This does not apply to us, because …")) == len(asking)
    # Once more where the cover says what it is for.
    assert text.count(close("What can you show for it?")) == len(asking) + 1


def test_what_the_council_fills_in_has_no_room(drawn: Drawn) -> None:
    asked = {
        one.label for part in drawn.booklet.parts for page in part.criteria for one in page.asked
    }
    blocks = list(drawn.document.iter_inner_content())
    for criterion in drawn.scheme.criteria:
        for question in criterion.questions:
            if question.asked_of != "officer":
                continue
            line = f"The council fills this in: {question.label}"
            assert close(line) in drawn.texts["pdf"]
            assert question.label not in asked
            place = next(
                n for n, one in enumerate(blocks) if isinstance(one, Paragraph) and one.text == line
            )
            after = next(
                one
                for one in blocks[place:]
                if isinstance(one, Table) or one.style.name.startswith("Heading")  # type: ignore[union-attr]
            )
            assert isinstance(after, Paragraph), "a heading comes before any table"


def test_each_kind_of_question_has_room_that_fits_it(drawn: Drawn) -> None:
    rooms = {"text": Lines, "choice": Ticks, "rows": Sheet, "ratings": Sheet}
    for criterion, question in of_group(drawn):
        page = next(
            page
            for part in drawn.booklet.parts
            for page in part.criteria
            if page.name.startswith(criterion.letter)
        )
        room = next(one.room for one in page.asked if one.label == question.label)
        assert isinstance(room, rooms.get(question.kind, Box))
        if isinstance(room, Box):
            assert (room.before == "£") == (question.kind == "amount")


def test_a_table_has_empty_rows_to_write_in(transfer: Drawn) -> None:
    sheets = {
        one.label: one.room
        for part in transfer.booklet.parts
        for page in part.criteria
        for one in page.asked
        if isinstance(one.room, Sheet)
    }
    activities = sheets["What activities will people take part in?"]
    assert activities.rows == ("",) * 6
    assert [column.head for column in activities.columns] == [
        *("Activity", "People each time", "Hours each time", "Times a year")
    ]
    aims = sheets["How much will your plan help each aim of the council’s plan?"]
    assert [column.ticked for column in aims.columns] == [False, True, True, True, True]


def texts_of(asked: Asked) -> list[str]:
    match asked.room:
        case Box(before=before, after=after):
            return [f"{before}{after}"]
        case Ticks(choices=choices):
            return [choice.label for choice in choices]
        case Sheet(columns=columns):
            return [column.head for column in columns]
        case Form(blanks=blanks):
            return [blank.label for blank in blanks]
    return []


def test_no_question_is_parted_from_its_room(drawn: Drawn) -> None:
    everything = [
        *drawn.booklet.about,
        *(one for part in drawn.booklet.parts for page in part.criteria for one in page.asked),
    ]
    for asked in everything:
        wanted = [close(text) for text in (asked.label + asked.told, *texts_of(asked))]
        whole = [page for page in drawn.pages if all(text in page for text in wanted)]
        assert whole, asked.label


def test_what_is_asked_of_a_proposal_is_of_its_kind() -> None:
    transfer, together = (
        " ".join(
            asked.label
            for asked in booklet_of(scheme_named(name), council="", colour="#000000").about
        )
        for name in SCHEMES
    )
    assert "rent do you offer" in transfer
    assert "building or land" in transfer
    assert "put in each year" not in transfer
    assert "ask the council to put in each year" in together
    assert "rent" not in together
    assert "building" not in together


@pytest.mark.parametrize("form", FORMATS)
def test_it_says_whose_it_is_and_of_which_scheme(drawn: Drawn, form: str) -> None:
    text = drawn.texts[form]
    for wanted in (
        COUNCIL,
        "Question booklet",
        f"{drawn.scheme.title}, version {drawn.scheme.version}",
        "need not finish it in one go",
        f"Give it back to {COUNCIL}. The council types your answers in, and your group checks and confirms them.",
        "Name of the person to contact",
        "We have filled this in as well as we know.",
        *(fact.text for fact in drawn.booklet.words),
    ):
        assert close(wanted) in text


# --- the PDF -----------------------------------------------------------------------------------


def test_the_pdf_is_readable_by_assistive_technology(drawn: Drawn) -> None:
    assert failures(drawn.pdf) == []
    assert faults(drawn.pdf) == []


def test_the_pdf_says_its_language_its_title_and_its_pages(drawn: Drawn) -> None:
    with pikepdf.open(io.BytesIO(drawn.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == f"Question booklet: {drawn.scheme.title}"
    count = len(drawn.pages)
    for number, printed in enumerate(drawn.pages[1:], start=2):
        assert close(f"Page {number} of {count}") in printed


def test_a_page_that_begins_inside_a_criterion_names_it(transfer: Drawn) -> None:
    begun = [page for page in transfer.pages if ",continued" in page]
    assert begun
    for page in begun:
        name = page.split(",continued")[0]
        assert any(name.endswith(close(c.title)) for c in transfer.scheme.criteria)
        assert page.count(name) == 1, "it names no criterion that begins on the page itself"


def test_no_page_holds_only_the_end_of_a_criterion(drawn: Drawn) -> None:
    names = [close(page.name) for part in drawn.booklet.parts for page in part.criteria]
    for page in drawn.pages:
        begun = [name for name in names if f"{name},continued" in page]
        assert not begun or any(name in page for name in names if name not in begun)


# --- the Word document -------------------------------------------------------------------------


def test_the_document_s_tables_have_heads_that_repeat(drawn: Drawn) -> None:
    for table in drawn.document.tables:
        marked = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert marked == [True, *[False] * (len(marked) - 1)]
        assert [cell.text for cell in table.rows[0].cells if not cell.text] == []
        assert table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val")[0]


def test_the_document_says_its_language_and_its_title(drawn: Drawn) -> None:
    document = drawn.document
    languages = document.styles.element.xpath(".//w:lang/@w:val")
    assert languages == ["en-GB"]
    own = document.core_properties
    assert (own.language, own.author) == ("en-GB", COUNCIL)
    assert own.title == f"Question booklet: {drawn.scheme.title}"


def test_the_document_s_headings_are_headings_and_skip_no_level(drawn: Drawn) -> None:
    levels = [
        int(paragraph.style.name.removeprefix("Heading "))
        for paragraph in drawn.document.paragraphs
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading")
    ]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    titles = [p.text for p in drawn.document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert [c for c in drawn.scheme.criteria if f"{c.letter} {c.title}" not in titles] == []


def test_the_document_s_boxes_can_be_told_apart(drawn: Drawn) -> None:
    body = drawn.document.element.body
    names = body.xpath(".//w:sdt/w:sdtPr/w:alias/@w:val")
    numbers = body.xpath(".//w:sdt/w:sdtPr/w:id/@w:val")
    choices = sum(len(q.choices) for _, q in of_group(drawn) if q.kind == "choice")
    assert len(names) == len(numbers) == len(set(numbers)) > choices
    assert all(0 < len(name) <= 64 for name in names), "Word opens no file with a longer name"


# What may stand in an element of the format, in the order that Word insists on.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr shd tabs spacing ind contextualSpacing jc outlineLvl",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "sdtPr": "rPr alias tag id checkbox",
}


@pytest.mark.parametrize("name", ORDER)
def test_the_document_s_elements_stand_in_the_order_of_the_format(drawn: Drawn, name: str) -> None:
    found = drawn.document.element.body.xpath(f".//w:{name}")
    assert found
    order = ORDER[name].split()
    for element in found:
        places = [order.index(child.tag.rpartition("}")[2]) for child in element]
        assert places == sorted(set(places))


def test_the_document_holds_no_picture_and_ends_in_words(drawn: Drawn) -> None:
    document = drawn.document
    assert [
        p.partname for p in document.part.package.iter_parts() if "image" in p.content_type
    ] == []
    ends = document.element.body[-2]
    assert ends.tag.endswith("}p"), "a document does not end with a table"


# --- the same each time ------------------------------------------------------------------------


def test_the_same_booklet_gives_the_same_bytes(tmp_path: Path, transfer: Drawn) -> None:
    """In this process twice, and in another that hashes otherwise, half the world away."""
    pdf, word = tmp_path / "booklet.pdf", tmp_path / "booklet.docx"
    command = [sys.executable, "manage.py", "booklet", "asset-transfer", "--council", COUNCIL]
    command += ["--pdf", str(pdf), "--docx", str(word)]
    zone = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    environment = {**os.environ, **zone, "VW_DEBUG": "1"}
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    assert done.stderr == b""
    made = (transfer.pdf, transfer.docx)
    assert (pdf.read_bytes(), word.read_bytes()) == made
    assert (draw_pdf(transfer.booklet), draw_docx(transfer.booklet)) == made
