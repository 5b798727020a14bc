"""One model worked out in several ways, and whether all come to the same."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

Key = tuple[str, ...]
Figures = dict[Key, Decimal]
_PENNY = Decimal("0.01")


class Years:
    """The names of figures that are a year and no pounds."""

    UNDISCOUNTED, DISCOUNTED = "pays back in", "pays back, discounted, in"


class Model(NamedTuple):
    """``ours`` works out all; ``said`` names the figures in it. ``numpys`` and ``book`` do the same with other tools.

    A workbook comes with the cells of its sheet Result that hold the figures.
    """

    name: str
    ours: Callable[[], Any]
    said: Callable[[Any], Figures]
    numpys: Callable[[], Mapping[Key, float]]
    book: Callable[[], tuple[bytes, Mapping[str, Key]]]


def pennies(figures: Mapping[Key, Decimal | float]) -> Figures:
    """Return figures to the penny, half up; nothing has no sign."""
    return {
        key: Decimal(str(one)).quantize(_PENNY, ROUND_HALF_UP) + 0 for key, one in figures.items()
    }


def compared(ours: Figures, theirs: Mapping[Key, Decimal | float], who: str) -> int:
    """Return how many figures are the same to the penny; raise ``ValueError`` naming the first that is not."""
    own, other = pennies(ours), pennies(theirs)
    if not other:
        raise ValueError(f"{who} gave no figure")
    for key, one in other.items():
        if own.get(key) != one:
            raise ValueError(f"{': '.join(key)}: {own.get(key)} is ours, {one} that of {who}")
    return len(other)
