"""Rows that repeat: as many activities, volunteers or savings as a group has.

A row's fields are named ``activities-3-hours``: the field, the row's number, the column. Numbers only
tell rows apart and may have gaps; people see positions, which have none. No field says how many rows
there are, so none can be forged: a row is there because its fields are.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, pretty_name
from django.http import QueryDict

from core.forms.look import Look
from core.forms.words import speak_plainly

MOST = 200
CHANGE = "change_rows"  # the name of the buttons that add and remove rows
NUMBER_OF_BLANK = "__row__"  # stands for a row's number in what a script copies


class CarriedField(forms.CharField):
    """A text that a row carries along unseen, such as the key of what it says. Alone it makes no row.

    It comes back from a browser, so whoever reads it looks whether it can be.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, label="")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say that nobody typed it."""
        return False


class RowForm(forms.Form):
    """The fields of one row."""

    def leave_unchecked(self) -> None:
        """Show what was typed without complaints."""
        self._errors = ErrorDict()


class TypedRows:
    """The rows of a request, each as a form of its own."""

    def __init__(self, bound: "BoundRows") -> None:
        self.bound = bound
        self.data = bound.form.data

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the rows that were sent."""
        columns = "|".join(re.escape(key) for key in self.bound.field.columns)
        name = re.escape(self.bound.html_name)
        place = re.compile(rf"{name}-([0-9]{{1,6}})-(?:{columns})(?:-[a-z]+)?", re.ASCII)
        found = (place.fullmatch(key) for key in self.data)
        return tuple(sorted({int(match[1]) for match in found if match}))

    @cached_property
    def sent(self) -> tuple[RowForm, ...]:
        """Return a form for each row; a row in which nothing was typed is never wrong."""
        return tuple(self.bound.row_form(number, data=self.data) for number in self.numbers)

    @cached_property
    def filled(self) -> tuple[tuple[int, RowForm], ...]:
        """Return the rows in which something was typed, with their positions from 1."""
        return tuple(
            (position, form) for position, form in enumerate(self.sent, 1) if form.has_changed()
        )


class RowsInput(forms.Widget):
    """Stands for the boxes of all rows. It reads nothing: ``BoundRows`` does."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        """Return nothing."""

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """Return nothing: a heading names the rows, no label does."""
        return ""


class RowsField(forms.Field):
    """Rows of the same fields; becomes a tuple of mappings, one for each row that is not blank.

    ``columns`` are the fields of a row by key, ``looks`` how they look, ``singular`` what one row is
    called ("activity"); at least ``shown`` rows are shown.
    """

    widget = RowsInput

    def __init__(
        self,
        *,
        columns: Mapping[str, forms.Field],
        singular: str,
        looks: Mapping[str, Look] | None = None,
        shown: int = 1,
        most: int = MOST,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.columns = dict(columns)
        self.singular = singular
        self.looks = dict(looks or {})
        self.shown = shown
        self.most = most
        for key, column in self.columns.items():
            if column.label is None:
                column.label = pretty_name(key)
            speak_plainly(column)
        self.row_class: type[RowForm] = type("RowForm", (RowForm,), dict(columns))

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> "BoundRows":
        """Return the rows of a form."""
        return BoundRows(form, self, field_name)

    def clean(self, value: Any) -> tuple[dict[str, Any], ...]:
        """Return the rows that are not blank; what is wrong in one, with its position."""
        assert isinstance(value, TypedRows)  # noqa: S101 (our widget returns nothing else)
        if len(value.numbers) > self.most:
            raise ValidationError(self._too_many(len(value.numbers)), code="too_many")
        if self.required and not value.filled:
            raise ValidationError(f"Add at least one {self.singular}", code="required")
        faults = [
            ValidationError(f"{self.singular.capitalize()} {position}: {message}", code="row")
            for position, form in value.filled
            for messages in form.errors.values()
            for message in messages
        ]
        if faults:
            raise ValidationError(faults)
        return tuple(form.cleaned_data for _, form in value.filled)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the rows differ from those that were there."""
        before = [dict(row) for row in initial or ()]
        return [form.cleaned_data for _, form in data.filled if form.is_valid()] != before

    def _too_many(self, given: int) -> str:
        over = given - self.most
        rows = "row" if over == 1 else "rows"
        return (
            f"There are {given} rows and the most there can be is {self.most}. Remove {over} {rows}"
        )


class BoundRows(forms.BoundField):
    """The rows of one form: typed ones where it is bound, those there were where not."""

    field: RowsField
    fresh: int | None = None  # the number of a row that was just added: it takes the focus
    removed: bool = False  # a row was just removed: the button that adds one takes the focus

    @cached_property
    def typed(self) -> TypedRows:
        """Return what was typed."""
        return TypedRows(self)

    @property
    def data(self) -> TypedRows:
        """Return what was typed: the same object each time, so that rows are checked once."""
        return self.typed

    @cached_property
    def row_forms(self) -> tuple[RowForm, ...]:
        """Return a form for each row that is shown."""
        rows = self.initial or ()
        if self.form.is_bound:
            given = self.typed.sent
        else:
            given = tuple(self.row_form(number, initial=row) for number, row in enumerate(rows))
        first = self.number(given[-1]) + 1 if given else 0
        missing = range(first, first + max(0, self.field.shown - len(given)))
        return (*given, *(self.row_form(number) for number in missing))

    @staticmethod
    def number(form: forms.Form) -> int:
        """Return a row's number."""
        return int(str(form.prefix).rsplit("-", 1)[1])

    def row_form(
        self,
        number: int | str,
        *,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> RowForm:
        """Return the form of one row."""
        return self.field.row_class(
            data,
            prefix=f"{self.html_name}-{number}",
            initial=dict(initial or {}),
            auto_id=self.form.auto_id,
            empty_permitted=True,
            use_required_attribute=False,
        )

    def changed(self, pressed: Sequence[str]) -> QueryDict:
        """Return what was typed with a row more, or one less."""
        data = QueryDict(mutable=True)
        gone = f"{self.html_name}-{pressed[2]}-" if pressed[0] == "remove" and pressed[2:] else None
        for key in self.form.data:
            if key != CHANGE and not (gone and key.startswith(gone)):
                data.setlist(key, _values(self.form.data, key))
        numbers = self.typed.numbers
        if pressed[0] == "add" and len(numbers) < self.field.most:
            number = numbers[-1] + 1 if numbers else 0
            data[f"{self.html_name}-{number}-{next(iter(self.field.columns))}"] = ""
        return data

    def left_unchecked(self, pressed: Sequence[str]) -> None:
        """Show the rows without complaints, and note where the focus should land."""
        for form in self.typed.sent:
            form.leave_unchecked()
        if pressed[0] == "add" and self.typed.numbers:
            self.fresh = self.typed.numbers[-1]
        self.removed = pressed[0] == "remove"


def _values(data: Any, key: str) -> list[str]:
    return list(data.getlist(key)) if hasattr(data, "getlist") else [data[key]]
