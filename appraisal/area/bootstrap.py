"""How sure a premium is: a percentile bootstrap interval of 95%, the same every time it is worked out.

Each of many rounds draws as many districts of a class, with replacement, as the class has, and takes the median of
their increases; where single sales are known it first draws each district's sales anew, at the start and at the end.
The premiums that come of it, in order, are cut at 2.5% and 97.5%. Of few districts an interval would pretend to
know too much, so below :data:`LEAST` there is none, and it is said why.

Chance decides only which values are drawn: it is the one place where binary numbers occur, as positions in a list.
The values themselves, and all money, stay Decimal. The interval says how much a premium hangs on which districts and
houses happen to be in the table; it knows nothing of a district that was put in the wrong class.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple

from appraisal.area.equity import (
    SUBURBAN_FROM,
    District,
    class_of,
    increase,
    middle,
)
from appraisal.engine.amounts import Ratio, half_up

ROUNDS = 2_000
SEED = 20_100_700  # the month in which the model was published; any number would do, if it stays the same
LEAST = 5  # districts in a class; our own default
PERCENT = 95

_HUNDRED = Decimal(100)
_FIRST, _LAST = ROUNDS * 25 // 1_000, ROUNDS * 975 // 1_000  # by nearest rank, counted from 1


class Sold(NamedTuple):
    """What the houses of a district sold for in pounds, rising, one at least in each of the two periods."""

    start: Sequence[int]
    end: Sequence[int]


class Interval(NamedTuple):
    """Whole pounds, from and to; below 0 where a house may cost less than expected."""

    lower: Decimal
    upper: Decimal


class Sureness(NamedTuple):
    """How sure the premium of a district is. ``interval`` None: its class has too few districts to say."""

    district: str
    in_class: int
    from_sales: bool  # the sales of the district itself were drawn anew, too
    interval: Interval | None

    @property
    def why_none(self) -> str:
        """Say why there is no interval; nothing where there is one."""
        if self.interval:
            return ""
        return f"too few districts in its class to say ({self.in_class}; {LEAST} are needed)"


def sureness(
    districts: Sequence[District],
    chance: Random | None = None,
    *,
    sold: Mapping[str, Sold] | None = None,
    suburban_from: Decimal = SUBURBAN_FROM,
) -> tuple[Sureness, ...]:
    """Return how sure the premium of each district is, in the order given.

    ``chance`` is ``Random(SEED)`` unless another is given. ``sold``: single sales by the code of the district.
    Classes stay as the table has them: they are not drawn.
    """
    chance = chance or Random(SEED)  # noqa: S311  it draws a sample, no secret
    sales = sold or {}
    classed = [class_of(one, suburban_from) for one in districts]
    found: dict[int, Sureness] = {}
    for name in sorted(set(classed)):
        places = [at for at, other in enumerate(classed) if other == name]
        members = [districts[at] for at in places]
        enough = len(members) >= LEAST
        spans = _intervals(members, sales, chance) if enough else [None] * len(members)
        for at, one, span in zip(places, members, spans, strict=True):
            found[at] = Sureness(one.code, len(members), one.code in sales, span)
    return tuple(found[at] for at in range(len(districts)))


def _intervals(
    members: Sequence[District], sales: Mapping[str, Sold], chance: Random
) -> list[Interval]:
    """Return the interval of the premium of each member of a class."""
    drawn: list[list[Decimal]] = [[] for _ in members]
    known = [_Fixed(one.start, one.end, increase(one.start, one.end)) for one in members]
    for _ in range(ROUNDS):
        prices = [
            _again(sales[one.code], chance) if one.code in sales else as_is
            for one, as_is in zip(members, known, strict=True)
        ]
        median = drawn_median(sorted(one.increase for one in prices), chance)
        for premiums, one in zip(drawn, prices, strict=True):
            premiums.append(one.end * _HUNDRED - one.start * (_HUNDRED + median))
    return [_interval(premiums) for premiums in drawn]


class _Fixed(NamedTuple):
    """The two prices of a district in a round, and what they make of its increase."""

    start: Decimal
    end: Decimal
    increase: Decimal


def _again(sold: Sold, chance: Random) -> _Fixed:
    start, end = drawn_median(sold.start, chance), drawn_median(sold.end, chance)
    return _Fixed(start, end, increase(start, end))


def drawn_median(rising: Sequence[int] | Sequence[Decimal], chance: Random) -> Decimal:
    """Return the median of as many values as there are, drawn from them with replacement.

    Only the middle of the drawn ones is wanted, so only its place is drawn: the k-th smallest of n even chances
    between 0 and 1 follows Beta(k, n − k + 1), and the next one takes the smallest of the n − k above it.
    """
    count = len(rising)
    half, odd = divmod(count, 2)
    first = chance.betavariate(half + odd, count - half - odd + 1)
    lower = rising[min(int(first * count), count - 1)]
    if odd:
        return Decimal(lower)
    second = first + (1 - first) * chance.betavariate(1, half)
    return middle([Decimal(lower), Decimal(rising[min(int(second * count), count - 1)])])


def _interval(hundredfold: list[Decimal]) -> Interval:
    """Return the interval of premiums that are told in hundredths of a pound."""
    hundredfold.sort()
    ends = (hundredfold[place - 1] for place in (_FIRST, _LAST))
    lower, upper = (half_up(Ratio(end, _HUNDRED), 0) for end in ends)
    return Interval(lower, upper)
