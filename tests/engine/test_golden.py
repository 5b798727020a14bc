"""The worked cases of ``fixtures/golden`` come out as they were worked out by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.engine.golden import (
    GOLDEN,
    WHOLE,
    Case,
    all_cases,
    appraised,
    found,
    said,
    text_of,
    whole,
)


def spoken_for(result: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the result without what the contract leaves open: version and messages."""
    kept = {key: value for key, value in result.items() if key in wanted}
    kept["warnings"] = [
        {"code": warning["code"], "place": warning["place"]} for warning in result["warnings"]
    ]
    return kept


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_appraisal_matches_to_the_key(name: str) -> None:
    wanted = json.loads(text_of(f"{name}.result.json"))
    assert spoken_for(appraised(whole(name)), wanted) == wanted


@pytest.mark.parametrize("name", WHOLE)
def test_a_result_has_every_key_of_the_contract(name: str) -> None:
    result = appraised(whole(name))
    assert set(result) >= {
        *("scheme", "provisional", "points", "max_points", "applicable_max_points", "percent"),
        *("headings", "criteria", "social_value_gbp_pa", "annual_public_contribution_gbp"),
        *(
            "value_per_public_pound",
            "coefficiency",
            "discount",
            "undervalue",
            "proxies",
            "warnings",
        ),
    }
    assert result["scheme"]["key"] == whole(name)["scheme"]
    assert result["scheme"]["version"].strip()
    assert all(warning["message"].strip() for warning in result["warnings"])


CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edge_comes_out_as_worked_by_hand(case: Case) -> None:
    result = appraised(case.given)
    got = {path: found(result, path) for path in case.expected}
    if case.warnings is not None:
        assert said(result["warnings"]) == case.warnings
    # As JSON, so that 1 and true, or 0 and false, are not taken for each other.
    assert json.dumps(got) == json.dumps(case.expected)


def test_every_case_has_a_title_of_its_own_and_demands_something() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert [case.name for case in CASES if not case.expected and case.warnings is None] == []


def test_every_file_of_cases_says_what_it_is_about() -> None:
    assert len(list(GOLDEN.glob("*.toml"))) >= 14
    assert [
        path.name for path in GOLDEN.glob("*.toml") if "\nabout = " not in "\n" + path.read_text()
    ] == []
