"""What a committee's report wants to know beside the criteria: pages of questions, declared as data.

A chapter scores nothing. It is asked of the group or of an officer, and its questions are the engine's own, so
that one key leads from the file through the page and the row into the record.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from appraisal.engine.faults import Faults, shown
from appraisal.engine.fields import Shape
from appraisal.engine.parse_scheme import check_keys, parse_question
from appraisal.engine.reading import read_fields
from appraisal.engine.scheme import ProposalKind, Question
from appraisal.engine.tables import Table
from appraisal.library import FIXTURES, read_toml
from appraisal.methods.every import METHODS

PREFIX = "chap-"  # of the keys under which the saves of chapters are counted
_NEWEST = FIXTURES / "chapters" / "valuing-worth-2026.toml"
_KEY = re.compile(r"[a-z][a-z-]{0,14}", re.ASCII)  # with the prefix it must fit a page's name

AskedOf = Literal["group", "officer"]
Given = Mapping[str, object]  # question → value as a file writes it


class Want(NamedTuple):
    """A question that must be answered once another has one of certain answers, and what is said if not."""

    key: str
    when: str
    values: tuple[str, ...]
    message: str


class Less(NamedTuple):
    """A difference that the report works out: the rows of one question, year by year, less those of another."""

    title: str
    add: str
    less: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One page of questions: who fills it in, and for which kinds of proposals.

    ``totals`` are the questions whose rows the report adds up, column by column.
    """

    key: str
    title: str
    asked_of: AskedOf
    kinds: tuple[ProposalKind, ...]
    lead: str
    questions: tuple[Question, ...]
    wants: tuple[Want, ...]
    totals: tuple[str, ...]
    differences: tuple[Less, ...]
    shape: Shape
    is_method: bool = False  # it is what a method asks, not what the committee's report does

    @property
    def page(self) -> str:
        """Return the name of its page, under which its saves are counted."""
        return f"{PREFIX}{self.key}"

    def missing(self, given: Given) -> tuple[Want, ...]:
        """Return what is wanted beside what is given, and is not there.

        A question that is itself only wanted where another has a certain answer wants nothing elsewhere: an
        answer left over from before asks for no more.
        """
        return tuple(
            want
            for want in self.wants
            if given.get(want.when) in want.values
            and given.get(want.key) in (None, "")
            and self._is_asked(want.when, given)
        )

    def _is_asked(self, key: str, given: Given) -> bool:
        wants = [want for want in self.wants if want.key == key]
        return not wants or any(given.get(want.when) in want.values for want in wants)

    def read(self, given: Given) -> dict[str, object]:
        """Return what is given as values; raise ``CannotRead`` naming every place that is wrong."""
        faults = Faults()
        read = self.read_at(given, "", faults)
        faults.raise_if_any()
        return read

    def read_at(self, given: Given, place: str, faults: Faults) -> dict[str, object]:
        """Read what is given in an object at a place, noting what is wrong."""
        own = Faults()
        read = read_fields(self.shape, given, "", own)
        for want in self.missing(given):
            own.add(want.key, f"{want.message}.")
        if self.is_method and not own:
            METHODS[self.key].check(read, own)
        for one in own.found:
            faults.add(".".join(part for part in (place, one.place) if part), one.message)
        return read

    def value(self, given: Given) -> dict[str, object]:
        """Return the values of what was given once; what is no answer any more is left out."""
        return read_fields(self.shape, dict(given), "", Faults())


def read_chapters(path: Path) -> tuple[Chapter, ...]:
    """Read a file of chapters, or raise ``CannotRead`` naming everything in it that is wrong."""
    faults = Faults()
    table = Table(read_toml(path), "", faults)
    chapters = tuple(_chapter(one) for one in table.tables("chapters"))
    table.close()
    counted = Counter((one.key, kind) for one in chapters for kind in one.kinds)
    for (key, kind), count in counted.items():
        if count > 1:
            faults.add("chapters", f"The chapter “{shown(key)}” stands {count} times for {kind}.")
    faults.raise_if_any()
    return chapters


def _chapter(table: Table) -> Chapter:
    questions = tuple(parse_question(one) for one in table.tables("questions"))
    check_keys(questions, table)
    asked_of = cast(AskedOf, table.one_of("asked_of", get_args(AskedOf)))
    for question in questions:
        if question.asked_of != asked_of:
            table.wrong("questions", f"“{question.key}” must be asked of {asked_of} as well.")
    chapter = Chapter(
        key=table.key("key", _KEY, "heads-of-terms"),
        title=table.text("title"),
        asked_of=asked_of,
        kinds=_kinds(table),
        lead=table.text("lead"),
        questions=questions,
        wants=tuple(_want(one, questions) for one in table.tables("wants", required=False)),
        totals=_totals(table, questions),
        differences=tuple(
            _less(one, questions) for one in table.tables("differences", required=False)
        ),
        shape=Shape(questions),
    )
    table.close()
    return chapter


def _kinds(table: Table) -> tuple[ProposalKind, ...]:
    kinds = table.texts("kinds", required=True)
    for kind in kinds:
        if kind not in get_args(ProposalKind):
            table.wrong("kinds", f"“{shown(kind)}” is no kind of proposal.")
    return cast(tuple[ProposalKind, ...], kinds)


