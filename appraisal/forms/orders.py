"""Ordering packs for a whole portfolio: of which proposals, for whom, and in which edition."""

from django import forms

from appraisal.models import Kind
from appraisal.pack.editions import Edition
from core.forms import Form, Look


class OrderForm(Form):
    """Which part of the portfolio the packs are of, who they are for, and in which edition."""

    looks = {name: Look(size="s") for name in ("part", "kind", "whom", "edition")}

    part = forms.ChoiceField(
        label="Which proposals?",
        help_text="The pack shows the last record of each, which nobody can change.",
        choices=[
            ("signed-off", "Assessment checked: as it was signed off"),
            ("at-panel", "With the panel: as it was signed off"),
            ("decided", "Decided: as it was decided"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which proposals the packs are of"},
    )
    kind = forms.ChoiceField(
        label="Of which kind?",
        choices=[("", "Of any kind"), *Kind.choices],
        required=False,
        widget=forms.Select,
    )
    whom = forms.ChoiceField(
        label="Who are they for?",
        choices=[
            ("public", "Everyone: without what is exempt from publication"),
            ("exempt", "The council and its panel: all of it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who the packs are for"},
    )

    edition = forms.ChoiceField(
        label="Which edition?",
        choices=[(str(one), f"{one.words}: {one.about}") for one in Edition],
        initial=str(Edition.FULL),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an edition"},
    )

    @property
    def of_edition(self) -> Edition:
        """Return the edition."""
        return Edition(self.cleaned_data["edition"])

    @property
    def exempt(self) -> bool:
        """Say whether they are the exempt ones."""
        return bool(self.cleaned_data["whom"] == "exempt")
