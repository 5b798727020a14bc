"""``equity`` on the command line: the Neighbourhood Equity Model over a table of district prices."""

import argparse
import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from appraisal.area.district_prices import MOST_BYTES, PriceTable, read_prices
from appraisal.area.equity import DWELLINGS, Equity, Found, equity
from appraisal.engine.faults import CannotRead, Fault, shown

FAULTY = 2
COLUMNS = ("postcode_district", "percent_increase", "expected_price_gbp", "premium_gbp")


class Out(Protocol):
    """Where lines go."""

    def write(self, text: str) -> object:
        """Write a text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command to an argument parser."""
    parser.add_argument(
        "file",
        metavar="PRICES.csv",
        help="a table with the columns postcode_district, area, classification and two prices, such as "
        "price_2000_gbp and price_2010_gbp",
    )
    parser.add_argument(
        "--format",
        choices=("text", "csv", "json"),
        default="text",
        help="what to print (default: text)",
    )


def main(arguments: argparse.Namespace, out: Out, err: Out) -> int:
    """Run the command and return its exit status: 0, or 2 where the table is not valid, a line for each fault."""
    try:
        table = read_prices(_bytes(arguments.file))
    except CannotRead as cannot:
        err.write("".join(f"{fault}\n" for fault in cannot.faults))
        return FAULTY
    found = equity(table.districts)
    if arguments.format == "csv":
        _as_csv(found, out)
    elif arguments.format == "json":
        out.write(json.dumps(_as_json(table, found), ensure_ascii=False, indent=1) + "\n")
    else:
        out.write("\n".join(_in_words(table, found)) + "\n")
    return 0


def _bytes(name: str) -> bytes:
    """Return a file's bytes, no more than show that it is too long; raises :class:`CannotRead`."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        why = getattr(error, "strerror", None) or "no such file"
        raise CannotRead((Fault("", f"{shown(name)} cannot be read ({why})."),)) from error


def _as_csv(found: Equity, out: Out) -> None:
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(
        (one.district.code, _plain(one.increase), _plain(one.expected), _plain(one.premium))
        for one in found.districts
    )


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _as_json(table: PriceTable, found: Equity) -> dict[str, object]:
    """Return the results; figures are texts, so that no reader makes binary numbers of them."""
    return {
        "start_year": table.start_year,
        "end_year": table.end_year,
        "classes": [
            {"class": name, "districts": one.districts, "median_percent": f"{one.median:f}"}
            for name, one in found.classes.items()
        ],
        "districts": [_district(one) for one in found.districts],
    }


def _district(one: Found) -> dict[str, object]:
    return {
        "postcode_district": one.district.code,
        "area": one.district.name,
        "class": one.classed,
        "class_by_price": one.by_price,
        "start_price_gbp": f"{one.district.start:f}",
        "end_price_gbp": f"{one.district.end:f}",
        "percent_increase": f"{one.increase:f}",
        "expected_price_gbp": f"{one.expected:f}",
        "premium_gbp": None if one.premium is None else f"{one.premium:f}",
        "dwellings": one.dwellings,
        "dwellings_known": one.dwellings_known,
        "total_premium_gbp": None if one.total is None else f"{one.total:f}",
    }


def _in_words(table: PriceTable, found: Equity) -> Iterator[str]:
    yield f"Neighbourhood equity, terraced houses, {table.start_year} to {table.end_year}"
    for name, one in found.classes.items():
        yield ""
        count = "1 district" if one.districts == 1 else f"{one.districts} districts"
        yield f"{name[:1].upper()}{name[1:]}: {count}, median increase {one.median:f}%"
        yield from (f"  {_line(each)}" for each in found.districts if each.classed == name)
    yield ""
    if not all(one.dwellings_known for one in found.districts):
        yield f"Where the number of dwellings is not known, {DWELLINGS:,} are taken."
    yield "A premium shows where prices rose more than in the rest of the class. It does not show why."


def _line(one: Found) -> str:
    named = f"{one.district.code} {one.district.name}".strip()
    said = f"{named}: up {one.increase:f}%, expected £{one.expected:,}, actual £{one.price:,}"
    if one.premium is None:
        return f"{said}, no premium"
    return f"{said}, premium £{one.premium:,} a house, £{one.total:,} in all"
