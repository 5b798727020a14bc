"""The list of contents of a report: a field that Word keeps, filled in so that it can be read at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from appraisal.booklet.word_look import FONT
from appraisal.booklet.word_tables import TEXT_MM

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

TITLE = "TOC Heading"  # Word's own name: a heading that is not in the list itself
_LINE = "toc 1"  # likewise; Word gives its lines this style when it fills the list in again
_FIELD = r'TOC \o "1-1" \h \z \u'


def with_styles(document: "Document") -> "Document":
    """Give a document the two styles that a list of contents is written in; return it."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt, RGBColor

    title = document.styles[TITLE]
    line = document.styles.add_style(_LINE, WD_STYLE_TYPE.PARAGRAPH)
    for style, size, bold in ((title, 18, True), (line, 12, False)):
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(2), 1.0
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    return document


def bookmark(heading: "Paragraph", number: int) -> None:
    """Mark a heading, so that the contents lead to it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _name(number))
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def add_contents(document: "Document", titles: Sequence[str]) -> None:
    """Add the list: each title leads to its heading; Word puts the page numbers in when it is asked to."""
    if not titles:
        return
    for number, title in enumerate(titles, start=1):
        paragraph = document.add_paragraph(style=_LINE)
        if number == 1:
            _mark(paragraph, "begin")
            _instruct(paragraph)
            _mark(paragraph, "separate")
        _link(paragraph, title, number)
        if number == len(titles):
            _mark(paragraph, "end")


def _name(number: int) -> str:
    return f"_Toc{number:08}"


def _mark(paragraph: "Paragraph", kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    character: Any = OxmlElement("w:fldChar")
    character.set(qn("w:fldCharType"), kind)
    if kind == "begin":
        character.set(qn("w:dirty"), "true")  # Word fills the page numbers in as it opens the file
    paragraph.add_run()._r.append(character)


def _instruct(paragraph: "Paragraph") -> None:
    from docx.oxml import OxmlElement

    instruction: Any = OxmlElement("w:instrText")
    instruction.text = _FIELD
    paragraph.add_run()._r.append(instruction)


def _link(paragraph: "Paragraph", title: str, number: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(number))
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = title
    run.append(text)
    link.append(run)
    _mark_field(link, number)
    paragraph._p.append(link)


def _mark_field(link: Any, number: int) -> None:
    """Add the page number, which Word counts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    tab, field, run, text = (OxmlElement(tag) for tag in ("w:r", "w:fldSimple", "w:r", "w:t"))
    tab.append(OxmlElement("w:tab"))
    field.set(qn("w:instr"), f"PAGEREF {_name(number)} \\h")
    text.text = "–"
    run.append(text)
    field.append(run)
    link.append(tab)
    link.append(field)
