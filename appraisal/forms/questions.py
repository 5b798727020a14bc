"""A question of a scheme becomes a field under the same key, and an answer what the field shows."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from appraisal.engine import words
from appraisal.engine.fields import MOST_TEXT
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.engine.scheme import Question
from core.forms import AmountField, DateField, Look, NumberField, RowsField, WholeField

_LONGEST_LINE = 500  # characters of a text in a row: a name, not an essay


def field_of(question: Question, *, in_row: bool = False) -> forms.Field:
    """Return the field of a question, or of a column of its rows."""
    return _FIELDS[question.kind](question, in_row)


def look_of(question: Question, *, in_row: bool = False) -> Look:
    """Return how a question's field looks."""
    if question.kind in ("amount", "number", "whole", "rank"):
        unit = question.unit
        if question.kind == "amount":
            return Look(size="" if in_row else "s", spoken=_spoken(unit))
        return Look(size="" if in_row else "s", suffix="" if in_row else unit, spoken=unit)
    if question.kind == "rows":
        return Look(size="m")
    return Look(size="" if in_row else "s", rows=4)


def _spoken(unit: str) -> str:
    """Return how the unit of an amount is read out: “in pounds”, “in pounds a year”."""
    return f"in pounds{unit.removeprefix('£')}"


def _shared(question: Question, in_row: bool) -> dict[str, Any]:
    return {
        "label": _label(question, in_row),
        "help_text": question.hint,
        "required": question.required,
    }


def _label(question: Question, in_row: bool) -> str:
    """In a row the unit stands in the label, for the box has no room beside it."""
    unit = question.unit.removeprefix("£").strip()
    if in_row and unit and unit not in question.label.lower() and question.kind != "amount":
        return f"{question.label} ({question.unit})" if question.unit == "m²" else question.label
    return question.label


def _amount(question: Question, in_row: bool) -> forms.Field:
    return AmountField(
        name=_name(question), unit=question.unit, above=question.above, **_shared(question, in_row)
    )


def _number(question: Question, in_row: bool) -> forms.Field:
    return NumberField(
        name=_name(question), unit=question.unit, above=question.above, **_shared(question, in_row)
    )


def _whole(question: Question, in_row: bool) -> forms.Field:
    return WholeField(
        name=_name(question),
        unit=question.unit,
        above=question.above,
        at_least=question.at_least,
        at_most=question.at_most,
        **_shared(question, in_row),
    )


def _name(question: Question) -> str:
    """Return what messages call the figure; a label that is a question names itself."""
    return "" if question.name == question.label else question.name


def _text(question: Question, in_row: bool) -> forms.Field:
    widget = forms.TextInput if in_row else forms.Textarea
    most = _LONGEST_LINE if in_row else MOST_TEXT
    return forms.CharField(widget=widget, max_length=most, **_shared(question, in_row))


def _choice(question: Question, in_row: bool) -> forms.Field:
    choices = [(key, question.choice_labels[key]) for key in question.choices]
    if in_row:
        choices.insert(0, ("", "Choose"))
    widget = forms.Select if in_row else forms.RadioSelect
    return forms.ChoiceField(choices=choices, widget=widget, **_shared(question, in_row))


def _edition(question: Question, in_row: bool) -> forms.Field:
    choices = [(str(edition), str(edition)) for edition in DEPRIVATION_AREAS]
    return forms.TypedChoiceField(
        choices=choices,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        **_shared(question, in_row),
    )


def _date(question: Question, in_row: bool) -> forms.Field:
    return DateField(name=_name(question), **_shared(question, in_row))


def _rows(question: Question, in_row: bool) -> forms.Field:
    return RowsField(
        columns={column.key: field_of(column, in_row=True) for column in question.columns},
        looks={column.key: look_of(column, in_row=True) for column in question.columns},
        singular=question.row_name,
        **_shared(question, in_row),
    )


_FIELDS: Mapping[str, Callable[[Question, bool], forms.Field]] = {
    "amount": _amount,
    "number": _number,
    "whole": _whole,
    "rank": _whole,
    "edition": _edition,
    "choice": _choice,
    "text": _text,
    "date": _date,
    "rows": _rows,
}


def shown_in(question: Question, given: object) -> object:
    """Return what a field shows of an answer that is stored as the file writes it."""
    if given is None:
        return None
    if question.kind == "rows" and isinstance(given, list):
        columns = {column.key: column for column in question.columns}
        return [
            {key: shown_in(columns[key], value) for key, value in row.items() if key in columns}
            for row in given
        ]
    if question.kind in ("amount", "number", "whole", "rank"):
        return Decimal(str(given))
    if question.kind == "date":
        return date.fromisoformat(str(given))
    return given


def written(question: Question, cleaned: object) -> object:
    """Return an answer as the file writes it; None where there is none."""
    if question.kind == "rows" and isinstance(cleaned, tuple):
        columns = {column.key: column for column in question.columns}
        rows = [
            {key: written(columns[key], value) for key, value in row.items()} for row in cleaned
        ]
        return [{k: v for k, v in row.items() if v is not None} for row in rows] or None
    if isinstance(cleaned, Decimal):
        return words.plain(cleaned).replace(",", "")
    if cleaned in ("", None):
        return None
    if isinstance(cleaned, date):
        return cleaned.isoformat()
    return cleaned
