"""What everything printed is drawn with: our fonts, a style sheet, and a fetcher that refuses the rest."""

import atexit
import os
from collections.abc import Sequence
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, cast

from appraisal.pack.finish import finish
from appraisal.pack.fonts import FACES, face
from appraisal.pack.parts import Attached

FONT_SCHEME = "pack-font"
_COLOURS = "srgb-of-ours"  # under WeasyPrint's own name it would open the profile itself
_STYLES = Path(__file__).resolve().parent.parent.parent / "static" / "css"


class Press(NamedTuple):
    """A style sheet, read, with the fonts that it names. The types are WeasyPrint's, untyped."""

    fetcher: Any
    fonts: Any
    styles: Any


@cache
def press(*sheets: str) -> Press:
    """Return what a process draws with under style sheets, each after the one before: made once, for it costs time."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Fonts must be let go before Python takes its modules apart, or they complain on the way out.
    atexit.register(press.cache_clear)
    fetcher, fonts = _fetcher(), FontConfiguration()
    styles = CSS(
        string="\n".join((_STYLES / sheet).read_text(encoding="utf-8") for sheet in sheets),
        base_url="about:blank",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    return Press(fetcher, fonts, styles)


def printed(
    html: str, on: Press, attached: Sequence[Attached] = (), *, parts: bool = False
) -> bytes:
    """Lay HTML out as pages and return them as one PDF that is PDF/UA-1 and PDF/A-3a.

    Assistive technology can read it, and an archive can keep it: nothing that it needs is outside of it. What is
    ``attached`` is what it was made from. ``parts``: it has headings of the first level beside its title, which
    begin its parts.
    """
    from weasyprint import HTML, Attachment

    page = HTML(string=html, base_url="about:blank", url_fetcher=on.fetcher)
    written = page.write_pdf(
        stylesheets=[on.styles],
        font_config=on.fonts,
        pdf_variant="pdf/a-3a",
        output_intent=_COLOURS,
        color_profiles={_COLOURS: _srgb()},
        attachments=[
            Attachment(
                string=one.content,
                name=one.name,
                description=one.about,
                created=one.dated,
                modified=one.dated,
                relationship="Source",
            )
            for one in sorted(attached)
        ],
        finisher=partial(
            finish, media_types={one.name: one.media_type for one in attached}, parts=parts
        ),
    )
    return cast(bytes, written)


def _srgb() -> Any:
    """Return what says which colours are meant: the profile that WeasyPrint carries.

    Told to use it, WeasyPrint would open its file for every document and leave it open.
    """
    from weasyprint.css import ColorProfile

    names = (("r",), ("g",), ("b",))
    return ColorProfile(BytesIO(_profile()), _COLOURS, "relative-colorimetric", names)


@cache
def _profile() -> bytes:
    return (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


def _fetcher() -> Any:
    """Return a fetcher that knows our own fonts and ``data:``, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class PressFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == FONT_SCHEME and name in FACES:
                return URLFetcherResponse(
                    url, face(name).read_bytes(), {"Content-Type": "font/ttf"}
                )
            if scheme != "data":
                raise ValueError("A printed page fetches nothing.")
            return super().fetch(url, headers)

    return PressFetcher(allowed_protocols=("data",), allow_redirects=False)


def wake_django() -> None:
    """Set Django's templates up where nothing else has: on the plain command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()
