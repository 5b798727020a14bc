"""LibreOffice works every formula of our spreadsheets out again, and comes to what the engine says."""

from __future__ import annotations

import json
import tomllib
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from appraisal.engine.parse_scheme import parse_scheme
from appraisal.exports.sheets import Kept, pages_of, spreadsheet_of
from appraisal.exports.sheets.book import Entry, Page
from appraisal.file import AppraisalFile, read_file
from appraisal.library import published_proxies
from appraisal.pack.seen import Seen, seen_by
from appraisal.readers import Reader
from tests.engine.golden import WHOLE, Json, all_cases, text_of, whole
from tests.exports.office import Cells, sheets_of, worked_out

# Of the worked edges those where counting in binary could go astray, and one of each way to be without a figure.
EDGES = (
    "a-financial-resources: Three quarters secured",
    "a-financial-resources: A millionth short of three quarters, nothing pending",
    "a-financial-resources: Half secured and the rest within 6 months, a part of it within 3",
    "answer-states: Nothing applies: no percentage and no discount, but the legal undervalue stands",
    "answer-states: No answers at all: everything unanswered, scored against the whole scheme",
    "answer-states: Market rent unknown: H to L cannot be scored, the values stand, the result is provisional",
    "b-investment-leveraged: A millionth of a pound below 5.5% is 5%",
    "b-investment-leveraged: 50.5% is 51%, not 50%: halves go up",
    "d-deprivation: 2025: rank 3,376 is the first beyond 10% (10% is 3,375.5)",
    "e-f-g-ratings: F above the cap: twelve some count as 10",
    "h-participation: Volunteers: 370 hours at £619.70 ÷ 37 hours",
    "h-participation: Volunteers: just below 100%",
    "i-employment: A tenth of a job against a rent a millionth of a pound higher",
    "j-k-l-yearly-values: A millionth less than half a penny goes down",
    "picked-points: An unanswered criterion is scored, and has no £ value",
    "terms: A penny too much paid: a negative undervalue, with a warning",
    "totals-and-rounding: 65.45…% of £0.50: the discount of 65% is £0.325, and half a penny goes up",
)


def as_seen(given: Json) -> Seen:
    return whole_of(read_file(json.dumps(given).encode()))


def whole_of(file: AppraisalFile) -> Seen:
    return seen_by(file, Reader.OFFICER, show_discount=True)


def weighted() -> Seen:
    """Return the hall under a scheme of other bands, whose headings and criteria have weights."""
    shipped = (
        Path(__file__).parents[2].joinpath("fixtures/schemes/valuing-worth-am.toml").read_text()
    )
    given = tomllib.loads(shipped, parse_float=Decimal)
    given |= {"rule": "weighted", "key": "elsewhere"}
    for number, heading in enumerate(given["headings"]):
        heading["weight"] = (2, Decimal("1.5"), 1, 4)[number]
    for number, criterion in enumerate(given["criteria"]):
        criterion["weight"] = 1 + number % 3
    given["criteria"][3]["measure"]["bands"] = [{"percent": Decimal("4.4"), "points": 10}]
    scheme = parse_scheme(given, published_proxies().kinds)
    hall = whole("hall")
    # All but one heading: nothing of the neighbourhood's applies.
    hall["answers"]["G"] = {"not_applicable": {"reason": "None set", "agreed_by": "Officer"}}
    return whole_of(read_file(json.dumps(hall).encode(), lambda name: scheme))


def group_freehold() -> Seen:
    """Return what a group sees of a freehold: no ledger, and a discount without amounts."""
    file = read_file(text_of("freehold.json").encode())
    return seen_by(file, Reader.GROUP, show_discount=True)


@pytest.fixture(scope="module")
def books() -> dict[str, Seen]:
    cases = {case.name: case.given for case in all_cases()}
    made = {name: as_seen(whole(name)) for name in WHOLE}
    made |= {f"edge-{number}": as_seen(cases[name]) for number, name in enumerate(EDGES)}
    return {**made, "weighted": weighted(), "group": group_freehold()}


