"""The table of district prices: what is taken, and each fault at its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.area.district_prices import MOST_BYTES, read_prices
from appraisal.area.equity import District
from appraisal.engine.faults import CannotRead

HEAD = "postcode_district,area,classification,price_2000_gbp,price_2010_gbp"


def faults_of(source: str | bytes) -> list[str]:
    given = source if isinstance(source, bytes) else source.encode()
    with pytest.raises(CannotRead) as raised:
        read_prices(given)
    return [str(one) for one in raised.value.faults]


def test_columns_may_stand_in_any_order_and_be_written_in_any_way() -> None:
    source = (
        "\ufeffPrice 2010 (GBP),Dwellings,Classification ,Notes,AREA,PRICE-2000-GBP,Postcode District\r\n"
        '"£147,000","9,100",Inner  City,seen,Balsall Heath,40559.50,B12\r\n'
        "\r\n"
        '96000,,,,"Castle\r\nVale",42858,B35\r\n'
    )
    table = read_prices(source.encode())
    assert (table.start_year, table.end_year) == (2000, 2010)
    assert table.districts == (
        District(
            "B12", "Balsall Heath", "inner city", Decimal("40559.50"), Decimal(147_000), 9_100
        ),
        District("B35", "Castle Vale", "", Decimal(42_858), Decimal(96_000)),
    )


@pytest.mark.parametrize("said", ["", "outside the inner city", "Outside The Inner-City"])
def test_what_lies_outside_the_inner_city_is_not_classed_yet(said: str) -> None:
    assert read_prices(f"{HEAD}\nB1,A,{said},1,2".encode()).districts[0].classed == ""


def test_each_wrong_cell_is_named_with_its_line() -> None:
    lines = [
        HEAD,
        "B1,One,inner city,0,100",
        "B2,Two,inner city,-5,100",
        "B3,Three,inner city,many,1e5",
        ",Four,inner city,1,2",
        'B5,"Five\nand more",rural,1,',
        "b1,Six,inner city,1,2",
        "B7,Seven,inner city,1,2,3",
        "=B8,Eight,inner city,1,9999999999",
        "B9",
    ]
    assert faults_of("\n".join(lines)) == [
        "line 2, price_2000_gbp: The price is 0. Take the district out where no price is known.",
        "line 3, price_2000_gbp: “-5” is below 0. A price is above 0.",
        "line 4, price_2000_gbp: “many” is no price. Write pounds in figures, such as 147000.",
        "line 4, price_2010_gbp: “1e5” is no price. Write pounds in figures, such as 147000.",
        "line 5, postcode_district: The district is missing.",
        "line 6, classification: “rural” is no class. Write inner city, suburban, outer ring, or leave it blank "
        "outside the inner city.",
        "line 6, price_2010_gbp: The price is missing.",
        "line 8, postcode_district: b1 stands in line 2 already.",
        "line 9: It has 6 cells where there are 5 headings. A comma inside a cell needs quotation marks around the "
        "cell.",
        "line 10, postcode_district: “=B8” is no postcode district, such as B12.",
        "line 10, price_2010_gbp: “9999999999” is too much for a house: it must be below £1,000,000,000.",
        "line 11, price_2000_gbp: The price is missing.",
        "line 11, price_2010_gbp: The price is missing.",
    ]


@pytest.mark.parametrize("said", ["nan", "Infinity", "١٢٣", "1,2", "12.345", "--1", "0x10", "1 2"])
def test_what_only_looks_like_a_price_is_none(said: str) -> None:
    assert faults_of(f'{HEAD}\nB1,A,,"{said}",2') == [
        f"line 2, price_2000_gbp: “{said}” is no price. Write pounds in figures, such as 147000."
    ]


@pytest.mark.parametrize("said", ["-", "城", "inner", "0"])
def test_a_class_is_one_of_three_or_blank(said: str) -> None:
    assert f"“{said}” is no class" in faults_of(f"{HEAD}\nB1,A,{said},1,2")[0]


@pytest.mark.parametrize("said", ["0", "-1", "1.5", "many", "99999999999"])
def test_dwellings_are_a_whole_number(said: str) -> None:
    assert "is no number of dwellings" in faults_of(f"{HEAD},dwellings\nB1,A,,1,2,{said}")[0]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n\r\n", "The file is empty."),
        (f"{HEAD}\r\n".encode(), "The file holds headings and no district."),
        (b"PK\x03\x04\x00\x00", "is not text in UTF-8"),
        (b"caf\xe9,1", "is not text in UTF-8"),
        (HEAD.encode("utf-16"), "is not text in UTF-8"),
        (b'{"title": 1}', "This is no table of district prices"),
        (b"B12,Balsall Heath,inner city,40559,147000", "it begins with “B12”"),
        (b'postcode_district,"area', "The file ends inside a quotation"),
        (f'{HEAD}\nB1,"A"b,,1,2'.encode(), "line 2: The line is no line of a CSV"),
        (f"{HEAD}\nB1,{'a' * 200_000},,1,2".encode(), "line 2: A cell is far too long"),
        (b"a" * (MOST_BYTES + 1), "is larger than 5 MB"),
    ],
)
def test_what_is_no_such_table_is_said_in_one_line(source: bytes, said: str) -> None:
    (fault,) = faults_of(source)
    assert said in fault
    assert "\n" not in fault


def test_columns_that_lack_or_stand_twice_are_named() -> None:
    assert faults_of("postcode_district,price_2000_gbp\nB1,1") == [
        "area: This column is missing.",
        "classification: This column is missing.",
        "price_YYYY_gbp: There must be two columns of prices, such as price_2000_gbp and price_2010_gbp. There is one.",
    ]
    assert faults_of(f"{HEAD},Price 2010,area\nB1,A,,1,2,3,4") == [
        "heading Price 2010: This column stands there twice.",
        "heading area: This column stands there twice.",
    ]
    assert "There are 3." in faults_of(f"{HEAD},price_2020_gbp\nB1,A,,1,2,3")[0]


def test_the_earlier_year_is_the_start_and_old_line_ends_are_read() -> None:
    head = "price_2010_gbp,price_2000_gbp,postcode_district,area,classification"
    table = read_prices(f"{head}\r200,100,B1,A,suburban\r".encode())
    assert [table.start_year, table.districts[0].start, table.districts[0].end] == [2000, 100, 200]


def test_a_file_of_nothing_but_faults_is_not_answered_without_end() -> None:
    assert len(faults_of(HEAD + "\n,,,0,0" * 3_000)) == 1_001


CELLS = st.text('B1,2"\r\n£-.\0 é', max_size=24)


@settings(max_examples=60)
@given(st.binary(max_size=24) | CELLS.map(lambda text: f"{HEAD}\n{text}".encode()))
def test_whatever_it_is_given_it_reads_or_says_why_not(source: bytes) -> None:
    try:
        found: tuple[object, ...] = read_prices(source).districts
    except CannotRead as cannot:
        found = cannot.faults
    assert found
    assert all(isinstance(one, District) or "\n" not in str(one) for one in found)
