"""A chapter becomes a form: its questions under their own keys."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from appraisal.chapters import Chapter
from appraisal.forms.questions import field_of, look_of, shown_in, written
from core.forms import Form


class ChapterForm(Form):
    """The form of one chapter; ``given`` is what it says now, as a file writes it."""

    def __init__(
        self,
        chapter: Chapter,
        data: QueryDict | None = None,
        given: Mapping[str, object] | None = None,
    ) -> None:
        self.chapter = chapter
        self.looks = {one.key: look_of(one) for one in chapter.questions}
        self.base_fields = {one.key: field_of(one) for one in chapter.questions}  # type: ignore[misc]
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
        for want in self.chapter.missing(self.given()):
            if want.key not in self.errors:
                self.add_error(want.key, want.message)
        return self.cleaned_data
