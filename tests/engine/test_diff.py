"""``diff_schemes`` says every change in words."""

import copy
from typing import Any

import pytest

from appraisal.engine.diff import differences
from appraisal.library import read_toml, scheme_paths

AM, COPRODUCTION = (read_toml(path) for path in scheme_paths())


def changed() -> dict[str, Any]:
    return copy.deepcopy(AM)


def test_a_scheme_does_not_differ_from_itself() -> None:
    assert differences(AM, changed()) == []


def test_a_figure_that_changes_is_named_with_its_place() -> None:
    after = changed()
    after["criteria"][0]["measure"]["bands"][1]["points"] = 16
    assert differences(AM, after) == ["Criterion A, rule, band 2, points: 15 becomes 16."]


def test_a_word_that_changes_is_quoted() -> None:
    after = changed()
    after["criteria"][3]["title"] = "Where it is"
    assert differences(AM, after) == [
        "Criterion D, title: “Location by priority status” becomes “Where it is”."
    ]


def test_a_criterion_that_goes_or_comes_is_one_sentence() -> None:
    after = changed()
    gone = after["criteria"].pop()
    assert differences(AM, after) == ["Criterion M is gone: “Adjoining sites”."]
    assert differences(after, AM) == [f"Criterion M is new: “{gone['title']}”."]


def test_a_question_that_moves_is_told() -> None:
    after = changed()
    after["criteria"][0]["questions"].reverse()
    assert differences(AM, after) == ["Criterion A, questions: the order changes."]


def test_a_key_that_is_new_or_gone_is_told() -> None:
    after = changed()
    after["headings"][0]["weight"] = 2
    assert differences(AM, after) == ["Heading financial, weight: 2 is new."]
    assert differences(after, AM) == ["Heading financial, weight: 2 is gone."]


def test_a_limit_of_the_usual_that_changes_is_told() -> None:
    after = changed()
    after["criteria"][7]["questions"][1]["columns"][2]["usual_most"] = 80
    assert differences(AM, after) == [
        "Criterion H, question volunteers, column hours_per_week, usual most: 168 becomes 80."
    ]


@pytest.mark.parametrize(("before", "after"), [(AM, COPRODUCTION), (COPRODUCTION, AM)])
def test_no_change_is_left_out(before: dict[str, Any], after: dict[str, Any]) -> None:
    said = differences(before, after)
    assert "Criterion K, title: " in " ".join(said)
    assert len(said) > 50
    assert all(sentence.endswith(".") for sentence in said)
