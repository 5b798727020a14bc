"""Publishers' files, read: columns in any order and spelling, and every line that cannot be taken, named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.area.read import deprivation
from appraisal.area.read.table import Asked, Block, Lines, Whole, WrongFile, blocks_of
from appraisal.area.readers import READERS
from appraisal.imports import lines as lines_of_file
from appraisal.imports.lines import CsvLines, opened

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "area"
TODAY = date(2026, 11, 23)
Rows = list[tuple[object, ...]]
Rejected = list[tuple[int, str]]


def read(
    kind: str, content: bytes | Lines, *, edition: int = 0, whole_site: bool = False
) -> tuple[Rows, Rejected]:
    rejected: Rejected = []
    lines = opened(io.BytesIO(content)) if isinstance(content, bytes) else content
    found = READERS[kind].rows(
        lines,
        Asked(TODAY, edition, whole_site=whole_site),
        lambda line, words: rejected.append((line, words)),
    )
    return list(found), rejected


def sample(name: str) -> bytes:
    return (FIXTURES / "samples" / name).read_bytes()


RANKS = (
    b"LSOA code (2021),LSOA name (2021),Local Authority District code (2024),"
    b"Local Authority District name (2024),"
    b"Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    b"Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\n"
)


@pytest.mark.parametrize(
    ("kind", "file", "edition", "many"),
    [
        ("deprivation", "samples/indices-of-deprivation-2025.csv", 2025, 76),
        ("deprivation", "samples/indices-of-deprivation-2019.csv", 2019, 76),
        ("postcodes", "samples/postcode-directory.csv", 0, 41),
        ("places", "samples/places.csv", 0, 306),
        ("prices", "samples/price-paid.csv", 0, 12),
        ("indicators", "birmingham_indicators.csv", 0, 33),
        ("district-prices", "birmingham_terraced_house_prices_2000_2010.csv", 0, 78),
    ],
)
def test_each_sample_is_read_without_a_fault(kind: str, file: str, edition: int, many: int) -> None:
    rows, rejected = read(kind, (FIXTURES / file).read_bytes(), edition=edition)
    assert (len(rows), rejected) == (many, [])
    assert all(len(row) == len(READERS[kind].columns) for row in rows)


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"hello\nworld\n", bytes(range(256)) * 9, b"\x00" * 5000, b"a;b;c\n1;2;3\n"],
)
def test_what_is_no_such_file_is_said_in_a_sentence(kind: str, content: bytes) -> None:
    said, rejected = "", []
    try:
        rejected = read(kind, content, edition=2025)[1]
    except WrongFile as wrong:
        said = str(wrong)
    # Sales have no headings to be known by: there each line is wrong.
    assert said.endswith(".") or (kind == "prices" and rejected)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_marks_and_line_ends_are_all_the_same(ends: bytes, mark: bytes) -> None:
    content = mark + sample("indices-of-deprivation-2025.csv").replace(b"\n", ends)
    rows, rejected = read("deprivation", content, edition=2025)
    assert (len(rows), rejected) == (76, [])


def test_lines_are_cut_as_pythons_csv_cuts_them() -> None:
    text = 'a,b,c\r\n"x, y",2,3\n\n1,"two\nlines, and ""more""",3\rp"q,,\n,\n"",5,6\nlast,"open\nto the end"'
    ours, theirs = (
        opened(io.BytesIO(text.encode())),
        csv.reader(io.StringIO(text, newline=""), strict=True),
    )
    found = [(line, ours.line_num) for line in ours]
    assert found == [(line, theirs.line_num) for line in theirs]
    assert len(found) == 8


