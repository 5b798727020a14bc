"""A chapter becomes a form: its questions under their own keys."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from appraisal.chapters import Chapter
from appraisal.engine.faults import Faults
from appraisal.engine.scheme import Question
from appraisal.forms.questions import field_of, look_of, shown_in, written
from core.forms import Form, Look, RowsField
from core.forms.rows import BoundRows

_PLACE = re.compile(r"(?P<question>\w+)(\[(?P<row>\d+)\](\.(?P<column>\w+))?)?")  # of a fault


def holds_sentences(question: Question) -> bool:
    """Say whether the rows of a question hold too many words to stand beside each other."""
    texts = sum(one.kind == "text" for one in question.columns)
    return texts > 1 and len(question.columns) > _MOST_BESIDE


_MOST_BESIDE = 3


def _field_of(question: Question) -> forms.Field:
    field = field_of(question)
    if isinstance(field, RowsField) and holds_sentences(question):
        for column in question.columns:
            if column.kind == "text":
                field.columns[column.key].widget = forms.Textarea()
                field.looks[column.key] = Look(rows=2)
    return field


class ChapterForm(Form):
    """The form of one chapter; ``given`` is what it says now, as a file writes it."""

    def __init__(
        self,
        chapter: Chapter,
        data: QueryDict | None = None,
        given: Mapping[str, object] | None = None,
    ) -> None:
        self.chapter = chapter
        self.stacked = any(holds_sentences(one) for one in chapter.questions)
        self.looks = {one.key: look_of(one) for one in chapter.questions}
        self.base_fields = {one.key: _field_of(one) for one in chapter.questions}  # type: ignore[misc]  # each its own
        said = given or {}
        initial = {one.key: shown_in(one, said.get(one.key)) for one in chapter.questions}
        super().__init__(data, initial=initial)

    def given(self) -> dict[str, object]:
        """Return what is answered, by question, as a file writes it."""
        said = {
            one.key: written(one, self.cleaned_data.get(one.key)) for one in self.chapter.questions
        }
        return {key: value for key, value in said.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        """Want what must stand beside an answer."""
        given = self.given()
        for want in self.chapter.missing(given):
            if want.key not in self.errors:
                self.add_error(want.key, want.message)
        if self.chapter.is_method and not self.errors:
            self._check(given)
        return self.cleaned_data

    def _check(self, given: Mapping[str, object]) -> None:
        """Say what is wrong with answers that are each right alone, at the question where it is."""
        faults = Faults()
        self.chapter.read_at(given, "", faults)
        for fault in faults.found:
            found = _PLACE.match(fault.place)
            key = found["question"] if found and found["question"] in self.fields else None
            if found and key and found["row"]:
                self._add_to_row(key, int(found["row"]), found["column"], fault.message)
            else:
                self.add_error(key, fault.message)

    def _add_to_row(self, key: str, number: int, column: str | None, message: str) -> None:
        """Say it in the row itself, at its box: several rows may each be wrong, and blank ones lie between."""
        bound = self[key]
        assert isinstance(bound, BoundRows)  # noqa: S101 (only rows have a number in a fault's place)
        position, row = bound.typed.filled[number]
        row.add_error(column if column in row.fields else None, message)
        said = f"{bound.field.singular.capitalize()} {position}: {message}"
        self.add_error(key, ValidationError(said, code="row"))
