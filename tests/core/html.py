"""HTML as a value that can be compared: what a browser would make of it, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

# Attributes whose words stand in no order.
SETS = {"class"}


class Element(NamedTuple):
    """An element: its tag, its attributes in order of name, and what is in it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]


def parsed(source: str) -> tuple[Element | str, ...]:
    """Return what some HTML holds."""
    return inside(html.fragment_fromstring(source, create_parent="div"))


def inside(element: html.HtmlElement) -> tuple[Element | str, ...]:
    return tuple(_merged([element.text, *_children(element)]))


def _children(element: html.HtmlElement) -> Iterator[Element | str | None]:
    for child in element:
        if isinstance(child.tag, str):
            yield Element(str(child.tag), attributes(child), inside(child))
        yield child.tail


def _merged(parts: list[Element | str | None]) -> Iterator[Element | str]:
    """Yield elements, and between them text without the spaces that only lay out."""
    for part in parts:
        if isinstance(part, Element):
            yield part
        elif part and part.strip():
            yield re.sub(r"\s+", " ", part).strip()


def attributes(element: html.HtmlElement) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (name, " ".join(sorted(value.split())) if name in SETS else value)
            for name, value in element.attrib.items()
        )
    )
