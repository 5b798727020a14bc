"""A booklet as a Word document that a person can type into: headings, and a table for each answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from appraisal.booklet.contents import Booklet
from appraisal.booklet.rooms import (
    Asked,
    Box,
    Choice,
    CriterionPage,
    Form,
    Lines,
    Room,
    Sheet,
    Ticks,
)
from appraisal.booklet.word_file import packed, typeable
from appraisal.booklet.word_look import face_of, new_document
from appraisal.booklet.word_tables import Cell, Tables, Tick

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

ANSWER = "Your answer"
_LINE_MM = 8  # typed, or written by hand where the document is printed


def draw_docx(booklet: Booklet) -> bytes:
    """Draw a booklet as a .docx. The same booklet gives the same bytes."""
    writer = _Writer(new_document(face_of(booklet)))
    writer.write(booklet)
    return packed(writer.document)


class _Writer:
    """Writes a booklet into a document, from the top down."""

    def __init__(self, document: "Document") -> None:
        self.document = document
        self.tables = Tables(document)

    def write(self, booklet: Booklet) -> None:
        self._cover(booklet)
        self._heading("About your proposal", 1, new_page=True)
        for asked in booklet.about:
            self._asked(asked, 2)
        for part in booklet.parts:
            self._heading(part.title, 1, new_page=True)
            for page in part.criteria:
                self._criterion(page)
        self._end(booklet)

    def _cover(self, booklet: Booklet) -> None:
        self._say(booklet.council, "Council")
        self._say(booklet.title, "Title")
        self._say(booklet.kind)
        self._say(booklet.scheme, "Hint")
        self._heading("How to use this booklet", 1)
        for line in booklet.how_to_use:
            self._say(line, "List Bullet")
        self._heading("Who you are", 1)
        self._room(booklet.who, "Who you are")

    def _criterion(self, page: CriterionPage) -> None:
        self._heading(page.name, 2)
        self._say(page.most, "Hint")
        self._say(f"Why we ask: {page.why}")
        for asked in page.asked:
            self._asked(asked, 3)
        for label in page.council:
            self._say(f"The council fills this in: {label}", "For the council")
        if page.nothing:
            self._say(page.nothing, "For the council")
        for asked in page.closing:
            self._asked(asked, 3)

    def _asked(self, asked: Asked, level: int) -> None:
        self._heading(asked.label, level)
        if asked.told:
            self._say(asked.told, "Hint").paragraph_format.keep_with_next = True
        self._room(asked.room, asked.label)

    def _end(self, booklet: Booklet) -> None:
        self._heading("What the words mean", 1, new_page=True)
        rows = [(fact.label, fact.text) for fact in booklet.words]
        self.tables.add(("Word", "What it means"), (35, 65), rows, title="What the words mean")
        self._heading("Before you give it back", 1)
        self._say(booklet.statement).paragraph_format.keep_with_next = True
        self._room(booklet.signed, "Signature")
        self._say(booklet.scheme, "Hint")  # a document does not end with a table

    def _heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        paragraph = self._say(text, f"Heading {level}")
        if new_page:
            paragraph.paragraph_format.page_break_before = True

    def _say(self, text: str, style: str = "Normal") -> "Paragraph":
        return self.document.add_paragraph(typeable(text), style)

    def _room(self, room: Room, title: str) -> None:
        """Add the table that an answer goes into; ``title`` is what it is called for a reader."""
        match room:
            case Box(before=before, after=after):
                unit = " ".join(filter(None, (before, after)))
                self.tables.add((_with_unit(ANSWER, unit),), (45,), [("",)], title=title)
            case Lines(count=count):
                self.tables.add((ANSWER,), (100,), [("",)], title=title, heights=[count * _LINE_MM])
            case Ticks(choices=choices):
                self.tables.add(("Tick", "Choice"), (10, 90), _tick_rows(choices), title=title)
            case Sheet():
                heads = [column.head for column in room.columns]
                shares = [column.share for column in room.columns]
                self.tables.add(heads, shares, list(_sheet_rows(room)), title=title)
            case Form(blanks=blanks):
                rows = [(_with_unit(blank.label, blank.unit), "") for blank in blanks]
                heights = [max(10, blank.lines * _LINE_MM) for blank in blanks]
                self.tables.add(
                    ("What we ask", ANSWER), (38, 62), rows, title=title, heights=heights
                )


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _tick_rows(choices: tuple[Choice, ...]) -> list[tuple[Cell, ...]]:
    return [
        (Tick(choice.label), f"{choice.label}: {choice.about}" if choice.about else choice.label)
        for choice in choices
    ]


def _sheet_rows(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    for number, first in enumerate(sheet.rows, start=1):
        name = first or f"Row {number}"
        yield (
            first,
            *(Tick(f"{name}: {one.head}") if one.ticked else "" for one in sheet.columns[1:]),
        )
