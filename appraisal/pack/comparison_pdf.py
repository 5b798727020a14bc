"""A comparison sheet as PDF, drawn as a pack is."""

from appraisal.pack.comparison import ComparisonDocument
from appraisal.pack.kite import kite_svg
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable

SHEETS = ("pack.css", "comparison.css")
WIDTH_MM = 80


def draw_comparison(document: ComparisonDocument) -> bytes:
    """Draw the sheet. The same document gives the same bytes."""
    return printed(html_of(document), press(*SHEETS))


def html_of(document: ComparisonDocument) -> str:
    """Return the sheet as HTML, every character printable and all that people typed escaped."""
    wake_django()
    from django.template.loader import render_to_string
    from django.utils.safestring import mark_safe

    kites = [
        {
            "name": one.name,
            "caption": one.caption,
            "svg": mark_safe(  # noqa: S308  # it escapes its own words
                kite_svg(
                    (one.assessment,),
                    colour=document.colour,
                    width_mm=WIDTH_MM,
                    ident=f"kite-{number}",
                )
            ),
        }
        for number, one in enumerate(document.kites, start=1)
    ]
    rendered = render_to_string("pack/comparison.html", {"sheet": document, "kites": kites})
    return breakable(printable(rendered))
