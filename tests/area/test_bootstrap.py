"""How sure a premium is: cases whose chances can be counted by hand, and the same answer each time."""

# ruff: noqa: S311  chance that draws a sample keeps no secret
from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from appraisal.area.bootstrap import LEAST, SEED, Interval, Sold, drawn_median, sureness
from appraisal.area.equity import INNER_CITY, SUBURBAN, District


def row(code: str, end: int, classed: str = INNER_CITY) -> District:
    return District(code, "", classed, Decimal(100), Decimal(end))


def ends(*prices: int) -> list[District]:
    return [row(f"B{number}", end) for number, end in enumerate(prices)]


def test_where_all_rose_alike_nothing_hangs_on_which_are_drawn() -> None:
    found = sureness(ends(110, 110, 110, 110, 110))
    assert {one.interval for one in found} == {Interval(Decimal(0), Decimal(0))}


def test_the_interval_reaches_to_what_is_drawn_often_enough() -> None:
    # Of five districts one rose by 100 %: three or more of five draws are that one in 5.8 % of rounds, so the lower
    # end takes a median of 100 % in. Of seven it is four of seven, in 1 % of rounds, and the interval has no width.
    five, seven = (sureness(ends(200, *[100] * others)) for others in (4, 6))
    assert five[0].interval == Interval(Decimal(0), Decimal(100))
    assert five[1].interval == Interval(Decimal(-100), Decimal(0))
    assert seven[0].interval == Interval(Decimal(100), Decimal(100))
    # Of nine two rose by 100 %: five or more of nine draws are one of those in 3.0 % of rounds. That is above 2.5 %.
    nine = sureness(ends(200, 200, *[100] * 7))
    assert nine[0].interval == Interval(Decimal(0), Decimal(100))
    # Of thirteen three did: seven or more of thirteen draws, in 1.6 %. That is below.
    thirteen = sureness(ends(200, 200, 200, *[100] * 10))
    assert thirteen[0].interval == Interval(Decimal(100), Decimal(100))
    fell = sureness(ends(50, 50, 50, *[100] * 10))
    assert fell[12].interval == Interval(Decimal(0), Decimal(0))
    # Of five one rose and one fell: a median of the one or the other comes in 5.8 % each, and both ends are taken in.
    both = sureness(ends(200, 50, 100, 100, 100))
    assert both[2].interval == Interval(Decimal(-100), Decimal(50))


def test_of_few_districts_it_says_too_few() -> None:
    few = [*ends(100, 120, 140, 160), *(row(f"S{n}", 100, SUBURBAN) for n in range(LEAST))]
    found = sureness(few)
    assert [one.interval is None for one in found] == [True] * 4 + [False] * 5
    assert found[0].why_none == "too few districts in its class to say (4; 5 are needed)"
    assert found[4].why_none == ""


def test_it_is_the_same_each_time_and_another_with_other_luck() -> None:
    districts = ends(101, 107, 113, 119, 131, 140, 152)
    found = sureness(districts)
    assert sureness(districts, Random(SEED)) == found
    assert [one.interval for one in found if one.interval] == [one.interval for one in found]
    sold = {"B0": Sold(range(80, 121), range(80, 125))}
    assert sureness(districts, Random(1), sold=sold) != sureness(districts, Random(2), sold=sold)


def test_single_sales_widen_the_interval_of_their_district() -> None:
    districts = ends(*[100] * 9)
    sold = {"B0": Sold(list(range(50, 151)), list(range(50, 151)))}
    found = sureness(districts, sold=sold)
    assert [one.from_sales for one in found] == [True] + [False] * 8
    own = found[0].interval
    assert own
    assert own.lower < -10
    assert own.upper > 10
    assert found[1].interval == Interval(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("values", "chances"),
    [
        # Two draws of two: the mean is 1 or 2 where both are the same.
        ([1, 2], {1: 1 / 4, Decimal("1.5"): 1 / 2, 2: 1 / 4}),
        # Three draws of three: the median is 1 where two or three of them are 1, in 7 of 27 ways.
        ([1, 2, 3], {1: 7 / 27, 2: 13 / 27, 3: 7 / 27}),
        ([5], {5: 1.0}),
    ],
)
def test_a_drawn_median_comes_as_often_as_it_should(
    values: list[int], chances: dict[Decimal | int, float]
) -> None:
    chance, rounds = Random(SEED), 4_000
    seen = Counter(drawn_median(values, chance) for _ in range(rounds))
    assert seen.keys() == chances.keys()
    for value, often in chances.items():
        # Four standard deviations: the seed is fixed, so this holds always or never.
        assert (
            abs(seen[Decimal(value)] / rounds - often) <= 4 * (often * (1 - often) / rounds) ** 0.5
        )
