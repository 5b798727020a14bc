"""Choosing events of the audit by period and sort."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import DateField, Form, Look


class AuditForm(Form):
    """A period and a sort of event; what is left blank chooses all."""

    looks = {"since": Look(size="s"), "until": Look(size="s"), "event": Look(size="s")}

    since = DateField(label="From", required=False)
    until = DateField(label="To", help_text="This day is included.", required=False)
    event = forms.ChoiceField(label="Event", required=False)

    def __init__(self, events: Sequence[str], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["event"].choices = [("", "All events"), *((one, one) for one in events)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "The period must not end before it begins")
        return given
