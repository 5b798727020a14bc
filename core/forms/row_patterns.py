"""Rows as they stand before anybody types, drawn fast: each column once, with places for what differs by row.

A page with a hundred boxes would else take most of its time to put together a hundred boxes that are alike.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from core.components.base import escaped
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
        self._looks = bound.field.looks
        self._draw = draw
        self._found: dict[tuple[str, str], tuple[list[str], str]] = {}

    def cells(self, row: Mapping[str, Any], number: int, position: int) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        return tuple(
            self._cell(name, field, row.get(name, field.initial), number, position)
            for name, field in self._form.fields.items()
        )

    def _cell(self, name: str, field: forms.Field, value: Any, number: int, position: int) -> Cell:
        text = ""
        if self._is_text(name, field):
            text = field.widget.format_value(field.prepare_value(value)) or ""
            value = _VALUE if text else None
        key = (name, repr(value))
        if key not in self._found:
            self._form.initial = {name: value}
            html, place = self._draw(field.get_bound_field(self._form, name))
            self._found[key] = html.split(_VALUE), place
        parts, place = self._found[key]
        numbered = [
            part.replace(NUMBER, str(number)).replace(POSITION, str(position)) for part in parts
        ]
        return SafeString(escaped(str(text)).join(numbered)), place  # what was typed is escaped

    def _is_text(self, name: str, field: forms.Field) -> bool:
        look = self._looks.get(name)
        is_plain = look is None or look.most is None  # a count of characters tells of the text
        return is_plain and isinstance(field.widget, forms.TextInput | forms.Textarea)
