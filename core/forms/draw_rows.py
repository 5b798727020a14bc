"""Rows that repeat become the component they are drawn as."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from core.components import Button, Row, Rows
from core.components.base import Field, escaped
from core.forms.look import Look
from core.forms.row_patterns import POSITION, Patterns
from core.forms.rows import CHANGE, NUMBER_OF_BLANK, BoundRows
from core.forms.widgets import NumberInput

Draw = Callable[[forms.BoundField, Look], Field]


def draw_rows(bound: BoundRows, look: Look, draw: Draw) -> Rows:
    """Return the component of rows."""
    rows, blank = _untyped(bound, draw) or _typed(bound, draw)
    full = len(rows) >= bound.field.most
    return Rows(
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        title=str(bound.label),
        title_classes=f"govuk-heading-{look.size or 'm'}",
        level=1 if look.heading else 2,
        hint=conditional_escape(bound.help_text),
        error=_own_error(bound),
        singular=bound.field.singular,
        most=bound.field.most,
        rows=rows,
        blank=blank,
        add=None if full else _add(bound),
    )


def _own_error(bound: BoundRows) -> str:
    """Return what is wrong with the rows together; what is wrong in a row stands in it."""
    if not bound.errors:
        return ""
    return next((str(e.message) for e in bound.errors.as_data() if e.code != "row"), "")


def _row(bound: BoundRows, form: forms.Form, position: int | str, draw: Draw) -> Row:
    number = str(form.prefix).rsplit("-", 1)[1]
    which = _which(bound, position)
    row = _empty(bound, number, position)
    return replace(
        row,
        cells=tuple(_cell(bound, one, which, draw) for one in form if not one.is_hidden),
        carried=SafeString("".join(one.as_widget() for one in form.hidden_fields())),
        errors=tuple(str(messages[0]) for messages in form.errors.values()),
    )


def _empty(bound: BoundRows, number: str, position: int | str) -> Row:
    return Row(
        id=f"{bound.auto_id or bound.html_name}-{number}",
        singular=bound.field.singular,
        position=position,
        cells=(),
        remove=_remove(bound, number, _which(bound, position)),
    )


def _typed(bound: BoundRows, draw: Draw) -> tuple[tuple[Row, ...], Row]:
    """Return the rows one by one, each with what is wrong in it, and the blank one."""
    rows = (_row(bound, form, place, draw) for place, form in enumerate(bound.row_forms, 1))
    return tuple(rows), _row(bound, bound.row_form(NUMBER_OF_BLANK), "", draw)


def _untyped(bound: BoundRows, draw: Draw) -> tuple[tuple[Row, ...], Row] | None:
    """Return the rows of a form that nobody has sent, and the blank one; None where they differ in more."""
    if bound.form.is_bound or any(one.widget.is_hidden for one in bound.field.columns.values()):
        return None
    which = _which(bound, POSITION)
    patterns = Patterns(bound, lambda cell: _cell(bound, cell, which, draw))

    def row(given: Mapping[str, Any], number: int | str, position: int | str) -> Row:
        cells = patterns.cells(given, number, position)
        return replace(_empty(bound, str(number), position), cells=cells)

    given = [*(bound.initial or ())]
    given += [{}] * (bound.field.shown - len(given))
    rows = tuple(row(one, number, number + 1) for number, one in enumerate(given))
    return rows, row({}, NUMBER_OF_BLANK, "")


def _cell(
    bound: BoundRows, cell: forms.BoundField, which: SafeString, draw: Draw
) -> tuple[SafeString, str]:
    form, name = cell.form, cell.name
    look = bound.field.looks.get(name, Look())
    component = draw(cell, replace(look, label_suffix=which))
    if bound.fresh is not None and bound.fresh == _number(form) and name == next(iter(form.fields)):
        component = replace(component, attributes={**component.attributes, "autofocus": True})
    return component.render(), _place_of(cell, look)


def _which(bound: BoundRows, position: int | str) -> SafeString:
    singular = escaped(bound.field.singular)
    return SafeString(f"{singular} <span data-position>{position}</span>")  # a number, or nothing


def _place_of(cell: forms.BoundField, look: Look) -> str:
    """Return how wide a cell is: words need room, figures do not."""
    if isinstance(cell.field.widget, NumberInput):
        return "app-row__cell--figure"
    return "app-row__cell--choice" if isinstance(cell.field.widget, forms.Select) else ""


def _number(form: forms.BaseForm) -> int | None:
    number = str(form.prefix).rsplit("-", 1)[1]
    return int(number) if number.isdigit() else None


def _add(bound: BoundRows) -> Button:
    return Button(
        text=f"Add another {bound.field.singular}",
        kind="secondary",
        name=CHANGE,
        value=f"add {bound.html_name}",
        attributes={"data-rows": "add", "autofocus": bound.removed},
    )


def _remove(bound: BoundRows, number: str, which: SafeString) -> Button:
    return Button(
        text=SafeString(f'Remove<span class="govuk-visually-hidden"> {which}</span>'),
        kind="secondary",
        name=CHANGE,
        value=f"remove {bound.html_name} {number}",
        attributes={"data-rows": "remove"},
    )
