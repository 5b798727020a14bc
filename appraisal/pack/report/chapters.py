"""What was asked for the report beside the criteria, as the record holds it: with the wording of then."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from appraisal.engine import words
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Table, Under, section
from appraisal.pack.report.issue import Issue, day_said

_NUMERIC = ("amount", "number", "whole", "rank")


def chapter_of(issue: Issue, key: str) -> Mapping[str, Any]:
    """Return a chapter of the newest record; an empty one where it holds none of that key."""
    for frozen in (issue.decided, issue.signed, issue.submitted):
        held: Sequence[Mapping[str, Any]] = (
            (frozen.assessment.get("chapters") or ()) if frozen else ()
        )
        if frozen and not held:
            held = frozen.beside.get("chapters") or ()
        for one in held:
            if one["key"] == key:
                return one
    return {}


def chapter_blocks(issue: Issue, key: str) -> list[Block]:
    """Return what a chapter says: short answers as facts, texts and tables under their questions."""
    return list(_blocks(chapter_of(issue, key)))


def _blocks(chapter: Mapping[str, Any]) -> Iterator[Block]:
    facts: list[Fact] = []
    for one in chapter.get("questions") or ():
        if one.get("kind") == "rows":
            if facts:
                yield Facts(tuple(facts))
                facts = []
            yield from _rows(one)
        elif said := _said(one, one.get("value")):
            facts.append(Fact(str(one["label"]), said))
    if facts:
        yield Facts(tuple(facts))


def _rows(question: Mapping[str, Any]) -> Iterator[Block]:
    columns = question.get("columns") or ()
    given = question.get("value") or ()
    if not given:
        return
    rows = [tuple(_said(column, row.get(column["key"])) for column in columns) for row in given]
    numeric = tuple(column["kind"] in _NUMERIC for column in columns)
    heads = tuple(str(column["label"]) for column in columns)
    yield Under(str(question["label"]))
    yield Table(grid(heads, rows, numeric, str(question["label"])))


def _said(question: Mapping[str, Any], value: object) -> str:
    """Return a value in words, as its question's kind has it; empty where there is none."""
    if value in (None, ""):
        return ""
    kind, text = question.get("kind"), str(value)
    if kind == "amount":
        return words.short_pounds(Decimal(text))
    if kind in ("number", "whole", "rank"):
        return words.quantity(Decimal(text), str(question.get("unit") or ""))
    if kind == "date":
        return day_said(text)
    if kind == "choice":
        return str((question.get("choice_labels") or {}).get(text) or words.from_key(text))
    return text


def chapter_section(issue: Issue, key: str, title: str, nothing: str) -> Section:
    """Return a section that is made of one chapter alone."""
    return section(key, title, chapter_blocks(issue, key), nothing)
