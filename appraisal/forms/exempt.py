"""Choosing which sections of the report the public may not read."""

from collections.abc import Mapping
from typing import Any

from django import forms

from appraisal.exempt import MOST_REASON, PARAGRAPHS, Closed
from core.forms import Form, Look, RowsField

ALL, SOME = "all", "some"


def _closed(sections: Mapping[str, str]) -> RowsField:
    """Return rows of a section, a paragraph and a reason; ``sections`` are those of the report, with their titles."""
    missing = "say why closing it matters more to the public than reading it"
    paragraphs = [(str(number), f"{number}: {said}") for number, said in PARAGRAPHS.items()]
    return RowsField(
        label="Sections that stay closed",
        help_text="Leave this blank if the public may read all of it.",
        columns={
            "section": forms.ChoiceField(
                label="Section",
                choices=[("", "Choose a section"), *sections.items()],
                widget=forms.Select,
                error_messages={"required": "choose the section"},
            ),
            "paragraph": forms.TypedChoiceField(
                label="Paragraph of Schedule 12A",
                choices=[("", "Choose a paragraph"), *paragraphs],
                coerce=int,
                widget=forms.Select,
                error_messages={"required": "choose the paragraph of Schedule 12A"},
            ),
            "why": forms.CharField(
                label="Why closing it matters more to the public than reading it",
                max_length=MOST_REASON,
                widget=forms.Textarea,
                error_messages={"required": missing},
            ),
        },
        looks={"why": Look(rows=3)},
        singular="section",
        most=len(sections),
        required=False,
    )


class ExemptForm(Form):
    """Which sections of the report the public may not read: under which paragraph, and why."""

    looks = {"which": Look(size="m"), "closed": Look(size="m")}

    which = forms.ChoiceField(
        label="May the public read the whole report?",
        choices=[(ALL, "Yes, all of it"), (SOME, "No, not these sections")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the public may read the whole report"},
    )

    def __init__(self, *args: Any, sections: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the sections that a report has, by key with their titles."""
        self.sections = sections
        self.base_fields = {**type(self).base_fields, "closed": _closed(sections)}  # type: ignore[misc]  # each its own
        super().__init__(*args, **kwargs)

    @property
    def chosen(self) -> tuple[Closed, ...]:
        """Return what stays closed."""
        rows = self.cleaned_data["closed"] if self.cleaned_data["which"] == SOME else ()
        return tuple(Closed(one["section"], one["paragraph"], one["why"]) for one in rows)

    def clean(self) -> dict[str, Any]:
        """Want sections where some stay closed, none where all are open, and each once."""
        cleaned: dict[str, Any] = self.cleaned_data
        if self.errors:
            return cleaned
        chosen = [one["section"] for one in cleaned["closed"]]
        if cleaned["which"] == SOME and not chosen:
            self.add_error("closed", "Choose at least one section that stays closed")
        if cleaned["which"] == ALL and chosen:
            self.add_error(
                "which",
                "You say that the public may read all of it, and sections that stay closed stand below. "
                "Choose “No”, or remove them",
            )
        for one in dict.fromkeys(chosen):
            if chosen.count(one) > 1:
                title = self.sections[one]
                self.add_error("closed", f"“{title}” stands here twice. Remove one of them")
        return cleaned
