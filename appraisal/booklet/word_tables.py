"""Tables in a Word document that a screen reader can follow and a person can type into."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from appraisal.booklet.word_file import typeable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

TEXT_MM = 170  # the width of the text
ROW_MM = 10
_LONGEST_NAME = 64  # characters: Word calls a file broken where a control's name is longer
_MOST_KEPT_ROWS = 14  # a table that is no longer stays on one page
_BOX = "\u2610"
_CHECKBOX = """
<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
       xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
  <w:sdtPr><w:alias/><w:id/>
    <w14:checkbox>
      <w14:checked w14:val="0"/>
      <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
      <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
    </w14:checkbox>
  </w:sdtPr>
  <w:sdtContent><w:r>
    <w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr>
    <w:t/>
  </w:r></w:sdtContent>
</w:sdt>"""


class Tick(NamedTuple):
    """A box to tick in a cell, by the name that a screen reader says."""

    name: str


Cell = str | Tick


class Tables:
    """Adds tables to the end of a document; their boxes are numbered through it."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._numbers = count(1)

    def add(
        self,
        heads: Sequence[str],
        shares: Sequence[int],
        rows: Sequence[Sequence[Cell]],
        *,
        title: str,
        heights: Sequence[int] = (),
        numeric: Sequence[bool] = (),
    ) -> None:
        """Add a table under heads that repeat on each page.

        ``shares`` are widths in percent; ``heights`` the least height of each row in millimetres; ``numeric``
        says which columns hold figures, which stand on the right.
        """
        table = self._document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
        widths = [TEXT_MM * share / 100 for share in shares]
        _set_out(table, title, widths)
        first, *others = table.rows
        _repeat(first)
        self._fill(first, heads, widths, "Table head", keep=True)
        kept = len(rows) if len(rows) <= _MOST_KEPT_ROWS else 1
        least = heights or [ROW_MM] * len(rows)
        for number, (row, cells, height) in enumerate(zip(others, rows, least, strict=True), 1):
            _as_high_as(row, height)
            self._fill(row, cells, widths, "Table text", keep=number < kept)
        _to_the_right(table, numeric)

    def _fill(
        self,
        row: "_Row",
        cells: Sequence[Cell],
        widths: Sequence[float],
        style: str,
        *,
        keep: bool,
    ) -> None:
        from docx.shared import Mm

        for place, content, width in zip(row.cells, cells, widths, strict=True):
            place.width = Mm(width)
            paragraph = place.paragraphs[0]
            paragraph.style = style
            paragraph.paragraph_format.keep_with_next = keep
            if isinstance(content, Tick):
                self._tick(place, paragraph, content)
            elif content:
                paragraph.add_run(typeable(content))

    def _tick(self, place: "_Cell", paragraph: "Paragraph", tick: Tick) -> None:
        from docx.enum.table import WD_ALIGN_VERTICAL
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import parse_xml
        from docx.oxml.ns import qn

        box = parse_xml("".join(line.strip() + " " for line in _CHECKBOX.splitlines()))
        own = box.find(qn("w:sdtPr"))
        own.find(qn("w:alias")).set(qn("w:val"), typeable(tick.name)[:_LONGEST_NAME])
        own.find(qn("w:id")).set(qn("w:val"), str(next(self._numbers)))
        box.find(f".//{qn('w:t')}").text = _BOX
        paragraph._p.append(box)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _set_out(table: "Table", title: str, widths: Sequence[float]) -> None:
    """Name a table for those who cannot see it, and fix the widths of its columns."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), typeable(title))
    table._tbl.tblPr.append(caption)


def _to_the_right(table: "Table", numeric: Sequence[bool]) -> None:
    """Set the columns of figures on the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for number, figures in enumerate(numeric):
        for place in table.columns[number].cells if figures else ():
            place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: "_Row") -> None:
    """Mark a row as the head of its table, repeated on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _as_high_as(row: "_Row", millimetres: int) -> None:
    """Give a row its least height, and keep it on one page."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    row.height, row.height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
