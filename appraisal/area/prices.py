"""Single sales of houses (HM Land Registry, Price Paid Data) → median prices of terraced houses by district and year.

A line has 16 fields and there is no heading. What counts is a terraced house (type T) that was plainly bought at its
full price (category A). A line may replace (status C) or take back (D) the one that had its transaction id.
Prices stay whole pounds and every one is kept, so that medians are exact over any years. The loop is short on purpose:
of a million lines most are passed over after three looks, and of the others one number is kept (`bench/prices.py`).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from appraisal.area.equity import District, middle
from appraisal.area.read.table import Lines, Reject, WrongFile
from appraisal.engine.faults import shown

FIELDS = 16
LEAST_SALES = (
    10  # in a period; our own default: below it a single odd house moves the median too far
)
FIRST_YEAR = 1995  # before it nothing was published

_ID, _PRICE, _DATE, _POSTCODE, _KIND, _CATEGORY, _STATUS = 0, 1, 2, 3, 4, 14, 15
_OTHER_KINDS = frozenset("DSFO")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?", re.ASCII)
_INWARD = re.compile(r"[0-9][A-Z]{2}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?", re.ASCII)
_POUNDS = re.compile(r"[0-9]{1,10}", re.ASCII)
_NOT_ONE_RIGHT = 20  # after so many wrong lines from the beginning on it is another file

Where = tuple[str, int]  # a district and a year
# A sale is kept as one number: district, year and price beside each other. Python's collector would walk over a
# million tuples again and again, and passes over numbers.
_BY_YEAR = 10**10  # above any price
_BY_DISTRICT = _BY_YEAR * 10**4


class Wanted(NamedTuple):
    """Which sales are kept. ``today``: none is later. None: all districts, all years."""

    today: date
    districts: Collection[str] | None = None
    years: Collection[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """The prices of terraced houses in pounds, rising, by district and year; and how many lines gave them or none.

    Lines that were rejected are told to whoever reads, and not counted here.
    """

    prices: Mapping[Where, Sequence[int]]
    terraced: int  # lines that are kept, once corrections are made
    others: int  # lines of other kinds of property or of sales that are no plain purchase
    no_postcode: int
    not_wanted: int  # of other districts or years than were asked for
    repeated: int  # lines whose transaction id came before: the later line counts
    taken_back: int  # sales that a later line takes back or moves out of what is kept

    def between(self, district: str, period: "Period") -> list[int]:
        """Return what houses sold for in a district in a period, rising."""
        years = range(period.first, period.last + 1)
        return sorted(price for year in years for price in self.prices.get((district, year), ()))


class Period(NamedTuple):
    """Years, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


class TooFew(NamedTuple):
    """A district that has no median price in a period, because of how few houses were sold."""

    district: str
    period: Period
    sales: int

    def __str__(self) -> str:
        return f"{self.district}: too few sales ({self.sales}) in {self.period}"


def by_district(too_few: Sequence[TooFew]) -> tuple[str, ...]:
    """Return each district once, with how many sales it had: ``B3 (9 in 2005, 7 in 2025)``."""
    found: dict[str, list[str]] = {}
    for one in too_few:
        found.setdefault(one.district, []).append(f"{one.sales} in {one.period}")
    return tuple(f"{district} ({', '.join(sales)})" for district, sales in found.items())


class Medians(NamedTuple):
    """The districts that have a median price in both periods, in order, and those that have not."""

    districts: tuple[District, ...]
    too_few: tuple[TooFew, ...]


class About(NamedTuple):
    """What is known of a district beside its sales. ``classed`` as :class:`District` has it."""

    name: str = ""
    classed: str = ""
    dwellings: int | None = None


def read_sales(lines: Lines, *, wanted: Wanted, reject: Reject) -> Sales:
    """Read the sales of a file, in memory for the terraced houses that are wanted alone.

    Each wrong line goes to ``reject``, with its number. Raises :class:`WrongFile` where there is no line, or none
    of the first ones is a sale.
    """
    file = _File(lines, wanted, reject)
    file.read()
    if not file.read_lines:
        raise WrongFile("The file is empty.")
    return file.sales()


