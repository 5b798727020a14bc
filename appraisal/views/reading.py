"""A page's answers to read, where its boxes are closed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.utils.choices import flatten_choices

from appraisal.engine import words
from core.components import SummaryRow
from core.forms import AmountField, Form

_NOTHING = "Not given"


def read_only(form: Form) -> tuple[SummaryRow, ...]:
    """Return the questions of a form with what stands in it, as words."""
    return tuple(
        SummaryRow(key=str(bound.label), value=_said(bound) or _NOTHING)
        for bound in form
        if not bound.is_hidden and bound.name in form.initial
    )


def _said(bound: BoundField) -> str:
    value = bound.initial
    if value is None or value == "":
        return ""
    choices: Any = getattr(bound.field, "choices", None)
    if choices:
        return str(dict(flatten_choices(choices)).get(value, value))
    if isinstance(bound.field, AmountField):
        return words.pounds(value)
    if isinstance(value, Decimal):
        return words.plain(value)
    return words.day(value) if isinstance(value, date) else str(value)
