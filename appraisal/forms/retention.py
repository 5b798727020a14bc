"""For how many years a council keeps what."""

from collections.abc import Mapping

from django.http import QueryDict

from appraisal.retention import KINDS
from core.forms import Form, Look, WholeField


class RetentionForm(Form):
    """A number of years for each kind of thing."""

    def __init__(self, now: Mapping[str, int], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(now))
        for kind in KINDS:
            self.fields[kind.key] = WholeField(
                label=kind.title,
                help_text=f"Years after {kind.since}. Unless you say otherwise: {kind.years}.",
                name=f"the years for “{kind.title}”",
                at_least=1,
                at_most=100,
            )
        self.looks = {kind.key: Look(size="s", width=3, suffix="years") for kind in KINDS}

    @property
    def years(self) -> dict[str, int]:
        """Return what was typed."""
        return {kind.key: int(self.cleaned_data[kind.key]) for kind in KINDS}
