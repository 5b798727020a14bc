"""What somebody looks for in the public register."""

from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.forms.facts import line
from appraisal.models import Kind, Outcome
from appraisal.queries.register import Filter, Span
from core.forms import Form, Look

_ANY = ("", "All")
_SHOWN = (Outcome.APPROVED, Outcome.CONDITIONS, Outcome.REFUSED)


class RegisterForm(Form):
    """Words, outcome, kind and year; everything may stay blank."""

    looks = {
        "q": Look(size="s"),
        "outcome": Look(size="s"),
        "kind": Look(size="s"),
        "year": Look(size="s"),
    }

    q = line("Words", "For example, part of the name of a building or group.", most=100)
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[_ANY, *((one.value, one.label) for one in _SHOWN)],
        required=False,
    )
    kind = forms.ChoiceField(
        label="What was proposed", choices=[_ANY, *Kind.choices], required=False
    )
    year = forms.ChoiceField(label="Year", choices=[_ANY], required=False)

    def __init__(self, years: Span | None, data: QueryDict) -> None:
        super().__init__(data)
        listed = range(years.last, years.first - 1, -1) if years else ()
        choice: Any = self.fields["year"]
        choice.choices = [_ANY, *((str(one), str(one)) for one in listed)]

    @property
    def wanted(self) -> Filter:
        """Return what is looked for; what cannot be understood is left out."""
        self.is_valid()
        given = self.cleaned_data
        year = given.get("year")
        return Filter(
            words=given.get("q") or "",
            outcome=given.get("outcome") or "",
            kind=given.get("kind") or "",
            year=int(year) if year else None,
        )
