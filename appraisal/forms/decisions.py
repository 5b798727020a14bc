"""What is asked when a decision is recorded, published, or looked at again."""

from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.exempt import PARAGRAPHS
from appraisal.forms.facts import line, paragraph
from appraisal.models import Maker, Outcome
from core.forms import DateField, Form, Look, NumberField

AS_SCORED, OTHER = "score", "other"
_OUTCOMES = [(one.value, one.label) for one in Outcome]
_SMALL = Look(size="s")


class DecisionForm(Form):
    """What was decided, by whom, why and with which discount."""

    looks = {
        "maker": _SMALL,
        "outcome": _SMALL,
        "decided_on": _SMALL,
        "minute_reference": Look(size="s", width=20),
        "discount": _SMALL,
        "percent": Look(size="s", suffix="%"),
        "percent_reason": Look(size="s", rows=3),
        "conditions": Look(size="s", rows=6),
        "reasons": Look(size="s", rows=6),
        "call_in_ends": _SMALL,
    }

    maker = forms.ChoiceField(
        label="Who decided?",
        choices=[(one.value, one.label) for one in Maker if one != Maker.PANEL],
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label="What was decided?", choices=_OUTCOMES, widget=forms.RadioSelect
    )
    decided_on = DateField(label="On which day?", name="the day of the decision")
    minute_reference = line(
        "Reference of the minute", "For example, CAB/2026/114 item 6.", most=100, required=True
    )
    discount = forms.ChoiceField(
        label="Which discount goes with it?",
        help_text="Only with an approval.",
        choices=[(AS_SCORED, "The one that the score gives"), (OTHER, "Another")],
        widget=forms.RadioSelect,
    )
    percent = NumberField(
        label="If another: how much?",
        name="the discount",
        required=False,
        at_most=100,
        help_text="In per cent. For example, 60.",
    )
    percent_reason = paragraph(
        "If another: why?",
        "It goes on record. For example, “the group pays for the roof”.",
        most=5_000,
    )
    conditions = paragraph(
        "Conditions", "One a line. Only with “approved with conditions”.", most=10_000
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="Why it was decided so. The group reads them.",
        max_length=10_000,
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons"},
    )
    call_in_ends = DateField(
        label="When does the call-in end?",
        name="the end of the call-in",
        help_text="The last day on which councillors can ask to look at it. Leave it blank if there is none.",
        required=False,
    )
    equality_read = forms.BooleanField(
        label="The equality considerations were read before it was decided",
        error_messages={
            "required": "Tick that the equality considerations were read. If they were not, read them first"
        },
    )

    def __init__(
        self,
        *,
        alone: bool,
        discounted: str,
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        if not alone:
            del self.fields["maker"]
        if discounted:
            choice: Any = self.fields["discount"]
            choice.choices = [
                (AS_SCORED, f"The one that the score gives: {discounted}"),
                (OTHER, "Another"),
            ]
        else:  # nothing is let or sold
            for name in ("discount", "percent", "percent_reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Want what belongs together: a reason for another discount, conditions where there are some."""
        cleaned: dict[str, Any] = self.cleaned_data
        outcome = cleaned.get("outcome")
        grants = outcome in (Outcome.APPROVED, Outcome.CONDITIONS)
        if cleaned.get("discount") == OTHER and grants:
            if cleaned.get("percent") is None and "percent" not in self.errors:
                self.add_error("percent", "Enter the discount in per cent")
            if not cleaned.get("percent_reason"):
                self.add_error(
                    "percent_reason", "Say why the discount is not the one that the score gives"
                )
        if outcome == Outcome.CONDITIONS and not cleaned.get("conditions"):
            self.add_error("conditions", "Enter the conditions, one a line")
        if outcome != Outcome.CONDITIONS:  # what was suggested there stays where it was suggested
            cleaned["conditions"] = ""
        return cleaned


class PublicationForm(Form):
    """The public words of a decision."""

    looks = {
        "title": _SMALL,
        "asset": _SMALL,
        "reasons": Look(size="s", rows=6),
        "conditions": Look(size="s", rows=6),
        "exempt": Look(
            size="s",
            option_hints={
                "discount": "The discount in per cent and in pounds stays out.",
                "conditions": "The conditions stay out.",
            },
        ),
        "exempt_under": Look(size="s"),
    }

    title = line("What is the proposal called?", required=True)
    asset = line("Which building or land is it about?", "Leave it blank if there is none.")
    reasons = forms.CharField(
        label="Reasons, as the public reads them",
        help_text="The approved wording. Name no person.",
        max_length=10_000,
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons as the public reads them"},
    )
    conditions = paragraph("Conditions, as the public reads them", "One a line.")
    exempt = forms.MultipleChoiceField(
        label="What is exempt and stays out?",
        help_text="Under Schedule 12A to the Local Government Act 1972. Words that are exempt you leave out above.",
        choices=[("discount", "The discount"), ("conditions", "The conditions")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    exempt_under = forms.ChoiceField(
        label="Under which paragraph of Schedule 12A?",
        help_text="Choose one if anything stays out.",
        choices=[
            ("", "Nothing is exempt"),
            *((str(number), f"{number}: {said}") for number, said in PARAGRAPHS.items()),
        ],
        required=False,
        widget=forms.Select,
    )

    def __init__(
        self,
        *,
        outcome: str,
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        exempt: Any = self.fields["exempt"]
        if outcome == Outcome.REFUSED:  # a refusal has neither: its approved wording only
            del self.fields["conditions"]
            del self.fields["exempt"]
        elif outcome == Outcome.APPROVED:
            del self.fields["conditions"]
            exempt.choices = [one for one in exempt.choices if one[0] == "discount"]

    def clean(self) -> dict[str, Any]:
        """Want the paragraph under which something stays out."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("exempt") and not cleaned.get("exempt_under"):
            self.add_error("exempt_under", "Choose the paragraph under which it is exempt")
        return cleaned


class AgainForm(Form):
    """What the council answers to a group that asks it to look again."""

    looks = {"answer": _SMALL, "reason": Look(size="s", rows=4)}

    answer = forms.ChoiceField(
        label="What does the council do?",
        choices=[
            ("assess", "Assess the proposal again"),
            ("uphold", "Stand by the decision"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The group reads it.",
        max_length=5_000,
        widget=forms.Textarea,
        error_messages={"required": "Give a reason"},
    )
