"""Cells of a line, read: texts, days, figures."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

# As many figures as every database keeps exactly.
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?", re.ASCII)
SEVERAL_LINES = "A cell of it goes over several lines. Is a quotation mark missing?"


def several_lines(fields: Sequence[str]) -> bool:
    """Say whether a cell goes over several lines: in a table of ours none should, and lines may be lost in it."""
    return any("\n" in one or "\r" in one for one in fields)


def text_in(fields: Sequence[str], place: int) -> str:
    """Return the text of a cell with single spaces; nothing where the line is too short."""
    return " ".join(fields[place].split()) if place < len(fields) else ""


def day_in(said: str) -> date | Literal[False] | None:
    """Return a day as ISO 8601 writes it, None for nothing, False for what is no day."""
    if not said:
        return None
    try:
        return date.fromisoformat(said) if len(said) == 10 else False
    except ValueError:
        return False


def number_in(said: str) -> Decimal | Literal[False] | None:
    """Return a number with at most nine figures and six decimals, None for nothing, False for what is none."""
    if not said:
        return None
    return Decimal(said) if _NUMBER.fullmatch(said) else False
