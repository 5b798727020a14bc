"""Where two people's boxes of one form differ, in words."""

from contextlib import suppress
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from appraisal.engine import words
from core.forms import Form
from core.forms.rows import BoundRows
from core.forms.widgets import DateInput, NumberInput


class Difference(NamedTuple):
    """A question, what the other person saved, and what this one typed."""

    question: str
    theirs: str
    mine: str


def differences(theirs: Form, mine: Form) -> tuple[Difference, ...]:
    """Return every question whose boxes differ; a blank box is said to be one."""
    found = (
        Difference(str(bound.label), said(theirs[bound.name]), said(bound))
        for bound in mine
        if bound.name in theirs.fields
    )
    return tuple(one for one in found if one.theirs != one.mine)


def said(bound: forms.BoundField) -> str:
    """Return what stands in a field, in words."""
    return _words(bound) or "(blank)"


def _words(bound: forms.BoundField) -> str:
    if isinstance(bound, BoundRows):
        rows = (_row(form) for form in bound.row_forms)
        return "\n".join(row for row in rows if row)
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Ticked" if bound.field.to_python(value) else ""
    if isinstance(widget, DateInput):
        return " ".join(part for part in DateInput.typed(value) if part)
    if isinstance(bound.field, forms.ChoiceField) and isinstance(value, str | None):
        choices: Any = bound.field.choices
        labels = {str(key): str(label) for key, label in choices if str(key)}
        return labels.get(str(value), "") if value is not None else ""
    if isinstance(widget, NumberInput):
        with suppress(ValidationError):  # what is no number stands as it was typed
            number = bound.field.to_python(value)  # “60000” is no other answer than “60,000”
            return "" if number is None else words.plain(number)
    shown = (
        widget.format_value(value)
        if isinstance(widget, forms.TextInput | forms.Textarea)
        else value
    )
    return str(shown or "").replace("\r\n", "\n").strip()


def _row(form: forms.Form) -> str:
    cells = ((cell.label, _words(cell)) for cell in form if not cell.is_hidden)
    return ", ".join(f"{label}: {text}" for label, text in cells if text)
