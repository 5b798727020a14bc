"""An answer in words, for pages. The words are the engine's own, as the pack prints them."""

from collections.abc import Mapping
from typing import NamedTuple

from appraisal.engine.answers import Answer, Deprivation
from appraisal.engine.said import Said, said
from appraisal.engine.scheme import Criterion, Question


class Cell(NamedTuple):
    """One cell of a small table; ``head`` stands beside it where there is no room for columns."""

    text: str
    numeric: bool
    head: str = ""


class Spoken(NamedTuple):
    """A question and what was said to it: a text, some lines or a small table, or nothing."""

    question: Question
    text: str = ""
    lines: tuple[str, ...] = ()
    heads: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def label(self) -> str:
        """Return what was asked."""
        return self.question.label

    @property
    def answered(self) -> bool:
        """Say whether anything was said."""
        return bool(self.text or self.lines or self.rows)


def spoken_answers(
    criterion: Criterion,
    answer: Answer | None,
    wording: Mapping[str, str],
    deprivation: Deprivation | None = None,
) -> tuple[Spoken, ...]:
    """Return every question of a criterion with what was said to it; ``wording`` names rated keys.

    ``deprivation`` is the asset's own, which stands in where the criterion was answered without.
    """
    if answer is None:
        return tuple(Spoken(question) for question in criterion.questions)
    return tuple(spoken_of(one) for one in said(criterion, answer, wording, deprivation))


def spoken_of(one: Said) -> Spoken:
    """Return an answer in words as pages show it."""
    if one.question.kind == "ratings":
        return Spoken(one.question, lines=tuple(f"{what}: {rating}" for what, rating in one.rows))
    if not one.rows:
        return Spoken(one.question, one.text)
    heads = tuple(map(Cell, one.heads, one.numeric))
    rows = tuple(tuple(map(Cell, row, one.numeric, one.heads)) for row in one.rows)
    return Spoken(one.question, heads=heads, rows=rows)
