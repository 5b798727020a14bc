"""How far a social return hangs on each assumption: what would make the ratio 1, and what a step changes."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from appraisal.methods.green_book import Band
from appraisal.methods.sroi_parts import (
    HUNDRED,
    ONE,
    ZERO,
    Change,
    Put,
    Rates,
    Step,
    Switch,
    Valued,
    left,
)
from appraisal.methods.sroi_sums import Weights, kept, present_of, put_present

_HALVINGS = 34  # narrows a share down to less than a thousandth of a millionth
_TENTH, _FIFTH, _POINTS = Decimal("0.1"), Decimal("0.2"), Decimal(10)


# --- what would make the ratio 1 -----------------------------------------------------------------


def switch(one: Valued, total: Decimal, put_in: Decimal, weights: Weights) -> Switch:
    """Return what each assumption about an outcome must be, all else as it is, for ``total`` to be ``put_in``."""
    change = one.change
    need = put_in - (total - one.present)  # that this outcome must come to
    weight = weights.of(change.drop_off, change.years)
    sign = Decimal(change.sign)
    shares = [left(change.deadweight), left(change.displacement), left(change.attribution)]
    all_shares = shares[0] * shares[1] * shares[2]

    def at_least_nothing(rest: Decimal) -> Decimal | None:
        found = need / rest if rest else None
        return found if found is not None and found >= 0 else None

    def percent(number: int) -> Decimal | None:
        others = [share for place, share in enumerate(shares) if place != number]
        rest = sign * change.quantity * change.proxy * others[0] * others[1] * weight
        found = at_least_nothing(rest)
        return (ONE - found) * HUNDRED if found is not None and found <= 1 else None

    impact = one.impact
    return Switch(
        change=change,
        quantity=at_least_nothing(sign * change.proxy * all_shares * weight),
        proxy=at_least_nothing(sign * change.quantity * all_shares * weight),
        deadweight=percent(0),
        displacement=percent(1),
        attribution=percent(2),
        drop_off=_drop_off(need / impact, weights.factors[: change.years]) if impact else None,
        years=_years(change, need / impact, weights) if impact else None,
    )


def _drop_off(wanted: Decimal, factors: Sequence[Decimal]) -> Decimal | None:
    """Return the drop-off with which a pound of the first year comes to so much; the more it is, the less that."""
    if len(factors) == 1 or not kept(ZERO, factors) <= wanted <= kept(ONE, factors):
        return None
    low, high = ZERO, ONE  # of the share that is kept
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if kept(middle, factors) < wanted:
            low = middle
        else:
            high = middle
    return (ONE - (low + high) / 2) * HUNDRED


def _years(change: Change, wanted: Decimal, weights: Weights) -> int | None:
    """Return the fewest years in which a gain comes to enough, or the most in which a loss does no harm."""
    share, worth = left(change.drop_off), []
    power = ONE
    for factor in weights.factors:
        worth.append(power * factor)
        power *= share
    if change.sign > 0:
        enough = [number for number, so_far in enumerate(accumulate(worth), 1) if so_far >= wanted]
        return enough[0] if enough and enough[0] > 1 else None
    harmless = [number for number, so_far in enumerate(accumulate(worth), 1) if so_far <= wanted]
    return harmless[-1] if harmless and harmless[-1] < len(worth) else None


# --- what a step changes -------------------------------------------------------------------------


def steps(changes: Sequence[Change], inputs: Sequence[Put], weights: Weights) -> tuple[Step, ...]:
    """Return the ratio with each assumption a stated step worse, and better. Something must be put in."""
    return tuple(_steps(changes, inputs, weights))


def _steps(changes: Sequence[Change], inputs: Sequence[Put], weights: Weights) -> Iterator[Step]:
    put_in = put_present(inputs, weights)

    def moved(move: Callable[[Change, int], Change], way: int) -> Decimal:
        """Move every outcome the same way: what is better for a gain is worse for a loss."""
        found = (move(one, way * one.sign) for one in changes)
        return present_of(found, weights) / put_in

    most = weights.rates.most_years
    for name, by, move in (
        ("Quantities", "a tenth", _scaled("quantity", _TENTH)),
        ("Proxies", "a fifth", _scaled("proxy", _FIFTH)),
        ("Deadweight", "10 percentage points", _pointed("deadweight")),
        ("Displacement", "10 percentage points", _pointed("displacement")),
        ("Attribution", "10 percentage points", _pointed("attribution")),
        ("Drop-off", "10 percentage points", _pointed("drop_off")),
        ("Years", "one year", _lasting(most)),
    ):
        yield Step(name, by, worse=moved(move, -1), better=moved(move, 1))
    now = present_of(changes, weights) / put_in
    inputs_moved = (now / (ONE + _TENTH), now / (ONE - _TENTH))
    yield Step("Inputs", "a tenth", worse=min(inputs_moved), better=max(inputs_moved))
    rated = [_rated(changes, inputs, weights.rates, by) for by in (1, -1)]
    yield Step("Discount rate", "1 percentage point", worse=min(rated), better=max(rated))


def _scaled(part: str, by: Decimal) -> Callable[[Change, int], Change]:
    return lambda one, way: one._replace(**{part: getattr(one, part) * (ONE + way * by)})


def _pointed(part: str) -> Callable[[Change, int], Change]:
    """What takes less off is better; nothing goes below 0% or above 100%."""
    return lambda one, way: one._replace(
        **{part: min(max(getattr(one, part) - way * _POINTS, ZERO), HUNDRED)}
    )


def _lasting(most: int) -> Callable[[Change, int], Change]:
    return lambda one, way: one._replace(years=min(max(one.years + way, 1), most))


def _rated(changes: Sequence[Change], inputs: Sequence[Put], rates: Rates, by: int) -> Decimal:
    bands = tuple(Band(band.to, max(band.rate + by, ZERO)) for band in rates.bands)
    weights = Weights(rates._replace(bands=bands))
    return present_of(changes, weights) / put_present(inputs, weights)
