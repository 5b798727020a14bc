"""What was asked for the report beside the criteria, as the record holds it: with the wording of then."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appraisal.chapters import Recorded, recorded
from appraisal.engine.said import said_to
from appraisal.engine.scheme import Question
from appraisal.pack.grids import grid, in_whole_pounds
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Table, Under, section
from appraisal.pack.report.issue import Issue
from appraisal.pack.report.sums import SUMMED, difference, total_of

NOT_EVIDENCED = "Not yet evidenced"
_NONE = "None on record"


def chapter_of(issue: Issue, key: str) -> Recorded | None:
    """Return a chapter of the newest record that holds chapters; None where it holds none of that key."""
    for frozen in (issue.decided, issue.signed, issue.submitted):
        held: Sequence[Mapping[str, Any]] = (
            (frozen.assessment.get("chapters") or ()) if frozen else ()
        )
        if frozen and not held:
            held = frozen.beside.get("chapters") or ()
        if frozen and (found := [one for one in held if one["key"] == key]):
            return recorded(found, frozen.file.answers.kind)[0]
    return None


def chapter_blocks(issue: Issue, key: str) -> list[Block]:
    """Return what a chapter says: short answers as facts, texts and tables under their questions."""
    found = chapter_of(issue, key)
    return list(_blocks(found)) if found else []


def _blocks(held: Recorded) -> Iterator[Block]:
    values = held.chapter.value(held.said)
    facts: list[Fact] = []
    for question in held.chapter.questions:
        if question.kind == "rows":
            if facts:
                yield Facts(tuple(facts))
                facts = []
            yield from _rows(question, values, add=question.key in held.chapter.totals)
        elif text := said_to(question, values.get(question.key), {}).text:
            facts.append(Fact(question.label, text))
    if facts:
        yield Facts(tuple(facts))
    for less in held.chapter.differences:
        yield from difference(less, held.chapter.questions, values)


def _rows(question: Question, values: Mapping[str, object], *, add: bool) -> Iterator[Block]:
    said = said_to(question, values.get(question.key), {})
    if said.rows:
        totals = tuple(total_of(question, values)) if add else ()
        table = grid(
            said.heads,
            in_whole_pounds((*said.rows, *totals), said.numeric),
            said.numeric,
            question.label,
        )
        yield Under(question.label)
        yield Table(table, SUMMED if totals else _look(said.numeric))


def _look(numeric: Sequence[bool]) -> str:
    """Return the style that leaves room for words where a table holds both words and figures."""
    return "wordy" if any(numeric) and numeric.count(False) > 1 else ""


def chapter_section(issue: Issue, key: str, title: str, nothing: str) -> Section:
    """Return a section that is made of one chapter alone."""
    return section(key, title, chapter_blocks(issue, key), nothing)


def tests_section(issue: Issue, key: str, title: str, nothing: str) -> Section:
    """Return a chapter of legal tests: each that the record asks of, with its evidence or that there is none yet.

    A choice is a test, and the texts after it are its evidence: so which tests there are is the record's to say.
    """
    found = chapter_of(issue, key)
    blocks: list[Block] = []
    if found:
        rows = [(one, how, why or _NONE) for one, how, why in _tests(found)]
        heads = ("Test", "Where it stands", "Evidence, or why it does not apply")
        blocks.append(Table(grid(heads, rows, (False, False, False), title), "checks"))
    return section(key, title, blocks, nothing)


def _tests(held: Recorded) -> Iterator[tuple[str, str, str]]:
    values = held.chapter.value(held.said)
    test, stands, evidence = "", "", ""
    for question in held.chapter.questions:
        text = said_to(question, values.get(question.key), {}).text
        if question.kind == "choice":
            if test:
                yield test, stands, evidence
            test, stands, evidence = question.label, text or NOT_EVIDENCED, ""
        else:
            evidence = " ".join(filter(None, (evidence, text)))
    if test:
        yield test, stands, evidence
