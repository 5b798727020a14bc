"""The levels of headings in a document that has several parts, each with a heading of the first level."""

from collections.abc import Iterator
from typing import Any

_LEVELS = [f"/H{level}" for level in range(1, 7)]


def put_headings_under_the_title(pdf: Any) -> None:
    """Make each heading but the first, the title, one of the level below its own: its bookmarks keep theirs.

    ``pdf`` are the objects that are about to be written.
    """
    headings = [one for one in _in_order(pdf) if one["S"] in _LEVELS]
    for heading in headings[1:]:
        heading["S"] = _LEVELS[_LEVELS.index(heading["S"]) + 1]


def _in_order(pdf: Any) -> Iterator[Any]:
    """Yield the elements of the structure as they are read out."""
    waiting = [pdf.catalog["StructTreeRoot"]]
    while waiting:
        element = pdf.objects[int(waiting.pop().split()[0])]
        if "S" in element:
            yield element
        kids = element.get("K", ())
        waiting += [kid for kid in reversed(kids) if isinstance(kid, bytes)]
