"""Text that runs from right to left: which way a paragraph begins, and where it must not turn what is around it.

Whoever types says nothing of either, so both are read off the letters, as a browser does with ``dir="auto"``.
"""

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # of Hebrew, Arabic and their like, with marks and digits
_ANY = re.compile(f"[{_LETTERS}]")
# From the first such letter to the last, with the signs, digits and spaces between them.
_RUN = re.compile(rf"[{_LETTERS}](?:[^\n<A-Za-z]*[{_LETTERS}])?")
_ISOLATED, _ENDS = "\u2067", "\u2069"
_BLOCKS = frozenset(
    ("p", "td", "th", "li", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "figcaption", "div")
)
_NOT_SHOWN = frozenset({"head", "style", "script", "svg", "{http://www.w3.org/2000/svg}svg"})


def turn(root: Element) -> None:
    """Say of each paragraph that begins with such letters that it runs so; keep them to themselves in any other."""
    if any(runs_right_to_left(text) for text in root.itertext()):
        _turn(root)


def runs_right_to_left(text: str) -> bool:
    """Say whether any of a text does."""
    return _ANY.search(text) is not None


def begins_right_to_left(text: str) -> bool:
    """Say whether the first letter of a text is of a script that runs from right to left."""
    for character in text:
        way = unicodedata.bidirectional(character)
        if way == "L":
            return False
        if way in _RIGHT_TO_LEFT:
            return True
    return False


def isolated(text: str) -> str:
    """Return a text whose runs from right to left do not move the signs and figures beside them."""
    return _RUN.sub(lambda found: f"{_ISOLATED}{found[0]}{_ENDS}", text)


def _turn(element: Element) -> None:
    if element.tag in _NOT_SHOWN:
        return
    for name, value in element.attrib.items():
        if name.startswith("data-"):  # a running head takes its words from there
            element.set(name, isolated(value))
    if element.tag in _BLOCKS:
        # What stands together of several pieces is a sentence of ours around what somebody typed.
        pieces = [text for text in _own_text(element) if text.strip()]
        if len(pieces) == 1 and begins_right_to_left(pieces[0]):
            element.set("dir", "rtl")
            return
    element.text = isolated(element.text) if element.text else element.text
    for child in element:
        _turn(child)
        child.tail = isolated(child.tail) if child.tail else child.tail


def _own_text(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph as it is read, without that of paragraphs inside it."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _BLOCKS:
            yield from _own_text(child)
        if child.tail:
            yield child.tail