@pytest.fixture(scope="module")
def office_says(
    books: dict[str, Seen], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Cells]:
    files = {name: spreadsheet_of(seen) for name, seen in books.items()}
    return worked_out(files, tmp_path_factory.mktemp("office"))


def formulas(pages: tuple[Page, ...]) -> dict[tuple[str, str], Entry]:
    return {
        (page.name, f"{chr(ord('A') + column)}{number}"): entry
        for page in pages
        for number, row in enumerate(page.rows, start=1)
        for column, entry in enumerate(row)
        if entry is not None and entry.formula
    }


def agrees(entry: Entry, said: str) -> bool:
    """Say whether LibreOffice's figure is the engine's: to the last digit where the engine rounded it."""
    if isinstance(entry.value, str):
        return said == entry.value
    try:
        figure = float(said)
    except ValueError:
        return False
    assert isinstance(entry.value, Decimal | Fraction | int)
    wanted = float(entry.value)
    if isinstance(entry.value, Fraction):  # nobody has rounded it
        return abs(figure - wanted) <= 1e-11 + 1e-13 * abs(wanted)
    return figure == wanted


def test_every_formula_comes_to_what_the_engine_says(
    books: dict[str, Seen], office_says: dict[str, Cells]
) -> None:
    wrong = []
    for name, seen in books.items():
        wanted, said = formulas(pages_of(seen)), office_says[name]
        assert set(said) == set(wanted), name
        wrong += [
            (name, where, entry.formula, entry.value, said[where])
            for where, entry in wanted.items()
            if not agrees(entry, said[where])
        ]
    assert wrong == []


def test_the_totals_are_those_of_the_contract(office_says: dict[str, Cells]) -> None:
    """What stands beside each name on the sheet is the figure that the contract's result has under it."""
    result = json.loads(text_of("hall.result.json"))
    page = next(page for page in pages_of(as_seen(whole("hall"))) if page.name == "Totals")
    at = {str(row[0].value): number for number, row in enumerate(page.rows, 1) if row and row[0]}
    said = {
        name: [float(office_says["hall"]["Totals", f"{column}{row}"]) for column in columns]
        for name, columns, row in (
            ("Score", "F", at["Score"]),
            ("Score, before it is rounded", "CDE", at["Score, before it is rounded"]),
            ("Social value a year", "G", at["Social value a year"]),
            ("Value per public pound", "G", at["Value per public pound"]),
            ("Coefficiency", "G", at["Coefficiency"]),
            ("less the discount", "G", at["less the discount"]),
            ("Rent payable a year", "G", at["Rent payable a year"]),
            ("Legal undervalue", "G", at["Legal undervalue"]),
        )
    }
    wanted = {
        "Score": ["percent"],
        "Score, before it is rounded": ["points", "applicable_max_points", "max_points"],
        "Social value a year": ["social_value_gbp_pa"],
        "Value per public pound": ["value_per_public_pound"],
    }
    assert {name: said[name] for name in wanted} == {
        name: [float(result[key]) for key in keys] for name, keys in wanted.items()
    }
    assert said["Coefficiency"] == [float(result["coefficiency"]["ratio"])]
    assert said["less the discount"] == [float(result["discount"]["amount_gbp"])]
    assert said["Rent payable a year"] == [float(result["discount"]["payable_gbp"])]
    assert said["Legal undervalue"] == [float(result["undervalue"]["amount_gbp"])]


