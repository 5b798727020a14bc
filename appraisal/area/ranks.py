"""Whether two things go together over several places: Spearman’s rank correlation, with how sure it is.

Places are ranked by each of the two; what is equal shares the mean of its ranks. The correlation of the ranks runs
from −1 to 1. Its interval of 95% is Fisher’s: ½ ln((1 + r) ÷ (1 − r)) ± 1.96 ÷ √(n − 3), turned back. Sums of
ranks are whole numbers; only the last step, the root and the logarithm, is not exact, and no money goes through it.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import NamedTuple

from appraisal.engine.amounts import ONE, Ratio, half_up

NOT_CAUSE = "Correlation is not cause: two things can go together by chance, or because of a third that moves both."
LEAST = 4  # places that an interval needs: its width is 1 ÷ √(n − 3)
PLACES = 2  # decimals that are told
_Z = Decimal("1.959964")  # 95% of a normal distribution lies within so many deviations
_CLOSELY = Context(prec=28, rounding=ROUND_HALF_EVEN)


class Together(NamedTuple):
    """How far two rankings of the same places agree, to two decimals.

    ``correlation`` None: there are fewer than two places, or all are equal in one of the two. ``lower`` and
    ``upper`` None: there are fewer than four places, or the rankings agree or disagree wholly, where Fisher’s
    interval has no width and would promise too much.
    """

    places: int
    correlation: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


def together(pairs: Sequence[tuple[Decimal, Decimal]]) -> Together:
    """Return the rank correlation over places, each a pair of values."""
    count = len(pairs)
    first, second = (_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    over = _about_the_mean(first, second)
    under = _about_the_mean(first, first) * _about_the_mean(second, second)
    if not under:
        return Together(count, None, None, None)
    if over * over == under:
        return Together(count, ONE if over > 0 else -ONE, None, None)
    with localcontext(_CLOSELY):
        exact = Decimal(over) / Decimal(under).sqrt()
        lower, upper = _interval(exact, count) if count >= LEAST else (None, None)
    return Together(count, _told(exact), _told(lower), _told(upper))


def _ranks(values: Sequence[Decimal]) -> list[int]:
    """Return twice the rank of each value, from the smallest; equal values share the mean of theirs."""
    rising = sorted(values)
    first = {value: at for at, value in reversed(list(enumerate(rising)))}
    last = {value: at for at, value in enumerate(rising)}
    return [first[value] + last[value] + 2 for value in values]


def _about_the_mean(first: Sequence[int], second: Sequence[int]) -> int:
    """Return n × the sum of the products of what each rank is off its mean: a whole number."""
    products = sum(one * other for one, other in zip(first, second, strict=True))
    return len(first) * products - sum(first) * sum(second)


def _interval(correlation: Decimal, count: int) -> tuple[Decimal, Decimal]:
    middle = ((1 + correlation) / (1 - correlation)).ln() / 2
    width = _Z / Decimal(count - 3).sqrt()
    return _back(middle - width), _back(middle + width)


def _back(z: Decimal) -> Decimal:
    doubled = (2 * z).exp()
    return (doubled - 1) / (doubled + 1)


def _told(number: Decimal | None) -> Decimal | None:
    # A nothing has no sign: − 0.00 would puzzle.
    return None if number is None else half_up(Ratio(number), PLACES) + 0
