"""Ordering packs for a whole portfolio: of which proposals, and for whom."""

from django import forms

from appraisal.models import Kind
from core.forms import Form, Look


class OrderForm(Form):
    """Which part of the portfolio the packs are of, and who they are for."""

    looks = {name: Look(size="s") for name in ("part", "kind", "whom")}

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

    @property
    def exempt(self) -> bool:
        """Say whether they are the exempt ones."""
        return bool(self.cleaned_data["whom"] == "exempt")