@given(
    st.lists(
        st.one_of(
            st.text(alphabet='ab, "\0\ufffd', max_size=12),
            st.sampled_from(["1,2,3,4", '"a, b",2,3', '"a""b",,', '"open', 'shut",x', ""]),
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 4),
    st.integers(-1, 3),
)
def test_lines_in_blocks_are_the_same_lines(
    rows: list[str], ends: str, block: int, cuts: int
) -> None:
    content = ends.join(rows).encode()
    with mock.patch.object(lines_of_file, "_A_BLOCK", block):
        one_by_one, in_blocks = (CsvLines(io.BytesIO(content)) for _ in range(2))
        if cuts >= 0:
            one_by_one.only(cuts)
            in_blocks.only(cuts)

        def singly() -> Iterator[tuple[int, list[str]]]:
            for line in one_by_one:
                yield one_by_one.line_num, [*line[: cuts if cuts >= 0 else None]]

        def together() -> Iterator[tuple[int, list[str]]]:
            for some in blocks_of(in_blocks, iter(in_blocks)):
                for number, line in zip(some.numbers, some.lines, strict=True):
                    yield number, [*line[: cuts if cuts >= 0 else None]]

        assert as_far_as_it_goes(together()) == as_far_as_it_goes(singly())


@given(
    st.lists(st.lists(st.sampled_from(["", "a", "b c", '"', '"d, e"']), min_size=11, max_size=14)),
    st.sets(st.integers(0, 12), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 3),
)
def test_fields_that_are_wanted_are_the_same_whatever_is_left_out_between_them(
    rows: list[list[str]], wanted: set[int], ends: str, block: int
) -> None:
    content = "".join(f"{','.join(row)}{ends}" for row in rows).encode()
    with mock.patch.object(lines_of_file, "_A_BLOCK", block):
        every, some = (CsvLines(io.BytesIO(content)) for _ in range(2))

        def asked(blocks: Iterator[Block]) -> Iterator[object]:
            for found in blocks:
                for number, line in zip(found.numbers, found.lines, strict=True):
                    yield number, len(line), [line[at] for at in wanted if at < len(line)]

        whole = as_far_as_it_goes(asked(blocks_of(every, iter(every))))
        assert as_far_as_it_goes(asked(blocks_of(some, iter(some), wanted, 13))) == whole


def as_far_as_it_goes(found: Iterator[object]) -> list[object]:
    """Return what is found, and at its end why it goes no further."""
    got: list[object] = []
    try:
        got.extend(found)
    except WrongFile as wrong:
        return [str(wrong)]
    return got


CODES = ["E01000001", "E01000002", "E01000003", " E01000001", "E0100000", "W01000001", "E0100000٣"]
RANKED = ["1", "3376", "3375", "33755", "33756", "0", "007", "1,200", "12.0", "x", "", "9" * 9]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(CODES),
            st.sampled_from(["Place", " Place ", "Pl\ufffdace", "P" * 201]),
            st.sampled_from(RANKED),
            st.sampled_from(["1", "2", "10", "1.0", "", "x"]),
        ),
        max_size=8,
    )
)
def test_areas_that_are_looked_at_together_are_taken_as_one_by_one(
    areas: list[tuple[str, str, str, str]],
) -> None:
    lines = "".join(
        f'{code},{name},E08000025,Birmingham,"{rank}",{decile}\n' if "," in rank
        else f"{code},{name},E08000025,Birmingham,{rank},{decile}\n"
        for code, name, rank, decile in areas
    )  # fmt: skip
    content = RANKS + lines.encode()
    ours = read("deprivation", content, edition=2025)
    with mock.patch.object(deprivation._File, "all_right", return_value=None):
        assert read("deprivation", content, edition=2025) == ours


def test_plainly_right_areas_are_taken_together() -> None:
    with mock.patch.object(deprivation._File, "one_by_one", side_effect=AssertionError):
        rows, rejected = read(
            "deprivation", sample("indices-of-deprivation-2025.csv"), edition=2025
        )
    assert (len(rows), rejected) == (76, [])


def test_columns_may_stand_in_any_order() -> None:
    turned = io.StringIO()
    csv.writer(turned).writerows(
        reversed(line) for line in csv.reader(io.StringIO(sample("places.csv").decode()))
    )
    assert read("places", turned.getvalue().encode())[0] == read("places", sample("places.csv"))[0]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"W01000001,X,W06000001,Wales,1,1", "no code of a small area in England"),
        (b"E01000001,X,E08,B,0,1", "no rank from 1 to 33,755"),
        (b"E01000001,X,E08,B,33756,10", "no rank from 1 to 33,755"),
        (b"E01000001,X,E08,B,-4,1", "no rank"),
        (b"E01000001,X,E08,B,5000,1", "in decile 2, and the file says 1"),
        (b"E01000001,X,E08", "has 3 fields where 6 are needed"),
        (b"E01000001,\xff\xfe,E08,B,5,1", "not UTF-8"),
        (b"E01000002,X,E08,B,7,1", "stands there twice"),
        (b'E01000002,"X\nY",E08,B,7,1', "stands there twice"),
    ],
)
def test_a_wrong_line_of_the_indices_is_named(line: bytes, why: str) -> None:
    rows, rejected = read("deprivation", RANKS + b"E01000002,X,E08,B,3,1\n" + line, edition=2025)
    assert len(rows) == 1
    ((number, words),) = rejected
    assert why in words
    assert number == (4 if b"\n" in line else 3)


