"""docs/file.md describes every key that a file may hold and a result does hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal.engine.cautions import CODES
from appraisal.exports import file_words
from appraisal.exports.file_format import SMALLEST
from appraisal.layout import SHAPES
from appraisal.management.commands.write_file_format import fresh_page
from tests.appraisal.bad import full, good
from tests.engine.golden import WHOLE, all_cases, appraised, whole

PAGE = Path(__file__).resolve().parents[2] / "docs" / "file.md"


def test_file_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == fresh_page(), "Run manage.py write_file_format."


def test_the_small_file_is_valid() -> None:
    assert good(dict(SMALLEST))["points"] > 0


def keys_of(value: object, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            here = f"{place}.{key}" if place else key
            yield here
            yield from keys_of(one, here)
    elif isinstance(value, list):
        for one in value:
            yield from keys_of(one, f"{place}[]")


def cells() -> set[str]:
    """Return what stands as code in the tables of the page."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {cell for row in rows for cell in re.findall(r"`([^`]+)`", row)}


def described(key: str, table: set[str]) -> bool:
    """Say whether a key of a file stands in a table, under its object or its letter."""
    if ".not_applicable" in key:
        return key.endswith("not_applicable") or key.rpartition(".")[2] in table
    own = key.rpartition(".")[2].startswith("x_")
    if own or ".ratings." in key or key.startswith("lists."):
        return True  # people choose these keys
    answer = re.fullmatch(r"answers\.[A-Z](?:\.(.+))?", key)
    if answer:
        return answer[1] in {*table, None, "evidence", "note"}
    key = re.sub(r"^picked\.[A-Z]\b", "picked.<letter>", key)
    if key == "picked.<letter>":
        return True
    return key in file_words.FILE and key.rpartition(".")[2] in table


@pytest.mark.parametrize("name", [*WHOLE, "full"])
def test_every_key_of_the_examples_is_described(name: str) -> None:
    given, table = full() if name == "full" else whole(name), cells()
    assert [key for key in keys_of(given) if not described(key, table)] == []


def test_only_keys_that_there_are_have_words() -> None:
    keys = {f"{place}.{key}" if place else key for place in SHAPES for key in SHAPES[place].keys}
    assert set(file_words.FILE) == keys


def test_every_key_of_a_result_is_described() -> None:
    results = [*(appraised(whole(name)) for name in WHOLE), appraised(full())]
    keys = {key for result in results for key in keys_of(result)}
    assert keys == set(file_words.RESULT)


def test_every_warning_that_there_is_is_described_and_no_other() -> None:
    results = [appraised(case.given) for case in all_cases()]
    codes = {warning["code"] for result in results for warning in result["warnings"]}
    assert codes == set(CODES)
    for result in results:
        for warning in result["warnings"]:
            place = CODES[warning["code"]][0].partition("<")[0]
            assert warning["place"].startswith(place)


def test_what_it_says_of_limits_is_so() -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for limit in ("5,000,000 bytes", "1,000,000,000,000", "6 decimals", "10,000 characters"):
        assert limit in page
    assert "| `years` | whole number, from 1 to 999 | no |" in page
    assert "| `value` | number, above 0 | yes |" in page


def test_the_readme_leads_to_it() -> None:
    readme = (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert "docs/file.md" in readme
    assert json.dumps(SMALLEST, indent=1, ensure_ascii=False) in PAGE.read_text(encoding="utf-8")
