"""Where coefficiency is likeliest: the readings, the questions that they are of, and the section of a pack."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from appraisal.area.likeliest import (
    AMOUNTS,
    CHANGE,
    DELIVERED,
    INSIDE,
    INVOLVED,
    OUTSIDE,
    PEOPLE,
    PLANNED,
    SIX,
    reading_of_change,
    reading_of_people,
)
from appraisal.chapters import chapter_for, for_record
from appraisal.engine.scheme import ProposalKind
from appraisal.pack.report import Issue, Section, report_of
from appraisal.pack.report.blocks import Table, Text, Under
from appraisal.pack.report.likeliest import CONTEXT
from tests.pack.recorded import record

KINDS: tuple[ProposalKind, ...] = ("asset-transfer", "coproduction")


@pytest.mark.parametrize(("inside", "outside", "reading"), [
    ("low", "high", "Very effective"),
    ("low", "low", "Effective and static"),
    ("high", "high", "Effective but changing"),
    ("high", "low", "Least effective"),
    ("low", None, ""),
    (None, "high", ""),
])  # fmt: skip
def test_change_is_read_as_the_method_reads_it(
    inside: str | None, outside: str | None, reading: str
) -> None:
    assert reading_of_change(inside, outside) == reading


def test_each_way_to_plan_and_deliver_has_a_cell_of_its_own() -> None:
    assert set(INVOLVED) == set(product(PEOPLE, PEOPLE))
    assert len(set(INVOLVED.values())) == 9
    assert reading_of_people("both", "both").startswith("Coproduction in full")
    assert reading_of_people("communities", "communities").startswith("Self-help")
    assert reading_of_people("both", None) == reading_of_people(None, "both") == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_are_those_that_are_read_each_with_an_example(kind: ProposalKind) -> None:
    chapter = chapter_for(kind, "likeliest", "officer")
    assert chapter is not None
    asked = {one.key: one for one in chapter.questions}
    assert tuple(asked) == (*SIX, INSIDE, OUTSIDE, PLANNED, DELIVERED)
    assert {asked[key].choices for key in SIX} == {("yes", "partly", "no")}
    assert asked[INSIDE].choices == asked[OUTSIDE].choices == tuple(AMOUNTS)
    assert set(CHANGE) == set(product(AMOUNTS, AMOUNTS))
    for key in (PLANNED, DELIVERED):
        assert asked[key].choice_labels == PEOPLE
    assert all("or example, " in one.hint for one in chapter.questions)
    assert not any(one.required for one in chapter.questions)
    assert chapter.read({}) == {}


def sections(name: str, kind: ProposalKind, **said: str) -> list[Section]:
    """Return the section of a pack in which this was said, if there is one, and nothing else of its report."""
    held = for_record(kind, {"likeliest": said})
    beside: dict[str, Any] = {"chapters": held}
    issue = Issue(signed=record(name, "sign-off", beside=beside))
    file = issue.newest.file
    report = report_of(issue, file.appraise(), file)
    return [one for one in report.all if one.key == "likeliest"]


def tables(found: Section) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.grid.rows]
        for block in found.blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize(("name", "kind"), [("hall", KINDS[0]), ("coproduction", KINDS[1])])
def test_a_pack_shows_the_answers_and_marks_its_own_cells_in_words(
    name: str, kind: ProposalKind
) -> None:
    said = {
        "place": "yes",
        "integrated": "partly",
        "from_outside": "no",
        INSIDE: "low",
        OUTSIDE: "high",
        PLANNED: "both",
        DELIVERED: "communities",
    }
    (found,) = sections(name, kind, **said)
    assert found.blocks[0] == Text("This is context: it gives no points and changes no discount.")
    six, change, people = tables(found)
    assert [row[1] for row in six] == ["Yes", "Not said", "Not said", "Partly", "Not said", "No"]
    assert change == [
        ["Little from inside", "Effective and static", "This proposal: very effective"],
        ["Much from inside", "Least effective", "Effective but changing"],
    ]
    assert people[1][3] == "This proposal: planned together, and communities do the work"
    marked = [cell for row in people for cell in row if "This proposal" in cell]
    assert (len(people), len(people[0]), len(marked)) == (3, 4, 1)


def test_nothing_said_makes_no_section_and_a_part_makes_that_part() -> None:
    assert sections("hall", KINDS[0]) == []
    issue = Issue(submitted=record())
    report = report_of(issue, issue.newest.file.appraise(), issue.newest.file)
    assert "likeliest" not in {one.key for one in report.all}
    (found,) = sections("hall", KINDS[0], **{INSIDE: "low"})
    assert [one.title for one in found.blocks if isinstance(one, Under)] == [
        "Where its change comes from"
    ]
    assert any("Only one of the two was said" in str(one) for one in found.blocks)
    assert "This proposal" not in str(tables(found))
    assert str(found).count(CONTEXT) == 1
