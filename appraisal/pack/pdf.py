"""From a document to a PDF: Django's templates, WeasyPrint's pages, tagged for everyone to read."""

from collections.abc import Sequence

from appraisal.file import AppraisalFile
from appraisal.pack.document import AppraisalDocument, document_of
from appraisal.pack.kite import COUNCIL_COLOUR, kite_svg
from appraisal.pack.parts import Attached
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable

# The kites of a pack: what the templates call each, and how wide it is in millimetres.
KITES = (("kite_beside", 88), ("kite_wide", 88))
SHEET = "pack.css"


def draw_file(given: AppraisalFile, *, draft: bool = True, colour: str = COUNCIL_COLOUR) -> bytes:
    """Draw the pack of an appraisal file, as an officer reads it, however long it is."""
    return draw(document_of(given, draft=draft, colour=colour))


def draw(document: AppraisalDocument) -> bytes:
    """Draw a pack. The same document gives the same bytes."""
    return pdf_of(html_of(document), document.attached)


def html_of(document: AppraisalDocument) -> str:
    """Return the pack as HTML, every character of it printable and all that people typed escaped."""
    wake_django()
    from django.template.loader import render_to_string
    from django.utils.safestring import mark_safe

    drawn = {
        name: mark_safe(_kite(document, name, width))  # noqa: S308  # it escapes its own words
        for name, width in KITES
    }
    rendered = render_to_string("pack/pack.html", {"pack": document, **drawn})
    return breakable(printable(rendered))


def _kite(document: AppraisalDocument, ident: str, width_mm: float) -> str:
    return kite_svg(document.assessments, colour=document.colour, width_mm=width_mm, ident=ident)


def pdf_of(html: str, attached: Sequence[Attached] = ()) -> bytes:
    """Lay HTML out as the pages of a pack and write the PDF, with what it was made from inside it."""
    return printed(html, press(SHEET), attached)
