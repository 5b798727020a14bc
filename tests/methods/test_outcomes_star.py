"""Outcomes stars: readings, differences and means; both sides of limits, bad input, words, tables and drawing."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.methods.outcomes_star import StarRead, value, written
from appraisal.methods.outcomes_star_check import MOST_SERIES
from appraisal.pack.charts import Star, chart_svg
from appraisal.pack.document import document_of
from appraisal.pack.pdf import html_of
from appraisal.pack.report.blocks import Table, Text
from appraisal.pack.stars import MOST_STARS
from appraisal.pack.ways.outcomes_star import blocks, chart
from tests.engine.golden import whole

Json = dict[str, Any]
KEY = "outcomes-star"
NAMES = ("Skills", "Confidence", "Friends")


def asked(
    marks: dict[str, list[object]],
    series: tuple[str, ...] = ("2025", "2026"),
    names: tuple[str, ...] = NAMES,
    **more: object,
) -> Json:
    return {
        "compares": "time",
        "lowest": "one",
        "top": 10,
        "points": [{"name": n, "lowest_means": "none", "highest_means": "all"} for n in names],
        "series": [{"name": one} for one in series],
        "marks": [
            {"point": name, **{f"mark_{n}": one for n, one in enumerate(row, 1) if one is not None}}
            for name, row in marks.items()
        ],
        **more,
    }


def source(given: Json) -> bytes:
    return json.dumps({**whole("hall"), "methods": {KEY: given}}).encode()


def worked(given: Json) -> StarRead:
    file = read_file(source(given))
    return value(file.methods[KEY], file.appraise())


def faults(given: Json) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        worked(given)
    return {
        fault.place.removeprefix(f"methods.{KEY}."): fault.message for fault in cannot.value.faults
    }


READ: dict[str, list[object]] = {"Skills": [3, 5], "Confidence": ["4.5", 4], "Friends": [6, 5]}


def test_over_time_the_last_date_is_set_against_the_first() -> None:
    star = worked(
        asked(
            {"Skills": [3, 9, 5], "Confidence": ["4.5", 1, 4], "Friends": [6, 6, 6]},
            ("a", "b", "c"),
        )
    )
    (one,) = star.differences
    assert (one.base.name, one.other.name) == ("a", "c")
    assert one.points == (Decimal(2), Decimal("-0.5"), Decimal(0))
    assert (one.higher, one.lower, one.same, one.unknown) == (1, 1, 1, 0)
    assert written(star)["readings"][0]["mean"] == "4.50"  # type: ignore[index]
    assert one.mean == Decimal("0.5")


def test_each_alternative_is_set_against_the_first() -> None:
    rows: dict[str, list[object]] = {
        "Skills": [3, 9, 5],
        "Confidence": [4, 1, 4],
        "Friends": [6, 6, 6],
    }
    star = worked(asked(rows, ("Keep", "Sell", "Transfer"), compares="alternatives"))
    assert [(one.base.name, one.other.name) for one in star.differences] == [
        ("Keep", "Sell"),
        ("Keep", "Transfer"),
    ]
    said: Json = json.loads(json.dumps(written(star)))
    assert said["differences"][0] == {
        "from": "Keep", "to": "Sell", "points": ["6", "-3", "0"], "mean": "1.00",
        "higher": 1, "lower": 1, "same": 1, "not_known": 0,
    }  # fmt: skip


def test_a_mean_is_rounded_once_and_half_up() -> None:
    rows: dict[str, list[object]] = {
        "Skills": ["1.015", 2],
        "Confidence": ["1", 2],
        "Friends": ["1.03", 4],
    }
    star = worked(asked(rows))
    said: Json = json.loads(json.dumps(written(star)))
    assert [one["mean"] for one in said["readings"]] == ["1.02", "2.67"]  # 1.015 and 2.66…
    assert (
        said["differences"][0]["mean"] == "1.65"
    )  # 1.651666…, not 2.67 − 1.02 of rounded means only


def test_what_is_not_read_is_said_and_has_no_mean() -> None:
    star = worked(asked({"Skills": [3, 5], "Confidence": [None, 4]}))
    assert [one.mean for one in star.readings] == [None, None]
    assert star.differences[0].points == (Decimal(2), None, None)
    words = _all_words(star)
    assert "not read" in words
    assert "none: not all read" in words
    assert "For 2 outcomes the difference is not known" in words
    said: Json = json.loads(json.dumps(written(star)))
    assert said["readings"][0]["marks"] == ["3", None, None]


def test_one_reading_has_nothing_to_be_compared_with() -> None:
    star = worked(asked({"Skills": [3], "Confidence": [4], "Friends": [5]}, ("2026",)))
    assert star.differences == ()
    assert "Only 2026 is read" in _all_words(star)
    assert "The mean is 4.00" in _all_words(star)


def test_names_are_matched_without_regard_to_capitals_and_blanks() -> None:
    star = worked(asked({" skills ": [3, 5], "CONFIDENCE": [4, 4], "Friends": [6, 6]}))
    assert star.readings[0].marks == tuple(map(Decimal, (3, 4, 6)))


@pytest.mark.parametrize(
    ("change", "place", "part"),
    [
        ({"top": 5}, "marks[2].mark_1", "6 is above the highest mark, which is 5"),
        ({"marks": [{"point": "Skills", "mark_1": 3, "mark_2": "9.5"}], "top": 9}, "marks[0].mark_2", "9.5 is above"),
        ({"marks": [{"point": "Skils", "mark_1": 3, "mark_2": 3}]}, "marks[0].point", "called “Skils”"),
        (
            {"marks": [{"point": "Skills", "mark_1": 3, "mark_2": 3}, {"point": "skills", "mark_1": 4}]},
            "marks[1].point",
            "in row 1 already",
        ),
        ({"marks": [{"point": "Skills", "mark_1": "0.5", "mark_2": 3}]}, "marks[0].mark_1", "below the lowest"),
        (
            {"marks": [{"point": "Skills", "mark_1": 3, "mark_2": 3, "mark_3": 1}]},
            "marks[0].mark_3",
            "no 3rd date or alternative",
        ),
        ({"marks": [{"point": "Skills", "mark_1": 3}]}, "series[1].name", "No outcome has a mark for “2026”"),
        ({"series": [{"name": "2025"}, {"name": "2025"}]}, "series[1].name", "in row 1 already"),
        ({"series": []}, "series", "Give from 1 to 6"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_row(change: Json, place: str, part: str) -> None:
    found = faults({**asked(READ), **change})
    assert list(found) == [place]
    assert part in found[place]


@pytest.mark.parametrize(("count", "good"), [(2, False), (3, True), (20, True), (21, False)])
def test_a_star_has_from_three_to_twenty_points(count: int, good: bool) -> None:
    names = tuple(f"Outcome {number}" for number in range(count))
    given = asked({name: [5, 6] for name in names}, names=names)
    if good:
        assert len(worked(given).points) == count
    else:
        assert f"There are {count} points" in faults(given)["points"]


def test_limits_of_marks_names_and_dates() -> None:
    assert worked(asked({n: [1, 10] for n in NAMES})).readings[1].mean == 10
    assert worked(asked({n: [0, 10] for n in NAMES}, lowest="zero")).readings[0].mean == 0
    six = tuple("abcdef")
    assert len(worked(asked({n: [1] * 6 for n in NAMES}, six)).readings) == MOST_SERIES
    assert "7 dates" in faults(asked({n: [1] * 6 for n in NAMES}, (*six, "g")))["series"]
    long = ("x" * 60, "Confidence", "Friends")
    assert worked(asked({n: [1, 1] for n in long}, names=long)).points[0].name == "x" * 60
    over = ("x" * 61, "Confidence", "Friends")
    assert "61 characters" in faults(asked({n: [1, 1] for n in over}, names=over))["points[0].name"]
    assert list(faults(asked(READ, top=1))) == ["top"]
    assert list(faults(asked(READ, top=101))) == ["top"]


marks_of = st.none() | st.decimals(1, 10, places=2)


@examples(st.lists(st.tuples(marks_of, marks_of), min_size=2, max_size=19))
@settings(max_examples=60, deadline=None)
def test_differences_add_up(pairs: list[tuple[Decimal | None, Decimal | None]]) -> None:
    rows: dict[str, list[object]] = {
        f"Outcome {n}": [p and str(p) for p in pair] for n, pair in enumerate(pairs)
    }
    given = asked({**rows, "First": [1, 2]}, names=("First", *rows))
    star = worked(given)
    (one,) = star.differences
    assert one.higher + one.lower + one.same + one.unknown == len(star.points)
    read_whole = all(mark is not None for pair in pairs for mark in pair)
    assert (one.mean is not None) == read_whole
    if one.mean is not None:
        total = sum((mark for mark in one.points if mark is not None), Decimal(0))
        assert abs(one.mean * len(star.points) - total) < Decimal("1e-40")
    for reading in star.readings:
        assert reading.mean is None or 1 <= reading.mean <= 10
    chart(star), blocks(star)


def test_the_words_lead_with_what_it_comes_to() -> None:
    first = blocks(worked(asked(READ)))[0]
    assert isinstance(first, Text)
    assert first.text == (
        "From 2025 to 2026, marks are higher on 1 and lower on 2 of 3 outcomes. "
        "The mean went from 4.50 to 4.67."
    )
    first = blocks(worked(asked(READ, ("Keep", "Sell"), compares="alternatives")))[0]
    assert isinstance(first, Text)
    assert first.text.startswith("Against Keep, Sell is higher on 1 and lower on 2 of 3")
    assert first.text.endswith("Its mean is 4.67, against 4.50.")


def test_every_mark_drawn_stands_in_a_table() -> None:
    star = worked(asked(READ))
    marks = next(one for one in blocks(star) if isinstance(one, Table))
    cells = [[cell.text for cell in row] for row in marks.grid.rows]
    assert cells == [
        ["Skills", "3", "5", "+2"],
        ["Confidence", "4.5", "4", "−0.5"],
        ["Friends", "6", "5", "−1"],
        ["Mean", "4.50", "4.67", "+0.17"],
    ]
    drawn = chart(star)
    assert isinstance(drawn, Star)
    assert [one.figures for one in drawn.series] == [(3, 4.5, 6), (5, 4, 5)]
    assert "2025: Skills 3, Confidence 4.5, Friends 6. 2026: Skills 5" in drawn.title
    assert drawn.title in chart_svg(drawn, text="paths")


def test_many_alternatives_differ_in_a_table_of_their_own() -> None:
    six = ("a", "b", "c", "d", "e", "f")
    star = worked(asked({n: [1, 2, 3, 4, 5, 6] for n in NAMES}, six, compares="alternatives"))
    tables = [one.grid for one in blocks(star) if isinstance(one, Table)]
    assert [one.caption for one in tables] == [
        "Marks",
        "How the marks differ from those of a",
        "What the marks mean",
    ]
    assert tables[1].heads[5].text == "f: difference"


def test_twenty_long_names_stand_whole_in_the_picture() -> None:
    names = tuple(
        f"{n:02} People who feel that they belong and can change things" for n in range(20)
    )
    six = ("a", "b", "c", "d", "e", "f")
    drawn = chart(worked(asked({n: [1, 2, 3, 4, 5, 6] for n in names}, six, names)))
    assert len(drawn.title) < 500  # a picture’s description is heard in one go
    svg = chart_svg(drawn)
    told = " ".join(re.sub(r"<[^>]+>", " ", svg.split("</desc>")[1]).split())
    assert all(name in told for name in names)


def test_outlines_are_told_apart_without_colour() -> None:
    six = ("a", "b", "c", "d", "e", "f")
    drawn = chart(worked(asked({n: [1, 2, 3, 4, 5, 6] for n in NAMES}, six)))
    svg = chart_svg(drawn)
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', svg))
    assert len(dashes) == MOST_STARS - 1 == MOST_SERIES - 1  # the first is solid


def test_what_is_not_read_is_not_drawn() -> None:
    names = ("a", "b", "c", "d")
    full = chart_svg(chart(worked(asked({n: [5] for n in names}, ("x",), names))))
    broken = chart_svg(chart(worked(asked({n: [5] for n in names[:3]}, ("x",), names))))
    assert 'opacity="0.12"' in full  # the area, which claims a mark at each point
    assert 'opacity="0.12"' not in broken
    assert _corners(full) > _corners(broken)


def _corners(svg: str) -> int:
    """Count the corners of all lines of a drawing."""
    return sum(len(re.findall(r"[ML]", path)) for path in re.findall(r' d="([^"]+)"', svg))


def test_a_pack_holds_it_and_the_command_says_it(tmp_path: Path) -> None:
    file = tmp_path / "star.json"
    file.write_bytes(source(asked(READ)))
    drawn = html_of(document_of(read_file(file.read_bytes())))
    assert "What the marks mean" in drawn
    assert "Star of 3 outcomes" in drawn
    out = StringIO()
    call_command("value", KEY, str(file), "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["differences"][0]["points"] == ["2", "-0.5", "-1"]


def _all_words(star: StarRead) -> str:
    return str(blocks(star))
