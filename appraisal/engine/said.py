"""An answer as people read it: each question with what was said, in words and small tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.answers import Answer, Deprivation
from appraisal.engine.measures.base import Given
from appraisal.engine.scheme import Criterion, Question


class Said(NamedTuple):
    """What was said to one question: a text, or rows under heads. Nothing said: both are empty."""

    question: Question
    text: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: tuple[bool, ...] = ()  # which columns hold figures


def said(
    criterion: Criterion,
    answer: Answer,
    wording: Mapping[str, str],
    deprivation: Deprivation | None = None,
) -> tuple[Said, ...]:
    """Return every question of a criterion with what was said to it.

    ``deprivation`` is the asset's own, which stands in where none is entered for the criterion.
    """
    return tuple(
        said_to(question, answer.given.get(question.key), wording)
        if question.key in answer.given or deprivation is None
        else _from_asset(question, deprivation)
        for question in criterion.questions
    )


def _from_asset(question: Question, deprivation: Deprivation) -> Said:
    own = {"edition": str(deprivation.edition), "rank": words.plain(deprivation.rank)}
    found = own.get(question.kind)
    return (
        Said(question, f"{found}, taken from the asset") if found else said_to(question, None, {})
    )


def said_to(question: Question, value: object, wording: Mapping[str, str]) -> Said:
    """Return one question with a value in words; ``wording`` names rated keys."""
    if question.kind == "rows":
        return _said_rows(question, value if isinstance(value, tuple) else ())
    if question.kind == "ratings":
        ratings = value if isinstance(value, dict) else {}
        rows = tuple(
            (wording.get(key) or words.from_key(key), question.choice_labels.get(rating, rating))
            for key, rating in ratings.items()
        )
        return Said(question, "", ("What is rated", "Rating"), rows, (False, False))
    return Said(question, in_words(question, value))


def _said_rows(question: Question, rows: tuple[Given, ...]) -> Said:
    heads = tuple(column_head(column) for column in question.columns)
    cells = tuple(
        tuple(_cell(column, row.get(column.key)) for column in question.columns) for row in rows
    )
    return Said(
        question,
        "",
        heads,
        cells,
        tuple(column.kind not in ("text", "choice") for column in question.columns),
    )


def column_head(column: Question) -> str:
    """Return what stands over a column: its label, and its unit where the label does not say it."""
    shown_in_label = not column.unit or column.unit.split()[0].lower() in column.label.lower()
    if shown_in_label:
        return column.label
    money, _, per = column.unit.partition(" ")
    told = per == "a year" and column.label.endswith((per, "each year"))
    return f"{column.label} ({money if told else column.unit})"


def _cell(column: Question, value: object) -> str:
    if column.kind == "amount" and isinstance(value, Decimal):
        return words.pounds(value)
    if isinstance(value, (int, Decimal)):
        return words.plain(value)
    return in_words(column, value)


def in_words(question: Question, value: object) -> str:
    """Say one value that is no list, with its unit; nothing for None. No decimal is left out."""
    if value is None:
        return ""
    if question.kind == "amount" and isinstance(value, Decimal):
        per = " a year" if question.unit.endswith("a year") else ""
        return f"{words.short_pounds(value)}{per}"
    if question.kind == "edition":
        return str(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, (int, Decimal)):
        return words.quantity(value, question.unit, question.unit_one)
    return question.choice_labels.get(str(value), str(value))
