"""The forms of what an officer recommends, and of the terms that are recommended."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.assessing import needs_reason, too_much, unreasoned
from appraisal.engine.discount import Discount
from appraisal.forms.assessing import REASON, SEEN, long_words
from appraisal.forms.facts import InvestmentForm, TermsForm
from core.forms import Form, Look, RowsField, WholeField

AGREE, REFUSE = "agree", "refuse"


class SummaryForm(Form):
    """What the assessment comes to, in a few sentences."""

    summary = long_words(
        "What does your assessment come to?",
        "A few sentences that a councillor can read alone: what is asked for, what speaks for it, what does not.",
        "Write the summary",
        required=True,
    )
    looks = {"summary": Look(size="m", rows=10)}


class EqualityForm(Form):
    """What was weighed under the public sector equality duty."""

    equality = long_words(
        "What did you consider under the equality duty?",
        "Section 149 of the Equality Act 2010: whom this helps or leaves out, by age, disability, sex, race, "
        "religion and the other protected characteristics, and what would lessen any harm.",
        "Write down the equality considerations",
        required=True,
    )
    looks = {"equality": Look(size="m", rows=10)}


class WordingForm(Form):
    """What is recommended, and how that is worded where it is not as it is made of the data."""

    outcome = forms.ChoiceField(
        label="What do you recommend to the committee?",
        help_text="Save, and the wording above follows. A refusal has no conditions, and its pack shows no discount.",
        choices=[(AGREE, "That it agrees"), (REFUSE, "That it does not agree")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you recommend that the committee agrees"},
    )
    wording = long_words(
        "How should the recommendation be worded?",
        "Leave it blank to use the wording above. Otherwise write each numbered paragraph on a line of its own. "
        "What you write stays as you write it, also where a figure changes later.",
        "",
        required=False,
    )
    looks = {"outcome": Look(size="m"), "wording": Look(size="m", rows=12)}


class DiscountForm(Form):
    """The discount that is recommended; blank: what the scheme's policy derives."""

    percent = WholeField(
        label="Which discount do you recommend?",
        name="the discount",
        required=False,
        at_most=100,
        help_text="In whole percent. Leave it blank to recommend what the policy derives.",
    )
    reason = long_words(
        "Why another discount than the policy’s?",
        "Needed where you recommend more or less than the policy derives.",
        "",
        required=False,
    )
    looks = {"percent": Look(size="m", suffix="%", width=3), "reason": Look(size="s", rows=4)}

    def __init__(self, *args: Any, derived: Discount | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.derived = derived

    def clean(self) -> dict[str, Any]:
        """Ask why where the recommendation departs from the policy."""
        cleaned: dict[str, Any] = self.cleaned_data
        own = cleaned.get("percent")
        derived = None if self.derived is None else self.derived.percent
        departs = needs_reason(derived, own)
        if departs and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", unreasoned(derived, own).rstrip("."))
        if above := too_much(self.derived, own):
            self.add_error("percent", above.rstrip("."))
        return cleaned


class ConditionsForm(Form):
    """The conditions that are recommended: the council's standard ones, and others in own words."""

    standard = forms.MultipleChoiceField(
        label="Which of the council’s usual conditions?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own = RowsField(
        label="Other conditions",
        columns={
            "words": forms.CharField(label="Condition", max_length=2000, widget=forms.Textarea)
        },
        looks={"words": Look(rows=3)},
        singular="condition",
        most=30,
        required=False,
    )
    looks = {"standard": Look(size="m"), "own": Look(size="m")}

    def __init__(self, *args: Any, library: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standard"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (made just above)
        field.choices = library


class CorrectedTermsForm(Form):
    """What is asked for, as the officer finds it, and why that is not what the group says."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        service: bool,
        group: Mapping[str, object],
        saves: int,
        initial: Mapping[str, object],
    ) -> None:
        asked = InvestmentForm if service else TermsForm
        self.base_fields = {  # type: ignore[misc]  # a service asks for other things than a transfer
            **asked.base_fields,
            REASON: long_words(
                "Why do you correct this?",
                "Needed where anything differs from what the group asks for. For example, “the group wrote on 3 May "
                "that it asks for 30 years”.",
                "",
                required=False,
            ),
            SEEN: forms.IntegerField(widget=forms.HiddenInput, min_value=0),
        }
        self.looks = {**asked.looks, REASON: Look(size="s", rows=4)}
        self.group = group
        super().__init__(data, initial={**initial, SEEN: saves})
        labels = {
            "tenure": "What is asked for?",
            "rent_offered_gbp_pa": "The rent offered for a year",
        }
        labels["annual_investment_gbp"] = "What the council is asked to put in each year"
        for key in self.fields.keys() & labels.keys():
            self.fields[key].label = labels[key]

    @property
    def terms(self) -> dict[str, object]:
        """Return what is asked for, as it was typed."""
        return {key: self.cleaned_data.get(key) for key in self.fields if key not in (REASON, SEEN)}

    def clean(self) -> dict[str, Any]:
        """Want a tenure, its length, and why where anything differs."""
        cleaned: dict[str, Any] = self.cleaned_data
        if "tenure" in self.fields and not cleaned.get("tenure") and "tenure" not in self.errors:
            self.add_error("tenure", "Choose a lease, a licence or the freehold")
        differs = any(
            (cleaned.get(key) or None) != (self.group.get(key) or None)
            for key in self.fields
            if key not in (REASON, SEEN) and key not in self.errors
        )
        if differs and not (cleaned.get(REASON) or "").strip() and REASON not in self.errors:
            self.add_error(REASON, "Say why you correct what the group asks for")
        return cleaned
