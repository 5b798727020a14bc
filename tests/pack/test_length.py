"""How long a pack would be is told before it is drawn, and one that would take minutes is refused."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from appraisal.file import read_file
from appraisal.pack import MOST_LINES, TooLong, document_of, refuse_too_long
from appraisal.pack.length import parts_of
from appraisal.readers import Reader
from tests.pack.conftest import EXAMPLES, golden

LETTERS = "ABCDEFGHIJKLM"
PROSE = "People say that they would be lost without the hall, which is open every day. "


def lines(given: dict[str, Any], reader: Reader = Reader.OFFICER) -> dict[str, int]:
    document = document_of(read_file(json.dumps(given).encode()), reader=reader)
    return {part.name: part.lines for part in parts_of(document)}


def hall(rows: int = 0, name: str = "Lunch club", said: str = "") -> dict[str, Any]:
    """Return the hall's file with so many rows in every list, and something said everywhere."""
    given = golden("hall")
    answers = given["answers"]
    for letter in LETTERS:
        answers[letter] |= {"evidence": said, "note": said} if said else {}
    if rows:
        row = {
            "activities": {"name": name, "participants": 9, "sessions_per_year": 9},
            "volunteers": {"role": name, "people": 9, "hours_per_week": 1, "weeks_per_year": 9},
            "training": {"course": name, "places": 9, "hours_per_place": 9},
            "agencies": {"agency": name, "area_m2": 9},
            "savings": {"item": name, "amount_gbp_pa": 9},
        }
        row["activities"]["hours_per_session"] = 1
        for letter, key in zip("HHIJL", row, strict=True):
            answers[letter][key] = [row[key]] * rows
    return given


def refusal(given: dict[str, Any], most: int = MOST_LINES) -> str:
    with pytest.raises(TooLong) as refused:
        refuse_too_long(document_of(read_file(json.dumps(given).encode())), most)
    return str(refused.value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_a_twentieth_of_what_can_be_drawn(name: str) -> None:
    assert 50 < sum(lines(golden(name)).values()) < MOST_LINES / 20


def test_an_honest_proposal_passes_by_far() -> None:
    full = hall(
        30, "A weekly lunch club for older people of the neighbourhood", (PROSE * 26)[:2000]
    )
    assert sum(lines(full).values()) < MOST_LINES / 2


def test_the_longest_that_may_be_said_of_each_criterion_passes() -> None:
    said = hall(said=(PROSE * 200)[:10_000].strip())
    refuse_too_long(document_of(read_file(json.dumps(said).encode())), MOST_LINES)


@pytest.mark.parametrize("reader", list(Reader))
def test_a_hostile_proposal_is_refused_at_once_and_told_what_to_shorten(reader: Reader) -> None:
    given = hall(200, "x" * 4_000)  # as much as a file may hold
    document = document_of(read_file(json.dumps(given).encode()), reader=reader)
    began = time.process_time()
    with pytest.raises(TooLong) as refused:
        refuse_too_long(document, MOST_LINES)
    assert time.process_time() - began < 1
    said = str(refused.value)
    assert said.startswith("This pack would have about ")
    assert " lines. At most 4,000 can be drawn here. " in said
    assert "The longest part is “H Community participation”" in said
    assert said.endswith("use fewer rows there, or shorter texts.")


def test_letters_that_are_printed_by_their_number_count_as_long_as_they_print() -> None:
    plain, named = hall(said="A" * 9_000), hall(said="漢" * 9_000)
    assert sum(lines(named).values()) > 5 * sum(lines(plain).values())


def test_each_line_that_was_typed_is_a_line() -> None:
    assert lines(hall(said="a\n" * 500 + "end"))["G Neighbourhood priorities"] > 1_000


@pytest.mark.parametrize(
    ("change", "longest"),
    [
        ({"summary": "word " * 2_000}, "About the proposal"),
        (
            {
                "proxies": [
                    {
                        "key": "paid_hours_week",
                        "applies_from": f"{year}-04-01",
                        "value": 37,
                        "source": "word " * 200,
                    }
                    for year in range(1990, 2020)
                ]
            },
            "The council’s own figures",
        ),
    ],
)
def test_every_long_part_is_counted(change: dict[str, Any], longest: str) -> None:
    said = refusal({**golden("hall"), **change}, most=250)
    assert f"The longest part is “{longest}”" in said


def test_a_figure_to_check_in_every_row_is_counted() -> None:
    given = hall(200)
    for row in given["answers"]["H"]["activities"]:
        row["sessions_per_year"] = 99_999
    assert lines(given)["Please check"] >= 200


LONG = "word " * 1_800
PLACES = (
    *("title", "summary", "reference", "authority.name", "applicant.name", "applicant.legal_form"),
    *("asset.name", "asset.address", "asset.postcode", "asset.uprn"),
    *("answers.A.evidence", "answers.B.note", "answers.C.not_applicable.reason"),
    *("answers.C.not_applicable.agreed_by", "answers.M.reason", "lists.E.be-healthy"),
    *("answers.H.activities.0.name", "answers.H.volunteers.0.role", "answers.I.training.0.course"),
    *("answers.J.agencies.0.agency", "answers.L.savings.0.item"),
)


@pytest.mark.parametrize("place", PLACES)
def test_no_text_that_people_type_is_long_unseen(place: str) -> None:
    given = golden("hall")
    if "not_applicable" in place:
        given["answers"]["C"] = {"not_applicable": {"reason": "x", "agreed_by": "y"}}
    given["lists"] = {"E": {"be-healthy": "Be healthy"}}
    before = sum(lines(given).values())
    at: Any = given
    *way, last = place.split(".")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = LONG
    assert sum(lines(given).values()) > before + len(LONG) / 100
