"""Discount factors by dated schedules, and optimism bias."""

from decimal import Context, Decimal, localcontext
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from appraisal.methods.green_book import GREEN_BOOK, Band, Bounds

MOST_YEARS = 125  # the last year for which the Green Book gives a rate
ONE, HUNDRED = Decimal(1), Decimal(100)


class Bias(NamedTuple):
    """What is added for optimism, in per cent: to the cost of capital works, and to how long they take."""

    capital: Decimal
    duration: Decimal


def precise() -> Any:
    """Return a block of sums with 50 digits: far more than any amount of a file needs."""
    return localcontext(Context(prec=50))


def bands_of(schedule: str) -> tuple[Band, ...]:
    """Return the bands of a Green Book schedule: ``standard``, ``health`` or ``sensitivity``."""
    return GREEN_BOOK.schedules[schedule]


def flat(rate: Decimal) -> tuple[Band, ...]:
    """Return one rate, in per cent a year, for all years."""
    return (Band(MOST_YEARS, rate),)


@lru_cache(maxsize=256)
def factors(bands: tuple[Band, ...], years: int) -> tuple[Decimal, ...]:
    """Return the discount factors of the years 0 to ``years``, at most 125.

    Year 0 is not discounted, and each year’s factor is made of the one before (Green Book, annex on discounting).
    """
    found = [ONE]
    with precise():
        for year in range(1, years + 1):
            rate = next(band.rate for band in bands if year <= band.to)
            found.append(found[-1] / (ONE + rate / HUNDRED))
    return tuple(found)


@lru_cache(maxsize=256)
def sums_of(weights: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Return what the weights of all years before each year come to, and at the end of all years."""
    with precise():
        return tuple(accumulate(weights, initial=Decimal(0)))


def bias_of(non_standard_percent: Decimal) -> Bias:
    """Return the upper bounds of optimism bias of works of which so much is on non-standard buildings.

    The two kinds of building are mixed by their shares (Supplementary Green Book Guidance: Optimism Bias).
    """
    share = non_standard_percent / HUNDRED

    def mixed(bounds: Bounds) -> Decimal:
        return share * bounds.non_standard + (ONE - share) * bounds.standard

    return Bias(capital=mixed(GREEN_BOOK.capital), duration=mixed(GREEN_BOOK.duration))
