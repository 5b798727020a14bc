"""Where the pack's fonts are, and what they can write."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "fonts"
FAMILY = "Inter"
FACES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


class FontsMissing(OSError):
    """The fonts are not built; the message says how to build them."""


def face(name: str) -> Path:
    """Return the file of a face, or say what to do where it is not there."""
    path = FOLDER / name
    if not path.is_file():
        raise FontsMissing(f"The fonts are not built ({path} is missing). Run bin/setup once.")
    return path


@cache
def coverage() -> tuple[tuple[int, int], ...]:
    """Return the ranges of characters that the fonts can write, ends included."""
    ranges = json.loads(face("coverage.json").read_text(encoding="utf-8"))
    return tuple((first, last) for first, last in ranges)


@cache
def known_to_matplotlib() -> None:
    """Tell matplotlib of the faces, once a process."""
    from matplotlib import font_manager

    for name in FACES:
        font_manager.fontManager.addfont(face(name))
