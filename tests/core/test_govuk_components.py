"""Our components against govuk-frontend's own: the same options must make the same elements.

Which fixtures are covered stands in govuk_covered.json, by name; the rest are options we do not have.
A fixture that is new, or gone, fails until it is put into one list or out of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.components import (
    Attributes,
    CharacterCount,
    Label,
    Select,
    Tag,
    Task,
    TaskList,
)
from core.components.base import written
from tests.core.govuk_fixtures import BUILD, fixtures
from tests.core.html import parsed

LISTED: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "govuk_covered.json").read_text()
)


def covered() -> Iterator[tuple[str, str]]:
    for component, names in LISTED.items():
        for name in names["covered"]:
            yield component, name


@pytest.mark.parametrize(("component", "name"), [*covered()])
def test_a_component_is_what_govuk_frontend_makes(component: str, name: str) -> None:
    options, official = fixtures(component)[name]
    assert parsed(BUILD[component](options).render()) == parsed(official)


@pytest.mark.parametrize("component", BUILD)
def test_every_fixture_is_covered_or_left_out(component: str) -> None:
    names = LISTED[component]
    assert sorted([*names["covered"], *names["left_out"]]) == sorted(fixtures(component))
    assert "default" in names["covered"] or component == "pagination"


def test_every_component_is_compared() -> None:
    assert BUILD.keys() == LISTED.keys()


def test_a_select_with_an_error_has_a_red_border() -> None:
    select = Select(id="s", name="s", label=Label(text="Where?"), error="Choose a region")
    assert 'class="govuk-select govuk-select--error"' in select.render()


def test_a_character_count_needs_no_hint() -> None:
    count = CharacterCount(id="more", name="more", label=Label(text="More"), most=200)
    drawn = count.render()
    assert 'aria-describedby="more-info"' in drawn
    assert "You can enter up to 200 characters" in drawn


def test_text_that_begins_with_a_new_line_keeps_it() -> None:
    count = CharacterCount(id="m", name="m", label=Label(text="M"), most=9, value="\none")
    assert ">\n\none</textarea>" in count.render()


@pytest.mark.parametrize("text", ["<b>", '"><script>', "Tom & Jerry"])
def test_what_people_type_is_never_html(text: str) -> None:
    drawn = TaskList(tasks=(Task(title=text, hint=text, status=Tag(text=text)),)).render()
    assert text not in drawn


def test_attributes_are_escaped_left_out_or_bare() -> None:
    attributes: Attributes = {"a": '"', "b": None, "c": False, "d": True, "e": 0}
    assert written(attributes) == ' a="&quot;" d e="0"'
