"""An agenda pack as PDF: all its items in one document, so that it has one contents and one run of page numbers."""

from appraisal.pack.agenda import AgendaDocument, Entry
from appraisal.pack.kite import kite_svg
from appraisal.pack.press import press, printed, wake_django
from appraisal.pack.printable import breakable, printable

SHEETS = ("pack.css", "agenda.css")
KITES = ("kite_beside", "kite_wide")
WIDTH_MM = 88


def draw_agenda(document: AgendaDocument) -> bytes:
    """Draw an agenda pack. The same document gives the same bytes."""
    return printed(html_of(document), press(*SHEETS), document.attached, parts=True)


def html_of(document: AgendaDocument) -> str:
    """Return the pack as HTML, every character of it printable and all that people typed escaped."""
    wake_django()
    from django.template.loader import render_to_string

    items = [
        {"entry": entry, "pack": entry.pack, "prefix": entry.prefix, **_kites(entry)}
        for entry in document.entries
    ]
    rendered = render_to_string("pack/agenda.html", {"agenda": document, "items": items})
    return breakable(printable(rendered))


def _kites(entry: Entry) -> dict[str, str]:
    """Return the kites of an item, their ids its own."""
    from django.utils.safestring import mark_safe

    pack = entry.pack
    if pack is None:
        return {}
    return {
        name: mark_safe(  # noqa: S308  # it escapes its own words
            kite_svg(
                pack.assessments,
                colour=pack.colour,
                width_mm=WIDTH_MM,
                ident=f"{entry.prefix}{name}",
            )
        )
        for name in KITES
    }