@pytest.mark.parametrize(("edition", "there"), [(2019, 32_844), (2025, 33_755)])
def test_an_edition_is_whole_or_meant_in_part(edition: int, there: int) -> None:
    reader = READERS["deprivation"]
    short = Whole(rows=there - 1, rejected=0)
    assert "may be cut off" in reader.lacking(short, Asked(TODAY, edition))
    assert reader.lacking(short, Asked(TODAY, edition, part=True)) == ""
    assert reader.lacking(Whole(rows=there, rejected=0), Asked(TODAY, edition)) == ""


def test_another_edition_is_told_by_its_headings() -> None:
    with pytest.raises(WrongFile, match="those of the 2019 edition"):
        read("deprivation", sample("indices-of-deprivation-2019.csv"), edition=2025)


def test_postcodes_of_other_nations_and_ended_ones_without_a_place_are_left_out() -> None:
    head = b"pcds,doterm,lsoa21,osward,oslaua\n"
    rows, rejected = read(
        "postcodes",
        head + b"CF10 1AA,,W01000001,W05000001,W06000015\nB1 1AA,199606,,,\n"
        b"B33 8TX,,E01990001,E05990001,E08000025\nB1,,E01990001,,\nB1 1BB,,E0199,,\nB338TX,,E01990001,,\n",
    )
    assert rows == [("B33 8TX", "E01990001", "", "E05990001", "E08000025", False)]
    assert [line for line, _ in rejected] == [5, 6, 7]
    assert "twice" in rejected[-1][1]


def test_blanks_around_a_cell_of_the_postcodes_mean_nothing() -> None:
    head = b"pcds,doterm,lsoa21,lsoa11,osward,oslaua\n"
    rows, rejected = read(
        "postcodes",
        head + b"E1 1AC, ,E01000001,,,\nE1 1AD, 199806, E01000001,E01000001 , ,E09000001\n"
        b"E1 1AE,, ,E01000001,,\nE1 1AF,, , ,,\nCF10 1AA,, W01000001,,,\n",
    )
    assert rejected == []
    assert rows == [
        ("E1 1AC", "E01000001", "", "", "", False),
        ("E1 1AD", "E01000001", "E01000001", "", "E09000001", True),
        ("E1 1AE", "", "E01000001", "", "", False),
    ]


def test_what_is_no_month_in_which_a_postcode_ended_is_named() -> None:
    head = b"pcds,doterm,lsoa21\n"
    lines = b"E1 1AC,199806,E01000001\nE1 1AD,2015-01,E01000001\nE1 1AE,E01,E01000001\nE1 1AE,,E01000001\n"
    rows, rejected = read("postcodes", head + lines)
    assert [(row[0], row[-1]) for row in rows] == [
        ("E1 1AC", True),
        ("E1 1AD", True),
        ("E1 1AE", False),
    ]
    assert rejected == [(4, "“E01” is no month in which a postcode ended, such as 201501.")]


def test_the_one_postcode_of_a_bank_is_taken() -> None:
    rows, rejected = read("postcodes", b"pcds,doterm,lsoa21\nGIR 0AA,,E01000001\n")
    assert rejected == []
    assert [row[0] for row in rows] == ["GIR 0AA"]


@pytest.mark.parametrize(("rows", "said"), [(900, False), (899, True)])
def test_far_fewer_postcodes_than_are_in_force_may_be_a_cut_download(rows: int, said: bool) -> None:
    reader = READERS["postcodes"]
    asked = Asked(TODAY, in_force=1000)
    assert bool(reader.lacking(Whole(rows=rows, rejected=0), asked)) is said
    assert not reader.lacking(Whole(rows=rows, rejected=0), asked._replace(part=True))


