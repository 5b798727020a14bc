"""Social capital by place and time: what surveys found, against the average of the whole council (method §6).

A value is only ever compared with the council’s own of the same indicator, period and survey. Where it is known
how sure the two are, they stand “about” equal as long as one could be the other. A series holds one survey alone: where
the survey changes, the line breaks.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from appraisal.area.indicators import COHESION, INFLUENCE, SATISFACTION
from appraisal.area.read.table import plain
from appraisal.engine.faults import CannotRead, Fault, Faults, shown

STRONG_ON = (COHESION, INFLUENCE, SATISFACTION)  # method §6


class Value(NamedTuple):
    """What a survey found in a place in a period; None: not known. As our indicator file has it."""

    indicator: str
    place_type: str
    place_code: str
    place_name: str
    period: str
    value: Decimal
    lower: Decimal | None  # of the survey’s own interval, mostly 95%
    upper: Decimal | None
    sample: int | None  # people asked
    survey: str
    source: str
    licence: str


class Against(StrEnum):
    """How a value stands to the council’s average."""

    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"


class Place(NamedTuple):
    """A place by its type and code."""

    place_type: str
    code: str


class Compared(NamedTuple):
    """A value and the council’s; both None where the council has none of that indicator, period and survey."""

    value: Value
    average: Value | None
    stands: Against | None


class Series(NamedTuple):
    """What one survey found of one indicator in one place, by rising period."""

    indicator: str
    place: Place
    survey: str
    values: tuple[Value, ...]


Signs = Mapping[
    tuple[str, str], Against
]  # by indicator and period; one that is not known is not there


class Core(NamedTuple):
    """A deprived place, its signs, and in which periods its core economy is strong.

    True: it is above average on one at least. None: it is not above on any that is known, and one is not known.
    """

    place: str
    signs: Signs
    strong: Mapping[str, bool | None]  # by period


def place_of(value: Value) -> Place:
    """Return the place that a value is of."""
    return Place(value.place_type, value.place_code)


def compared(values: Iterable[Value], council: Collection[Place]) -> tuple[Compared, ...]:
    """Return each value of a place other than the council with the council’s own, in the order given.

    ``council``: itself under each of its codes, for codes change. What two of them say otherwise of one period is
    nobody’s average.
    """
    every = tuple(values)
    averages: dict[tuple[str, str, str], Value | None] = {}
    for one in every:
        if place_of(one) in council:
            known = averages.setdefault(_asked(one), one)
            if known is not None and _figures(known) != _figures(one):
                averages[_asked(one)] = None
    return tuple(
        Compared(one, average, stands(one, average) if average else None)
        for one in every
        if place_of(one) not in council
        for average in (averages.get(_asked(one)),)
    )


def _figures(one: Value) -> tuple[Decimal | None, ...]:
    return one.value, one.lower, one.upper


def stands(value: Value, average: Value) -> Against:
    """Say how a value stands to an average: “about” where the intervals of the two meet.

    Where an interval is not known the value itself stands in for it.
    """
    lower, upper = _span(value)
    least, most = _span(average)
    if lower > most:
        return Against.ABOVE
    return Against.BELOW if upper < least else Against.ABOUT


def series(values: Iterable[Value]) -> tuple[Series, ...]:
    """Return the series that values make: one for each indicator, place and survey."""
    found: dict[tuple[str, Place, str], list[Value]] = {}
    for one in values:
        found.setdefault((one.indicator, place_of(one), one.survey), []).append(one)
    return tuple(
        Series(*what, tuple(sorted(ones, key=lambda one: one.period)))
        for what, ones in found.items()
    )


def signs_of(rows: Iterable[Compared]) -> Mapping[str, Signs]:
    """Return how each place stands by indicator and period, by its name in small letters.

    A name that stands under several codes is one place: codes change, and a council knows its neighbourhoods by
    name. What cannot be compared is left out, and so is what its codes say against each other.
    """
    found: dict[str, dict[tuple[str, str], set[Against]]] = {}
    for row in rows:
        signs = found.setdefault(row.value.place_name.casefold(), {})
        if row.stands:
            signs.setdefault((row.value.indicator, row.value.period), set()).add(row.stands)
    return {
        name: {what: one for what, every in signs.items() if len(every) == 1 for one in every}
        for name, signs in found.items()
    }


def core_economies(
    by_place: Mapping[str, Signs], deprived: Collection[str], *, on: Collection[str] = STRONG_ON
) -> tuple[Core, ...]:
    """Return which deprived places have a strong core economy, and when.

    Places stand in the order given, periods rising; a place that is not deprived has no row.
    """
    periods = sorted(
        {period for signs in by_place.values() for name, period in signs if name in on}
    )
    return tuple(
        Core(name, signs, {period: _strong(signs, period, on) for period in periods})
        for name, signs in by_place.items()
        if name in deprived
    )


def _strong(signs: Signs, period: str, on: Collection[str]) -> bool | None:
    known = [signs.get((indicator, period)) for indicator in on]
    if Against.ABOVE in known:
        return True
    return None if None in known else False


def _asked(one: Value) -> tuple[str, str, str]:
    return one.indicator, one.period, one.survey


def _span(one: Value) -> tuple[Decimal, Decimal]:
    lower = one.value if one.lower is None else one.lower
    upper = one.value if one.upper is None else one.upper
    return lower, upper


# --- a table of signs ------------------------------------------------------------------------------

_COLUMN = re.compile(r"ni([1-7])([12][0-9]{3})", re.ASCII)
_SIGNS = {"+": Against.ABOVE, "-": Against.BELOW, "−": Against.BELOW, "=": Against.ABOUT}


def read_signs(source: str) -> Mapping[str, Signs]:
    """Read a table of signs: ``neighbourhood, ni1_2008 …`` with ``+``, ``-``, ``=`` or nothing where it is not known.

    Raises :class:`CannotRead` with each fault at its line.
    """
    rows = csv.reader(f"{line}\n" for line in source.removeprefix("\ufeff").splitlines())
    faults = Faults()
    found: dict[str, Signs] = {}
    try:
        heads = next(rows, [])
        columns = {at: _column(head) for at, head in enumerate(heads[1:], start=1)}
        if not columns or plain(heads[0]) != "neighbourhood" or None in columns.values():
            said = "The first line must hold the headings neighbourhood, ni1_2008 and so on."
            raise CannotRead((Fault("", said),))
        for cells in rows:
            if any(cells):
                signs = dict(_signs_in(cells, columns, f"line {rows.line_num}", faults))
                if found.setdefault(cells[0].strip(), signs) is not signs:
                    faults.add(f"line {rows.line_num}", "This neighbourhood stands there twice.")
    except csv.Error:
        faults.add(f"line {rows.line_num}", "The line is no line of a CSV.")
    faults.raise_if_any()
    return found


def _column(head: str) -> tuple[str, str] | None:
    match = _COLUMN.fullmatch(plain(head))
    return (f"NI{match[1]}", match[2]) if match else None


def _signs_in(
    cells: list[str], columns: Mapping[int, tuple[str, str] | None], line: str, faults: Faults
) -> Iterator[tuple[tuple[str, str], Against]]:
    if not cells[0].strip():
        faults.add(line, "The neighbourhood is missing.")
    for at, cell in enumerate(cells[1:], start=1):
        sign, column = _SIGNS.get(cell.strip()), columns.get(at)
        if cell.strip() and not (sign and column):
            faults.add(line, f"“{shown(cell)}” is no sign. Write +, - or =, or leave it blank.")
        elif sign and column:
            yield column, sign
