"""Social capital by place and time: what surveys found, against the average of the whole council (method §6).

A value is only ever compared with the council’s own of the same indicator, period and survey. Where it is known
how sure the two are, they stand “about” equal as long as one could be the other. No two surveys are put together.
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


class Asked(NamedTuple):
    """What was asked, when, and by which survey: what another survey found of it in the same year is another thing."""

    indicator: str
    period: str
    survey: str = ""


class When(NamedTuple):
    """A period of a survey."""

    period: str
    survey: str = ""


Signs = Mapping[Asked, Against]  # one that is not known is not there


class Core(NamedTuple):
    """A deprived place, its signs, and in which periods its core economy is strong.

    True: it is above average on one at least. None: it is not above on any that is known, and one is not known.
    """

    place: str
    signs: Signs
    strong: Mapping[When, bool | None]


def place_of(value: Value) -> Place:
    """Return the place that a value is of."""
    return Place(value.place_type, value.place_code)


def compared(values: Iterable[Value], council: Collection[Place]) -> tuple[Compared, ...]:
    """Return each value of a place other than the council with the council’s own, in the order given.

    ``council``: itself under each of its codes, for codes change. What two of them say otherwise of one period is
    nobody’s average.
    """
    every = tuple(values)
    averages: dict[Asked, Value | None] = {}
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


def signs_of(rows: Iterable[Compared]) -> Mapping[str, Signs]:
    """Return how each place stands in what each survey asked, by its name in small letters.

    A name that stands under several codes is one place: codes change, and a council knows its neighbourhoods by
    name. What cannot be compared is left out, and so is what its codes say against each other.
    """
    found: dict[str, dict[Asked, set[Against]]] = {}
    for row in rows:
        signs = found.setdefault(row.value.place_name.casefold(), {})
        if row.stands:
            signs.setdefault(_asked(row.value), set()).add(row.stands)
    return {
        name: {what: one for what, every in signs.items() if len(every) == 1 for one in every}
        for name, signs in found.items()
    }


def core_economies(
    by_place: Mapping[str, Signs], deprived: Collection[str], *, on: Collection[str] = STRONG_ON
) -> tuple[Core, ...]:
    """Return which deprived places have a strong core economy, and when.

    Places stand in the order given, periods rising; a place that is not deprived has no row. Each survey counts by
    itself.
    """
    periods = sorted(
        {
            When(one.period, one.survey)
            for signs in by_place.values()
            for one in signs
            if one.indicator in on
        }
    )
    return tuple(
        Core(name, signs, {when: _strong(signs, when, on) for when in periods})
        for name, signs in by_place.items()
        if name in deprived
    )


def _strong(signs: Signs, when: When, on: Collection[str]) -> bool | None:
    known = [signs.get(Asked(indicator, *when)) for indicator in on]
    if Against.ABOVE in known:
        return True
    return None if None in known else False


def _asked(one: Value) -> Asked:
    return Asked(one.indicator, one.period, one.survey)


def _span(one: Value) -> tuple[Decimal, Decimal]:
    lower = one.value if one.lower is None else one.lower
    upper = one.value if one.upper is None else one.upper
    return lower, upper


# --- a table of signs ------------------------------------------------------------------------------

_COLUMN = re.compile(r"ni([1-7])([12][0-9]{3})", re.ASCII)
_SIGNS = {"+": Against.ABOVE, "-": Against.BELOW, "−": Against.BELOW, "=": Against.ABOUT}


def read_signs(source: str, survey: str = "") -> Mapping[str, Signs]:
    """Read a table of signs: ``neighbourhood, ni1_2008 …`` with ``+``, ``-``, ``=`` or nothing where it is not known.

    The table does not name its ``survey``. Raises :class:`CannotRead` with each fault at its line.
    """
    rows = csv.reader(f"{line}\n" for line in source.removeprefix("\ufeff").splitlines())
    faults = Faults()
    found: dict[str, Signs] = {}
    try:
        heads = next(rows, [])
        columns = {at: _column(head, survey) for at, head in enumerate(heads[1:], start=1)}
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


def _column(head: str, survey: str) -> Asked | None:
    match = _COLUMN.fullmatch(plain(head))
    return Asked(f"NI{match[1]}", match[2], survey) if match else None


def _signs_in(
    cells: list[str], columns: Mapping[int, Asked | None], line: str, faults: Faults
) -> Iterator[tuple[Asked, Against]]:
    if not cells[0].strip():
        faults.add(line, "The neighbourhood is missing.")
    for at, cell in enumerate(cells[1:], start=1):
        sign, column = _SIGNS.get(cell.strip()), columns.get(at)
        if cell.strip() and not (sign and column):
            faults.add(line, f"“{shown(cell)}” is no sign. Write +, - or =, or leave it blank.")
        elif sign and column:
            yield column, sign
