"""LibreOffice works the impact map’s formulas out again, and comes to what the method says."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from appraisal.exports.impact_map import impact_map, map_pages
from appraisal.file import read_file
from appraisal.methods.sroi_parts import Returned
from tests.exports.office import Cells, sheets_of, worked_out
from tests.exports.test_sheets import NASTY, formulas
from tests.methods.test_sroi import NOT_MATERIAL, WORKS, file_of, outcome, plain, worked

TITLE = "Boat shed"
# The last holds what the method found by search.
TYPED = ("Inputs", "Impact map", "Settings", "Years", "Sensitivity")
SERVING: dict[str, Any] = {
    "stakeholder": "Volunteers",
    "what": "Serving",
    "kind": "time",
    "amount_gbp": "16.75",
    "hours": 800,
    "years": 12,
}


def books() -> dict[str, Returned]:
    """Return the golden case both ways, and cases where powers of nothing or later rates could go astray."""
    many = (
        outcome(),
        plain(years=126, drop_off_percent=100, proxy_gbp_pa=999),
        plain(years=126, counts="loss", stakeholder="Neighbours", quantity="12.5"),
        plain(years=11, drop_off_percent="0.5", stakeholder="The council", deadweight_percent=100),
        NOT_MATERIAL,
    )
    own: dict[str, Any] = {"schedule": "own", "own_rate_percent": 0, "first_year": "later"}
    return {
        "golden": worked(),
        "later": worked(first_year="later"),
        "many": worked(*many, inputs=[WORKS, SERVING]),
        "own": worked(plain(years=300, drop_off_percent="1.5"), **own),
        "nothing-in": worked(inputs=[]),
    }


@pytest.fixture(scope="module")
def office_says(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cells]:
    day = read_file(file_of({"outcomes": [outcome()], "first_year": "now", "schedule": "standard"}))
    made = {
        name: impact_map(found, TITLE, day.answers.valuation_date)
        for name, found in books().items()
    }
    return worked_out(made, tmp_path_factory.mktemp("office"))


def agrees(wanted: object, said: str) -> bool:
    if isinstance(wanted, str):
        return said == wanted
    return float(said) == pytest.approx(float(wanted), rel=1e-11, abs=1e-9)  # type: ignore[arg-type]


def test_every_formula_comes_to_what_the_method_says(office_says: dict[str, Cells]) -> None:
    wrong = []
    for name, found in books().items():
        wanted, said = formulas(map_pages(found, TITLE)), office_says[name]
        assert set(said) == set(wanted), name
        wrong += [
            (name, where, entry.formula, entry.value, said[where])
            for where, entry in wanted.items()
            if not agrees(entry.value, said[where])
        ]
    assert wrong == []


def test_it_comes_to_the_golden_ratio(office_says: dict[str, Cells]) -> None:
    assert f"{float(office_says['golden']['Ratio', 'B7']):.5f}" == "1.43628"
    assert f"{float(office_says['golden']['Ratio', 'B3']):.2f}" == "359069.57"
    assert f"{float(office_says['later']['Ratio', 'B7']):.2f}" == "1.39"
    assert office_says["nothing-in"]["Ratio", "B7"] == ""


def test_only_what_was_answered_is_typed() -> None:
    for page in map_pages(worked(), TITLE):
        for row in page.rows:
            for entry in row:
                if entry and not entry.formula and isinstance(entry.value, Decimal | int):
                    assert page.name in TYPED, page.name


def test_it_holds_how_far_the_ratio_hangs_on_each_assumption() -> None:
    """In the golden case £250,000 ÷ £359,069.57 of the quantity is enough: 60 × 0.69624… = 41.77…"""
    (page,) = [one for one in map_pages(worked(), TITLE) if one.name == "Sensitivity"]
    rows = [[entry.value if entry else "" for entry in row] for row in page.rows]
    found = {str(row[0]): row for row in rows if row}
    assert float(str(found["Feel less lonely"][2])) == pytest.approx(
        60 * 250_000 / 359_069.5652, rel=1e-8
    )
    worse, better = found["Quantities"][2:]
    assert (f"{worse:.5f}", f"{better:.5f}") == ("1.29265", "1.57991")
    assert "do not change" in str(rows[-1][0])
    assert "Sensitivity" not in [one.name for one in map_pages(worked(inputs=[]), TITLE)]


@pytest.mark.parametrize("typed", NASTY, ids=range(len(NASTY)))
def test_what_people_type_never_becomes_a_formula(typed: str) -> None:
    named = {"stakeholder": typed, "outputs": typed, "outcome": typed, "source": typed}
    found = worked(outcome(**named), {**NOT_MATERIAL, "why_not": typed})
    day = read_file(file_of({"outcomes": [outcome()], "first_year": "now", "schedule": "standard"}))
    book = impact_map(found, typed, day.answers.valuation_date)
    with zipfile.ZipFile(BytesIO(book)) as file:
        in_book = {
            f"={formula.text}"
            for part in sheets_of(file).values()
            for formula in etree.fromstring(file.read(part)).iter("{*}f")
        }
        quoted = etree.fromstring(file.read("xl/styles.xml")).xpath("//*[@quotePrefix='1']")
    assert in_book == {entry.formula for entry in formulas(map_pages(found, typed)).values()}
    assert quoted


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    day = read_file(file_of({"outcomes": [outcome()], "first_year": "now", "schedule": "standard"}))
    valued_on = day.answers.valuation_date
    assert impact_map(worked(), TITLE, valued_on) == impact_map(worked(), TITLE, valued_on)
