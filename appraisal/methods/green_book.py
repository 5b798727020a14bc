"""HM Treasury’s Green Book: discount rates by year, and the upper bounds of optimism bias, by edition."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Band(NamedTuple):
    """Years up to and including ``to``, at ``rate`` per cent a year."""

    to: int
    rate: Decimal


class Bounds(NamedTuple):
    """Upper bounds of optimism bias, in per cent on top of an estimate: of works on two kinds of building."""

    non_standard: Decimal
    standard: Decimal


class GreenBook(NamedTuple):
    """One edition, from the day on which it applies."""

    applies_from: date
    source: str
    schedules: Mapping[str, tuple[Band, ...]]
    capital: Bounds
    duration: Bounds


def _bands(*rates: str) -> tuple[Band, ...]:
    return tuple(Band(to, Decimal(rate)) for to, rate in zip((30, 75, 125), rates, strict=True))


GREEN_BOOK = GreenBook(
    applies_from=date(2026, 2, 1),
    source="HM Treasury, The Green Book, February 2026; Supplementary Green Book Guidance: Optimism Bias",
    schedules={
        "standard": _bands("3.5", "3.0", "2.5"),
        "health": _bands("1.5", "1.29", "1.07"),
        "sensitivity": _bands("3.0", "2.57", "2.14"),
    },
    capital=Bounds(Decimal(51), Decimal(24)),
    duration=Bounds(Decimal(39), Decimal(4)),
)
