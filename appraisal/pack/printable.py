"""Text that the fonts can print: nothing may come out as an empty box, or turn the line around."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from appraisal.pack.fonts import coverage

# Control characters print as nothing; marks that turn the direction of a line, or that join and
# part letters, only ever confuse a reader here.
_DROPPED = frozenset({"Cc", "Cf", "Cs"})
_KEPT = "\t\n"
_MOST_MARKS = 3
_PILED_MARKS = re.compile(rf"([\u0300-\u036f]{{{_MOST_MARKS}}})[\u0300-\u036f]+")

_RUNNING_LENGTH = 70  # characters that a running head or foot has room for
# A reference of HTML prints as one letter.
_LETTER = r"(?:&#?\w+;|[^\s<>&])"
_MARK_OR_LONG_WORD = re.compile(rf"<[^>]*>|{_LETTER}{{40,}}")
# Short enough for the narrowest column: a piece wider than that takes the slow way again.
_PIECE_OF_WORD = re.compile(rf"{_LETTER}{{6}}(?=.)")


def shortened(text: str) -> str:
    """Return a text as one line that a running head or foot has room for."""
    clean = " ".join(text.split())
    return clean if len(clean) <= _RUNNING_LENGTH else f"{clean[: _RUNNING_LENGTH - 1].rstrip()}…"


def breakable(html: str) -> str:
    """Give words that no line could hold places to break at.

    A line can be broken anywhere without them, but finding where takes WeasyPrint minutes where a
    text has thousands of characters and no space. Marks of HTML are left alone, references whole.
    """
    return _MARK_OR_LONG_WORD.sub(lambda found: _with_breaks(found[0]), html)


def _with_breaks(found: str) -> str:
    return found if found.startswith("<") else _PIECE_OF_WORD.sub("\\g<0>\u200b", found)


def printable(text: str) -> str:
    """Return the text with every character that the fonts lack replaced by its name in brackets."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    text = _PILED_MARKS.sub(r"\1", text)
    return _unprintable().sub(lambda found: _instead(found[0]), text)


@cache
def _unprintable() -> re.Pattern[str]:
    """Return a pattern of single characters that are not to be printed as they are."""
    allowed = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _allowed(coverage())
    )
    return re.compile(f"[^{_KEPT}{allowed}]")


def _allowed(ranges: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Yield the ranges again, without characters that are dropped or have no agreed meaning."""
    for first, last in ranges:
        start = first
        for code in range(first, last + 2):
            if code > last or unicodedata.category(chr(code)) in _DROPPED | {"Co", "Cn"}:
                if start < code:
                    yield start, code - 1
                start = code + 1


def _instead(character: str) -> str:
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    plainer = unicodedata.normalize("NFKC", character)
    if plainer != character and not _unprintable().search(plainer):
        return plainer
    if category == "Mn":  # a mark alone says nothing by its name
        return ""
    # A letter's name would be longer than a word and no easier to read than its number.
    name = "" if category.startswith(("L", "M", "C")) else unicodedata.name(character, "")
    return f"[{name or f'U+{ord(character):04X}'}]"
