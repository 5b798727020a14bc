"""Text that the fonts can print: nothing may come out as an empty box, or turn the line around."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from appraisal.pack.fonts import coverage, fallbacks

# Control characters print as nothing; marks that turn the direction of a line, or that join and
# part letters, only ever confuse a reader here.
_DROPPED = frozenset({"Cc", "Cf", "Cs"})
_KEPT = "\t\n"
# Signs for “in colour” and “not in colour”, which would part what the marks below join.
_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")
# They join and part letters in some scripts, and join emoji; elsewhere they are of no use.
_JOINERS = "\u200c\u200d"
_MOST_MARKS = 3
_PILED_MARKS = re.compile(rf"([\u0300-\u036f]{{{_MOST_MARKS}}})[\u0300-\u036f]+")

_RUNNING_LENGTH = 70  # characters that a running head or foot has room for
# A reference of HTML prints as one letter.
_LETTER = r"(?:&#?\w+;|[^\s<>&])"
_MARK_OR_LONG_WORD = re.compile(rf"<[^>]*>|−(?=£)|{_LETTER}{{40,}}")
# Short enough for the narrowest column: a piece wider than that takes the slow way again.
_PIECE_OF_WORD = re.compile(rf"{_LETTER}{{6}}(?=.)")


def shortened(text: str) -> str:
    """Return a text as one line that a running head or foot has room for."""
    clean = " ".join(text.split())
    return clean if len(clean) <= _RUNNING_LENGTH else f"{clean[: _RUNNING_LENGTH - 1].rstrip()}…"


def breakable(html: str) -> str:
    """Give words that no line could hold places to break at, and keep a minus sign on the line of its pounds.

    A line can be broken anywhere without them, but finding where takes WeasyPrint minutes where a
    text has thousands of characters and no space. Marks of HTML are left alone, references whole.
    """
    return _MARK_OR_LONG_WORD.sub(lambda found: _with_breaks(found[0]), html)


def _with_breaks(found: str) -> str:
    if found == "−":
        return "−\u2060"
    return found if found.startswith("<") else _PIECE_OF_WORD.sub("\\g<0>\u200b", found)


def printable(text: str, *, in_a_drawing: bool = False) -> str:
    """Return the text with every character that the fonts lack replaced by its name in brackets.

    A drawing has our own fonts alone, and joins no letters.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.translate(_SELECTORS))
    text = _PILED_MARKS.sub(r"\1", text)
    if in_a_drawing:
        return _unprintable(in_a_drawing=True).sub(lambda found: _instead(found[0]), text)
    return _unprintable().sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    character = found[0]
    if character in _JOINERS and _joins(found.string, found.start()):
        return character
    return _instead(character)


def _joins(text: str, at: int) -> bool:
    """Say whether a mark stands inside a word of a script that uses it, or inside an emoji."""
    beside = {ord(one) for one in (text[at - 1 : at], text[at + 1 : at + 2]) if one}
    return len(beside) > 0 and any(beside <= one.characters for one in fallbacks())


@cache
def _unprintable(*, in_a_drawing: bool = False) -> re.Pattern[str]:
    """Return a pattern of single characters that are not to be printed as they are."""
    others = () if in_a_drawing else (one.characters for one in fallbacks())
    characters = coverage().union(*others)
    allowed = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _allowed(characters)
    )
    return re.compile(f"[^{_KEPT}{allowed}]")


def _allowed(characters: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of characters, without those that are dropped or have no agreed meaning."""
    never = _DROPPED | {"Co", "Cn"}
    printed = sorted(code for code in characters if unicodedata.category(chr(code)) not in never)
    for _, alike in groupby(enumerate(printed), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in alike]
        yield codes[0], codes[-1]


def _instead(character: str) -> str:
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    plainer = unicodedata.normalize("NFKC", character)
    if plainer != character and not _unprintable().search(plainer):
        return plainer
    if category in ("Mn", "Me"):  # a mark alone says nothing by its name
        return ""
    # A letter's name would be longer than a word and no easier to read than its number.
    name = "" if category.startswith(("L", "M", "C")) else unicodedata.name(character, "")
    return f"[{name or f'U+{ord(character):04X}'}]"