def _want(table: Table, questions: tuple[Question, ...]) -> Want:
    by_key = {one.key: one for one in questions}
    want = Want(
        key=table.text("key"),
        when=table.text("when"),
        values=table.texts("is", required=True),
        message=table.text("message"),
    )
    if want.key not in by_key:
        table.wrong("key", f"There is no question “{shown(want.key)}” in this chapter.")
    asked = by_key.get(want.when)
    if asked is None or asked.kind != "choice":
        table.wrong("when", f"There is no choice “{shown(want.when)}” in this chapter.")
    elif unknown := [one for one in want.values if one not in asked.choices]:
        table.wrong("is", f"“{shown(unknown[0])}” is no choice of “{asked.key}”.")
    table.close()
    return want


def _totals(table: Table, questions: tuple[Question, ...]) -> tuple[str, ...]:
    totals = table.texts("totals")
    for key in totals:
        if not _amounts(questions, key):
            table.wrong("totals", f"“{shown(key)}” is no question of rows with amounts.")
    return totals


def _less(table: Table, questions: tuple[Question, ...]) -> Less:
    less = Less(title=table.text("title"), add=table.text("add"), less=table.text("less"))
    if not _amounts(questions, less.add):
        table.wrong("add", f"“{shown(less.add)}” is no question of rows with amounts.")
    elif _amounts(questions, less.add) != _amounts(questions, less.less):
        table.wrong("less", f"“{shown(less.less)}” has not the same amounts as “{less.add}”.")
    table.close()
    return less


def _amounts(questions: tuple[Question, ...], key: str) -> tuple[str, ...]:
    """Return the keys of the amounts in the rows of a question; none where it has no rows."""
    return tuple(
        column.key
        for one in questions
        if one.key == key
        for column in one.columns
        if column.kind == "amount"
    )


@cache
def _all() -> tuple[Chapter, ...]:
    return read_chapters(_NEWEST)


@cache
def _methods() -> tuple[Chapter, ...]:
    """Read what each method asks, in the order of the methods."""
    found = (
        replace(one, is_method=True)
        for method in METHODS.values()
        if method.asks
        for one in read_chapters(FIXTURES / "methods" / f"{method.key}.toml")
    )
    return tuple(found)


@cache
def methods_for(kind: str) -> tuple[Chapter, ...]:
    """Return what the methods ask of a kind of proposal, each a chapter under the method’s key."""
    return tuple(one for one in _methods() if kind in one.kinds)


@cache
def chapters_for(kind: str, asked_of: AskedOf | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of a kind of proposal in their order; those of one audience, or all."""
    return tuple(one for one in _all() if kind in one.kinds and asked_of in (None, one.asked_of))


def chapter_for(kind: str, key: str, asked_of: AskedOf | None = None) -> Chapter | None:
    """Return a chapter of a kind of proposal by its key, a method’s too; None where there is none."""
    every = (*chapters_for(kind, asked_of), *methods_for(kind))
    return next((one for one in every if one.key == key and asked_of in (None, one.asked_of)), None)


# --- in a record ---------------------------------------------------------------------------------


def for_record(
    kind: str, said: Mapping[str, Given], *, asked_of: AskedOf | None = None
) -> list[dict[str, Any]]:
    """Return chapters as a record holds them: every question in its words of today, with its value or null.

    ``said``: chapter → question → value as a file writes it. A record is read without the file of chapters, so
    the words and choices stand in it.
    """
    return [
        {
            "key": one.key,
            "title": one.title,
            "asked_of": one.asked_of,
            "questions": [
                {**_worded(question), "value": said.get(one.key, {}).get(question.key)}
                for question in one.questions
            ],
            **({"totals": list(one.totals)} if one.totals else {}),
            **(
                {"differences": [less._asdict() for less in one.differences]}
                if one.differences
                else {}
            ),
        }
        for one in chapters_for(kind, asked_of)
    ]


def _worded(question: Question) -> dict[str, Any]:
    worded: dict[str, Any] = {"key": question.key, "label": question.label, "kind": question.kind}
    for part in ("name", "unit", "unit_one"):
        if getattr(question, part) not in ("", question.label):
            worded[part] = getattr(question, part)
    if question.choices:
        worded["choice_labels"] = dict(question.choice_labels)
    if question.columns:
        worded["columns"] = [_worded(column) for column in question.columns]
    return worded


class Recorded(NamedTuple):
    """A chapter as a record holds it: in the words of then, with what it said."""

    chapter: Chapter
    said: Given


def recorded(held: Iterable[Mapping[str, Any]], kind: ProposalKind) -> tuple[Recorded, ...]:
    """Read the chapters that a record holds."""
    return tuple(
        Recorded(
            _of_then(one, kind),
            {
                question["key"]: question["value"]
                for question in one["questions"]
                if question["value"] is not None
            },
        )
        for one in held
    )


def _of_then(held: Mapping[str, Any], kind: ProposalKind) -> Chapter:
    questions = tuple(_question_of_then(one, held["asked_of"]) for one in held["questions"])
    return Chapter(
        key=held["key"],
        title=held["title"],
        asked_of=held["asked_of"],
        kinds=(kind,),
        lead="",
        questions=questions,
        wants=(),
        totals=tuple(held.get("totals", ())),
        differences=tuple(Less(**one) for one in held.get("differences", ())),
        shape=Shape(questions),
    )


def _question_of_then(held: Mapping[str, Any], asked_of: AskedOf) -> Question:
    labels: Mapping[str, str] = held.get("choice_labels", {})
    columns = tuple(_question_of_then(one, asked_of) for one in held.get("columns", ()))
    return Question(
        key=held["key"],
        kind=held["kind"],
        label=held["label"],
        name=held.get("name", held["label"]),
        unit=held.get("unit", ""),
        unit_one=held.get("unit_one", ""),
        asked_of=asked_of,
        choices=tuple(labels),
        choice_labels=labels,
        row=Shape(columns) if columns else None,
        columns=columns,
    )
