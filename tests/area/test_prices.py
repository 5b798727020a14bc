"""Single sales: which count, which line takes another back, what is wrong with a line, and the medians."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.area.equity import INNER_CITY, District, equity
from appraisal.area.prices import (
    About,
    Period,
    Sales,
    TooFew,
    Wanted,
    by_district,
    in_order,
    median_price,
    medians,
    read_sales,
)
from appraisal.area.read.table import WrongFile
from appraisal.imports.lines import CsvLines

TODAY = date(2026, 11, 23)
Y2000, Y2010 = Period(2000, 2000), Period(2010, 2010)


def line(name: str = "1", **other: str) -> str:
    said = {
        "price": "100000",
        "date": "2010-06-30 00:00",
        "postcode": "B12 9AB",
        "kind": "T",
        "category": "A",
        "status": "A",
    } | other
    fields = [name, said["price"], said["date"], said["postcode"], said["kind"], "N", "F"]
    fields += [
        "1",
        "",
        "MADE UP ROAD",
        "",
        "TOWN",
        "DISTRICT",
        "COUNTY",
        said["category"],
        said["status"],
    ]
    return ",".join(f'"{one}"' for one in fields)


def read(*lines: str, **wanted: frozenset[object]) -> tuple[Sales, list[str]]:
    wrong: list[str] = []
    given = io.BytesIO("\r\n".join(lines).encode())
    sales = read_sales(
        CsvLines(given),
        wanted=Wanted(TODAY, **wanted),  # type: ignore[arg-type]
        reject=lambda number, why: wrong.append(f"{number}: {why}"),
    )
    return sales, wrong


def test_only_terraced_houses_plainly_sold_count() -> None:
    sales, wrong = read(
        line("a", price="120000"),
        line("b", kind="D"),
        line("c", category="B"),
        line("d", postcode=""),
        line("e", price="90000", postcode="B12 1ZZ"),
        line("f", price="80000", date="2000-01-01", postcode="SW1A 1AA"),
        "",
    )
    assert wrong == []
    assert sales.prices == {("B12", 2010): [90_000, 120_000], ("SW1A", 2000): [80_000]}
    assert [sales.terraced, sales.others, sales.no_postcode] == [3, 2, 1]


def test_every_postcode_is_looked_at_though_its_district_is_known() -> None:
    sales, wrong = read(line("a", postcode="B1 1AA"), line("b", postcode="B1 !!!"))
    assert sales.prices == {("B1", 2010): [100_000]}
    assert wrong == ["2: “B1 !!!” is no postcode, such as B12 9AB."]


def test_an_id_that_comes_again_as_another_kind_of_house_takes_the_first_back() -> None:
    sales, wrong = read(line("a"), line("b"), line("a", kind="D"))
    assert wrong == []
    assert sales.prices == {("B12", 2010): [100_000]}
    assert [sales.terraced, sales.others, sales.taken_back] == [1, 1, 1]


def test_a_later_line_replaces_repeats_or_takes_back_the_one_with_its_id() -> None:
    sales, wrong = read(
        line("a", price="1"),
        line("b", price="2"),
        line("c", price="3"),
        line("d", price="4"),
        line("a", price="5", status="C"),
        line("b", status="D"),
        line("c", kind="F", status="C"),
        line("d", price="6"),
        line("never", status="D"),
        line("new", price="7", status="C"),
    )
    assert wrong == []
    assert sales.prices == {("B12", 2010): [5, 6, 7]}
    assert [sales.terraced, sales.repeated, sales.taken_back] == [3, 1, 2]


def test_each_wrong_line_is_named_and_the_others_are_read() -> None:
    sales, wrong = read(
        line("a"),
        line("b", price="0"),
        line("c", price="12.50"),
        line("d", date="2026-11-24 00:00"),
        line("e", date="2010-02-30 00:00"),
        line("f", date="1994-12-31"),
        line("g", kind="X"),
        '1,2\n"x\ny"',
        line("h", postcode="B12"),
        line("i", status="Z"),
        line("", price="5"),
        line("j", category="C"),
        line("k", date="2026-11-23 00:00"),
        "cut,off",
    )
    assert wrong == [
        "2: The price is 0.",
        "3: “12.50” is no price in whole pounds.",
        "4: The date 2026-11-24 is still to come.",
        "5: “2010-02-30 00:00” is no date, such as 2010-06-30 00:00.",
        "6: The date 1994-12-31 is before 1995, when this data begins.",
        "7: “X” is no type of property: it is one of D, S, T, F and O.",
        "8: It has 2 fields where 16 are needed.",
        "9: It has 1 field where 16 are needed.",
        "11: “B12” is no postcode, such as B12 9AB.",
        "12: “Z” is no record status: it is one of A, C and D.",
        "13: It has no transaction id.",
        "14: “C” is no category: it is one of A and B.",
        "16: It has 2 fields where 16 are needed.",
    ]
    assert sales.prices == {("B12", 2010): [100_000], ("B12", 2026): [100_000]}


def test_a_wrong_correction_leaves_what_was_there() -> None:
    sales, wrong = read(line("a", price="7"), line("a", price="0", status="C"))
    assert wrong == ["2: The price is 0."]
    assert sales.prices == {("B12", 2010): [7]}


def test_of_another_district_or_year_nothing_is_kept() -> None:
    sales, wrong = read(
        line("a"),
        line("b", postcode="B1 1AA"),
        line("c", date="2009-01-01 00:00"),
        line("d", postcode="B1 1AB"),
        line("a", postcode="B1 1AA", status="C"),
        line("e", price="3"),
        districts=frozenset({"B12"}),
        years=frozenset({2010}),
    )
    assert wrong == []
    assert sales.prices == {("B12", 2010): [3]}
    assert [sales.not_wanted, sales.taken_back] == [4, 1]


def test_another_file_is_refused_at_once() -> None:
    with pytest.raises(WrongFile, match="The file is empty"):
        read("", "")
    with pytest.raises(WrongFile, match="This is not Price Paid Data"):
        read(*["postcode_district,area"] * 2_000)


def test_medians_are_exact_and_too_few_sales_are_said() -> None:
    prices = {
        ("B9", 2000): range(1, 11),
        ("B9", 2009): [5],
        ("B9", 2010): [*range(10), 99],
        ("B12", 2000): range(9),
        ("B12", 2010): range(20),
        ("B7", 2010): [1],
    }
    sales = of({where: list(sold) for where, sold in prices.items()})
    found = medians(sales, Y2000, Period(2009, 2010), about={"B9": About("Green", INNER_CITY, 7)})
    assert found.districts == (District("B9", "Green", INNER_CITY, Decimal("5.5"), Decimal(5), 7),)
    assert found.too_few == (
        TooFew("B7", Y2000, 0),
        TooFew("B7", Period(2009, 2010), 1),
        TooFew("B12", Y2000, 9),
    )
    assert by_district(found.too_few) == ("B7 (0 in 2000, 1 in 2009 to 2010)", "B12 (9 in 2000)")
    assert str(found.too_few[1]) == "B7: too few sales (1) in 2009 to 2010"
    assert [one.code for one in medians(sales, Y2000, Y2010, least=9).districts] == ["B9", "B12"]


def of(prices: dict[tuple[str, int], list[int]]) -> Sales:
    return Sales(
        prices=prices, terraced=0, others=0, no_postcode=0, not_wanted=0, repeated=0, taken_back=0
    )


def test_districts_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["B12", "AL1", "B9", "SW1A", "SW1"], key=in_order) == [
        "AL1",
        "B9",
        "B12",
        "SW1",
        "SW1A",
    ]


def test_from_sales_to_a_premium() -> None:
    # Three districts rise by 0 %, 10 % and 50 %: the median is 10, so the last is 40 % of £100,000 above it.
    def sold(district: str, price: int, year: int) -> Iterator[str]:
        for number in range(10):
            yield line(
                f"{district}{year}{number}",
                price=str(price + (number - 5) * 10 + 5),
                date=f"{year}-01-01 00:00",
                postcode=f"{district} 1AA",
            )

    lines = [
        one
        for district, end in (("B1", 100_000), ("B2", 110_000), ("B3", 150_000))
        for year, price in ((2000, 100_000), (2010, end))
        for one in sold(district, price, year)
    ]
    found = equity(medians(read(*lines)[0], Y2000, Y2010).districts)
    assert [one.premium for one in found.districts] == [None, None, 40_000]


@settings(max_examples=40)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=9))
def test_a_median_price_is_the_middle_one(prices: list[int]) -> None:
    assert median_price(sorted(prices)) == Decimal(str(median(prices)))


KINDS, STATUS = st.sampled_from("DSTTTT"), st.sampled_from("AAACD")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abc"), KINDS, STATUS, st.integers(1, 9)), min_size=1))
def test_what_is_kept_is_what_the_last_line_of_each_sale_says(
    lines: list[tuple[str, str, str, int]],
) -> None:
    sales, wrong = read(
        *(
            line(name, kind=kind, status=status, price=str(price))
            for name, kind, status, price in lines
        )
    )
    last: dict[str, int] = {}
    for name, kind, status, price in lines:
        last.pop(name, None)
        if kind == "T" and status != "D":
            last[name] = price
    assert wrong == []
    assert sorted(last.values()) == sales.between("B12", Y2010)


def test_nothing_is_made_of_what_is_no_sale() -> None:
    sales, wrong = read(line("a", price="²"), line("b", price="٣"), line("c", price="9" * 11))
    assert sales.prices == {}
    assert len(wrong) == 3
