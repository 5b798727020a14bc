"""What spreadsheets open, as CSV or by way of JSON: what was typed stays text."""

import csv
import re
from collections.abc import Iterable, Iterator

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BELOW_0 = re.compile(r"-\d+(\.\d+)?", re.ASCII)


def harmless(text: str) -> str:
    """Return a text with a ' before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def cell(value: object) -> str:
    """Return a value, or a list of texts, as a cell, harmless; a number below 0 stays a number."""
    if isinstance(value, list):
        value = "; ".join(value)
    text = "" if value is None else str(value)
    return text if _BELOW_0.fullmatch(text) else harmless(text)


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a CSV file line by line, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(head))
    for row in rows:
        yield str(writer.writerow([cell(one) for one in row]))
