"""Picked points: one of a criterion's own levels, with a reason, in place of what its rule gives."""

from __future__ import annotations

import copy
import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.changes import changes
from appraisal.engine.answers import Picked
from appraisal.engine.faults import CannotRead
from appraisal.engine.scheme import Scheme
from appraisal.engine.score import appraise
from appraisal.file import read_file
from appraisal.library import scheme_named
from appraisal.summary import summary_of
from tests.engine.files import files
from tests.engine.golden import Json, appraised, found, whole
from tests.engine.test_explain import workings
from tests.engine.test_properties import LETTERS, by_letter, steady

AM = scheme_named("valuing-worth-am")
TOGETHER = scheme_named("valuing-worth-coproduction")


def picked(**picks: Any) -> Json:
    given = whole("hall")
    given["picked"] = {
        letter: one if isinstance(one, dict) else {"points": one, "reason": "Seen on the visit."}
        for letter, one in picks.items()
    }
    return given


def faults(given: Json) -> dict[str, str]:
    with pytest.raises(CannotRead) as refused:
        read_file(json.dumps(given).encode())
    return {fault.place: fault.message for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("letter", "levels"),
    [
        ("A", (0, 5, 10, 15, 20)),  # funding
        ("B", (0, 5, 10, 15, 20, 25)),  # share
        ("C", (0, 5, 10, 15, 20)),  # level
        ("D", (0, 5, 10)),  # deprivation
        ("E", tuple(range(11))),  # ratings of 0, 1, 3 and 5 up to 10
        ("G", tuple(range(26))),
        ("H", (0, 5, 10, 15, 20)),  # value
        ("J", (0, 5, 10)),
    ],
)
def test_each_measure_names_its_levels(letter: str, levels: tuple[int, ...]) -> None:
    assert AM.by_letter[letter].levels == levels


@pytest.mark.parametrize("scheme", [AM, TOGETHER], ids=lambda one: one.key)
def test_levels_go_from_none_to_the_maximum(scheme: Scheme) -> None:
    for criterion in scheme.criteria:
        assert (criterion.levels[0], criterion.levels[-1]) == (0, criterion.maximum)


def test_ratings_reach_only_what_their_points_add_up_to() -> None:
    measure = AM.by_letter["E"].measure
    uneven = type(measure)(question="ratings", points={"none": 0, "much": 4}, cap=10)  # type: ignore[call-arg]
    assert uneven.levels() == (0, 4, 8, 10)
    every = {min(sum(one), 10) for one in product((0, 4), repeat=4)}
    assert set(uneven.levels()) == every


@pytest.mark.parametrize("letter", LETTERS)
def test_every_level_can_be_picked_and_nothing_beside_or_between(letter: str) -> None:
    levels = AM.by_letter[letter].levels
    for points in range(AM.by_letter[letter].maximum + 2):
        given = picked(**{letter: points})
        if points in levels:
            assert by_letter(appraised(given))[letter]["points"] == points
        else:
            assert list(faults(given)) == [f"picked.{letter}.points"]


def test_a_pick_outside_the_levels_is_named_with_the_levels_there_are() -> None:
    said = faults(picked(B=12))["picked.B.points"]
    assert said == "12 is no level of B: its rule can give 0, 5, 10, 15, 20 and 25 points."


@pytest.mark.parametrize(
    ("pick", "place"),
    [
        ({"points": 10}, "picked.B.reason"),
        ({"points": 10, "reason": "  "}, "picked.B.reason"),
        ({"reason": "Because"}, "picked.B.points"),
        ({"points": "10.5", "reason": "Because"}, "picked.B.points"),
        ({"points": -5, "reason": "Because"}, "picked.B.points"),
        ({"points": True, "reason": "Because"}, "picked.B.points"),
        ({"points": 10, "reason": "Because", "by": "me"}, "picked.B.by"),
        ([10, "Because"], "picked.B"),
    ],
)
def test_a_bad_pick_is_a_fault_at_its_place(pick: object, place: str) -> None:
    given = whole("hall")
    given["picked"] = {"B": pick}
    assert list(faults(given)) == [place]


def test_a_letter_that_there_is_not_and_a_list_of_picks_are_faults() -> None:
    assert list(faults(picked(Q=5))) == ["picked.Q"]
    given = whole("hall")
    given["picked"] = [10]
    assert list(faults(given)) == ["picked"]


