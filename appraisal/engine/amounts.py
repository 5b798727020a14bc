"""Exact sums and the only rounding in the product: half up, once.

Everything the engine adds or multiplies is exact. A figure that needs a division is carried as a
:class:`Ratio` until the one moment it is rounded, so that no band edge is missed and no penny is
invented. Inside :func:`exactly` an operation that would round raises instead.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import NamedTuple

ZERO = Decimal(0)
ONE = Decimal(1)
PENNY = Decimal("0.01")
NO_POUNDS = Decimal("0.00")  # an amount of nothing, to the penny

# Four factors of up to 18 digits, summed over 200 rows, then scaled to a common divisor, stay far
# below this many digits; the Inexact trap proves it each time.
_EXACT = Context(prec=400, traps=[DivisionByZero, Inexact, InvalidOperation, Overflow])
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP, traps=[InvalidOperation])


MOST_PLACES = 6
# Twice the unit that is rounded to: half up is floor((2 × over + under) ÷ (2 × under)) in units.
_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(MOST_PLACES + 1))
_DOUBLE_UNITS = tuple(2 * Decimal(10) ** places for places in range(MOST_PLACES + 1))


class Ratio(NamedTuple):
    """An exact quotient ``over`` ÷ ``under``, kept apart; ``under`` is above 0."""

    over: Decimal
    under: Decimal = ONE

    def at_least(self, percent: int | Decimal, of: Decimal) -> bool:
        """Say whether this figure is at least ``percent`` per cent of ``of``, compared exactly."""
        return self.over * 100 >= percent * self.under * of


def exactly() -> AbstractContextManager[Context]:
    """Return a block in which Decimal arithmetic is exact or raises ``decimal.Inexact``."""
    return localcontext(_EXACT)


def total(ratios: Iterable[Ratio]) -> Ratio:
    """Return the exact sum of several ratios."""
    over, under = ZERO, ONE
    for ratio in ratios:
        if ratio.under == under:
            over += ratio.over
        else:
            over = over * ratio.under + ratio.over * under
            under *= ratio.under
    return Ratio(over, under)


def half_up(ratio: Ratio, places: int) -> Decimal:
    """Round an exact quotient once, half up (away from zero), to ``places`` decimals."""
    over, under = ratio
    if under == 1:
        return over.quantize(_UNITS[places], context=_ROUNDING)
    units = (abs(over) * _DOUBLE_UNITS[places] + under) // (under + under)
    rounded: Decimal = units if over >= 0 else -units
    return rounded.scaleb(-places)


def is_exactly(ratio: Ratio, number: Decimal | int) -> bool:
    """Say whether a quotient equals a number, without dividing."""
    return ratio.over == number * ratio.under


def pounds(amount: Decimal) -> Decimal:
    """Round an amount of money to the penny, half up."""
    return amount.quantize(PENNY, context=_ROUNDING)


def tidy(number: Decimal) -> Decimal:
    """Return a percentage without needless zeros: 51, 33.33, 12.5."""
    whole = number.to_integral_value()
    return whole.quantize(ONE) if number == whole else number.normalize()


def share(part: Decimal, whole: Decimal, places: int) -> Decimal | None:
    """Return ``part`` ÷ ``whole`` rounded half up, or None where ``whole`` is 0."""
    return half_up(Ratio(part, whole), places) if whole else None