def medians(
    sales: Sales,
    start: Period,
    end: Period,
    *,
    about: Mapping[str, About] | None = None,
    least: int = LEAST_SALES,
) -> Medians:
    """Return the table that the equity model takes: the median price in each of two periods, in pounds, exact.

    A district with fewer than ``least`` sales in either period has none.
    """
    known = about or {}
    found: list[District] = []
    too_few: list[TooFew] = []
    for code in sorted({district for district, _ in sales.prices}, key=in_order):
        sold = [sales.between(code, period) for period in (start, end)]
        if min(len(one) for one in sold) < max(least, 1):
            periods = zip((start, end), sold, strict=True)
            too_few += [
                TooFew(code, when, len(one)) for when, one in periods if len(one) < max(least, 1)
            ]
            continue
        first, last = (median_price(one) for one in sold)
        found.append(_district(code, known.get(code, About()), first, last))
    return Medians(tuple(found), tuple(too_few))


def median_price(rising: Sequence[int]) -> Decimal:
    """Return the median of prices in rising order, in pounds: ends in .5 where two middle ones make it so."""
    half, odd = divmod(len(rising), 2)
    return (
        Decimal(rising[half])
        if odd
        else middle([Decimal(one) for one in rising[half - 1 : half + 1]])
    )


def in_order(district: str) -> tuple[str, int, str]:
    """Return by what to sort a district, so that B9 stands before B12."""
    letters, number, rest = re.split(r"(\d+)", district, maxsplit=1)
    return letters, int(number), rest


def _district(code: str, about: About, start: Decimal, end: Decimal) -> District:
    return District(code, about.name, about.classed, start, end, about.dwellings)


