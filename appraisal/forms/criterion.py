"""A criterion becomes a form: the questions this person is asked, and what stands beside them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict

from appraisal.engine.answers import Deprivation
from appraisal.engine.faults import Faults
from appraisal.engine.fields import MOST_TEXT
from appraisal.engine.parse_answers import parse_answer
from appraisal.engine.scheme import Criterion, Question
from appraisal.forms.questions import field_of, look_of, shown_in, written
from core.forms import Form, Look

# Names with a hyphen can be no question's key.
CLAIM, REASON = "not-applicable", "not-applicable-reason"
EVIDENCE, NOTE = "evidence", "note"

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
Aims = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked of a criterion."""

    questions: tuple[Question, ...]
    claim: bool  # may say that it does not apply
    evidence: bool
    note: bool

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of the questions."""
        return frozenset(question.key for question in self.questions)


def asked_of(criterion: Criterion, audiences: Collection[str]) -> Asked:
    """Return what a person is asked who speaks for these audiences: group, either, officer."""
    questions = tuple(one for one in criterion.questions if one.asked_of in audiences)
    group = any(one.asked_of != "officer" for one in questions)
    officer = any(one.asked_of == "officer" for one in questions)
    return Asked(questions, claim=bool(questions), evidence=group, note=officer)


class Beside(NamedTuple):
    """Fields of a page's own beside the questions, and their looks."""

    fields: Mapping[str, forms.Field]
    looks: Mapping[str, Look]


class _Made(NamedTuple):
    fields: dict[str, forms.Field]
    looks: dict[str, Look]
    ratings: dict[str, tuple[str, str]]  # field → question's key and the aim's


class CriterionForm(Form):
    """The form of one criterion; ``given`` is what was answered, as the file writes it.

    ``found``: edition and rank that the postcode of the asset has found, for which what is typed would stand in.
    """

    found: Deprivation | None = None

    def __init__(
        self,
        criterion: Criterion,
        asked: Asked,
        aims: Aims,
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
        beside: Beside | None = None,
    ) -> None:
        made = _made(asked, aims)
        if beside is not None:
            made.fields.update(beside.fields)
            made.looks.update(beside.looks)
        self.criterion = criterion
        self.asked = asked
        self.ratings = made.ratings
        self.looks = made.looks
        self.base_fields = made.fields  # type: ignore[misc]  # each criterion has its own
        super().__init__(data, initial=initial)

    def given(self) -> dict[str, object]:
        """Return the answers, by question; nothing where it is said not to apply."""
        if self.claimed:
            return {}
        answers = {
            question.key: written(question, self.cleaned_data.get(question.key))
            for question in self.asked.questions
            if question.kind != "ratings"
        }
        found = {key: value for key, value in answers.items() if value is not None}
        return found | self._rated()

    def _rated(self) -> dict[str, object]:
        asked = {question for question, _ in self.ratings.values()}  # none without a list
        rated: dict[str, object] = {key: {} for key in asked}
        for name, (question, aim) in self.ratings.items():
            if level := self.cleaned_data.get(name):
                rated[question][aim] = level  # type: ignore[index]  # made a mapping just above
        return rated

    @property
    def claimed(self) -> bool:
        """Say whether it is said not to apply."""
        return bool(self.cleaned_data.get(CLAIM))

    @property
    def blank(self) -> bool:
        """Say whether nothing at all was typed or chosen."""
        names = [*self.fields]
        starts = tuple(f"{name}-" for name in names)
        typed = (key for key in self.data if key in names or key.startswith(starts))
        return not any(str(self.data[key]).strip() for key in typed)

    def clean(self) -> dict[str, Any]:
        """Check what the fields cannot see alone: what the rules of the criterion ask for."""
        cleaned: dict[str, Any] = self.cleaned_data
        if self.claimed:
            self._forget_answers()
            if not cleaned.get(REASON, "").strip() and REASON not in self.errors:
                self.add_error(REASON, "Say why this does not apply to your group")
        elif not self.errors:
            self._check_rules()
        return cleaned

    def _forget_answers(self) -> None:
        """Complain of no answer where none is wanted."""
        for name in list(self.errors):
            if name not in (CLAIM, REASON, EVIDENCE, NOTE):
                del self.errors[name]

    def _want_reason_for_rank(self) -> None:
        """Want a reason where another rank is entered than the postcode has found."""
        kinds = {question.kind: question.key for question in self.asked.questions}
        if self.found is None or "rank" not in kinds or NOTE not in self.fields:
            return
        given = self.given()
        entered = (given.get(kinds.get("edition", "")), given.get(kinds["rank"]))
        other = entered != (None, None) and entered != tuple(self.found)
        if other and not str(self.cleaned_data.get(NOTE) or "").strip():
            self.add_error(
                NOTE, "Say why this rank takes the place of the one that the postcode has found"
            )

    def _check_rules(self) -> None:
        self._want_reason_for_rank()
        faults = Faults()
        parse_answer(self.given(), self.criterion, "", faults)
        for fault in faults.found:
            name = fault.place.partition(".")[0].partition("[")[0]
            if name in self.fields:
                self.add_error(name, self._said(name, fault.message))

    def _said(self, name: str, message: str) -> str:
        """Return a fault in the words of a page: where it only says “missing”, the question says more."""
        missing = message.startswith("This is missing")
        return str(self.fields[name].error_messages["required"]) if missing else message.rstrip(".")


