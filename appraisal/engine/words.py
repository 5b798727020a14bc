"""Figures as people read them. Display only: nothing in here is computed with again."""

from datetime import date
from decimal import Decimal

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def pounds(amount: Decimal) -> str:
    """Write money to the penny: ``£12,000.00``; below zero with a minus sign."""
    sign = "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


def short_pounds(amount: Decimal) -> str:
    """Write money without pence where there are none: ``£12,000``, ``£12.50``."""
    written = pounds(amount)
    return written.removesuffix(".00")


def plain(number: Decimal | int) -> str:
    """Write a number with thousands commas and no needless zeros: ``1,250``, ``1.5``."""
    written = f"{number:,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written


def percent(number: Decimal | None) -> str:
    """Write a percentage: ``61.5%``; a dash where there is none."""
    return "–" if number is None else f"{number:,f}%"


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
