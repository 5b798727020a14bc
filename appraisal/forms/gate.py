"""What is said on the way to an application and back: eligibility, disclosure, checks, reasons, messages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.eligibility import Condition
from appraisal.models import Check, Disclosure
from core.forms import AmountField, DateField, Form, Look
from core.models import User

_SMALL = Look(size="s")
_LONGEST = 5_000


def _words(label: str, hint: str = "", *, wanted: str = "") -> forms.CharField:
    """Return a box for some sentences; ``wanted`` is what a blank one is answered with, if it may not be."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(wanted),
        max_length=_LONGEST,
        widget=forms.Textarea,
        error_messages={"required": wanted},
    )


def _choice(label: str, choices: Any, wanted: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": wanted},
    )


class EligibilityForm(Form):
    """Yes or no to each condition, with a reason."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.conditions = conditions
        fields: dict[str, forms.Field] = {}
        self.looks = {}
        for one in conditions:
            fields[one.key] = _choice(
                one.question, (("yes", "Yes"), ("no", "No")), f"Answer “{one.question}”"
            )
            fields[f"{one.key}-reason"] = _words(
                "Why?", one.hint, wanted=f"Say why, for “{one.question}”"
            )
            self.looks[one.key] = Look(size="m", inline=True)
            self.looks[f"{one.key}-reason"] = Look(size="s", rows=3)
        self.base_fields = fields  # type: ignore[misc]  # each kind has its own
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Ask why only where something is answered: who has left all blank is told of that once."""
        for one in self.conditions:
            why = f"{one.key}-reason"
            if (
                one.key in self.errors
                and why in self.errors
                and not self.data.get(self.add_prefix(why))
            ):
                del self.errors[why]
        return self.cleaned_data

    @property
    def said(self) -> dict[str, tuple[bool, str]]:
        """Return what was said: condition's key → yes or no, and why."""
        given = self.cleaned_data
        return {
            one.key: (given[one.key] == "yes", given[f"{one.key}-reason"])
            for one in self.conditions
        }


class DisclosureForm(Form):
    """What the council knows of the building or land; “not known” is an answer."""

    looks = {
        "condition_known": Look(size="m", reveals={"yes": "condition"}),
        "condition": Look(size="s", rows=5),
        "surveyed_on": _SMALL,
        "costs_known": Look(size="m", reveals={"yes": "running_costs_gbp_pa"}),
        "running_costs_gbp_pa": Look(size="s", spoken="in pounds a year"),
        "costs_made_of": Look(size="s", rows=3),
        "title": Look(size="m"),
        "restricted": Look(size="s", reveals={"yes": "restrictions"}),
        "restrictions": Look(size="s", rows=3),
        "open_space": _SMALL,
    }

    condition_known = _choice(
        "Does the council know what condition it is in?",
        (("yes", "Yes"), ("no", "Not known")),
        "Say whether the condition is known",
    )
    condition = _words(
        "What is its condition?",
        "What is sound, what must be mended and what that costs. Name asbestos, damp and access. For example, “The "
        "roof leaks: £40,000 within two years. The boiler is from 1994. Walls and floors are sound.”",
    )
    surveyed_on = DateField(
        label="When was it last surveyed?",
        name="the date of the survey",
        help_text="Leave it blank if it was not surveyed, or nobody knows when. For example, 17 2 2026.",
        required=False,
    )
    costs_known = _choice(
        "Does the council know what it costs to run?",
        (("yes", "Yes"), ("no", "Not known")),
        "Say whether the running costs are known",
    )
    running_costs_gbp_pa = AmountField(
        label="What does it cost to run for a year?",
        name="the running costs",
        help_text="Of the last full year. For example, £18,500.",
        required=False,
    )
    costs_made_of = _words(
        "What are the running costs made of?",
        "If they are known. For example, “Gas and electricity £9,200, insurance £2,300, repairs £5,000, rates £2,000.”",
    )
    title = _choice("How does the council hold it?", Disclosure.Title.choices, "Say how it is held")
    restricted = _choice(
        "Do covenants, easements or other rights restrict its use?",
        Disclosure.Answer.choices,
        "Say whether its use is restricted",
    )
    restrictions = _words(
        "What are they?",
        "For example, “The 1934 conveyance lets it be used for the good of the residents only.”",
    )
    open_space = _choice(
        "Is any of it open space?",
        Disclosure.Answer.choices,
        "Say whether any of it is open space",
        "If so, the council must advertise its disposal first.",
    )

    def clean(self) -> dict[str, Any]:
        """Want told what is said to be known."""
        given = self.cleaned_data
        if given.get("condition_known") == "yes":
            self._want("condition", "Say what condition it is in, or choose “Not known”")
        if given.get("costs_known") == "yes":
            self._want("running_costs_gbp_pa", "Enter the running costs, or choose “Not known”")
            self._want("costs_made_of", "Say what the running costs are made of")
        if given.get("restricted") == "yes":
            self._want("restrictions", "Say what restricts its use")
        return given

    def _want(self, name: str, otherwise: str) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, otherwise)


class ReadForm(Form):
    """That somebody has read what the council tells, and which version of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    read = forms.BooleanField(
        label="I have read what the council tells of the building or land",
        error_messages={"required": "Tick that you have read it"},
    )


class DeclarationForm(Form):
    """The declaration with which a proposal is sent in."""

    declared = forms.BooleanField(
        label="This is so",
        error_messages={
            "required": "Tick that what you say is true and that your group has agreed to it"
        },
    )


class ReasonForm(Form):
    """Why a move is made, in words that the other side reads."""

    looks = {"reason": Look(size="s", rows=6)}

    def __init__(self, label: str, hint: str, data: QueryDict | None = None) -> None:
        field = _words(label, hint, wanted="Give a reason")
        self.base_fields = {"reason": field}  # type: ignore[misc]  # each move asks in its own words
        super().__init__(data)


class CheckForm(Form):
    """How one item of the checklist came out."""

    looks = {
        "outcome": Look(
            size="s",
            option_hints={
                Check.Outcome.FAILED: "The proposal cannot be assessed until this has changed.",
                Check.Outcome.WAIVED: "The council does without it here. Say why.",
            },
        ),
        "reason": Look(size="s", rows=3),
        "evidence": Look(size="s", rows=3),
    }

    outcome = _choice(
        "How did it come out?", Check.Outcome.choices, "Choose how the check came out"
    )
    reason = _words("Why?", "For example, “Adopted on 3 May 2024; clause 4 covers running a hall.”")
    evidence = _words(
        "What did you look at?",
        "For example, “The constitution on the regulator’s register, seen on 20 November 2026.”",
    )

    def clean(self) -> dict[str, Any]:
        """Want a reason for what is settled."""
        given = self.cleaned_data
        settled = given.get("outcome") not in (None, Check.Outcome.OPEN)
        if settled and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why: it goes on record")
        return given


class MessageForm(Form):
    """A message to the other side."""

    looks = {"text": Look(size="s", rows=5)}

    form = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Your message",
        widget=forms.Textarea,
        max_length=_LONGEST,
        error_messages={"required": "Write a message"},
    )


class OfficerForm(Form):
    """Who deals with a proposal."""

    looks = {"officer": _SMALL}

    was = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        officers: Sequence[User],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["officer"] = _choice(
            "Who deals with it?",
            [(str(one.pk), str(one)) for one in officers],
            "Choose who deals with it",
        )
