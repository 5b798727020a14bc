"""What a workbook is made of before it is written: pages of entries, and where each figure stands."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from appraisal.engine.amounts import Ratio

Value = Decimal | Fraction | int | str | date
Look = Literal[
    "text", "title", "head", "block", "number", "price", "pounds", "percent", "whole", "sum"
]


class Entry(NamedTuple):
    """A cell: a value that was given, or a formula and what the engine says that it comes to."""

    value: Value
    formula: str = ""  # with its "="; empty: the value was given
    look: Look = "text"


Row = tuple[Entry | None, ...]


class Page:
    """One sheet: its rows as they are added, and the address of each cell."""

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        widths: Sequence[int],
        title: str,
        *,
        figures: str = "",
    ) -> None:
        self.name = name
        self.figures = (
            figures  # the letters of the columns that hold figures: their heads stand right
        )
        self.widths = tuple(widths)
        self.rows: list[Row] = [(Entry(title, look="title"),)]
        self.head_row = 0
        if heads:
            self.head_row = self.add(*(Entry(head, look="head") for head in heads))

    def add(self, *entries: Entry | None) -> int:
        """Add a row; return its number, from 1."""
        self.rows.append(entries)
        return len(self.rows)

    def at(self, column: str, row: int) -> str:
        """Return the full address of a cell, as a formula on any sheet names it."""
        return f"'{self.name}'!${column}${row}"

    def span(self, column: str, first: int, last: int) -> str:
        """Return the full address of part of a column."""
        return f"{self.at(column, first)}:${column}${last}"


def text(said: object) -> Entry:
    """Return words, which never become a formula."""
    return Entry(str(said))


def exact(ratio: Ratio) -> Fraction:
    """Return an exact quotient as a number."""
    return Fraction(ratio.over) / Fraction(ratio.under)


# --- sums in binary ------------------------------------------------------------------------------
#
# A spreadsheet counts in binary with about 15 figures, so 1.15 × 100 is a hair off 115. The engine is exact. What
# is compared with an edge, or rounded, is first rounded where only that hair can be: then both agree at the edges.


def percent_of(part: str, whole: str) -> str:
    """Write a share in percent, free of the hair: right for every edge up to some thousand per cent."""
    return f"ROUND({part}*100/{whole},11)"


def to_the_penny(cell: str) -> str:
    """Write a figure of a cell, of whatever size, to the penny: 13 figures first, then half up."""
    return f"IF({cell}=0,0,ROUND(ROUND({cell},12-INT(LOG10({cell}))),2))"
