"""Rows as they stand before anybody types, drawn fast: each column once, with places for what differs by row.

A page with a hundred boxes would else take most of its time to put together a hundred boxes that are alike.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from core.components.base import escaped
from core.forms.look import Look
from core.forms.rows import BoundRows

# Letters for private use: no label of ours has them.
NUMBER, POSITION, _TEXT, _CHOICE = "\ue000", "\ue001", "\ue002", "\ue003"

Cell = tuple[SafeString, str]  # its HTML, and the classes of its place


class Patterns:
    """The cells of rows by column: each column drawn once, and then filled in.

    ``draw`` draws the cell of a row whose number and position are the letters that stand for them.
    """

    def __init__(self, bound: BoundRows, draw: Callable[[forms.BoundField], Cell]) -> None:
        self._form = bound.row_form(NUMBER)
        self._draw = draw
        self._columns = [
            (name, field, field.initial, _fill_of(field, bound.field.looks.get(name)))
            for name, field in self._form.fields.items()
        ]
        self._found: dict[tuple[str, str], Cell] = {}

    def cells(
        self, row: Mapping[str, Any], number: int | str, position: int | str
    ) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        own, place = str(number), str(position)
        made = []
        for name, field, initial, fill in self._columns:
            value = row.get(name, initial)
            drawn_as, text = fill(field, value)
            pattern, classes = self._pattern(name, field, drawn_as)
            html = pattern.replace(NUMBER, own).replace(POSITION, place)
            # Last, so that what is filled in stays as it is.
            made.append((SafeString(_filled(html, drawn_as, text)), classes))
        return tuple(made)

    def _pattern(self, name: str, field: forms.Field, value: Any) -> Cell:
        key = (name, str(value))
        if key not in self._found:
            self._form.initial = {name: value}
            self._found[key] = self._draw(field.get_bound_field(self._form, name))
        return self._found[key]


# What a cell is drawn with in place of a value, and the text of the value.
_Fill = Callable[[forms.Field, Any], tuple[Any, str]]


def _fill_of(field: forms.Field, look: Look | None) -> _Fill:
    is_plain = look is None or look.most is None  # a count of characters tells of the text
    if is_plain and isinstance(field.widget, forms.TextInput | forms.Textarea):
        return _as_text
    if isinstance(field.widget, forms.Select) and not field.widget.allow_multiple_selected:
        return _as_choice
    return lambda field, value: (value, "")


def _as_text(field: forms.Field, value: Any) -> tuple[Any, str]:
    text = str(field.widget.format_value(field.prepare_value(value)) or "")
    return _TEXT, text


def _as_choice(field: forms.Field, value: Any) -> tuple[Any, str]:
    chosen = field.widget.format_value(field.prepare_value(value)) or [""]
    return _CHOICE, str(chosen[0])


def _filled(html: str, drawn_as: Any, text: str) -> str:
    if drawn_as == _TEXT:
        if not text:  # an empty box has no such attribute
            html = html.replace(f' value="{_TEXT}"', "")
        return html.replace(_TEXT, escaped(text))
    if drawn_as == _CHOICE:
        option = f'<option value="{escaped(text)}"'
        return html.replace(option, f"{option} selected", 1)
    return html
