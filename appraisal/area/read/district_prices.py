"""Average prices of terraced houses by postcode district, in two years: a CSV of ours, as the equity model reads it."""

import re
from collections.abc import Iterator, Sequence

from appraisal.area.district_prices import district_in, price_columns
from appraisal.area.read.cells import SEVERAL_LINES, several_lines
from appraisal.area.read.table import (
    BAD_BYTES,
    Asked,
    Lines,
    Reject,
    Row,
    Whole,
    WrongFile,
    head_of,
)
from appraisal.engine.faults import CannotRead, Faults

_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.ASCII)


class _DistrictPrices:
    """Reads a district a line, and gives a row for each of its two years."""

    key = "district-prices"
    title = "House prices by district"
    hint = "Our own table of average prices of terraced houses. A sample on this page shows its columns."
    columns: Sequence[str] = (
        *("order", "district", "name", "classification", "dwellings", "year", "price"),
    )

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield two rows for each district, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        try:
            at = price_columns(headings)
        except CannotRead as cannot:
            raise WrongFile(" ".join(one.message for one in cannot.faults)) from cannot
        if at.years[1] > asked.today.year:
            raise WrongFile(f"The year {at.years[1]} is still to come.")
        seen: set[str] = set()
        for cells in rest:
            if not any(cell.strip() for cell in cells):
                continue
            faults = Faults()
            found = district_in(cells, at, lines.line_num, faults)
            code = "".join(found.code.split()).upper()
            if several_lines(cells):
                faults.add("", SEVERAL_LINES)
            if any(BAD_BYTES in cell for cell in cells):
                faults.add("", "The line holds bytes that are not UTF-8.")
            if not faults.found and not _DISTRICT.fullmatch(code):
                faults.add("", f"“{found.code[:20]}” is not one postcode district, such as B12.")
            if code and code in seen:
                faults.add("", f"The district {code} stands there twice.")
            if faults.found:
                reject(lines.line_num, " ".join(one.message for one in faults.found))
                continue
            seen.add(code)
            for year, price in zip(at.years, (found.start, found.end), strict=True):
                yield (
                    len(seen),
                    code,
                    found.name,
                    found.classed,
                    found.dwellings,
                    year,
                    f"{price:f}",
                )

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Nobody knows how many districts there are."""
        return ""


DISTRICT_PRICES = _DistrictPrices()