class _File:
    """One reading of a file: what was kept so far, and texts that were looked at once already."""

    def __init__(self, lines: Lines, wanted: Wanted, reject: Reject) -> None:
        self._lines, self._wanted, self._reject = lines, wanted, reject
        self._kept: dict[str, int] = {}
        self.read_lines = self._rejected = 0
        self._others = self._no_postcode = self._not_wanted = self._repeated = self._taken_back = 0
        # Each text is looked at closely once, and gives its part of the number; 0: it is right, and not wanted.
        self._districts: dict[str, int] = {}  # by outward part with its space
        self._inwards: set[str] = set()
        self._named = [""]
        self._years: dict[str, int] = {}

    def read(self) -> None:
        """Read every line. The common ones are dealt with here, all others one by one."""
        kept, one_by_one, other_kinds = self._kept, self._one, _OTHER_KINDS
        district_of, year_of, inwards = self._districts.get, self._years.get, self._inwards
        lines = others = not_wanted = 0
        try:
            for fields in self._lines:
                lines += 1
                if len(fields) == FIELDS and fields[15] == "A":
                    kind = fields[4]
                    if kind in other_kinds and fields[0] not in kept:
                        others += 1
                        continue
                    name = fields[0]
                    if kind == "T" and fields[14] == "A" and name and name not in kept:
                        postcode = fields[3]
                        district, year = district_of(postcode[:-3]), year_of(fields[2])
                        if postcode[-3:] not in inwards:
                            pass  # not looked at yet
                        elif district and year:
                            said = fields[1]
                            price = int(said) if said.isdecimal() and said.isascii() else 0
                            if 0 < price < _BY_YEAR:
                                kept[name] = district + year + price
                                continue
                        elif district is not None and year is not None:
                            not_wanted += 1
                            continue
                one_by_one(fields, lines)
        finally:
            self.read_lines += lines
            self._others += others
            self._not_wanted += not_wanted

    def sales(self) -> Sales:
        """Return what was read, prices in order."""
        by_place: defaultdict[int, list[int]] = defaultdict(list)
        for sale in self._kept.values():
            place, price = divmod(sale, _BY_YEAR)
            by_place[place].append(price)
        for sold in by_place.values():
            sold.sort()
        years = _BY_DISTRICT // _BY_YEAR
        return Sales(
            prices={(self._named[at // years], at % years): one for at, one in by_place.items()},
            terraced=len(self._kept),
            others=self._others,
            no_postcode=self._no_postcode,
            not_wanted=self._not_wanted,
            repeated=self._repeated,
            taken_back=self._taken_back,
        )

    def _one(self, fields: Sequence[str], lines: int) -> None:
        """Take a line that needs a closer look: it corrects another, says something new, or is wrong."""
        if not any(fields):
            self.read_lines -= 1
            return
        wrong = _wrong_line(fields)
        sale = 0
        if not wrong and fields[_STATUS] != "D":
            sale, wrong = self._sale(fields)
        if wrong:
            self._refuse(wrong, fields, lines)
            return
        before = self._kept.pop(fields[_ID], 0)
        if before and sale and fields[_STATUS] == "A":
            self._repeated += 1
        elif before and not sale:
            self._taken_back += 1
        if sale:
            self._kept[fields[_ID]] = sale

    def _sale(self, fields: Sequence[str]) -> tuple[int, str]:
        """Return the sale of a line, 0 where it is right and not kept, and what is wrong."""
        if fields[_KIND] != "T" or fields[_CATEGORY] != "A":
            self._others += 1
            return 0, ""
        price, wrong = self._price(fields[_PRICE])
        year, wrong_day = (0, wrong) if wrong else self._year(fields[_DATE])
        if wrong or wrong_day:
            return 0, wrong or wrong_day
        if not fields[_POSTCODE].strip():
            self._no_postcode += 1
            return 0, ""
        district, wrong = self._district(fields[_POSTCODE])
        if wrong:
            return 0, wrong
        if not (district and year):
            self._not_wanted += 1
            return 0, ""
        return district + year + price, ""

    def _price(self, said: str) -> tuple[int, str]:
        if not _POUNDS.fullmatch(said):
            return 0, f"“{shown(said)}” is no price in whole pounds."
        if not int(said):
            return 0, "The price is 0."
        return int(said), ""

    def _year(self, said: str) -> tuple[int, str]:
        try:
            day = date.fromisoformat(said[:10]) if _DAY.fullmatch(said) else None
        except ValueError:
            day = None
        if day is None:
            return 0, f"“{shown(said)}” is no date, such as 2010-06-30 00:00."
        if day > self._wanted.today:
            return 0, f"The date {day} is still to come."
        if day.year < FIRST_YEAR:
            return 0, f"The date {day} is before {FIRST_YEAR}, when this data begins."
        years = self._wanted.years
        part = day.year * _BY_YEAR if years is None or day.year in years else 0
        return self._years.setdefault(said, part), ""

    def _district(self, said: str) -> tuple[int, str]:
        outward, _, inward = said.strip().upper().partition(" ")
        if not _OUTWARD.fullmatch(outward) or not _INWARD.fullmatch(inward):
            return 0, f"“{shown(said)}” is no postcode, such as B12 9AB."
        self._inwards.add(inward)
        wanted = self._wanted.districts
        known = self._districts.get(f"{outward} ")
        if known is None:
            known = len(self._named) * _BY_DISTRICT if wanted is None or outward in wanted else 0
            self._districts[f"{outward} "] = known
            self._named.append(outward)
        return known, ""

    def _refuse(self, wrong: str, fields: Sequence[str], lines: int) -> None:
        begun = self._lines.line_num - sum(field.count("\n") for field in fields)
        self._reject(begun, wrong)
        self._rejected += 1
        if self._rejected == lines == _NOT_ONE_RIGHT:
            raise WrongFile(
                "This is not Price Paid Data of HM Land Registry: it has 16 fields in each line and no headings. "
                f"The last line that was read is: {wrong}"
            )


def _wrong_line(fields: Sequence[str]) -> str:
    """Say what is wrong with the fields that every line must have right; nothing where they are."""
    if len(fields) != FIELDS:
        has = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        return f"It has {has} where {FIELDS} are needed."
    if not fields[_ID].strip():
        return "It has no transaction id."
    for at, known, what in (
        (_KIND, "DSTFO", "type of property"),
        (_CATEGORY, "AB", "category"),
        (_STATUS, "ACD", "record status"),
    ):
        if len(fields[at]) != 1 or fields[at] not in known:
            return f"“{shown(fields[at])}” is no {what}: it is one of {_letters(known)}."
    return ""


def _letters(known: str) -> str:
    return f"{', '.join(known[:-1])} and {known[-1]}"
