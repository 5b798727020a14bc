"""The editions of a pack: the same document, printed for different eyes."""

from enum import StrEnum
from typing import NamedTuple


class Edition(StrEnum):
    """Which of a document's editions is drawn."""

    FULL = "full"
    LARGE = "large"
    SUMMARY = "summary"

    @property
    def words(self) -> str:
        """Return what people call it."""
        return _WORDS[self].name

    @property
    def about(self) -> str:
        """Say in a sentence what it is."""
        return _WORDS[self].about


class _Words(NamedTuple):
    name: str
    about: str


_WORDS = {
    Edition.FULL: _Words("Full pack", "Everything, with every sum."),
    Edition.LARGE: _Words(
        "Large print", "The same as the full pack, with no letter under 16 points and most at 18."
    ),
    Edition.SUMMARY: _Words("Summary", "Two pages in plain words."),
}


class Look(NamedTuple):
    """What an edition is printed with: its template, its style sheets and its kites.

    Of each kite: what the template calls it, and how wide it is drawn in mm. With ``kites_shown_mm`` they stand
    so wide on the page, their letters larger by as much.
    """

    template: str
    sheets: tuple[str, ...]
    kites: tuple[tuple[str, float], ...]
    kites_shown_mm: float = 0
    times_as_long: int = 1  # as the full pack, in pages and in time


SHEET = "pack.css"
KITES = (("kite_beside", 88), ("kite_wide", 88))
LOOKS = {
    Edition.FULL: Look("pack/pack.html", (SHEET,), KITES),
    Edition.LARGE: Look(
        "pack/pack.html", (SHEET, "large.css"), (("kite_beside", 82), ("kite_wide", 82)), 172, 3
    ),
    Edition.SUMMARY: Look("pack/summary.html", (SHEET, "summary.css"), (("kite_beside", 88),)),
}
