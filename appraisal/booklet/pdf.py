"""A booklet as PDF: Django's templates, WeasyPrint's pages, tagged for everyone to read."""

from appraisal.booklet.contents import Booklet
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable

SHEET = "booklet.css"


def draw_pdf(booklet: Booklet) -> bytes:
    """Draw a booklet as PDF/UA-1 and PDF/A-3a. The same booklet gives the same bytes."""
    return printed(html_of(booklet), press(SHEET))


def html_of(booklet: Booklet) -> str:
    """Return the booklet as HTML, every character printable and all that people typed escaped."""
    wake_django()
    from django.template.loader import render_to_string

    return breakable(printable(render_to_string("booklet/booklet.html", {"booklet": booklet})))
