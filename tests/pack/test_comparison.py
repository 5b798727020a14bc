"""The comparison sheet: who stands first, what of each, and what is said of what cannot be compared."""

from datetime import date
from typing import Any

import pytest

from appraisal.pack.comparison import ComparisonDocument, Item, comparison_of
from appraisal.pack.comparison_pdf import draw_comparison, html_of
from appraisal.pack.report import Issue
from tests.pack.conftest import text_of
from tests.pack.recorded import record


def sheet(*names: str, **more: Any) -> ComparisonDocument:
    items = tuple(
        Item(number, Issue(signed=record(name, "sign-off")))
        for number, name in enumerate(names, start=1)
    )
    return comparison_of(items, title="12 May 2026", council="Ely", day=date(2026, 5, 12), **more)


def column(found: ComparisonDocument, at: int) -> list[str]:
    return [row[at].text for row in found.table.rows]


def test_the_highest_score_stands_first_and_equal_ones_share_a_place() -> None:
    found = sheet("garden", "hall", "freehold", "hall")
    scores = [float(one.partition("%")[0]) for one in column(found, 3)]
    assert scores == sorted(scores, reverse=True)
    halls = [
        (rank, name)
        for rank, name in zip(column(found, 0), column(found, 1), strict=True)
        if name.startswith(("Item 2:", "Item 4:"))
    ]
    assert len(halls) == 2
    assert halls[0][0] == halls[1][0]
    assert halls[0][0].endswith("=")
    assert halls[0][1] < halls[1][1], "equal ones stand as on the agenda"


def test_what_is_forgone_says_whether_it_is_a_year() -> None:
    found = sheet("hall", "freehold", "coproduction")
    by_name = dict(
        zip([one.partition(":")[0] for one in column(found, 1)], column(found, 7), strict=True)
    )
    assert by_name["Item 1"].endswith(" a year")
    assert "year" not in by_name["Item 2"]
    assert by_name["Item 3"] == "–", "nothing is let or sold"


def test_undervalues_stand_only_where_there_are_any() -> None:
    some, none = sheet("freehold", "coproduction"), sheet("coproduction")
    assert some.table.heads[-1].text == "Undervalue"
    assert all(len(row) == len(some.table.heads) for row in some.table.rows)
    assert "No undervalue is shown" not in html_of(some)
    assert "Undervalue" not in [one.text for one in none.table.heads]
    assert "No undervalue is shown" in html_of(none)


def test_it_says_where_schemes_differ_and_what_is_left_out() -> None:
    assert sheet("hall", "garden").alike
    assert not sheet("hall", "coproduction").alike
    assert "scored by different schemes" in html_of(sheet("hall", "coproduction"))
    assert "scored by different schemes" not in html_of(sheet("hall"))
    assert "2 of the items on the agenda are left out" in html_of(sheet("hall", left_out=2))
    assert "left out" not in html_of(sheet("hall"))


def test_no_proposal_makes_no_sheet() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sheet()


def test_each_kite_has_a_text_and_the_same_sheet_gives_the_same_bytes() -> None:
    found = sheet("hall", "garden")
    drawn = draw_comparison(found)
    assert drawn == draw_comparison(found)
    assert html_of(found).count("Outcomes Kite. ") == 2
    assert "Comparison sheet" in text_of(drawn)
