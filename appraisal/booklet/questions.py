"""A scheme's questions as room on paper. What is asked stands in the scheme; nothing of it here."""

from collections.abc import Mapping, Sequence

from appraisal.booklet.rooms import (
    Asked,
    Box,
    Choice,
    Column,
    CriterionPage,
    Lines,
    Part,
    Room,
    Sheet,
    Ticks,
)
from appraisal.engine import words
from appraisal.engine.said import column_head
from appraisal.engine.scheme import Criterion, Heading, Question, Scheme

Aims = Sequence[tuple[str, str]]  # the keys and the words of what a council rates plans against

BY_EITHER = "You or the council can answer this."
NO_LIST = "The council’s own list goes here: ask for it, or write in what you know of it."
MORE_ROWS = "Use another sheet if you need more rows."
NOTHING_ASKED = (
    "Your group has nothing to fill in here. If you think that this does not apply to you, "
    "tell the council."
)
NOT_APPLICABLE = "This does not apply to us, because …"
EVIDENCE = "What can you show for it?"

_TEXT_LINES, _CLOSING_LINES = 4, 3
_ROWS, _ROWS_OF_MANY_COLUMNS, _MANY_COLUMNS = 6, 4, 5
_WIDTHS = {"text": 5, "choice": 4}  # of a table's columns, beside 3 for a figure


def part_of(scheme: Scheme, heading: Heading, aims: Mapping[str, Aims]) -> Part:
    """Return all that is asked under a heading."""
    pages = (
        page_of(criterion, aims.get(criterion.letter, ())) for criterion in scheme.under(heading)
    )
    return Part(heading.title, tuple(pages))


def page_of(criterion: Criterion, aims: Aims = ()) -> CriterionPage:
    """Return a criterion's questions, each with room for what is asked of the group."""
    asked = [one for one in criterion.questions if _of_group(one)]
    return CriterionPage(
        name=f"{criterion.letter} {criterion.title}",
        most=f"Up to {words.counted(criterion.maximum, 'point')}",
        why=criterion.why,
        asked=tuple(_asked(question, aims) for question in asked),
        council=tuple(label for one in criterion.questions for label in _of_council(one)),
        nothing="" if asked else NOTHING_ASKED,
        closing=_closing() if asked else (),
    )


def _closing() -> tuple[Asked, ...]:
    return (
        Asked(NOT_APPLICABLE, "", Lines(_CLOSING_LINES)),
        Asked(EVIDENCE, "", Lines(_CLOSING_LINES)),
    )


def _of_group(question: Question) -> bool:
    """Say whether any of a question is the group's: of a table, one column at least."""
    return question.asked_of != "officer" and (question.kind != "rows" or bool(_columns(question)))


def _columns(question: Question) -> tuple[Question, ...]:
    return tuple(column for column in question.columns if column.asked_of != "officer")


def _of_council(question: Question) -> tuple[str, ...]:
    if not _of_group(question):
        return (question.label,)
    own = (column for column in question.columns if column.asked_of == "officer")
    return tuple(f"{question.label} {column_head(column)}" for column in own)


def _asked(question: Question, aims: Aims) -> Asked:
    by = (BY_EITHER,) if question.asked_of == "either" else ()
    return Asked(
        question.label, question.hint, _room(question, aims), (*by, *_notes(question, aims))
    )


def _room(question: Question, aims: Aims) -> Room:
    match question.kind:
        case "text":
            return Lines(_TEXT_LINES)
        case "choice":
            return Ticks(tuple(Choice(question.choice_labels[key]) for key in question.choices))
        case "ratings":
            return _ratings(question, aims)
        case "rows":
            return _rows(_columns(question))
        case "amount":
            return Box("£", question.unit.removeprefix("£").strip())
    return Box("", question.unit)


def _notes(question: Question, aims: Aims) -> tuple[str, ...]:
    match question.kind:
        case "choice":
            return ("Tick one.",)
        case "ratings":
            return ("Tick one in each row.",) if aims else (NO_LIST, "Tick one in each row.")
        case "rows":
            return (*(note for one in _columns(question) for note in _column_notes(one)), MORE_ROWS)
    return ()


def _column_notes(column: Question) -> tuple[str, ...]:
    """Say what may stand in a column, and what its hint is: a table's head has no room for it."""
    choices = "; ".join(column.choice_labels[key] for key in column.choices)
    written = (f"Under “{column.label}” write one of these: {choices}.",) if choices else ()
    return (*written, f"{column.label}: {column.hint}") if column.hint else written


def _rows(columns: tuple[Question, ...]) -> Sheet:
    widths = [_WIDTHS.get(column.kind, 3) for column in columns]
    count = _ROWS if len(columns) < _MANY_COLUMNS else _ROWS_OF_MANY_COLUMNS
    return Sheet(
        tuple(
            Column(column_head(column), 100 * width // sum(widths))
            for column, width in zip(columns, widths, strict=True)
        ),
        ("",) * count,
    )


def _ratings(question: Question, aims: Aims) -> Sheet:
    count = len(question.choices)
    share = (60 if count < _MANY_COLUMNS else 72) // count
    ticked = (Column(question.choice_labels[key], share, True) for key in question.choices)
    rows = tuple(label for _, label in aims) or ("",) * _ROWS
    return Sheet((Column("What is rated", 100 - share * count), *ticked), rows)
