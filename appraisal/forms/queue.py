"""What an officer looks for in the queue, and to whom proposals are given."""

from collections.abc import Sequence
from typing import Any

from django import forms

from appraisal.facts import TENURES
from appraisal.models import Kind, State
from appraisal.queries.queue import Order
from core.forms import Form, Look
from core.models import User

_MOST_WORDS = 100


class FindForm(Form):
    """Filters, order and search of the queue."""

    words = forms.CharField(
        label="Search",
        help_text="Title, group, reference or building",
        required=False,
        max_length=_MOST_WORDS,
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), *State.choices], required=False, widget=forms.Select
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any"), *Kind.choices], required=False, widget=forms.Select
    )
    tenure = forms.ChoiceField(
        label="What is asked for",
        choices=[(key, name or "Anything") for key, name in TENURES.items()],
        required=False,
        widget=forms.Select,
    )
    order = forms.ChoiceField(
        label="Order",
        choices=[(Order.OLDEST, "Waiting longest first"), (Order.NEWEST, "Newest first")],
        required=False,
        widget=forms.Select,
    )
    looks = {name: Look(size="s") for name in ("words", "state", "kind", "tenure", "order")}


class GiveForm(Form):
    """Whom the chosen proposals are given to."""

    to = forms.ChoiceField(
        label="Give the chosen proposals to",
        widget=forms.Select,
        error_messages={"required": "Choose who deals with them"},
    )
    looks = {"to": Look(size="s")}

    def __init__(self, *args: Any, me: User, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (made just above)
        others = [(str(one.pk), str(one)) for one in people if one != me]
        mine = [(str(me.pk), "Me")] if me in people else []
        field.choices = [*mine, *others]
