"""The pages on which a proposal is started: one question each, and nothing else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from appraisal.forms.facts import line
from core.forms import Form, Look
from core.models import Organisation

_QUESTION = Look(size="l", heading=True)
NEW = "new"


class KindForm(Form):
    """What is proposed."""

    looks = {
        "kind": Look(
            size="l",
            heading=True,
            option_hints={
                "asset-transfer": "For example, run a hall, a park lodge or a piece of land that the council owns.",
                "coproduction": "For example, residents who help to run a day centre or look after a street together "
                "with the council.",
            },
        )
    }

    kind = forms.ChoiceField(
        label="What do you want to do?",
        choices=(
            ("asset-transfer", "Take over a building or land"),
            ("coproduction", "Help to run a service"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to do"},
    )


class TitleForm(Form):
    """What the proposal is called."""

    looks = {"title": _QUESTION}

    title = line(
        "What is your proposal called?",
        "A few words that people will know it by. You can change them later. For example, “Norton Hall as a "
        "community centre”.",
        required=True,
        error_messages={"required": "Enter a name for your proposal"},
    )


class AssetNameForm(Form):
    """Which building or land it is about."""

    looks = {"name": Look(size="s"), "postcode": Look(size="s", width=10)}

    name = line(
        "What is it called?",
        "For example, “Norton Hall”, or “land behind 12 Mill Lane”.",
        required=True,
        error_messages={"required": "Enter what the building or land is called"},
    )
    postcode = line(
        "Postcode", "Leave it blank if the land has none. For example, B33 8TX.", most=10
    )


class ServiceAssetForm(AssetNameForm):
    """Which building or land a service uses, if any."""

    name = line(
        "What is it called?",
        "Leave this blank if the service needs no building or land of the council’s.",
    )


class ContactForm(Form):
    """Which group proposes it, and whom the council asks."""

    looks = {
        "group": Look(size="s", reveals={NEW: "group_name"}),
        "group_name": Look(size="s"),
        "contact_name": Look(size="s"),
        "contact_email": Look(size="s", width="two-thirds"),
        "contact_phone": Look(size="s", width=20),
    }

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
        """Want a name for a group that is not listed."""
        cleaned: dict[str, Any] = self.cleaned_data
        new = "group" not in self.fields or cleaned.get("group") == NEW
        if new and not cleaned.get("group_name") and "group_name" not in self.errors:
            self.add_error("group_name", "Enter the name of the group")
        return cleaned

    @property
    def chosen(self) -> Organisation | None:
        """Return the group that was chosen from the list; None for a new one."""
        return self.groups.get(self.cleaned_data.get("group", ""))
