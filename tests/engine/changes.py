"""Changes something at a place: ``answers.H.activities[1].name``."""

from __future__ import annotations

import re
from typing import Any


class Raw(str):
    """JSON that is written into a file as it stands."""

    __slots__ = ()


GONE = Raw("")  # what stands there is taken away


def steps(place: str) -> list[str | int]:
    """Return the keys and numbers of a place."""
    found = re.findall(r"\[(\d+)\]|([^.\[\]]+)", place)
    return [int(number) if number else key for number, key in found]


def at(given: Any, place: str) -> Any:
    for step in steps(place):
        given = given[step]
    return given


def changed(given: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """Put a value at a place; ``GONE`` takes away what stands there."""
    *way, last = steps(place)
    here: Any = given
    for step in way:
        here = here[step]
    if value is GONE:
        del here[last]
    else:
        here[last] = value
    return given