@pytest.mark.parametrize("name", WHOLE)
def test_no_result_is_typed_and_no_input_is_worked_out(name: str) -> None:
    """Figures are typed on the sheets of inputs, proxies and scales alone; on the others all are formulas."""
    for page in pages_of(as_seen(whole(name))):
        cells = [entry for row in page.rows for entry in row if entry is not None]
        if page.name in ("Inputs", "Proxies", "Scales", "Read me"):
            assert [entry for entry in cells if entry.formula] == []
        else:
            assert [e for e in cells if not e.formula and not isinstance(e.value, str)] == []
            assert any(entry.formula for entry in cells)


def test_the_same_appraisal_gives_the_same_bytes() -> None:
    assert spreadsheet_of(as_seen(whole("hall"))) == spreadsheet_of(as_seen(whole("hall")))


NASTY = ("=1+1", "+44 121", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org","x")')


@pytest.mark.parametrize("typed", NASTY, ids=range(len(NASTY)))
def test_what_people_type_never_becomes_a_formula(typed: str) -> None:
    given = whole("hall")
    given["title"] = typed
    given["answers"]["H"]["activities"][0]["name"] = typed
    given["answers"]["M"]["reason"] = typed
    given["answers"]["G"]["ratings"] = {"one": "some"}
    given["lists"] = {"G": {"one": typed}}
    seen = as_seen(given)
    book = spreadsheet_of(seen)
    with zipfile.ZipFile(BytesIO(book)) as file:
        written = [
            formula.text
            for part in sheets_of(file).values()
            for formula in etree.fromstring(file.read(part)).iter("{*}f")
        ]
        quoted = etree.fromstring(file.read("xl/styles.xml")).xpath("//*[@quotePrefix='1']")
    assert len(written) == len(formulas(pages_of(seen)))
    assert {f"={formula}" for formula in written} == {
        entry.formula for entry in formulas(pages_of(seen)).values()
    }
    assert quoted  # and stays a text when somebody edits the cell


def test_a_group_gets_nothing_of_the_legal_ledger() -> None:
    book = spreadsheet_of(group_freehold())
    with zipfile.ZipFile(BytesIO(book)) as file:
        everything = b"".join(file.read(name) for name in file.namelist()).decode()
    for word in ("unrestricted_value", "consideration_gbp", "Legal undervalue", "2000000"):
        assert word not in everything
    assert "not in this pack" in everything  # where the amounts would stand


def test_a_draft_says_so_and_what_is_kept_names_its_record() -> None:
    def standing(kept: Kept | None) -> str:
        (page,) = [
            page for page in pages_of(as_seen(whole("hall")), kept) if page.name == "Read me"
        ]
        return next(
            str(row[1].value)
            for row in page.rows
            if row[0] and row[0].value == "Standing" and row[1]
        )

    assert standing(None).startswith("Draft:")
    kept = standing(Kept("ab" * 32, datetime(2026, 11, 22, tzinfo=UTC), "Sign-off 2", "Exempt"))
    assert "22 November 2026" in kept
    assert "ab" * 32 in kept


def test_figures_beyond_what_a_spreadsheet_keeps_are_named() -> None:
    given = whole("hall")
    given["answers"]["A"]["capital_cost_gbp"] = "999999999999.999999"
    (page,) = [page for page in pages_of(as_seen(given)) if page.name == "Read me"]
    said = [str(row[1].value) for row in page.rows if len(row) > 1 and row[1]]
    assert any("answers.A.capital_cost_gbp" in one for one in said)


def test_sheets_print_on_a4_across_with_their_heads_again() -> None:
    with zipfile.ZipFile(BytesIO(spreadsheet_of(as_seen(whole("hall"))))) as file:
        for name, part in sheets_of(file).items():
            tree = etree.fromstring(file.read(part))
            (setup,) = tree.iter("{*}pageSetup")
            assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
            assert bool(list(tree.iter("{*}pane"))) == (name != "Read me")
        names = etree.fromstring(file.read("xl/workbook.xml")).xpath(
            "//*[local-name()='definedName']/@name"
        )
    assert names.count("_xlnm.Print_Titles") == 6
    assert names.count("ColumnTitle") == 6
