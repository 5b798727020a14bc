"""Choosing which sections of the report the public may not read."""

from typing import Any

from django import forms

from appraisal.exempt import MOST_REASON, PARAGRAPHS, TO_CHOOSE, Closed
from core.forms import Form, Look, RowsField

ALL, SOME = "all", "some"


class ExemptForm(Form):
    """Which sections of the report the public may not read: under which paragraph, and why."""

    which = forms.ChoiceField(
        label="May the public read the whole report?",
        choices=[(ALL, "Yes, all of it"), (SOME, "No, not these sections")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the public may read the whole report"},
    )
    closed = RowsField(
        label="Sections that stay closed",
        help_text="Leave this blank if the public may read all of it.",
        columns={
            "section": forms.ChoiceField(
                label="Section",
                choices=[("", "Choose a section"), *TO_CHOOSE.items()],
                widget=forms.Select,
                error_messages={"required": "choose the section"},
            ),
            "paragraph": forms.TypedChoiceField(
                label="Paragraph of Schedule 12A",
                choices=[
                    ("", "Choose a paragraph"),
                    *((str(number), f"{number}: {said}") for number, said in PARAGRAPHS.items()),
                ],
                coerce=int,
                widget=forms.Select,
                error_messages={"required": "choose the paragraph of Schedule 12A"},
            ),
            "why": forms.CharField(
                label="Why closing it matters more to the public than reading it",
                max_length=MOST_REASON,
                widget=forms.Textarea,
                error_messages={
                    "required": "say why closing it matters more to the public than reading it"
                },
            ),
        },
        looks={"why": Look(rows=3)},
        singular="section",
        most=len(TO_CHOOSE),
        required=False,
    )
    looks = {"which": Look(size="m"), "closed": Look(size="m")}

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
        sections = [one["section"] for one in cleaned["closed"]]
        if cleaned["which"] == SOME and not sections:
            self.add_error("closed", "Choose at least one section that stays closed")
        if cleaned["which"] == ALL and sections:
            self.add_error(
                "which",
                "You say that the public may read all of it, and sections that stay closed stand below. "
                "Choose “No”, or remove them",
            )
        for one in dict.fromkeys(sections):
            if sections.count(one) > 1:
                self.add_error(
                    "closed", f"“{TO_CHOOSE[one]}” stands here twice. Remove one of them"
                )
        return cleaned
