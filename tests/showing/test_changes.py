"""What differs between two appraisal files is said in words, and nothing is left out."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.changes import changes
from appraisal.engine.faults import CannotRead
from appraisal.examples import NAMES
from appraisal.file import AppraisalFile, read_file
from appraisal.library import FIXTURES
from tests.engine.changes import at, changed
from tests.engine.files import files

Json = dict[str, Any]

steady = settings(derandomize=True, deadline=None, max_examples=60)


def golden(name: str) -> Json:
    found: Json = json.loads((FIXTURES / "golden" / f"{name}.json").read_bytes())
    return found


def read(given: Json) -> AppraisalFile:
    return read_file(json.dumps(given).encode())


def told(before: Json, after: Json) -> list[str]:
    return [str(change) for change in changes(read(before), read(after))]


def hall(place: str, value: object) -> Json:
    return changed(golden("hall"), place, value)


# --- in words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (
            "answers.H.volunteers[0].hours_per_week",
            4,
            "H Community participation, Volunteers, Kitchen, Hours a week for each: 1.5 → 4",
        ),
        (
            "answers.H.volunteers[0].role",
            "Garden",
            "H Community participation, Volunteers, Kitchen, Work: Kitchen → Garden",
        ),
        (
            "answers.A.pending[0].amount_gbp",
            "70000.005",
            "A Financial resources, Pending, row 1, Amount asked for: £62,500 → £70,000.005",
        ),
        (
            "answers.B.pro_bono_gbp",
            0,
            "B Investment leveraged, Free professional help: £3,000 a year → £0 a year",
        ),
        (
            "answers.E.ratings.stay-safe",
            "none",
            "E Community strategy objectives, Stay safe: A significant help → No help",
        ),
        ("terms.years", 1, "Length: 25 years → 1 year"),
        ("terms.market_rent_gbp_pa", 9000, "Market rent: £12,000 a year → £9,000 a year"),
        ("valuation_date", "2027-01-31", "Valuation date: 1 November 2026 → 31 January 2027"),
        ("title", "Another", "Title: Hall: every criterion answered → Another"),
        ("summary", "New", "Summary: added New"),
        ("asset.imd.rank", 7, "Deprivation rank of the area: 1,462 → 7"),
    ],
)
def test_a_change_is_said_in_words(place: str, value: object, said: str) -> None:
    assert told(golden("hall"), hall(place, value)) == [said]


def test_a_file_does_not_differ_from_itself() -> None:
    assert told(golden("hall"), golden("hall")) == []
    assert told(golden("hall"), hall("answers.A.capital_cost_gbp", "250000.00")) == []


def test_a_row_that_comes_or_goes_is_said_as_such() -> None:
    more = golden("hall")
    choir = {"name": "Choir", "participants": 9, "hours_per_session": 2, "sessions_per_year": 40}
    more["answers"]["H"]["activities"].insert(0, choir)
    place = "H Community participation, Activities, Choir"
    gist = "People each time 9, Hours each time 2, Times a year 40"
    assert told(golden("hall"), more) == [f"{place}: added {gist}"]
    assert told(more, golden("hall")) == [f"{place}: removed {gist}"]


def test_a_row_without_a_name_that_goes_leaves_the_others_alone() -> None:
    more = golden("hall")
    more["answers"]["A"]["pending"].insert(0, {"amount_gbp": 100, "decision_months": 1})
    said = "A Financial resources, Pending, row 1"
    gist = "Amount asked for £100, Months until the decision 1"
    assert told(more, golden("hall")) == [f"{said}: removed {gist}"]


def test_a_row_whose_name_is_a_figure_is_said_whole() -> None:
    more = golden("hall")
    more["answers"]["J"]["agencies"].append({"agency": "40", "area_m2": 40})
    assert told(golden("hall"), more) == [
        "J Agency service use, Agencies, 40: added Area used (m²) 40"
    ]


def test_rows_of_one_name_are_told_by_their_order() -> None:
    before, after = golden("hall"), golden("hall")
    for file in (before, after):
        file["answers"]["H"]["activities"][1]["name"] = "Lunch club"
    after["answers"]["H"]["activities"][1]["participants"] = 99
    place = "H Community participation, Activities, Lunch club, People each time"
    assert told(before, after) == [f"{place}: 12 → 99"]


def test_rows_in_another_order_are_told() -> None:
    after = golden("hall")
    after["answers"]["H"]["activities"].reverse()
    place = "H Community participation, Activities, order"
    assert told(golden("hall"), after) == [
        f"{place}: Lunch club and Youth drama → Youth drama and Lunch club"
    ]


def test_a_claim_and_who_agreed_are_told() -> None:
    claim = {"not_applicable": {"reason": "No land.", "agreed_by": "A. Officer"}}
    after = hall("answers.M", claim)
    assert [one.removeprefix("M Adjoining sites, ") for one in told(golden("hall"), after)] == [
        "How much will the sites next door gain?: removed Some difference",
        "What will change for them?: removed Boarded frontage next to the school is reopened.",
        "Does not apply: added No land.",
        "Agreed for the council by: added A. Officer",
    ]


def test_an_answer_with_nothing_in_it_is_not_the_same_as_none() -> None:
    empty, none = hall("answers.J", {}), golden("hall")
    del none["answers"]["J"]
    said = "J Agency service use: not answered → answered, with nothing entered"
    assert told(none, empty) == [said]
    noted = copy.deepcopy(empty)
    noted["answers"]["J"]["note"] = "Later."
    assert told(none, noted) == [said, "J Agency service use, Note: added Later."]


def test_own_figures_and_wordings_are_told() -> None:
    after = hall("lists", {"E": {"stay-safe": "Feel safe"}})
    figure = {"key": "minimum_wage_hour", "applies_from": "2026-10-01", "value": 13, "source": "We"}
    after["proxies"] = [figure]
    assert told(golden("hall"), after) == [
        "E Community strategy objectives, wording of “stay-safe”: added Feel safe",
        "The council’s own figure, minimum wage an hour, from 1 October 2026: added what it is "
        "minimum wage an hour, applies from 1 October 2026, value £13, source We",
    ]
    dearer = copy.deepcopy(after)
    dearer["proxies"][0]["value"] = "13.005"
    assert told(after, dearer) == [
        "The council’s own figure, minimum wage an hour, from 1 October 2026, value: £13 → £13.005"
    ]


def test_another_scheme_is_told_with_all_that_it_asks_otherwise() -> None:
    said = told(golden("hall"), golden("coproduction"))
    assert any(one.startswith("Scheme: Valuing Worth A–M") for one in said)
    assert any("Land" in one and "removed" in one for one in said)


# --- nothing left out ----------------------------------------------------------------------------


def leaves(given: object, place: str = "") -> Iterator[str]:
    """Yield the place of every value that a file holds."""
    if isinstance(given, dict):
        for key, value in given.items():
            yield from leaves(value, f"{place}.{key}" if place else key)
    elif isinstance(given, list):
        for number, value in enumerate(given):
            yield from leaves(value, f"{place}[{number}]")
    else:
        yield place


def others(value: object) -> Iterator[object]:
    """Yield values that might stand in a value's place: which are valid is the reader's to say."""
    for_words: tuple[Callable[[str], str], ...] = (
        lambda text: (date.fromisoformat(text) + timedelta(days=1)).isoformat(),
        lambda text: str(int(text) + 1),
        lambda text: f"{text}1",
        lambda text: f"{text} too",
    )
    yield from ("none", "some", "significant", "limited", "freehold", "lease", "sport", "growing")
    yield from ("minimum_wage_hour", "paid_hours_week", "agency_space_m2_year")
    yield from ("London", "North West", "2019", 2019, 2025)
    if not isinstance(value, str):
        yield (int(value) if isinstance(value, int) else 0) + 1
        return
    for changed_word in for_words:
        try:
            yield changed_word(value)
        except ValueError:
            continue


def changed_at(given: Json, place: str) -> Json | None:
    """Return the file with another valid value at a place, or None where no other is found."""
    was = at(given, place)
    for value in others(was):
        if str(value) == str(was):
            continue
        after = changed(json.loads(json.dumps(given)), place, value)
        try:
            read(after)
        except CannotRead:
            continue
        return after
    return None


# These decide how all the rest is read: changing one alone is no valid file.
FIXED = {"format", "kind", "scheme"}
NEEDS_MORE = {("edges", "answers.M.level")}  # any other level needs a reason beside it


def values_of(given: Json) -> list[str]:
    own = [one for one in leaves(given) if one not in FIXED]
    return [one for one in own if "x_" not in one]  # the user's own keys say nothing to us


@pytest.mark.parametrize("name", NAMES)
def test_one_value_changed_anywhere_is_exactly_one_change(name: str) -> None:
    before = golden(name)
    places = [one for one in values_of(before) if (name, one) not in NEEDS_MORE]
    assert len(places) > 15
    for place in places:
        is_exactly_one_change(before, place)


def is_exactly_one_change(before: Json, place: str) -> None:
    after = changed_at(before, place)
    assert after is not None, f"no other value is valid at {place}"
    (change,) = changes(read(before), read(after))
    assert change.place == place
    assert change.before != change.after
    room = place.split(".")
    assert change.letter == (room[1] if room[0] in ("answers", "lists") else "")


def everything(given: AppraisalFile) -> object:
    """Return all that a file says, in a form that is equal where it says the same."""
    letters = {
        letter: (
            {key: value for key, value in answer.given.items() if value != ()},
            answer.not_applicable,
            answer.evidence,
            answer.note,
        )
        for letter, answer in given.answers.letters.items()
    }
    return letters, given.answers.terms, given.answers.region, given.answers.valuation_date


@steady
@given(files(), files())
def test_no_change_is_said_only_where_both_say_the_same(one: Json, other: Json) -> None:
    first, second = read(one), read(other)
    same = everything(first) == everything(second) and first.asset == second.asset
    same = same and first.answers.deprivation == second.answers.deprivation
    same = same and first.scheme.name == second.scheme.name
    assert (changes(first, second) == ()) is same
    assert changes(first, read(one)) == ()


@steady
@given(files(), st.data())
def test_one_value_changed_in_any_file_is_exactly_one_change(
    given_file: Json, data: st.DataObject
) -> None:
    places = [
        one
        for one in leaves(given_file["answers"], "answers")
        if changed_at(given_file, one) is not None
    ]
    if places:
        is_exactly_one_change(given_file, data.draw(st.sampled_from(places)))
