"""Doubts: figures that are valid and count, and yet look as if a finger had slipped.

They stand apart from the warnings: no rule rests on them, and no result holds them.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.answers import Answers
from appraisal.engine.faults import shown
from appraisal.engine.measures import Funding
from appraisal.engine.measures.base import Given, amount, rows
from appraisal.engine.measures.part_words import row_name
from appraisal.engine.scheme import Criterion, Question, Scheme


class Doubt(NamedTuple):
    """Something that people are asked to check, at the place of the file where it stands."""

    place: str
    message: str


def doubts(scheme: Scheme, answers: Answers) -> tuple[Doubt, ...]:
    """Return what people should check, in the order of the criteria."""
    return tuple(
        doubt
        for criterion in scheme.criteria
        if (answer := answers.letters.get(criterion.letter)) is not None
        for doubt in _of_criterion(criterion, answer.given)
    )


def _of_criterion(criterion: Criterion, given: Given) -> Iterator[Doubt]:
    place = f"answers.{criterion.letter}"
    for question in criterion.questions:
        where = f"{place}.{question.key}"
        yield from _of_figure(question, given, where, "")
        for number, row in enumerate(rows(given, question.key)):
            named = shown(row_name(question, row))
            for column in question.columns:
                yield from _of_figure(column, row, f"{where}[{number}].{column.key}", named)
    if isinstance(criterion.measure, Funding):
        yield from _of_funding(criterion, criterion.measure, given, place)


def _of_figure(question: Question, given: Given, place: str, named: str) -> Iterator[Doubt]:
    value, most = given.get(question.key), question.usual_most
    if most is None or not isinstance(value, (int, Decimal)) or value <= most:
        return
    money = question.kind == "amount"
    figure = (
        words.short_pounds(Decimal(value))
        if money
        else words.quantity(value, question.unit, question.unit_one)
    )
    usual = words.short_pounds(most) if money else words.plain(most)
    name = question.name[:1].upper() + question.name[1:]
    yield Doubt(
        place,
        f"{f'{named}, ' if named else ''}“{name}”: {figure} is unusually large. Up to {usual} is usual.",
    )


def _of_funding(
    criterion: Criterion, measure: Funding, given: Given, place: str
) -> Iterator[Doubt]:
    cost, secured = amount(given, measure.cost), amount(given, measure.secured)
    if measure.cost in given and secured > cost:
        names = {question.key: question.name for question in criterion.questions}
        yield Doubt(
            f"{place}.{measure.secured}",
            f"The {names[measure.secured]}, {words.short_pounds(secured)}, is more than the "
            f"{names[measure.cost]}, {words.short_pounds(cost)}.",
        )
