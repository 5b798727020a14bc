"""Choosing two records to compare."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import Form, Look


class CompareForm(Form):
    """Two records of a proposal."""

    looks = {"one": Look(size="s"), "other": Look(size="s")}

    one = forms.ChoiceField(
        label="What changed from", error_messages={"required": "Choose a record to begin from"}
    )
    other = forms.ChoiceField(
        label="To", error_messages={"required": "Choose a record to compare it with"}
    )

    def __init__(self, records: Sequence[tuple[str, str]], data: QueryDict | None) -> None:
        keys = [key for key, _ in records]
        first = {"one": keys[-2], "other": keys[-1]} if len(keys) > 1 else {}
        super().__init__(data, initial=first)
        for name in ("one", "other"):
            self.fields[name].choices = list(records)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want two records, not one twice."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("one") and given.get("one") == given.get("other"):
            self.add_error("other", "Choose two different records")
        return given

    @property
    def two(self) -> tuple[int, int]:
        """Return the numbers of both."""
        return int(self.cleaned_data["one"]), int(self.cleaned_data["other"])
