"""The Neighbourhood Equity Model against what was published, at its edges, and what always holds of it."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.area.district_prices import read_prices
from appraisal.area.equity import (
    INNER_CITY,
    OUTER_RING,
    SUBURBAN,
    District,
    Equity,
    Found,
    equity,
    median_of,
)


@pytest.fixture(scope="module")
def birmingham(area: Path) -> Equity:
    source = (area / "birmingham_terraced_house_prices_2000_2010.csv").read_bytes()
    return equity(read_prices(source).districts)


def of(found: Equity, code: str) -> Found:
    return next(one for one in found.districts if one.district.code == code)


def row(start: int | str, end: int | str, classed: str = INNER_CITY, **more: int) -> District:
    return District("B1", "", classed, Decimal(start), Decimal(end), **more)


def test_the_published_table_of_the_inner_city_comes_out_to_the_pound(
    birmingham: Equity, area: Path
) -> None:
    with (area / "equity_expected_inner_city.csv").open(encoding="utf-8", newline="") as file:
        published = [tuple(line.values()) for line in csv.DictReader(file)]
    ours = [
        (one.district.code, f"{one.increase}", f"{one.expected}", f"{one.premium or ''}")
        for one in birmingham.districts
        if one.classed == INNER_CITY
    ]
    assert len(published) == 11
    assert ours == published


def test_the_published_headlines_come_out(birmingham: Equity) -> None:
    balsall_heath, castle_vale = of(birmingham, "B12"), of(birmingham, "B35")
    assert [balsall_heath.premium, balsall_heath.total] == [37_896, 360_012_000]
    assert [castle_vale.premium, castle_vale.total] == [9_855, 93_622_500]
    assert {name: one.median for name, one in birmingham.classes.items()} == {
        INNER_CITY: 169,
        SUBURBAN: 113,
        OUTER_RING: 101,
    }


def test_a_district_outside_the_inner_city_is_classed_by_its_first_price() -> None:
    found = equity([row(58_500, 60_000, ""), row("58499.99", 60_000, ""), row(1, 2, SUBURBAN)])
    assert [(one.classed, one.by_price) for one in found.districts] == [
        (SUBURBAN, True),
        (OUTER_RING, True),
        (SUBURBAN, False),
    ]
    other = equity([row(58_500, 60_000, "")], suburban_from=Decimal(70_000))
    assert other.districts[0].classed == OUTER_RING


def test_the_class_that_birmingham_published_is_the_one_its_prices_give(birmingham: Equity) -> None:
    outside = [one for one in birmingham.districts if one.classed != INNER_CITY]
    derived = equity([one.district._replace(classed="") for one in outside])
    assert [one.classed for one in derived.districts] == [one.classed for one in outside]


def test_percent_and_pounds_are_rounded_half_up_and_a_median_of_two_keeps_its_half() -> None:
    # 12.5 % → 13; 14 % stays: median 13.5; 200 × 1.135 = 227 exactly, 1,000 × 1.135 = 1,135.
    found = equity([row(200, 225), row(1_000, 1_140)])
    assert [one.increase for one in found.districts] == [13, 14]
    assert found.classes[INNER_CITY].median == Decimal("13.5")
    assert [one.expected for one in found.districts] == [227, 1_135]
    assert [one.premium for one in found.districts] == [None, 5]
    # 101 × 1.5 = 151.5 → 152, and not 151.5 → 152 by luck of even: 103 × 1.5 = 154.5 → 155.
    assert [one.expected for one in equity([row(101, 152), row(103, 154)]).districts] == [152, 155]


def test_a_row_can_be_worked_out_again_from_what_is_printed() -> None:
    # A median price may end in .5: £227.50 is printed as £228, and the premium is what £228 is above the expected one.
    found = equity([row(200, "227.5"), row(1_000, 1_135), row(1_000, 1_130)]).districts[0]
    assert [found.increase, found.median, found.expected, found.price] == [14, 14, 228, 228]
    found = equity([row(200, "227.5", ""), row(1_000, 1_130, ""), row(100, 113, "")]).districts[0]
    assert [found.expected, found.price, found.premium] == [226, 228, 2]


def test_a_premium_of_nothing_is_none() -> None:
    alone = equity([row(100, 150)]).districts[0]
    assert [alone.expected, alone.premium, alone.total] == [150, None, None]


def test_dwellings_are_those_known_or_the_default() -> None:
    districts = [row(100, 100), row(100, 110), row(100, 130, dwellings=20)]
    found = equity(districts, dwellings=1_000).districts
    assert [(one.dwellings, one.dwellings_known) for one in found] == [
        (1_000, False),
        (1_000, False),
        (20, True),
    ]
    assert found[2].total == (130 - 110) * 20


PRICES = st.integers(1, 200_000_000).map(lambda pence: Decimal(pence) / 100)
DISTRICTS = st.lists(
    st.builds(
        District,
        code=st.just("B1"),
        name=st.just(""),
        classed=st.sampled_from(["", INNER_CITY, SUBURBAN, OUTER_RING]),
        start=PRICES,
        end=PRICES,
        dwellings=st.none(),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(DISTRICTS)
def test_what_always_holds(districts: list[District]) -> None:
    found = equity(districts)
    assert [one.district for one in found.districts] == districts
    for one in found.districts:
        assert abs(one.price - one.district.end) <= Decimal("0.5")
        assert (one.premium is not None) == (one.price > one.expected)
        if one.premium is not None:
            assert one.premium == one.price - one.expected
            assert one.total == one.premium * 9_500
        exact = one.district.start * (100 + one.median) / 100
        assert abs(one.expected - exact) <= Decimal("0.5")
    for name, each in found.classes.items():
        rises = [one.increase for one in found.districts if one.classed == name]
        assert len(rises) == each.districts
        assert 2 * sum(one < each.median for one in rises) <= len(rises)
        assert 2 * sum(one > each.median for one in rises) <= len(rises)


@settings(max_examples=40)
@given(st.lists(st.integers(-999, 999).map(Decimal), min_size=1, max_size=9))
def test_a_median_knows_no_order(values: list[Decimal]) -> None:
    assert median_of(values) == median_of(values[::-1]) == median_of(sorted(values))
