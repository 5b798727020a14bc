"""How a document of ours looks in Word: the styles it is written in, its language, its page and its foot."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.booklet.contents import Booklet
from appraisal.booklet.word_file import typeable
from appraisal.booklet.word_tables import TEXT_MM

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

LANGUAGE = "en-GB"
FONT = "Arial"  # every machine has it; Inter hardly any
_INK, _GREY = "1A1A1A", "4A4A4A"
_MARGIN_MM = 20
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # of a booklet whose scheme is not published yet

# Sizes in points; what stands before and after a paragraph.
_HEADINGS = {"Heading 1": (18, 22, 6), "Heading 2": (14, 18, 4), "Heading 3": (12, 12, 2)}
_OWN = {
    "Council": (14, 0, 0, _INK),
    "Hint": (11, 0, 4, _GREY),
    "For the council": (12, 6, 4, _INK),
    "Table head": (10, 3, 3, _INK),
    "Table text": (12, 3, 3, _INK),
}
_HEAD_SHADE = (
    '<w:tblStylePr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="firstRow">'
    '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr></w:tblStylePr>'
)
# What comes after a paragraph's borders in a style, as the format orders it.
_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:jc", "w:outlineLvl"),
)


class Face(NamedTuple):
    """What a document says of itself, and on the foot of each page."""

    title: str
    foot: str
    author: str
    subject: str
    colour: str  # as #rrggbb: of the rules over headings
    dated: date | None


def face_of(booklet: Booklet) -> Face:
    """Return what a booklet says of itself."""
    return Face(
        title=f"{booklet.title}: {booklet.scheme_title}",
        foot=f"{booklet.title} · {booklet.running_council}",
        author=booklet.running_council,
        subject=booklet.kind,
        colour=booklet.colour,
        dated=booklet.dated,
    )


def new_document(face: Face) -> "Document":
    """Return an empty document in our look."""
    from docx import Document

    document = Document()
    _speak_british_english(document)
    _dress(document, face.colour.removeprefix("#").upper())
    _lay_out(document)
    _foot(document, face.foot)
    _name(document, face)
    _leave_out_the_picture(document)
    return document


def _speak_british_english(document: "Document") -> None:
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
    _in_arial(defaults)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # or Word opens it as a document of former times


def _in_arial(properties: Any) -> None:
    """Set all the fonts of a style; those of the theme would come first."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _dress(document: "Document", colour: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml

    styles = document.styles
    _set(styles["Normal"], 12, 0, 6)
    for name, (size, before, after) in _HEADINGS.items():
        _set(styles[name], size, before, after, bold=True)
    _ruled(styles["Heading 1"], colour)
    _set(styles["Title"], 30, 2, 10, bold=True)
    _ruled(styles["Title"], colour)
    for name, (size, before, after, ink) in _OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set(style, size, before, after, ink=ink, bold=name == "Table head")
    styles["Table Grid"].element.append(parse_xml(_HEAD_SHADE))


def _set(
    style: Any, size: int, before: int, after: int, *, ink: str = _INK, bold: bool = False
) -> None:
    from docx.shared import Pt, RGBColor

    _in_arial(style.element.get_or_add_rPr())
    style.font.size, style.font.bold = Pt(size), bold or None
    style.font.color.rgb = RGBColor.from_string(ink)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15


def _ruled(style: "ParagraphStyle", colour: str) -> None:
    """Draw a rule in the council's colour over a style's paragraphs."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    own = style.element.get_or_add_pPr()
    for former in own.findall(qn("w:pBdr")):
        own.remove(former)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", colour)):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    own.insert_element_before(borders, *_AFTER_BORDERS)


def _lay_out(document: "Document") -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _foot(document: "Document", foot: str) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    style = document.styles["Footer"]
    _set(style, 9, 0, 0, ink=_GREY)
    style.paragraph_format.tab_stops.clear_all()
    style.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(typeable(f"{foot}\tPage "))
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, instruction: str) -> None:
    """Add a number that Word counts for itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field, run, text = (OxmlElement(tag) for tag in ("w:fldSimple", "w:r", "w:t"))
    field.set(qn("w:instr"), instruction)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _name(document: "Document", face: Face) -> None:
    own = document.core_properties
    own.title = typeable(face.title)
    own.author = own.last_modified_by = typeable(face.author)
    own.subject, own.comments, own.language = typeable(face.subject), "", LANGUAGE
    day = face.dated
    dated = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _UNDATED
    own.created = own.modified = dated


def _leave_out_the_picture(document: "Document") -> None:
    """Leave out the preview picture of the document that python-docx begins with."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]
