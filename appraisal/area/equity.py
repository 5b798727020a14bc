"""The Neighbourhood Equity Model: what a house costs above what the rest of its class leads one to expect (method §6).

Within each class of district: the increase in the average price of a terraced house, in whole percent; the median
of the class; the expected price = the earlier price × (1 + median); the premium = the later price − the expected
one, where that is above 0; the total = premium × dwellings. All of it is Decimal, rounded half up. The increase is
rounded to the percent and the expected price to the pound, each once; what follows from them is exact, so that a
printed row can be worked out again with a pencil. It shows where prices rose more than elsewhere, never why.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.amounts import Ratio, half_up, tidy

INNER_CITY = "inner city"
SUBURBAN = "suburban"
OUTER_RING = "outer ring"
CLASSES = (INNER_CITY, SUBURBAN, OUTER_RING)
DWELLINGS = 9_500  # in a postcode district of which the number is not known; method §6, published
SUBURBAN_FROM = Decimal(58_500)  # pounds at the start; method §6, published for prices of 2000

_HALF = Decimal("0.5")
_WHOLE = Decimal(100)


class District(NamedTuple):
    """A postcode district and what a terraced house cost there, in pounds above 0, at the start and at the end.

    ``classed``: one of :data:`CLASSES`; blank: it lies outside the inner city, and the price says which.
    """

    code: str
    name: str
    classed: str
    start: Decimal
    end: Decimal
    dwellings: int | None = None  # None: not known


class Class(NamedTuple):
    """A class of districts: how many are in it, and the median of their increases in percent."""

    districts: int
    median: Decimal


class Found(NamedTuple):
    """What the model says of a district. ``premium`` and ``total``: pounds; None where there is no premium."""

    district: District
    classed: str
    by_price: bool  # the class was not said: the price at the start decides
    increase: Decimal  # whole percent
    median: (
        Decimal  # of its class, percent; ends in .5 where two middle ones differ by an odd number
    )
    expected: Decimal  # whole pounds
    price: Decimal  # at the end, in whole pounds, as it is printed beside the expected one
    premium: Decimal | None
    dwellings: int
    dwellings_known: bool
    total: Decimal | None


class Equity(NamedTuple):
    """The model's results: the districts in the order given, and the classes that have any."""

    districts: tuple[Found, ...]
    classes: Mapping[str, Class]


def equity(
    districts: Sequence[District],
    *,
    dwellings: int = DWELLINGS,
    suburban_from: Decimal = SUBURBAN_FROM,
) -> Equity:
    """Return what the model says of each district.

    ``dwellings`` stands in where the number is not known. From ``suburban_from`` pounds at the start a district
    outside the inner city is suburban.
    """
    classed = [class_of(one, suburban_from) for one in districts]
    increases = [increase(one.start, one.end) for one in districts]
    classes = {
        name: _class(
            [rise for rise, other in zip(increases, classed, strict=True) if other == name]
        )
        for name in CLASSES
        if name in classed
    }
    rows = zip(districts, classed, increases, strict=True)
    found = (_found(one, name, rise, classes[name].median, dwellings) for one, name, rise in rows)
    return Equity(tuple(found), classes)


def class_of(district: District, suburban_from: Decimal = SUBURBAN_FROM) -> str:
    """Return the class that was said, or the one that the price at the start gives outside the inner city."""
    if district.classed:
        return district.classed
    return SUBURBAN if district.start >= suburban_from else OUTER_RING


def increase(start: Decimal, end: Decimal) -> Decimal:
    """Return by how many whole percent a price rose, half up; below 0 where it fell."""
    return half_up(Ratio((end - start) * _WHOLE, start), 0)


def median_of(values: Sequence[Decimal]) -> Decimal:
    """Return the middle of one value or more, exactly: of an even number the mean of the two middle ones."""
    return middle(sorted(values))


def middle(rising: Sequence[Decimal]) -> Decimal:
    """Return the median of values that are in rising order already."""
    half, odd = divmod(len(rising), 2)
    return rising[half] if odd else (rising[half - 1] + rising[half]) * _HALF


def expected_price(start: Decimal, median: Decimal) -> Decimal:
    """Return what a house would cost in whole pounds, had its price risen by the median percent."""
    return half_up(Ratio(start * (_WHOLE + median), _WHOLE), 0)


def _class(increases: Sequence[Decimal]) -> Class:
    return Class(len(increases), tidy(median_of(increases)))


def _found(
    district: District, classed: str, rise: Decimal, median: Decimal, dwellings: int
) -> Found:
    expected = expected_price(district.start, median)
    price = half_up(Ratio(district.end), 0)
    over = price - expected
    premium = over if over > 0 else None
    known = district.dwellings is not None
    count = dwellings if district.dwellings is None else district.dwellings
    return Found(
        district=district,
        classed=classed,
        by_price=not district.classed,
        increase=rise,
        median=median,
        expected=expected,
        price=price,
        premium=premium,
        dwellings=count,
        dwellings_known=known,
        total=None if premium is None else premium * count,
    )