def test_what_is_agreed_not_to_apply_has_nothing_to_pick() -> None:
    given = picked(K=5)
    given["answers"]["K"] = {"not_applicable": {"reason": "No land", "agreed_by": "Officer"}}
    assert list(faults(given)) == ["picked.K"]
    del given["picked"]
    file = read_file(json.dumps(given).encode())
    answers = copy.copy(file.answers)
    object.__setattr__(answers, "picked", {"K": Picked(5, "Around the reader")})
    (scored,) = [
        one
        for one in appraise(file.scheme, file.proxies, answers).criteria
        if one.criterion.letter == "K"
    ]
    assert (scored.status, scored.points, scored.picked) == ("not-applicable", 0, None)


@steady
@given(files(), st.sampled_from(LETTERS), st.integers(0, 30))
def test_a_pick_changes_its_own_points_and_what_is_made_of_them_and_nothing_else(
    given: Json, letter: str, which: int
) -> None:
    before = appraised(given)
    own = by_letter(before)[letter]
    if own["status"] == "not-applicable":
        return
    scheme = TOGETHER if given["kind"] == "coproduction" else AM
    levels = scheme.by_letter[letter].levels
    points = levels[which % len(levels)]
    after = appraised({**given, "picked": {letter: {"points": points, "reason": "So."}}})
    now = by_letter(after)[letter]
    assert (now["status"], now["points"]) == ("scored", points)
    assert now["value_gbp_pa"] == own["value_gbp_pa"]
    assert now["picked"]["rule_points"] == own["points"]
    assert now["picked"]["rule_status"] == own["status"]
    assert {**by_letter(after), letter: None} == {**by_letter(before), letter: None}
    assert after["points"] == before["points"] - own["points"] + points
    left = own["max_points"] if own["status"] == "cannot-be-scored" else 0
    assert after["applicable_max_points"] == before["applicable_max_points"] + left
    for same in ("social_value_gbp_pa", "coefficiency", "undervalue", "proxies"):
        assert after[same] == before[same]


@steady
@given(files())
def test_no_pick_leaves_no_trace(given: Json) -> None:
    assert appraised({**given, "picked": {}}) == appraised(given)
    assert all("picked" not in one for one in appraised(given)["criteria"])


@pytest.mark.parametrize(
    ("without", "given", "said"),
    [
        ("", "B", "Picked 10 of 25: Seen on the visit (the rule gives 15)."),
        ("answers.B", "B", "Picked 10 of 25: Seen on the visit (by the rule it is unanswered: 0)."),
        (
            "terms.market_rent_gbp_pa",
            "H",
            "Picked 10 of 20: Seen on the visit (by the rule it cannot be scored).",
        ),
    ],
)
def test_the_working_says_what_was_picked_why_and_what_the_rule_gives(
    without: str, given: str, said: str
) -> None:
    file = picked(**{given: 10})
    if without:
        part, _, key = without.partition(".")
        del file[part][key]
    working = workings(file)[given]
    assert working.rule == said
    assert working.result.startswith("10 of ")


def test_the_working_keeps_how_the_rule_works_out() -> None:
    plain, with_pick = workings(whole("hall"))["B"], workings(picked(B=10))["B"]
    assert with_pick.steps[:-1] == plain.steps
    assert str(with_pick.steps[-1]) == f"By the rule: {plain.rule}"


def test_the_summary_and_the_changes_tell_of_a_pick() -> None:
    before, after = (
        read_file(json.dumps(one).encode()) for one in (whole("hall"), picked(B=10, M=10))
    )
    text = summary_of(after, after.appraise())
    assert "B: Picked 10 of 25: Seen on the visit (the rule gives 15)." in text
    assert [str(one) for one in changes(before, after)] == [
        "B Investment leveraged, points picked: added 10, because Seen on the visit.",
        "M Adjoining sites, points picked: added 10, because Seen on the visit.",
    ]
    assert not changes(after, after)


def test_a_zero_is_a_pick_too() -> None:
    assert found(appraised(picked(B=0)), "criteria.B.points") == 0
    assert found(appraised(picked(B=0)), "criteria.B.picked.rule_points") == 15
