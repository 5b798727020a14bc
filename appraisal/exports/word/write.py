"""The report as a .docx: headings, tables under heads that repeat, the kite with its words, a list of contents."""

import io
from itertools import count
from typing import TYPE_CHECKING, Any

from appraisal.booklet.word_file import packed, typeable
from appraisal.booklet.word_look import Face, new_document
from appraisal.booklet.word_tables import TEXT_MM, Tables
from appraisal.exports.word.contents import TITLE, add_contents, bookmark, with_styles
from appraisal.exports.word.sections import sections_of
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.kite import kite_png, title_of
from appraisal.pack.parts import Fact, Grid
from appraisal.pack.report.blocks import (
    Block,
    Facts,
    Numbered,
    Section,
    Table,
    Text,
    Under,
)
from appraisal.pack.seal import Seal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_KITE_MM = 120
_OF_HASH = 8  # digits
_ROW_MM = 5
_LEAST_SHARE, _MOST_LETTERS = 9, 60  # of a column: percent of the text, letters that are counted


def draw_report(pack: AppraisalDocument) -> bytes:
    """Draw the committee report of a pack as a .docx. The same document gives the same bytes."""
    foot = (pack.running_title, pack.running_mark, _from_record(pack.seal))
    face = Face(
        title=f"{pack.running_title}: report to committee",
        foot=" · ".join(filter(None, foot)),
        author=pack.running_council,
        subject=_subject(pack),
        colour=pack.colour,
        dated=pack.dated.date(),
    )
    writer = _Writer(with_styles(new_document(face)), pack)
    writer.write()
    return packed(writer.document)


class _Writer:
    """Writes a report into a document, from the top down."""

    def __init__(self, document: "Document", pack: AppraisalDocument) -> None:
        self.document, self.pack = document, pack
        self.tables = Tables(document)
        self._marks = count(1)

    def write(self) -> None:
        pack, sections = self.pack, list(sections_of(self.pack))
        self._say(pack.council, "Council")
        self._say(pack.title, "Title")
        self._say("Report to committee")
        for mark in _marks(pack):
            self._say(mark, "For the council")
        if pack.summary:
            self._say(pack.summary)
        facts = (*pack.facts, *(pack.seal.facts if pack.seal else ()))
        self._facts(facts, "What this report is about")
        self._say("Contents", TITLE)
        add_contents(self.document, [typeable(section.title) for section in sections])
        for number, section in enumerate(sections, start=1):
            self._section(section, number)
        self._say(f"End of the report: {pack.running_title}", "Hint")

    def _section(self, section: Section, number: int) -> None:
        heading = self._heading(section.title, 1)
        bookmark(heading, number)
        if section.key in ("decision", "scores", "criteria"):
            heading.paragraph_format.page_break_before = True
        for block in section.blocks:
            self._block(block, section.title)
        if not section.blocks:
            self._say(section.nothing)
        if section.key == "decision":
            self._kite()

    def _block(self, block: Block, title: str) -> None:
        match block:
            case Text():
                said = self._say(block.text)
                said.paragraph_format.keep_with_next = block.text.endswith(":") or None
            case Under():
                self._heading(block.title, 2)
            case Facts():
                self._facts(block.facts, title)
            case Table():
                self._grid(block.grid, title)
            case Numbered():
                for number, (text, parts) in enumerate(block.paragraphs, start=1):
                    self._say(f"{number}. {text}")
                    for letter, part in zip("abcdefghijklmnopqrstuvwxyz" * 8, parts, strict=False):
                        self._say(f"({letter}) {part}").paragraph_format.left_indent = _mm(8)

    def _facts(self, facts: tuple[Fact, ...], title: str) -> None:
        rows = [(fact.label, fact.text) for fact in facts]
        if rows:
            heights = [_ROW_MM] * len(rows)
            self.tables.add(("What", "What is said"), (36, 64), rows, title=title, heights=heights)
            self._space()

    def _grid(self, grid: Grid, title: str) -> None:
        rows = [[cell.text for cell in row] for row in grid.rows]
        heads = [cell.text for cell in grid.heads]
        self.tables.add(
            heads,
            _shares(heads, rows),
            rows,
            title=grid.caption or title,
            heights=[_ROW_MM] * len(rows),
            numeric=[cell.numeric for cell in grid.heads],
        )
        self._space()

    def _kite(self) -> None:
        """Add the kite, whose words a screen reader says in place of it."""
        pack = self.pack
        self._heading("Outcomes Kite", 2)
        picture = kite_png(pack.assessments, colour=pack.colour, width_mm=_KITE_MM)
        paragraph = self._say("")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=_mm(_KITE_MM))
        words: Any = shape._inline.docPr
        words.set("title", "Outcomes Kite")
        words.set("descr", typeable(title_of(pack.assessments)))
        self._say(pack.kite_caption, "Hint")

    def _heading(self, text: str, level: int) -> "Paragraph":
        return self._say(text, f"Heading {level}")

    def _say(self, text: str, style: str = "Normal") -> "Paragraph":
        return self.document.add_paragraph(typeable(text), style)

    def _space(self) -> None:
        """Keep a table from touching what follows it: two in a row would become one."""
        from docx.shared import Pt

        shape = self.document.add_paragraph(style="Table text").paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = Pt(8)


def _subject(pack: AppraisalDocument) -> str:
    """Return what the properties of the file say of it: a draft, or which record it was made from."""
    if pack.draft:
        return pack.draft_mark
    if pack.seal is None:
        return "Issued"
    return f"{pack.seal.mark}. {pack.seal.version}, SHA-256 of the record {pack.seal.record_sha256}"


def _from_record(seal: Seal | None) -> str:
    """Return what each page says of the record: enough of its hash to tell it from others."""
    return f"{seal.version}, record {seal.record_sha256[:_OF_HASH]}" if seal else ""


def _marks(pack: AppraisalDocument) -> list[str]:
    marks = [pack.draft_mark] if pack.draft else []
    if pack.seal:
        marks += [pack.seal.mark, *filter(None, (pack.seal.copied,))]
    if pack.provisional:
        marks.append("Provisional: some criteria cannot be scored yet.")
    if pack.what_if:
        marks.append(f"What if: {pack.what_if}.")
    return marks


def _shares(heads: list[str], rows: list[list[str]]) -> list[int]:
    """Return the width of each column in percent, by the longest text that stands in it."""
    columns = zip(heads, *rows, strict=True)
    letters = [min(max(map(len, column)), _MOST_LETTERS) + 4 for column in columns]
    room = 100 - _LEAST_SHARE * len(letters)
    if room <= 0:
        return [100 // len(letters)] * len(letters)
    return [_LEAST_SHARE + room * one // sum(letters) for one in letters]


def _mm(millimetres: float) -> Any:
    from docx.shared import Mm

    return Mm(min(millimetres, TEXT_MM))