def _made(asked: Asked, aims: Aims) -> _Made:
    """Make the fields of a form: those of the questions, then those beside them."""
    made = _Made({}, {}, {})
    for question in asked.questions:
        if question.kind == "ratings":
            for number, (key, said) in enumerate(aims):
                name = _rating_name(question, key, number)
                made.ratings[name] = (question.key, key)
                made.fields[name] = _rating_field(question, said)
                made.looks[name] = Look(size="s", small=True, inline=True)
        else:
            made.fields[question.key] = field_of(question)
            made.looks[question.key] = look_of(question)
    _add_beside(made.fields, made.looks, asked)
    return made


def _rating_name(question: Question, key: str, number: int) -> str:
    """Return the name of an aim's buttons: its key, or its place where the key is no plain word."""
    return f"{question.key}-{key if _PLAIN.fullmatch(key) else number}"


def _rating_field(question: Question, said: str) -> forms.Field:
    choices = [(key, question.choice_labels[key]) for key in question.choices]
    return forms.ChoiceField(label=said, choices=choices, widget=forms.RadioSelect, required=False)


def _add_beside(fields: dict[str, forms.Field], looks: dict[str, Look], asked: Asked) -> None:
    if asked.evidence:
        fields[EVIDENCE] = _long_text(
            "What can you show for this?",
            "Say what you have, or where the council can find it. For example, “letters from two funders, "
            "our accounts for last year”. You can leave this blank.",
        )
    if asked.note:
        fields[NOTE] = _long_text(
            "Where do these figures come from?",
            "Name the source and its date. For example, “last year’s ledger, property services, May 2026”.",
        )
    if asked.claim:
        whose = (
            "our" if asked.evidence else "this"
        )  # an officer’s own page is about somebody else’s
        fields[CLAIM] = forms.BooleanField(
            label=f"This does not apply to {whose} proposal", required=False
        )
        fields[REASON] = _long_text(
            "Why does it not apply?",
            "The council must agree. Until then it counts as unanswered. For example, “There is no land beside "
            "the hall.” If it could apply, but you add nothing here, leave the page blank and save it.",
        )
        looks[CLAIM] = Look(reveals={"true": REASON})
    for name in (EVIDENCE, NOTE, REASON):
        looks[name] = Look(size="s", rows=3)


def _long_text(label: str, hint: str) -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea,
    )


def initial_of(
    asked: Asked, aims: Aims, given: Mapping[str, object], beside: Mapping[str, str]
) -> dict[str, object]:
    """Return what the boxes of a criterion's form show of what is stored.

    ``beside`` holds the reason why it does not apply, the evidence and the note.
    """
    shown: dict[str, object] = {}
    for question in asked.questions:
        stored = given.get(question.key)
        if question.kind == "ratings":
            rated = stored if isinstance(stored, Mapping) else {}
            for number, (key, _) in enumerate(aims):
                shown[_rating_name(question, key, number)] = rated.get(key)
        else:
            shown[question.key] = shown_in(question, stored)
    return {**shown, **beside, CLAIM: bool(beside[REASON])}
