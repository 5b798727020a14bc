"""The table of district prices that a council keeps: a CSV of our own, read whole, with a fault for every wrong cell.

Columns: ``postcode_district, area, classification, price_YYYY_gbp, price_YYYY_gbp`` in any order, and if known
``dwellings``. The earlier year is the start, whichever stands first. Other columns are passed over.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from appraisal.area.equity import CLASSES, District
from appraisal.area.read.table import plain
from appraisal.engine.faults import CannotRead, Fault, Faults, shown

MOST_BYTES = 5_000_000  # all districts of the kingdom are 3,000 lines
_MOST_PRICE = Decimal(1_000_000_000)
_MOST_DWELLINGS = 10_000_000
_LONGEST_NAME = 200

_PRICE_COLUMN = re.compile(r"price([12][0-9]{3})(gbp)?", re.ASCII)
_NUMBER = re.compile(r"-?(£ ?)?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+", re.ASCII)
# Loose, for the model does not care what a district is called; but no formula, should a sheet open it again.
_DISTRICT = re.compile(r"[A-Z0-9][A-Z0-9 /&.-]{0,19}", re.ASCII | re.IGNORECASE)

_DISTRICT_COLUMN, _AREA_COLUMN, _CLASS_COLUMN = "postcodedistrict", "area", "classification"
_DWELLINGS_COLUMN = "dwellings"
_SAID = {
    _DISTRICT_COLUMN: "postcode_district",
    _AREA_COLUMN: "area",
    _CLASS_COLUMN: "classification",
    _DWELLINGS_COLUMN: "dwellings",
}
_CLASSES: Mapping[str, str] = {plain(one): one for one in CLASSES} | {
    "": "",
    "outsidetheinnercity": "",
}


class PriceTable(NamedTuple):
    """The districts in the order of the file, and the years of their two prices."""

    start_year: int
    end_year: int
    districts: tuple[District, ...]


class PriceColumns(NamedTuple):
    """Where each column stands; ``dwellings`` −1: there is none."""

    district: int
    area: int
    classed: int
    start: int
    end: int
    dwellings: int
    heads: Sequence[str]
    years: tuple[int, int]


def read_prices(source: bytes) -> PriceTable:
    """Read a table of district prices; raises :class:`CannotRead` with every fault, each at its line."""
    lines = _lines(source)
    reader = csv.reader(lines, strict=True)
    faults = Faults()
    columns: PriceColumns | None = None
    districts: dict[str, tuple[int, District]] = {}
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = price_columns(cells)
                continue
            line = first_line(reader.line_num, cells)
            found = district_in(cells, columns, line, faults)
            if found.code and (before := districts.setdefault(_same(found.code), (line, found))):
                _once(before[0], line, found.code, faults)
    except csv.Error as error:
        faults.add(f"line {reader.line_num}", _no_csv(str(error)))
    faults.raise_if_any()
    if columns is None:
        raise CannotRead((Fault("", "The file is empty."),))
    if not districts:
        raise CannotRead((Fault("", "The file holds headings and no district."),))
    return PriceTable(*columns.years, tuple(one for _, one in districts.values()))


def first_line(last: int, cells: Sequence[str]) -> int:
    """Return the line that a row begins on, from the one it ends on: quoted cells may run over several."""
    return last - sum(cell.count("\n") for cell in cells)


def _lines(source: bytes) -> Iterator[str]:
    if len(source) > MOST_BYTES:
        most = f"{MOST_BYTES // 1_000_000} MB"
        raise CannotRead(
            (Fault("", f"The file is larger than {most}: it is no table of district prices."),)
        )
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        said = "The file is not text in UTF-8. Save the table as “CSV UTF-8” and take that file."
        raise CannotRead((Fault("", said),))
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return (f"{line}\n" for line in text.removesuffix("\n").split("\n"))


def _no_csv(error: str) -> str:
    if "end of data" in error:
        return "The file ends inside a quotation: a quotation mark is missing, or the end of the file is."
    if "field limit" in error:
        return "A cell is far too long: a quotation mark may be missing before it."
    return "The line is no line of a CSV: a quotation mark stands where none can."


def price_columns(heads: Sequence[str]) -> PriceColumns:
    """Find the columns by their headings; raises :class:`CannotRead` where some are missing or stand there twice."""
    found: dict[str, int] = {}
    years: dict[int, int] = {}
    faults = Faults()
    for at, head in enumerate(heads):
        name = plain(head)
        price = _PRICE_COLUMN.fullmatch(name)
        if (price and int(price[1]) in years) or name in found:
            faults.add(f"heading {shown(head.strip())}", "This column stands there twice.")
        elif price:
            years[int(price[1])] = at
        elif name in _SAID:
            found[name] = at
    needed = [_DISTRICT_COLUMN, _AREA_COLUMN, _CLASS_COLUMN]
    missing = [_SAID[name] for name in needed if name not in found]
    if len(missing) == len(needed) and not years:
        raise CannotRead((Fault("", _not_ours(heads)),))
    for name in missing:
        faults.add(name, "This column is missing.")
    if len(years) != 2:
        faults.add(
            "price_YYYY_gbp",
            f"There must be two columns of prices, such as price_2000_gbp and price_2010_gbp. "
            f"There {_are(len(years))}.",
        )
    faults.raise_if_any()
    (start, start_at), (end, end_at) = sorted(years.items())
    return PriceColumns(
        district=found[_DISTRICT_COLUMN],
        area=found[_AREA_COLUMN],
        classed=found[_CLASS_COLUMN],
        start=start_at,
        end=end_at,
        dwellings=found.get(_DWELLINGS_COLUMN, -1),
        heads=[shown(head.strip()) for head in heads],
        years=(start, end),
    )


def _are(count: int) -> str:
    return {0: "is none", 1: "is one"}.get(count, f"are {count}")


def _not_ours(heads: Sequence[str]) -> str:
    return (
        f"This is no table of district prices: it begins with “{shown(heads[0].strip())}”. Its first line must hold "
        "the headings postcode_district, area, classification and two prices such as price_2000_gbp and price_2010_gbp."
    )


def district_in(cells: Sequence[str], at: PriceColumns, line: int, faults: Faults) -> District:
    """Return the district of a line; what is wrong is noted, and something stands in for it until the end."""
    if len(cells) > len(at.heads) and any(cell.strip() for cell in cells[len(at.heads) :]):
        faults.add(
            f"line {line}",
            f"It has {len(cells)} cells where there are {len(at.heads)} headings. "
            "A comma inside a cell needs quotation marks around the cell.",
        )
        return District("", "", "", Decimal(1), Decimal(1))

    def cell(place: int) -> str:
        return " ".join(cells[place].split()) if place < len(cells) else ""

    def wrong(place: int, message: str) -> None:
        faults.add(f"line {line}, {at.heads[place]}", message)

    code = cell(at.district)
    if not code:
        wrong(at.district, "The district is missing.")
    elif not _DISTRICT.fullmatch(code):
        wrong(at.district, f"“{shown(code)}” is no postcode district, such as B12.")
    classed = _CLASSES.get(plain(cell(at.classed)) or cell(at.classed))
    if classed is None:
        said = shown(cell(at.classed))
        wrong(
            at.classed,
            f"“{said}” is no class. Write {', '.join(CLASSES)}, or leave it blank outside the inner city.",
        )
    prices = []
    for place in (at.start, at.end):
        price, message = _price(cell(place))
        if message:
            wrong(place, message)
        prices.append(price)
    dwellings, message = _dwellings(cell(at.dwellings)) if at.dwellings >= 0 else (None, "")
    if message:
        wrong(at.dwellings, message)
    return District(
        code, cell(at.area)[:_LONGEST_NAME], classed or "", prices[0], prices[1], dwellings
    )


def _price(said: str) -> tuple[Decimal, str]:
    """Return a price in pounds and, where it is none, what is wrong."""
    wrong = ""
    price = Decimal(1)
    if not said:
        wrong = "The price is missing."
    elif not _NUMBER.fullmatch(said):
        wrong = f"“{shown(said)}” is no price. Write pounds in figures, such as 147000."
    elif said.startswith("-"):
        wrong = f"“{shown(said)}” is below 0. A price is above 0."
    else:
        price = Decimal(said.lstrip("£ ").replace(",", ""))
        if not price:
            wrong = "The price is 0. Take the district out where no price is known."
        elif price >= _MOST_PRICE:
            wrong = f"“{shown(said)}” is too much for a house: it must be below £{_MOST_PRICE:,}."
    return price, wrong


def _dwellings(said: str) -> tuple[int | None, str]:
    """Return a number of dwellings, None where the cell is blank, and what is wrong."""
    if not said:
        return None, ""
    plainly = said.replace(",", "")
    if not _WHOLE.fullmatch(said) or len(plainly) > 9 or not 1 <= int(plainly) <= _MOST_DWELLINGS:
        return (
            None,
            f"“{shown(said)}” is no number of dwellings. Write a whole number above 0, or leave it blank.",
        )
    return int(plainly), ""


def _same(code: str) -> str:
    return "".join(code.split()).upper()


def _once(before: int, line: int, code: str, faults: Faults) -> None:
    if before != line:
        faults.add(
            f"line {line}, {_SAID[_DISTRICT_COLUMN]}",
            f"{shown(code)} stands in line {before} already.",
        )
