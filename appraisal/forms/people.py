"""The forms of who belongs where: inviting, roles, leaving."""

from collections.abc import Collection, Mapping, Sequence

from django import forms
from django.http import QueryDict

from core.forms import Form, Look
from core.models import STAFF_ROLES, Role, User

_SMALL = Look(size="s")
REMOVE = "remove"

HINTS: Mapping[str, str] = {
    Role.GROUP_LEAD: "Also sends proposals in, withdraws them and says who belongs to the group.",
    Role.GROUP_MEMBER: "Answers questions, uploads papers and writes to the council.",
    Role.ASSET_OFFICER: "Answers enquiries, assesses proposals and publishes decisions.",
    Role.SECOND_OFFICER: "Checks what another officer has assessed, and signs it off.",
    Role.PANEL_CHAIR: "Calls the panel’s meetings, and records what it agrees and decides.",
    Role.PANEL_MEMBER: "Scores proposals that are before the panel.",
    Role.SCHEME_MANAGER: "Changes what the council scores against.",
    Role.AUDITOR: "Reads everything and changes nothing.",
    Role.ADMINISTRATOR: "Says who belongs to the council.",
}


def _address() -> forms.EmailField:
    return forms.EmailField(
        label="Email address",
        help_text="The invitation is sent there. For example, name@example.org.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the email address of whom you invite"},
    )


def _choice(roles: Collection[Role]) -> list[tuple[str, str]]:
    return [(str(role), role.label) for role in roles]


class InviteForm(Form):
    """Whom to invite, and as what; where there is one role only it is not asked."""

    looks = {
        "email": Look(size="s", width="two-thirds"),
        "role": Look(size="s", option_hints=HINTS),
    }

    email = _address()
    role = forms.ChoiceField(
        label="What will they be?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they will be"},
    )

    def __init__(self, roles: Sequence[Role], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.roles = roles
        if len(roles) > 1:
            self.fields["role"].choices = _choice(roles)  # type: ignore[attr-defined]
        else:
            del self.fields["role"]

    @property
    def chosen(self) -> Role:
        """Return the role."""
        return Role(self.cleaned_data.get("role") or self.roles[0])


class MemberForm(Form):
    """What a member of a group is from now on, or that they are none."""

    looks = {
        "becomes": Look(
            size="s",
            option_hints={**HINTS, REMOVE: "They lose sight of the group’s proposals at once."},
            divider_before={REMOVE: "or"},
        )
    }

    becomes = forms.ChoiceField(
        label="What are they from now on?",
        choices=[
            *_choice((Role.GROUP_LEAD, Role.GROUP_MEMBER)),
            (REMOVE, "No longer in the group"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are from now on"},
    )


class RolesForm(Form):
    """Which roles somebody has at the council."""

    looks = {"roles": Look(size="s", option_hints=HINTS)}

    roles = forms.MultipleChoiceField(
        label="What are they at the council?",
        help_text="Take every tick away to remove them from the council.",
        choices=_choice(STAFF_ROLES),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LeaveForm(Form):
    """That somebody leaves a group; its only lead says who leads it then."""

    looks = {"successor": _SMALL}

    successor = forms.TypedChoiceField(
        label="Who leads the group after you?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who leads the group after you"},
    )

    def __init__(self, heirs: Sequence[User], data: QueryDict | None = None) -> None:
        super().__init__(data)
        if heirs:
            self.fields["successor"].choices = [(one.pk, str(one)) for one in heirs]  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]


class AcceptForm(Form):
    """That an invitation is for somebody with another address than the one it was sent to."""

    looks = {"meant": _SMALL}

    meant = forms.BooleanField(
        label="This invitation was meant for me",
        error_messages={
            "required": "Tick that the invitation was meant for you, or sign in with the address it was sent to"
        },
    )

    def __init__(self, *, own: bool, data: QueryDict | None = None) -> None:
        super().__init__(data)
        if own:
            del self.fields["meant"]
