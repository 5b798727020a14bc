"""The sums of a social return: what comes year by year, in today’s value."""

from collections.abc import Iterable
from decimal import Decimal

from appraisal.methods.discounting import ONE, factors
from appraisal.methods.sroi_parts import ZERO, Change, Put, Rates, left


class Weights:
    """What a pound of the first year is worth today, with what follows it, at given rates.

    Each answer is kept: outcomes often drop off alike, and sensitivity asks for them again and again.
    """

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.factors = factors(rates.bands, rates.most_years - 1 + rates.first)[rates.first :]
        self._known: dict[tuple[Decimal, int], Decimal] = {}

    def of(self, drop_off: Decimal, years: int) -> Decimal:
        """Return the sum of (1 − drop-off) to the power of the years gone × their discount factors."""
        key = (drop_off, years)
        if key not in self._known:
            self._known[key] = kept(left(drop_off), self.factors[:years])
        return self._known[key]

    def steady(self, years: int) -> Decimal:
        """Return the same of what does not drop off."""
        return self.of(ZERO, years)


def kept(share: Decimal, weights: Iterable[Decimal]) -> Decimal:
    """Return weight₀ + share × (weight₁ + share × (weight₂ …)): no power of nothing arises."""
    total = ZERO
    for weight in reversed(tuple(weights)):
        total = total * share + weight
    return total


def present_of(changes: Iterable[Change], weights: Weights) -> Decimal:
    """Return what outcomes come to in today’s value."""
    return sum((one.impact * weights.of(one.drop_off, one.years) for one in changes), ZERO)


def put_present(inputs: Iterable[Put], weights: Weights) -> Decimal:
    """Return what is put in, in today’s value: once counts at the start, yearly as outcomes do."""
    return sum((one.amount * times(one.years, weights) for one in inputs), ZERO)


def times(years: int | None, weights: Weights) -> Decimal:
    """Return what a pound is worth today that is put in once (None), or each year."""
    return ONE if years is None else weights.steady(years)


def by_year(changes: Iterable[Change], years: int) -> list[Decimal]:
    """Return the pounds of each year, undiscounted."""
    found = [ZERO] * years
    for one in changes:
        amount, share = one.impact, left(one.drop_off)
        for year in range(one.years):
            found[year] += amount
            amount *= share
            if not amount:
                break
    return found