INDICATOR = "NI1,neighbourhood,PN3,Balsall Heath,2008,61.5,58,65,400,Place Survey,source,licence"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("61.5", ""), "value is missing"),
        (("61.5", "many"), "is no number such as 61.5"),
        (("61.5", "66"), "must lie between lower and upper"),
        (("58,65", "58,"), "belong together"),
        (("400", "4.5"), "whole number of people"),
        (("neighbourhood", "village"), "no type of place"),
        (("Place Survey", ""), "survey is missing"),
        (("NI1", "NI1:against-average"), "holds 1 (above), 0 (about) or -1 (below)"),
        (("61.5,58,65", "100.1,,"), "a share in percent: from 0 to 100"),
        (("61.5,58,65", "-0.1,,"), "a share in percent: from 0 to 100"),
        (
            (
                "NI1,neighbourhood,PN3,Balsall Heath,2008,61.5,58,65",
                "Hens,neighbourhood,PN3,Balsall Heath,2008,1234567890,,",
            ),
            "is no number such as 61.5",
        ),
        (("licence", "l" * 301), "licence is longer than 300"),
        (("source", '"a\nb"'), "goes over several lines"),
        (("Balsall", "Bal\0sall"), "bytes that are not UTF-8"),
    ],
)
def test_a_wrong_indicator_is_named(change: tuple[str, str], why: str) -> None:
    head = "indicator,place_type,place_code,place_name,period,value,lower,upper,sample,survey,source,licence"
    content = f"{head}\n{INDICATOR.replace(*change, 1)}\n{INDICATOR}\n{INDICATOR}\n"
    rows, rejected = read("indicators", content.encode())
    assert len(rows) == 1
    assert [line for line, _ in rejected] == ([3, 5] if "\n" in change[1] else [2, 4])
    assert why in rejected[0][1]


def test_a_quotation_mark_that_is_missing_swallows_no_line() -> None:
    head = "place_type,code,name\n"
    lines = "".join(f"ward,E{one},Name\n" for one in range(5))
    with pytest.raises(WrongFile, match="Line 7 cannot be read as a line of a CSV"):
        read("places", f'{head}ward,X,"Name\n{lines}'.encode())
    closed = f'{head}ward,X,"Name\n{lines}ward,Y,Name"\nward,Z,Name\n'
    rows, rejected = read("places", closed.encode())
    assert [row[1] for row in rows] == ["Z"]
    assert rejected == [(8, "A cell of it goes over several lines. Is a quotation mark missing?")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('ward,X,"Name', "a cell of it begins with a quotation mark, and no other one ends it."),
        ('ward,X,"Na"me', "after the quotation mark that ends a cell, no comma follows."),
        (f"ward,X,{'n' * 200_000}", "a cell of it is longer than 131,072 characters."),
    ],
)
def test_what_is_no_line_of_a_csv_is_said_in_plain_words(line: str, why: str) -> None:
    with pytest.raises(
        WrongFile, match=re.escape(f"Line 2 cannot be read as a line of a CSV: {why}")
    ):
        read("places", f"place_type,code,name\n{line}\n".encode())


@pytest.mark.parametrize("head", ["", "place_type,code,name\nward,X,Name\n"])
def test_a_line_without_an_end_is_refused_before_all_of_it_is_in_memory(head: str) -> None:
    file = io.BytesIO(head.encode() + b"n" * (20 * 1024 * 1024))
    with pytest.raises(WrongFile, match="A line of this file is longer than 8 MB"):
        list(CsvLines(file))
    assert file.tell() < 10 * 1024 * 1024


def test_a_place_may_come_back_and_be_named_anew() -> None:
    head = "place_type,code,name,valid_from,valid_to\n"
    lines = (
        "ward,E05,Old,2010-05-01,2015-12-31",
        "ward,E05,New,2016-01-01,",
        "ward,E05,Newer,2016-01-01,2016-01-01",
        "ward,E05,Older,,2010-05-01",
        "ward,E05,Oldest,,2010-04-30",
    )
    rows, rejected = read("places", f"{head}{chr(10).join(lines)}".encode())
    assert [row[2] for row in rows] == ["Old", "New", "Oldest"]
    assert [line for line, _ in rejected] == [4, 5]
    assert "for the same days" in rejected[0][1]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("E1 / E2,Two,,50000,90000,", "is not one postcode district"),
        ("B12 8AB,One,,50000,90000,", "is not one postcode district"),
        ("B12,Bal\0sall,,50000,90000,", "bytes that are not UTF-8"),
        ("B12,One,,50000,9999999999,", "below £1,000,000,000"),
        ("B12,One,,50000,90000,9999999999", "is no number of dwellings"),
    ],
)
def test_a_district_that_no_database_keeps_is_named(line: str, why: str) -> None:
    head = "postcode_district,area,classification,price_2000_gbp,price_2010_gbp,dwellings"
    rows, rejected = read("district-prices", f"{head}\nB13,One,,50000,90000,\n{line}\n".encode())
    assert len(rows) == 2
    assert [number for number, _ in rejected] == [3]
    assert why in rejected[0][1]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("village,X,Name,,,,", "no type of place"),
        ("ward,,Name,,,,", "needs a code"),
        ("ward,E05,,,,,", "needs a name"),
        ("ward,E05,Name,authority,,,", "belong together"),
        ("ward,E05,Name,,,2026-13-01,", "valid_from is no day"),
        ("ward,E05,Name,,,2026-02-01,2026-01-01", "ends before it begins"),
        ("ward,E04,Other,,,,", "stands there twice"),
    ],
)
def test_a_wrong_place_is_named(line: str, why: str) -> None:
    head = "place_type,code,name,part_of_type,part_of,valid_from,valid_to"
    rows, rejected = read("places", f"{head}\nward,E04,Name,,,,\n{line}\n".encode())
    assert len(rows) == 1
    assert rejected[0][0] == 3
    assert why in rejected[0][1]


