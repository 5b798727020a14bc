"""From a document to a PDF: Django's templates, WeasyPrint's pages, tagged for everyone to read."""

import atexit
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from appraisal.file import AppraisalFile
from appraisal.pack.document import AppraisalDocument, document_of
from appraisal.pack.finish import finish
from appraisal.pack.fonts import FACES, face
from appraisal.pack.kite import COUNCIL_COLOUR, kite_svg
from appraisal.pack.printable import breakable, printable

ATTACHMENT = "appraisal.json"
# The kites of a pack: what the templates call each, and how wide it is in millimetres.
KITES = (("kite_beside", 88), ("kite_wide", 88))
FONT_SCHEME = "pack-font"
_STYLES = Path(__file__).resolve().parent.parent.parent / "static" / "css" / "pack.css"


def draw_file(given: AppraisalFile, *, draft: bool = True, colour: str = COUNCIL_COLOUR) -> bytes:
    """Draw the pack of an appraisal file."""
    return draw(document_of(given, draft=draft, colour=colour))


def draw(document: AppraisalDocument) -> bytes:
    """Draw a pack. The same document gives the same bytes."""
    return pdf_of(html_of(document), document)


def html_of(document: AppraisalDocument) -> str:
    """Return the pack as HTML, every character of it printable and all that people typed escaped."""
    _wake_django()
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
    from weasyprint import HTML, Attachment

    tools = _tools()
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
    page = HTML(string=html, base_url="about:blank", url_fetcher=tools.fetcher)
    written = page.write_pdf(
        stylesheets=[tools.styles],
        font_config=tools.fonts,
        pdf_variant="pdf/ua-1",
        attachments=[attachment],
        finisher=finish,
    )
    return cast(bytes, written)


class _Tools(NamedTuple):
    fetcher: Any
    fonts: Any
    styles: Any


@cache
def _tools() -> _Tools:
    """Return what every pack of a process is drawn with: made once, for it costs time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Fonts must be let go before Python takes its modules apart, or they complain on the way out.
    atexit.register(_tools.cache_clear)
    fetcher, fonts = _fetcher(), FontConfiguration()
    styles = CSS(
        string=_STYLES.read_text(encoding="utf-8"),
        base_url="about:blank",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    return _Tools(fetcher, fonts, styles)


def _fetcher() -> Any:
    """Return a fetcher that knows the pack's own fonts and ``data:``, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class PackFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == FONT_SCHEME and name in FACES:
                return URLFetcherResponse(
                    url, face(name).read_bytes(), {"Content-Type": "font/ttf"}
                )
            if scheme != "data":
                raise ValueError("A pack fetches nothing.")
            return super().fetch(url, headers)

    return PackFetcher(allowed_protocols=("data",), allow_redirects=False)


def _wake_django() -> None:
    """Set Django's templates up where nothing else has: on the plain command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()
