"""What is asked about the panel's meetings, and what its members say there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from appraisal.engine import words
from appraisal.engine.scheme import Criterion
from appraisal.forms.facts import line
from appraisal.models import Interest
from core.forms import DateField, Form, Look, WholeField

ACCEPT = "accept"
_FEW = 8  # levels that fit under each other as radio buttons
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


class TimeField(forms.CharField):
    """A time of day, as people write it: 2pm, 2:30 pm, 14:30."""

    def clean(self, value: Any) -> time | None:
        """Return the time that was typed."""
        text = str(super().clean(value) or "").strip()
        found = _CLOCK.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        half = (found[3] or "").lower().replace(".", "") if found else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half or (found and found[2] is None):  # “7” alone may be morning or evening
            hour = 99
        if hour > 23 or minute > 59:
            raise ValidationError("Enter a time such as 2:30pm or 14:30")
        return time(hour, minute)


class MeetingForm(Form):
    """When and where the panel meets, and how many it needs."""

    looks = {
        "date": Look(size="s"),
        "time": Look(size="s", width=10),
        "place": Look(size="s", width="two-thirds"),
        "quorum": Look(size="s", suffix="members"),
    }

    date = DateField(
        label="Which day is it?", name="the day", help_text="For example, 14 1 2027.", required=True
    )
    time = TimeField(
        label="What time does it begin?", help_text="For example, 2:30pm.", max_length=20
    )
    place = line("Where is it?", "For example, Committee room 2, Council House.", required=True)
    quorum = WholeField(
        label="How many members must attend?",
        name="the quorum",
        help_text="The quorum. Only members without an interest in the item count. For example, 3.",
        at_least=1,
        at_most=50,
    )


class SeatsForm(Form):
    """Who sits at a meeting."""

    looks = {"members": Look(size="s"), "chair": Look(size="s")}

    members = forms.MultipleChoiceField(
        label="Who sits at this meeting?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": "Choose at least one person"},
    )
    chair = forms.ChoiceField(
        label="Who has the chair?",
        help_text="If the chair withdraws from an item, another panel chair who sits there can lead it.",
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        people: Sequence[tuple[int, str]],
        chairs: Sequence[tuple[int, str]],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["members"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
        self.fields["chair"].choices = [(str(key), name) for key, name in chairs]  # type: ignore[attr-defined]


class PresentForm(Form):
    """Who of those who sit at a meeting came."""

    looks = {"present": Look(size="s")}

    present = forms.MultipleChoiceField(
        label="Who attends?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        people: Sequence[tuple[int, str]],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["present"].choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]


class ItemForm(Form):
    """Which proposal comes on the agenda."""

    looks = {"proposal": Look(size="s")}

    proposal = forms.ChoiceField(
        label="Which proposal?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a proposal"},
    )

    def __init__(
        self,
        waiting: Sequence[tuple[str, str]],
        hints: Mapping[str, str],
        data: QueryDict | None = None,
    ) -> None:
        self.looks = {"proposal": Look(size="s", option_hints=hints)}
        super().__init__(data)
        self.fields["proposal"].choices = waiting  # type: ignore[attr-defined]


class ToPanelForm(Form):
    """On the agenda of which meeting a proposal comes."""

    looks = {"meeting": Look(size="s")}

    meeting = forms.ChoiceField(
        label="Which meeting?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a meeting"},
    )

    def __init__(self, meetings: Sequence[tuple[str, str]], data: QueryDict | None = None) -> None:
        super().__init__(data)
        choice: Any = self.fields["meeting"]
        choice.choices = meetings


class ReasonForm(Form):
    """Why something is done that needs a reason."""

    looks = {"reason": Look(size="s", rows=4)}

    reason = forms.CharField(
        label="Why?",
        max_length=5_000,
        widget=forms.Textarea,
        error_messages={"required": "Give a reason"},
    )

    def __init__(self, label: str, hint: str = "", data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


class InterestForm(Form):
    """Whether a member has an interest in an item."""

    looks = {
        "kind": Look(
            size="m",
            option_hints={
                "pecuniary": "Money, work, property or a contract: yours, or your husband’s, wife’s or partner’s.",
                "registrable": "For example, you are a member of a body that works with the group or owns land nearby.",
                "other": "For example, a close friend or relative is in the group, or you have made your mind up "
                "already.",
            },
            divider_before={"pecuniary": "or"},
        ),
        "nature": Look(size="s", rows=3),
    }

    kind = forms.ChoiceField(
        label="Do you have an interest in this item?",
        choices=[
            ("none", "No, I have no interest in it"),
            *[(one.value, one.label) for one in Interest.Kind if one != Interest.Kind.NONE],
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you have an interest in this item"},
    )
    nature = forms.CharField(
        label="If you have one: what is it?",
        help_text="It goes on record. For example, “My sister is the group’s treasurer”.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        """Want to know what the interest is."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("kind") not in (None, Interest.Kind.NONE) and not cleaned.get("nature"):
            self.add_error("nature", "Say what the interest is")
        return cleaned


class LaterInterestForm(InterestForm):
    """The same for somebody who had said that they have none."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        kinds: Any = self.fields["kind"]
        kinds.choices = [one for one in kinds.choices if one[0] != Interest.Kind.NONE]
        kinds.label = "What kind of interest is it?"
        self.fields["nature"].label = "What is it?"
        kind = self.looks["kind"]  # without the answer above the others, there is no “or”
        self.looks = {**self.looks, "kind": replace(kind, divider_before={})}


def level_words(criterion: Criterion) -> dict[int, str]:
    """Return the levels that a criterion's rule can give, from the lowest, in words: “10 of 20 points”."""
    return {points: words.out_of(points, criterion.maximum) for points in criterion.levels}


class MarkForm(Form):
    """A member's mark of one criterion: the officer's level, or another, and what they think."""

    looks = {"level": Look(size="m"), "comment": Look(size="s", rows=4)}

    level = forms.ChoiceField(
        label="Which level do you give it?",
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label="What makes you say so?",
        help_text="You can leave it blank. Nobody else reads it until the chair opens moderation.",
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
    )

    def __init__(
        self,
        criterion: Criterion,
        officers: str,
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        levels = [(str(points), said) for points, said in level_words(criterion).items()]
        accept = (ACCEPT, f"Keep the officer’s level: {officers}")
        choice: Any = self.fields["level"]
        if len(levels) > _FEW:
            choice.widget = forms.Select()
            choice.choices = [("", "Choose a level"), accept, *levels]
        else:
            self.looks = {
                **self.looks,
                "level": Look(size="m", divider_before={levels[0][0]: "or"}),
            }
            choice.choices = [accept, *levels]
