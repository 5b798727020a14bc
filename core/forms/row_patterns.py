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
NUMBER, POSITION, _VALUE = "\ue000", "\ue001", "\ue002"

Cell = tuple[SafeString, str]  # its HTML, and the classes of its place


class Patterns:
    """The cells of rows, by column: of a box for text once with and once without text, of others by what is chosen.

    ``draw`` draws the cell of a row whose number and position are the letters that stand for them.
    """

    def __init__(self, bound: BoundRows, draw: Callable[[forms.BoundField], Cell]) -> None:
        self._form = bound.row_form(NUMBER)
        self._draw = draw
        self._columns = [
            (name, field, field.initial, _is_text(field, bound.field.looks.get(name)))
            for name, field in self._form.fields.items()
        ]
        self._found: dict[tuple[str, str], Cell] = {}

    def cells(self, row: Mapping[str, Any], number: int, position: int) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        own, place = str(number), str(position)
        made = []
        for name, field, initial, is_text in self._columns:
            value, text = row.get(name, initial), ""
            if is_text:
                text = field.widget.format_value(field.prepare_value(value)) or ""
                value = _VALUE if text else None
            pattern, classes = self._pattern(name, field, value)
            html = pattern.replace(NUMBER, own).replace(POSITION, place)
            if text:
                html = html.replace(_VALUE, escaped(str(text)))  # last, so that it stays as it is
            made.append((SafeString(html), classes))
        return tuple(made)

    def _pattern(self, name: str, field: forms.Field, value: Any) -> Cell:
        key = (name, str(value))
        if key not in self._found:
            self._form.initial = {name: value}
            self._found[key] = self._draw(field.get_bound_field(self._form, name))
        return self._found[key]


def _is_text(field: forms.Field, look: Look | None) -> bool:
    is_plain = look is None or look.most is None  # a count of characters tells of the text
    return is_plain and isinstance(field.widget, forms.TextInput | forms.Textarea)
