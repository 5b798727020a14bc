"""What a cost–benefit analysis is made of, and what it comes to."""

from decimal import Decimal
from typing import NamedTuple

from appraisal.methods.discounting import Bias

KEEP, SELL, TRANSFER = "Keep as it is", "Sell", "Transfer"
WHO = ("council", "group", "public", "users", "others")
ZERO, PENNY = Decimal(0), Decimal("0.01")
NOTHING_TO_PAY_BACK = -1  # in place of a year


class Flow(NamedTuple):
    """One cost or benefit in each of its years, in the prices that the answers are in.

    Amounts carry their sign, a cost below zero, with optimism bias where it applies. ``worst`` and ``best`` allow
    for what may not come: in the worst case an uncertain cost comes and an uncertain benefit does not.
    """

    option: str
    what: str
    way: str
    who: str
    years: range
    planned: Decimal
    expected: Decimal
    worst: Decimal
    best: Decimal


class Span(NamedTuple):
    """Years in which somebody has the same expected costs and benefits. ``present`` is their value today."""

    who: str
    first: int
    last: int
    cost: Decimal
    benefit: Decimal
    present: Decimal


class Borne(NamedTuple):
    """What somebody pays and gains in all, as expected, in today’s value."""

    who: str
    cost: Decimal
    benefit: Decimal

    @property
    def net(self) -> Decimal:
        """Benefits less costs."""
        return self.benefit - self.cost


class Switch(NamedTuple):
    """By how much something must change, in per cent of itself, for the net present value to be nothing.

    None where no change of it would do that: it comes to nothing itself.
    """

    what: str
    way: str
    present: Decimal
    percent: Decimal | None


class OptionValue(NamedTuple):
    """What one option comes to, in pounds of today’s value.

    ``planned`` takes every central figure as certain; ``expected`` weighs each by its probability. ``ratio`` is
    expected benefits ÷ costs, None without costs. Paybacks are None where it never pays back, and -1 where there
    is nothing to pay back. ``against_keep`` is None where “Keep as it is” is no option.
    """

    name: str
    planned: Decimal
    expected: Decimal
    worst: Decimal
    best: Decimal
    against_keep: Decimal | None
    cost: Decimal
    benefit: Decimal
    ratio: Decimal | None
    payback: int | None
    payback_discounted: int | None
    borne: tuple[Borne, ...]
    spans: tuple[Span, ...]
    switches: tuple[Switch, ...]


class Compared(NamedTuple):
    """Every option, and what they were worked out with."""

    options: tuple[OptionValue, ...]
    schedule: str
    own_rate: Decimal | None
    deflator: Decimal | None
    bias: Bias | None
    last_year: int
    source: str