def test_prices_of_0_and_days_to_come_are_named() -> None:
    lines = sample("price-paid.csv").decode().splitlines()
    wrong = [lines[0].replace('"152500"', '"0"'), lines[1].replace("2015-07-25", "2030-07-25")]
    rejected = read("prices", "\n".join([*wrong, *lines[2:]]).encode())[1]
    assert [line for line, _ in rejected] == [1, 2]


# --- spreadsheets ----------------------------------------------------------------------------------


def sheet(*rows: tuple[object, ...], before: int = 1) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(before - 1):
        book.create_sheet()
    book.worksheets[0].append(["Notes", "of the publisher"])
    own = book.create_sheet("Data")
    for row in rows:
        own.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADS = tuple(RANKS.decode().strip().split(","))


def test_a_spreadsheet_is_read_as_a_csv_is() -> None:
    content = sheet(
        HEADS, ("E01000002", "X", "E08", "B", 3, 1), ("E01000003", "Y", "E08", "B", "n", 1)
    )
    rows, rejected = read("deprivation", content, edition=2025)
    assert rows == [("E01000002", "X", "E08", "", 3)]
    assert [line for line, _ in rejected] == [3]


def test_empty_rows_end_a_sheet_in_bounded_time() -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    book.active.append(("E01000002", "X", "E08", "B", 3, 1))
    book.active.cell(row=1_048_576, column=1).value = "E01000009"
    out = io.BytesIO()
    book.save(out)
    lines = opened(io.BytesIO(out.getvalue()))
    assert len(read("deprivation", lines, edition=2025)[0]) == 1
    assert lines.line_num < 2_000


def _macro() -> bytes:
    import zipfile

    plain, out = zipfile.ZipFile(io.BytesIO(sheet(HEADS))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in plain.infolist():
            made.writestr(one.filename, plain.read(one))
        made.writestr("xl/vbaProject.bin", b"Sub")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (_macro(), "macros"),
        (sheet(HEADS)[:-200], "damaged"),
        (sheet(("only", "two")), "No sheet of it begins with a table"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old kind"),
        ("a,b\n".encode("utf-16"), "UTF-16"),
    ],
    ids=["macro", "cut", "no table", "no zip", "xls", "utf-16"],
)
def test_a_spreadsheet_that_cannot_be_read_is_refused_with_a_reason(
    content: bytes, why: str
) -> None:
    with pytest.raises(WrongFile, match=why):
        read("deprivation", content, edition=2025)


def test_a_field_that_never_ends_is_said() -> None:
    with pytest.raises(WrongFile, match="cannot be read as a line of a CSV"):
        read("places", b'place_type,code,name\nward,E05,"' + b"x" * 200_000)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (
            "places",
            b"place_type,code,name,part_of_type,part_of\n"
            b"ward,E05000001,Northfield,,\n"
            b"neighbourhood,N1,Northfield,,\n"
            b"small-area,E01000001,,neighbourhood,N1\n",
        ),
        (
            "indicators",
            b"indicator,place_type,place_code,place_name,period,value,survey,source,licence\n"
            b"NI1,authority,E08000025,Birmingham,2008,61,S,X,Y\n"
            b"NI1,neighbourhood,N1,Northfield,2008,61,S,X,Y\n"
            b"NI4,neighbourhood,N1,Northfield,2008,61,S,X,Y\n",
        ),
    ],
)
def test_a_neighbourhood_is_one_councils_own(kind: str, content: bytes) -> None:
    assert len(read(kind, content)[0]) == 3
    rows, rejected = read(kind, content, whole_site=True)
    assert len(rows) == 1
    assert [number for number, _ in rejected] == [3, 4]
    assert all("one council’s own" in words for _, words in rejected)
