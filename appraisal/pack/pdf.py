"""From a document to a PDF: Django's templates, WeasyPrint's pages, tagged for everyone to read."""

from collections.abc import Sequence

from appraisal.file import AppraisalFile
from appraisal.pack.document import AppraisalDocument, document_of
from appraisal.pack.editions import LOOKS, Edition
from appraisal.pack.kite import COUNCIL_COLOUR, kite_svg
from appraisal.pack.parts import Attached
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable


def draw_file(given: AppraisalFile, *, draft: bool = True, colour: str = COUNCIL_COLOUR) -> bytes:
    """Draw the pack of an appraisal file, as an officer reads it, however long it is."""
    return draw(document_of(given, draft=draft, colour=colour))


def draw(document: AppraisalDocument, *, edition: Edition = Edition.FULL) -> bytes:
    """Draw an edition of a pack. The same document gives the same bytes."""
    return pdf_of(html_of(document, edition), document.attached, edition)


def html_of(document: AppraisalDocument, edition: Edition = Edition.FULL) -> str:
    """Return the pack as HTML, every character of it printable and all that people typed escaped."""
    wake_django()
    from django.template.loader import render_to_string
    from django.utils.safestring import mark_safe

    look = LOOKS[edition]
    drawn = {
        name: mark_safe(_kite(document, name, width, look.kites_shown_mm))  # noqa: S308  # it escapes its own words
        for name, width in look.kites
    }
    given = {
        "pack": document,
        "edition": edition,
        "large": edition is Edition.LARGE,
        "prefix": "",  # only packs that share a document need one; a chart's filter needs it to be there
        **drawn,
    }
    return breakable(printable(render_to_string(look.template, given)))


def _kite(document: AppraisalDocument, ident: str, width_mm: float, shown_mm: float) -> str:
    return kite_svg(
        document.assessments,
        colour=document.colour,
        width_mm=width_mm,
        ident=ident,
        shown_mm=shown_mm,
    )


def pdf_of(html: str, attached: Sequence[Attached] = (), edition: Edition = Edition.FULL) -> bytes:
    """Lay HTML out as the pages of a pack and write the PDF, with what it was made from inside it."""
    return printed(html, press(*LOOKS[edition].sheets), attached)
