"""What the panel agrees of each criterion: the officer's level, or another with a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.engine.scheme import Criterion
from appraisal.forms.panel import level_words
from core.forms import Form, Look


class AgreedForm(Form):
    """A level and a reason for each criterion, named ``A-level`` and ``A-reason``."""

    def __init__(
        self,
        officers: Sequence[tuple[Criterion, int | None]],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.officers = {one.letter: points for one, points in officers}
        self.looks = {
            f"{letter}-{name}": Look(size="s", rows=2)
            for letter in self.officers
            for name in ("level", "reason")
        }
        super().__init__(data, initial=initial)
        for criterion, _ in officers:
            self._add(criterion)

    def _add(self, criterion: Criterion) -> None:
        letter = criterion.letter
        levels = [(str(points), said) for points, said in level_words(criterion).items()]
        self.fields[f"{letter}-level"] = forms.ChoiceField(
            label=f"The panel’s level of {letter}",
            choices=[("", "As the officer"), *levels],
            required=False,
            error_messages={"invalid_choice": f"Choose one of the levels of {letter}"},
        )
        self.fields[f"{letter}-reason"] = forms.CharField(
            label=f"Why, if {letter} is not as the officer’s",
            required=False,
            max_length=5_000,
            widget=forms.Textarea,
        )

    def clean(self) -> dict[str, Any]:
        """Want a reason wherever the panel's level is not the officer's."""
        cleaned: dict[str, Any] = self.cleaned_data
        for letter in self.picked():
            if not cleaned.get(f"{letter}-reason"):
                self.add_error(
                    f"{letter}-reason",
                    f"Say why the panel’s level of {letter} is not the officer’s",
                )
        return cleaned

    def picked(self) -> dict[str, int]:
        """Return the levels that are not the officer's, by letter."""
        found = {}
        for letter, officers in self.officers.items():
            level = self.cleaned_data.get(f"{letter}-level")
            if level and int(level) != officers:
                found[letter] = int(level)
        return found
