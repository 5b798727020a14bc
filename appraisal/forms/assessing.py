"""The forms of the officer's pages: what is found of a criterion, and what is recommended."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.assessing import needs_reason, too_much, unreasoned
from appraisal.engine import words
from appraisal.engine.discount import Discount
from appraisal.engine.fields import MOST_TEXT
from appraisal.engine.scheme import Criterion, Question
from appraisal.forms.criterion import Aims, Asked, Beside, CriterionForm, initial_of
from appraisal.forms.facts import InvestmentForm, TermsForm
from appraisal.models import Finding
from core.forms import Form, Look, RowsField, WholeField

# Names with a hyphen can be no question's key.
VERDICT, POINTS, REASON, EVIDENCE, SEEN = (
    "finding-verdict",
    "finding-points",
    "finding-reason",
    "finding-evidence",
    "answers-seen",
)
Verdict = Finding.Verdict
AGREE, REFUSE = "agree", "refuse"

_REASONS: Mapping[str, tuple[str, str]] = {
    Verdict.CORRECT: (
        "Why do you correct this?",
        "For example, “the grant letter of 3 May says £180,000, not £187,500”.",
    ),
    Verdict.PICK: (
        "Why these points, and not the rule’s?",
        "For example, “the lease of the shop was signed after the form was sent in”.",
    ),
    Verdict.AGREE: (
        "Why do you agree?",
        "For example, “there is no land in the title plan”.",
    ),
    Verdict.REFUSE: (
        "Why do you not agree?",
        "The group reads this. For example, “the car park behind the hall is part of the lease”.",
    ),
}
_GRADES = {
    Finding.Evidence.CLAIMED: "The group says so, and nothing more",
    Finding.Evidence.DOCUMENTED: "A paper shows it, such as a letter or accounts",
    Finding.Evidence.VERIFIED: "You have checked it, with its source or on site",
}


class FindingForm(CriterionForm):
    """What an officer finds of one criterion; which boxes there are goes by the verdict."""

    def __init__(
        self,
        criterion: Criterion,
        verdict: str,
        aims: Aims,
        *,
        saves: int,
        answered: bool,
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.verdict = verdict
        self.saves = saves
        questions = correctable(criterion) if verdict == Verdict.CORRECT else ()
        asked = Asked(questions, claim=False, evidence=False, note=False)
        own = _beside(criterion, verdict, answered=answered)
        super().__init__(criterion, asked, aims, data, initial, own)

    def clean(self) -> dict[str, Any]:
        """Check the corrected answers by the criterion's rules, and that they are of what was read."""
        cleaned: dict[str, Any] = self.cleaned_data
        if self.verdict == Verdict.CORRECT and not self.errors:
            self._check_rules()
        if cleaned.get(SEEN) != self.saves:
            self.add_error(
                None, "The answers have changed since you opened this page. Read them again"
            )
        return cleaned

    @property
    def points(self) -> int | None:
        """Return the points that were picked."""
        found: int | None = self.cleaned_data.get(POINTS)
        return found


def correctable(criterion: Criterion) -> tuple[Question, ...]:
    """Return the questions whose answers an officer may correct: all that are not the council's own."""
    return tuple(one for one in criterion.questions if one.asked_of != "officer")


def finding_initial(
    criterion: Criterion, aims: Aims, finding: Finding | None, given: Mapping[str, object]
) -> dict[str, object]:
    """Return what the boxes show of a finding, and of the answers as they count now."""
    asked = Asked(correctable(criterion), claim=False, evidence=False, note=False)
    nothing = {"not-applicable-reason": ""}
    shown = initial_of(asked, aims, given, nothing)
    if finding is not None:
        shown |= {POINTS: finding.points, REASON: finding.reason, EVIDENCE: finding.evidence}
    return shown


def _beside(criterion: Criterion, verdict: str, *, answered: bool) -> Beside:
    fields: dict[str, forms.Field] = {
        VERDICT: forms.ChoiceField(
            label="Finding", choices=Verdict.choices, widget=forms.HiddenInput, initial=verdict
        ),
        SEEN: forms.IntegerField(label="Answers", widget=forms.HiddenInput),
    }
    looks: dict[str, Look] = {}
    if verdict == Verdict.PICK:
        fields[POINTS] = forms.TypedChoiceField(
            label="How many points?",
            help_text="These are the points that the rule of this criterion can give.",
            choices=[("", "Choose"), *_levels(criterion)],
            coerce=int,
            empty_value=None,
            widget=forms.Select,
            error_messages={"required": "Choose the points"},
        )
        looks[POINTS] = Look(size="s")
    if verdict in _REASONS:
        label, hint = _REASONS[Verdict(verdict)]
        fields[REASON] = _words(label, hint, "Give a reason", required=True)
        looks[REASON] = Look(size="s", rows=4)
    if verdict in (Verdict.ACCEPT, Verdict.CORRECT, Verdict.PICK):
        fields[EVIDENCE] = forms.ChoiceField(
            label="How well is this supported?",
            choices=Finding.Evidence.choices,
            widget=forms.RadioSelect,
            required=answered or verdict == Verdict.CORRECT,
            error_messages={"required": "Say how well this is supported"},
        )
        hints = {str(grade): said for grade, said in _GRADES.items()}
        looks[EVIDENCE] = Look(size="s", option_hints=hints)
    return Beside(fields, looks)


def _levels(criterion: Criterion) -> list[tuple[int, str]]:
    return [(level, words.out_of(level, criterion.maximum)) for level in criterion.levels]


def _words(label: str, hint: str, missing: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=MOST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": missing},
    )


# --- what is recommended -------------------------------------------------------------------------


class SummaryForm(Form):
    """What the assessment comes to, in a few sentences."""

    summary = _words(
        "What does your assessment come to?",
        "A few sentences that a councillor can read alone: what is asked for, what speaks for it, what does not.",
        "Write the summary",
        required=True,
    )
    looks = {"summary": Look(size="m", rows=10)}


class EqualityForm(Form):
    """What was weighed under the public sector equality duty."""

    equality = _words(
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
    wording = _words(
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
    reason = _words(
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


class FlagForm(Form):
    """Something that must be settled before the assessment is signed off."""

    letter = forms.ChoiceField(label="What is it about?", widget=forms.Select, required=False)
    reason = _words(
        "What must be settled?",
        "For example, “the constitution does not name who gets the building if the group closes”.",
        "Say what must be settled",
        required=True,
    )
    looks = {"letter": Look(size="s"), "reason": Look(size="s", rows=3)}

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["letter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (made just above)
        named = [(one.letter, f"{one.letter} {one.title}") for one in criteria]
        field.choices = [("", "The proposal as a whole"), *named]


class ReasonForm(Form):
    """A reason, for what cannot be done without one."""

    reason = _words("Why?", "", "Give a reason", required=True)
    looks = {"reason": Look(size="s", rows=4)}

    def __init__(self, *args: Any, ask: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = ask or self.fields["reason"].label
        self.fields["reason"].help_text = hint


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
            REASON: _words(
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
