"""The forms of the officer's findings: what is found of a criterion, and what an assessment is stopped for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.engine import words
from appraisal.engine.fields import MOST_TEXT
from appraisal.engine.scheme import Criterion, Question
from appraisal.forms.criterion import Aims, Asked, Beside, CriterionForm, initial_of
from appraisal.models import Finding
from core.forms import Form, Look

# Names with a hyphen can be no question's key.
VERDICT, POINTS, REASON, EVIDENCE, SEEN = (
    "finding-verdict",
    "finding-points",
    "finding-reason",
    "finding-evidence",
    "answers-seen",
)
Verdict = Finding.Verdict

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
        fields[REASON] = long_words(label, hint, "Give a reason", required=True)
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


def long_words(label: str, hint: str, missing: str, *, required: bool) -> forms.CharField:
    """Return a box for a few sentences or more; ``missing`` says that it is empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=MOST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": missing},
    )


class FlagForm(Form):
    """Something that must be settled before the assessment is signed off."""

    letter = forms.ChoiceField(label="What is it about?", widget=forms.Select, required=False)
    reason = long_words(
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

    reason = long_words("Why?", "", "Give a reason", required=True)
    looks = {"reason": Look(size="s", rows=4)}

    def __init__(self, *args: Any, ask: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = ask or self.fields["reason"].label
        self.fields["reason"].help_text = hint
