"""What everything printed is drawn with: our fonts, a style sheet, and a fetcher that refuses the rest."""

import atexit
import gc
import os
import re
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, cast

from appraisal.pack.direction import turn
from appraisal.pack.finish import finish
from appraisal.pack.fonts import FAMILY, face, fallbacks, known_faces, needed_for
from appraisal.pack.leak import Own, stop_leak
from appraisal.pack.parts import Attached
from appraisal.pack.spoken import say_what_is_shaped

FONT_SCHEME = "pack-font"
_COLOURS = "srgb-of-ours"  # under WeasyPrint's own name it would open the profile itself
STYLES = Path(__file__).resolve().parent.parent.parent / "static" / "css"
_printing = threading.Lock()
_making = threading.RLock()
# Threads of a process that print or wait for it: the others are left to answer.
_MOST_AT_ONCE = 4
_turns = threading.BoundedSemaphore(_MOST_AT_ONCE)


_OUR_FAMILY = re.compile(rf"(?<=pt ){FAMILY}\b")
# Whoever lays out text asks for emoji under this name before all others.
_EMOJI, _ASKED_FOR_AS = "Noto Emoji", "emoji"


class Busy(RuntimeError):
    """As many threads print or wait for it as may: whoever asks now is asked to come again."""


class Press(NamedTuple):
    """A style sheet, read, with the fonts that it names. The types are WeasyPrint's, untyped."""

    fetcher: Any
    fonts: Any
    styles: Any
    sheets: tuple[str, ...]


def press(*sheets: str) -> Press:
    """Return what a process draws with under style sheets, each after the one before: made once, for it costs time."""
    return _kept_press(sheets, False)


def _kept_press(sheets: tuple[str, ...], every_script: bool) -> Press:
    """Return a press that is made once: two threads that want it first do not make it twice."""
    with _making:
        return _made(sheets, every_script)


@cache
def _made(sheets: tuple[str, ...], every_script: bool) -> Press:
    """Make a press that knows our own fonts, or those for every other script too."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # Fonts must be let go before Python takes its modules apart, or they complain on the way out.
    atexit.register(_made.cache_clear)
    written = "\n".join((STYLES / sheet).read_text(encoding="utf-8") for sheet in sheets)
    with _alone():
        stop_leak()
        say_what_is_shaped()
        fetcher, fonts = _fetcher(), FontConfiguration()
        fonts.font_features = Own()
        styles = CSS(
            string=_for_every_script(written) if every_script else written,
            base_url="about:blank",
            url_fetcher=fetcher,
            font_config=fonts,
        )
    return Press(fetcher, fonts, styles, sheets)


def _for_every_script(styles: str) -> str:
    """Return style sheets that name the families for other scripts after our own, wherever they set a font.

    They are named, for what is found without a name may be any font of this machine.
    """
    named = ", ".join([FAMILY, *(f'"{one.family}"' for one in fallbacks())])
    faces = [
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; src: url("{FONT_SCHEME}:{file}"); }}'
        for one in fallbacks()
        for name in (one.family, *([_ASKED_FOR_AS] if one.family == _EMOJI else []))
        for weight, file in one.faces
    ]
    return "\n".join([*faces, _OUR_FAMILY.sub(named, styles)])


@contextmanager
def _alone() -> Iterator[None]:
    """Let one thread of the process print at a time: Pango's fonts, which they share, bear no two.

    Nor may another thread let go of what Pango has made, which happens wherever Python looks for rubbish. So it
    does not look meanwhile, and does once at the end, while nobody prints.
    """
    with _printing:
        looked = gc.isenabled()
        gc.disable()
        try:
            yield
        except BaseException as error:
            traceback.clear_frames(
                error.__traceback__
            )  # what they hold goes while nobody else prints
            raise
        finally:
            gc.collect()
            if looked:
                gc.enable()


def printed(
    html: str, on: Press, attached: Sequence[Attached] = (), *, parts: bool = False
) -> bytes:
    """Lay HTML out as pages and return them as one PDF that is PDF/UA-1 and PDF/A-3a.

    Assistive technology can read it, and an archive can keep it: nothing that it needs is outside of it. What is
    ``attached`` is what it was made from. Where our own fonts cannot write all of it, others are loaded that can.
    ``parts``: it has headings of the first level beside its title, which begin its parts. Raises :class:`Busy` where
    others print and wait already.
    """
    if needed_for(html):
        on = _kept_press(on.sheets, True)
    if not _turns.acquire(blocking=False):
        raise Busy("Too much is printed at this moment.")
    try:
        with _alone():
            return _printed(html, on, attached, parts)
    finally:
        _turns.release()


def _printed(html: str, on: Press, attached: Sequence[Attached], parts: bool) -> bytes:
    from weasyprint import HTML, Attachment

    page = HTML(string=html, base_url="about:blank", url_fetcher=on.fetcher)
    turn(page.etree_element)
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
            if scheme == FONT_SCHEME and name in known_faces():
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
