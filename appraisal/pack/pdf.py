"""From a document to a PDF: Django's templates, WeasyPrint's pages, tagged for everyone to read."""

from datetime import UTC, datetime

from appraisal.file import AppraisalFile
from appraisal.pack.document import AppraisalDocument, document_of
from appraisal.pack.kite import COUNCIL_COLOUR, kite_svg
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable

ATTACHMENT = "appraisal.json"
# The kites of a pack: what the templates call each, and how wide it is in millimetres.
KITES = (("kite_beside", 88), ("kite_wide", 88))
SHEET = "pack.css"


def draw_file(given: AppraisalFile, *, draft: bool = True, colour: str = COUNCIL_COLOUR) -> bytes:
    """Draw the pack of an appraisal file, as an officer reads it, however long it is."""
    return draw(document_of(given, draft=draft, colour=colour))


def draw(document: AppraisalDocument) -> bytes:
    """Draw a pack. The same document gives the same bytes."""
    return pdf_of(html_of(document), document)


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


def pdf_of(html: str, document: AppraisalDocument) -> bytes:
    """Lay HTML out as pages and write the PDF, the appraisal file inside it."""
    from weasyprint import Attachment

    valued = datetime(
        document.valued_on.year, document.valued_on.month, document.valued_on.day, tzinfo=UTC
    )
    attachment = Attachment(
        string=document.source,
        name=ATTACHMENT,
        description="The appraisal file that this pack was drawn from",
        created=valued,
        modified=valued,
        relationship="Source",
    )
    return printed(html, press(SHEET), attachments=[attachment])
