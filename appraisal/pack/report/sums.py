"""Sums that the report works out over what people typed in rows, and marks as its own."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from appraisal.chapters import Less
from appraisal.engine import words
from appraisal.engine.answers import Answer
from appraisal.engine.measures import Funding
from appraisal.engine.results import Appraisal
from appraisal.engine.said import column_head
from appraisal.engine.scheme import Question
from appraisal.pack.grids import grid, in_whole_pounds
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text, Under

OURS = "worked out here"  # by us: nobody typed it
SUMMED = "summed"  # the style of a table whose last row is a sum
INCOMPLETE = "not complete"


def total_of(question: Question, values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield the row of sums under the rows of a question, in pounds; nothing where there is one row or none."""
    if len(_given(question, values)) > 1:
        others = question.columns[1:]  # the first says what a row is
        sums = (_sum(question, values, one) if _is_money(one) else None for one in others)
        said = (
            _said(one) if _is_money(column) else ""
            for one, column in zip(sums, others, strict=True)
        )
        yield (f"Total, {OURS}", *said)


def difference(
    less: Less, questions: Sequence[Question], values: Mapping[str, object]
) -> Iterator[Block]:
    """Yield what one question's rows come to, column by column, less another's; nothing where neither has any."""
    by_key = {one.key: one for one in questions}
    above, below = by_key[less.add], by_key[less.less]
    if not _given(above, values) and not _given(below, values):
        return
    money = [column for column in above.columns if _is_money(column)]
    pairs = [(_sum(above, values, one), _sum(below, values, one)) for one in money]
    yield Under(less.title)
    rows = [
        (_sentence(above.name), *(_said(one) for one, _ in pairs)),
        (f"Less {below.name}", *(_said(one) for _, one in pairs)),
        (f"{less.title}, {OURS}", *(_said(_less(*pair)) for pair in pairs)),
    ]
    heads = ("What", *(column_head(one) for one in money))
    numeric = (False, *(True for _ in money))
    yield Table(grid(heads, in_whole_pounds(rows, numeric), numeric, less.title), SUMMED)
    if any(None in pair for pair in pairs):
        yield Text(f"“{_sentence(INCOMPLETE)}”: an amount is missing, so nothing is added up.")


def funding(appraisal: Appraisal) -> Iterator[Block]:
    """Yield what is certain, what is still to be decided and what both come to, where a scheme asks for them.

    Which questions hold them is what the measure of funding in the scheme says.
    """
    for scored in appraisal.criteria:
        measure, answer = scored.criterion.measure, scored.answer
        if isinstance(measure, Funding) and answer and answer.not_applicable is None:
            yield Under(f"Funding: {scored.criterion.letter} {scored.criterion.title}")
            yield Facts(tuple(_funded(scored.criterion.questions, measure, answer)))


def _funded(questions: Sequence[Question], measure: Funding, answer: Answer) -> Iterator[Fact]:
    names = {one.key: one.name for one in questions}
    cost = _money(answer.given.get(measure.cost))
    secured = _money(answer.given.get(measure.secured))
    rows = cast(Sequence[Mapping[str, object]], answer.given.get(measure.pending) or ())
    pending = _add([_money(row.get(measure.pending_amount)) for row in rows])
    both = None if secured is None or pending is None else secured + pending
    rows_said = (
        (_sentence(names[measure.cost]), _said(cost, "not given")),
        ("Certain", _said(secured, "not given")),
        ("Asked for, not decided yet", _said(pending)),
        (f"Together, {OURS}", _said(both)),
        (f"Not covered by either, {OURS}", _said(_short(cost, both))),
    )
    yield from (Fact(*one) for one in in_whole_pounds(rows_said, (False, True)))


def _short(cost: Decimal | None, both: Decimal | None) -> Decimal | None:
    """Return what neither covers: nothing where they come to more than the cost."""
    return None if cost is None or both is None else max(cost - both, Decimal(0))


def _given(question: Question, values: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    return cast(Sequence[Mapping[str, object]], values.get(question.key) or ())


def _sum(question: Question, values: Mapping[str, object], column: Question) -> Decimal | None:
    """Add a column up; None where there is no row, or one of them leaves it blank."""
    rows = _given(question, values)
    return _add([_money(row.get(column.key)) for row in rows]) if rows else None


def _add(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _money(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _said(amount: Decimal | None, none: str = INCOMPLETE) -> str:
    return none if amount is None else words.exact_pounds(amount)


def _is_money(column: Question) -> bool:
    return column.kind == "amount"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
