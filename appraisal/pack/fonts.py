"""Where the pack's fonts are, and what they can write."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "fonts"
FAMILY = "Inter"
FACES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


class FontsMissing(OSError):
    """The fonts are not built; the message says how to build them."""


class Fallback(NamedTuple):
    """A family for a script that our own lacks: its faces by weight, and the characters that all of them have."""

    family: str
    faces: tuple[tuple[int, str], ...]
    characters: frozenset[int]


def face(name: str) -> Path:
    """Return the file of a face, or say what to do where it is not there."""
    path = FOLDER / name
    if not path.is_file():
        raise FontsMissing(f"The fonts are not built ({path} is missing). Run bin/setup once.")
    return path


@cache
def coverage() -> frozenset[int]:
    """Return the characters that our own fonts can write."""
    return _characters(json.loads(face("coverage.json").read_text(encoding="utf-8")))


@cache
def fallbacks() -> tuple[Fallback, ...]:
    """Return the families for what our own fonts lack."""
    return tuple(
        Fallback(
            one["family"],
            tuple((each["weight"], each["file"]) for each in one["faces"]),
            _characters(one["ranges"]),
        )
        for one in json.loads(face("fallbacks.json").read_text(encoding="utf-8"))
    )


def _characters(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def needed_for(text: str) -> bool:
    """Say whether a text has characters that only one of those families can write."""
    return not text.isascii() and not {ord(one) for one in set(text)}.isdisjoint(_only_theirs())


@cache
def _only_theirs() -> frozenset[int]:
    return frozenset().union(*(one.characters for one in fallbacks())) - coverage()


@cache
def known_faces() -> frozenset[str]:
    """Return the names of all the faces that may be printed with."""
    return frozenset(FACES) | {name for one in fallbacks() for _, name in one.faces}


@cache
def known_to_matplotlib() -> None:
    """Tell matplotlib of our own faces, once a process."""
    from matplotlib import font_manager

    for name in FACES:
        font_manager.fontManager.addfont(face(name))
