"""Reads the worked cases of ``fixtures/golden``; its README says how a case is written."""

from __future__ import annotations

import copy
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from appraisal.file import read_file
from appraisal.result import result_of

GOLDEN = Path(__file__).resolve().parent.parent.parent / "fixtures" / "golden"
WHOLE = ("hall", "garden", "edges", "freehold", "coproduction")
LISTED_BY = {"criteria": "letter", "headings": "key", "proxies": "key"}

Json = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One short case: an appraisal file, and what its result must hold."""

    name: str
    given: Json
    expected: Json  # path in the result → value
    warnings: list[str] | None


@cache
def text_of(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def whole(name: str) -> Json:
    """Return a whole appraisal file, to be changed at will."""
    given: Json = json.loads(text_of(f"{name}.json"))
    return given


def appraised(given: Json) -> Json:
    """Return the result of an appraisal file, as JSON carries it."""
    result: Json = json.loads(
        json.dumps(result_of(read_file(json.dumps(given).encode()).appraise()))
    )
    return result


def put(given: Json, path: str, value: object) -> None:
    *way, last = path.split(".")
    for step in way:
        given = given.setdefault(step, {})
    given[last] = copy.deepcopy(value)


def leave_out(given: Json, path: str) -> None:
    *way, last = path.split(".")
    for step in way:
        given = given[step]
    del given[last]


def found(result: Json, path: str) -> object:
    """Return what stands at a path of the result."""
    here: Any = result
    for step in path.split("."):
        if isinstance(here, list):
            by = LISTED_BY[path.partition(".")[0]]
            (here,) = [one for one in here if one[by] == step]
        else:
            here = here[step]
    if path == "proxies":
        return [one["key"] for one in here]
    return here


def said(warnings: list[Json]) -> list[str]:
    return [f"{warning['code']} at {warning['place']}" for warning in warnings]


KEYS = {"title", "set", "drop", "points", "status", "value", "result", "nothing", "warnings"}


def cases_of(path: Path) -> list[Case]:
    """Return the cases of one file of edges."""
    # Numbers with a decimal point become texts: exact, and as valid in an appraisal file.
    subject = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
    cases = []
    for one in subject["cases"]:
        unknown = set(one) - KEYS
        if unknown:
            raise ValueError(f"{path.name}, {one['title']}: {sorted(unknown)} mean nothing here")
        given = whole(subject["base"])
        for drop in subject.get("drop", []):
            leave_out(given, drop)
        for where, value in {**subject.get("set", {}), **one.get("set", {})}.items():
            put(given, where, value)
        for drop in one.get("drop", []):
            leave_out(given, drop)
        cases.append(
            Case(f"{path.stem}: {one['title']}", given, _expected(one), one.get("warnings"))
        )
    return cases


def _expected(case: Json) -> Json:
    expected: Json = {}
    for letter, points in case.get("points", {}).items():
        expected[f"criteria.{letter}.points"] = points
        expected[f"criteria.{letter}.status"] = "scored"
    for letter, status in case.get("status", {}).items():
        expected[f"criteria.{letter}.status"] = status
    for letter, value in case.get("value", {}).items():
        expected[f"criteria.{letter}.value_gbp_pa"] = value
    expected.update(case.get("result", {}))
    expected.update(dict.fromkeys(case.get("nothing", [])))
    return expected


def all_cases() -> list[Case]:
    """Return every case of every file of edges."""
    return [case for path in sorted(GOLDEN.glob("*.toml")) for case in cases_of(path)]
