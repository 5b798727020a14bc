"""Figures as people read them. Display only: nothing in here is computed with again."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from appraisal.engine.amounts import MOST_PLACES, Ratio, half_up, is_exactly
from appraisal.engine.amounts import pounds as to_penny

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def pounds(amount: Decimal) -> str:
    """Write money to the penny, half up: ``£12,000.00``; below zero with a minus sign."""
    sign = "−" if amount < 0 else ""
    return f"{sign}£{to_penny(abs(amount)):,f}"


def exact_pounds(amount: Decimal) -> str:
    """Write money as it is, to the penny at least: ``£12.50``, ``£12.7155``."""
    sign = "−" if amount < 0 else ""
    whole, _, part = f"{abs(amount):,f}".partition(".")
    return f"{sign}£{whole}.{part.rstrip('0'):0<2}"


def short_pounds(amount: Decimal) -> str:
    """Write money without pence where there are none: ``£12,000``, ``£12.50``."""
    return exact_pounds(amount).removesuffix(".00")


def plain(number: Decimal | int) -> str:
    """Write a number with thousands commas and no needless zeros: ``1,250``, ``1.5``."""
    written = f"{number:,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written


def percent(number: Decimal | None) -> str:
    """Write a percentage: ``61.5%``; a dash where there is none."""
    return "–" if number is None else f"{number:,f}%"


def percent_by(part: Decimal, whole: Decimal, edges: Iterable[Decimal | int]) -> str:
    """Write ``part`` ÷ ``whole`` in percent, with decimals enough to stand on the right side.

    74.999% of a band's edge at 75% must not print as 75.0% beside the words “below 75%”.
    """
    ratio = Ratio(part * 100, whole)
    shown = half_up(ratio, 1)
    for edge in edges:
        places = 1
        while shown == edge and not is_exactly(ratio, edge) and places < MOST_PLACES:
            places += 1
            shown = half_up(ratio, places)
        if shown == edge and not is_exactly(ratio, edge):
            side = "under" if ratio.over < edge * ratio.under else "over"
            return f"just {side} {plain(edge)}%"
    return percent(shown)


def quantity(number: Decimal | int, unit: str, one: str = "") -> str:
    """Write a number with its unit: ``18 people``, ``1 person``; no unit, no blank."""
    return f"{plain(number)} {one if one and number == 1 else unit}".strip()


def out_of(points: int, maximum: int) -> str:
    """Write points with the most there could be: ``15 of 20 points``."""
    return f"{points:,} of {counted(maximum, 'point')}"


def day(when: date) -> str:
    """Write a date in full: ``1 April 2026``."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: ``1 point``, ``12 points``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Join words as a sentence does: ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def from_key(key: str) -> str:
    """Make words of a key that has no wording of its own: ``be-healthy`` → ``Be healthy``."""
    words = key.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
