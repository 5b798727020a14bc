"""The page on which a proposal starts: an enquiry, which the council looks at before it asks for more."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.forms.facts import line, paragraph
from core.forms import Form, Look
from core.models import Organisation

NEW = "new"
_SMALL = Look(size="s")


class EnquiryForm(Form):
    """What is proposed, for which building or land, by which group, and whom the council asks."""

    looks = {
        "kind": Look(
            size="s",
            option_hints={
                "asset-transfer": "For example, run a hall, a park lodge or a piece of land that the council owns.",
                "coproduction": "For example, residents who help to run a day centre or look after a street together "
                "with the council.",
            },
        ),
        "title": _SMALL,
        "name": _SMALL,
        "summary": Look(size="s", rows=5),
        "group": Look(size="s", reveals={NEW: "group_name"}),
        "group_name": _SMALL,
        "contact_name": _SMALL,
        "contact_email": Look(size="s", width="two-thirds"),
        "contact_phone": Look(size="s", width=20),
    }

    proposal = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="What do you want to do?",
        choices=(
            ("asset-transfer", "Take over a building or land"),
            ("coproduction", "Help to run a service"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to do"},
    )
    title = line(
        "What is your proposal called?",
        "A few words that people will know it by. You can change them later. For example, “Norton Hall as a "
        "community centre”.",
        required=True,
        error_messages={"required": "Enter a name for your proposal"},
    )
    name = line(
        "Which building or land is it about?",
        "What people call it. For example, “Norton Hall”, or “land behind 12 Mill Lane”. Leave it blank if you want to "
        "help run a service that needs none.",
    )
    summary = paragraph(
        "What would you do, and for whom?",
        "A few sentences are enough now. For example, “Open the hall every day for lunch clubs and youth drama. About "
        "120 people live within a walk of it and have nowhere else to meet.”",
    )
    group = forms.ChoiceField(label="Which group is this for?", widget=forms.RadioSelect)
    group_name = line(
        "What is the group called?", "Its full name, as on its constitution or bank account."
    )
    contact_name = line(
        "Whom may the council ask about this?",
        "Their full name.",
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label="Their email address",
        help_text="For example, name@example.org.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = line(
        "Their phone number",
        "You can leave this blank.",
        most=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def __init__(
        self,
        groups: Sequence[Organisation],
        data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.groups = {str(group.pk): group for group in groups}
        if groups:
            listed = [(key, group.name) for key, group in self.groups.items()]
            choices = [*listed, (NEW, "A group that is not listed here")]
            self.fields["group"].choices = choices  # type: ignore[attr-defined]
        else:  # nothing to choose from
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        """Want a building where one is taken over, some words on what for, and a name for a new group."""
        cleaned: dict[str, Any] = self.cleaned_data
        new = "group" not in self.fields or cleaned.get("group") == NEW
        transfer = cleaned.get("kind") == "asset-transfer"
        if transfer:
            self._want("name", "Enter what the building or land is called")
        self._want("summary", "Say in a few sentences what you would do")
        if new:
            self._want("group_name", "Enter the name of the group")
        return cleaned

    def _want(self, name: str, otherwise: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, otherwise)

    @property
    def chosen(self) -> Organisation | None:
        """Return the group that was chosen from the list; None for a new one."""
        return self.groups.get(self.cleaned_data.get("group", ""))
