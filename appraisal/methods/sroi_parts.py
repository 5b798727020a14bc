"""What a social return on investment is made of, and what it comes to."""

from decimal import Decimal
from typing import NamedTuple

from appraisal.methods.green_book import Band

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
MOST_OWN_YEARS = 300  # that anything lasts, at a rate of one’s own
IN_KIND = ("goods", "time")
MATERIAL = ("gain", "loss")


class Rates(NamedTuple):
    """How later years count: ``first`` is 1 where the first year is discounted by a year, or else 0."""

    bands: tuple[Band, ...]
    first: int

    @property
    def most_years(self) -> int:
        """The most years in a row for which there are rates, at most 300."""
        return min(self.bands[-1].to + 1 - self.first, MOST_OWN_YEARS)


class Put(NamedTuple):
    """What somebody puts in: pounds each time, and what it is in today’s value. Once where ``years`` is None."""

    stakeholder: str
    what: str
    kind: str
    price: Decimal
    hours: Decimal | None
    years: int | None
    amount: Decimal
    present: Decimal


class Change(NamedTuple):
    """An outcome that counts. Percentages as given; ``sign`` is −1 for a loss."""

    row: int  # from 0, among all rows
    stakeholder: str
    outputs: str
    outcome: str
    sign: int
    quantity: Decimal
    proxy: Decimal
    source: str
    deadweight: Decimal
    displacement: Decimal
    attribution: Decimal
    drop_off: Decimal
    years: int
    also_scored: str  # a letter; empty: in none

    @property
    def impact(self) -> Decimal:
        """Pounds in the first year: what is left of quantity × proxy (method §5)."""
        return (
            self.sign
            * self.quantity
            * self.proxy
            * left(self.deadweight)
            * left(self.displacement)
            * left(self.attribution)
        )


class Left(NamedTuple):
    """An outcome that does not count, and why."""

    stakeholder: str
    outputs: str
    outcome: str
    reason: str  # small or unrelated
    why: str


class Valued(NamedTuple):
    """An outcome that counts, with its pounds in the first year and those of all years in today’s value."""

    change: Change
    impact: Decimal
    present: Decimal


class Year(NamedTuple):
    """One year, from 1: its discount factor, its impact, and that in today’s value."""

    number: int
    factor: Decimal
    impact: Decimal
    present: Decimal


class Switch(NamedTuple):
    """The value that each assumption about one outcome must take, alone, for the ratio to be 1.

    None where no value that it can have does that. ``years`` is the fewest years for which the ratio of a gain is
    at least 1, and the most for which that of a loss is.
    """

    change: Change
    quantity: Decimal | None
    proxy: Decimal | None
    deadweight: Decimal | None
    displacement: Decimal | None
    attribution: Decimal | None
    drop_off: Decimal | None
    years: int | None


class Step(NamedTuple):
    """The ratio where one assumption is worse, and where it is better, for every outcome at once."""

    assumption: str
    by: str  # in words
    worse: Decimal
    better: Decimal


class Share(NamedTuple):
    """What one stakeholder puts in, in money and in kind, and gains, in today’s value."""

    stakeholder: str
    money: Decimal
    in_kind: Decimal
    impact: Decimal


class Doubt(NamedTuple):
    """Something to know before the figures are used, at its place among the answers."""

    place: str
    code: str
    message: str


class Returned(NamedTuple):
    """What it all comes to, in pounds of today’s value. ``ratio`` is None where nothing is put in."""

    inputs: tuple[Put, ...]
    money: Decimal
    in_kind: Decimal
    outcomes: tuple[Valued, ...]
    left_out: tuple[Left, ...]
    impact: Decimal
    ratio: Decimal | None
    money_ratio: Decimal | None  # against money alone
    years: tuple[Year, ...]
    shares: tuple[Share, ...]
    switches: tuple[Switch, ...]
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...]
    rates: Rates
    schedule: str
    own_rate: Decimal | None
    source: str

    @property
    def put_in(self) -> Decimal:
        """All that is put in."""
        return self.money + self.in_kind


def left(percent: Decimal) -> Decimal:
    """Return the share that is left once so many per cent are taken off."""
    return ONE - percent / HUNDRED
