"""Tables of figures: every column in line on its decimal point."""

import re
from collections.abc import Sequence

from appraisal.pack.parts import Cell, Grid

_FROM_TO = re.compile(r"(?<=\d) to (?=\d)")
_WHOLE_POUNDS = re.compile(r"−?£[\d,]+\.00")
_FIGURE = re.compile(r"[−+£\d,]*\d(?:\.(\d+))?\D*")


def grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    caption: str = "",
) -> Grid:
    """Return a table whose numeric columns line up."""
    places = [
        max((_decimals(row[column]) for row in rows), default=0) if is_numeric else 0
        for column, is_numeric in enumerate(numeric)
    ]
    return Grid(
        # “1 to 5” stays on one line of a narrow head
        tuple(
            Cell(_FROM_TO.sub("\u00a0to\u00a0", head), is_numeric)
            for head, is_numeric in zip(heads, numeric, strict=True)
        ),
        tuple(
            tuple(
                Cell(text, is_numeric, _pad(text, most) if is_numeric else "")
                for text, is_numeric, most in zip(row, numeric, places, strict=True)
            )
            for row in rows
        ),
        caption,
    )


def in_whole_pounds(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> list[list[str]]:
    """Return the rows of a table without pence where no amount in it has any: what people typed in round figures."""
    figures = [text for row in rows for text, counts in zip(row, numeric, strict=True) if counts]
    amounts = [text for text in figures if "£" in text]
    if not all(_WHOLE_POUNDS.fullmatch(text) for text in amounts):
        return [list(row) for row in rows]
    return [
        [
            text.removesuffix(".00") if counts else text
            for text, counts in zip(row, numeric, strict=True)
        ]
        for row in rows
    ]


def _decimals(text: str) -> int:
    figure = _FIGURE.fullmatch(text)
    return len(figure[1] or "") if figure else 0


def _pad(text: str, most: int) -> str:
    """Return the style that makes room for the decimals that a figure has fewer than its column."""
    own = _decimals(text)
    if own == most or not text:
        return ""
    return f"pad-{most - own}" if own else f"pad-point-{most}"
