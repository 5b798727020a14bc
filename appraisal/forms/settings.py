"""What a scheme manager fills in: the council's lists, how it looks, its figures, its schemes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from appraisal.forms.facts import line
from core.colour import validate_colour
from core.forms import DateField, Form, Look, NumberField, RowsField
from core.logos import MOST_BYTES as MOST_OF_LOGO

MOST_OF_SCHEME = 1_000_000
LONGEST_WORDS = 300  # of an aim
ROWS, REASON = "rows", "reason"


def reason_field(example: str) -> forms.CharField:
    """Return the field for why a setting changes."""
    return forms.CharField(
        label="Why do you change this?",
        help_text=f"It goes on record with your name and the day. For example, “{example}”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why you change this: it goes on record"},
    )


class RowsForm(Form):
    """A list of a council's, one row each, and why it changes."""

    def __init__(
        self,
        *,
        label: str,
        singular: str,
        columns: Mapping[str, forms.Field],
        column_looks: Mapping[str, Look],
        most: int,
        example: str,
        data: QueryDict | None = None,
        initial: Sequence[Mapping[str, object]] = (),
    ) -> None:
        self.looks = {REASON: Look(size="s", rows=2)}
        self.base_fields = {  # type: ignore[misc]  # each list has its own
            ROWS: RowsField(
                label=label,
                columns=columns,
                looks=column_looks,
                singular=singular,
                most=most,
                required=False,
            ),
            REASON: reason_field(example),
        }
        super().__init__(data, initial={ROWS: initial})


def words_field(label: str, *, most: int = LONGEST_WORDS) -> forms.CharField:
    """Return the field of a row's words."""
    return forms.CharField(
        label=label, max_length=most, error_messages={"required": f"Enter the {label.lower()}"}
    )


class ColourField(forms.CharField):
    """A colour, in capitals or small letters."""

    def to_python(self, value: Any) -> str:
        """Return it in small letters, as it is stored."""
        return str(super().to_python(value) or "").lower()


class CouncilSettingsForm(Form):
    """What the council is called, how it looks and how groups reach it."""

    looks = {
        "name": Look(size="s"),
        "colour": Look(size="s", width=10),
        "contact_email": Look(size="s", width="two-thirds"),
        "contact_phone": Look(size="s", width=20),
        "groups_see_discount": Look(size="s", inline=True),
        REASON: Look(size="s", rows=2),
    }

    name = line(
        "What is the council called?", "It stands at the head of every page.", required=True
    )
    colour = ColourField(
        label="Which colour does the council have?",
        help_text="# and six digits or letters a to f, dark enough for white words. For example, #1d4e79.",
        max_length=7,
        validators=[validate_colour],
    )
    contact_email = forms.EmailField(
        label="At which email address can groups ask?",
        help_text="It stands at the foot of every page. For example, assets@council.example.",
        required=False,
        max_length=254,
    )
    contact_phone = line("At which phone number?", "For example, 0121 496 0000.", most=40)
    groups_see_discount = forms.TypedChoiceField(
        label="Do groups see the discount that their estimate would give?",
        help_text="If not, they see their score and no discount until the council decides.",
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = reason_field("our new house style")


class DelegationForm(Form):
    """Who settles the documents once a proposal is agreed."""

    looks = {"words": Look(size="s", rows=4), REASON: Look(size="s", rows=2)}

    words = forms.CharField(
        label="Who settles the documents and completes?",
        required=False,
        max_length=600,
        widget=forms.Textarea,
    )
    reason = reason_field("the new scheme of delegation")

    def __init__(self, ours: str, data: QueryDict | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["words"].help_text = (
            "It goes on from “The committee is recommended to resolve that it:”. Leave it blank to use our sentence: "
            f"“{ours}”"
        )


class LogoForm(Form):
    """The council's logo."""

    looks = {"file": Look(size="s"), REASON: Look(size="s", rows=2)}

    file = forms.FileField(
        label="Choose the logo",
        help_text="A PNG picture, smaller than 200 KB, at most 2,000 pixels wide and high. It stands on white.",
        error_messages={
            "required": "Choose a picture",
            "empty": "This file is empty. Choose another",
        },
    )
    reason = reason_field("our new house style")

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_OF_LOGO:
            raise forms.ValidationError("The logo must be smaller than 200 KB")
        return file


class FigureForm(Form):
    """A figure of the council's own."""

    looks = {
        "key": Look(size="s"),
        "value": Look(size="s", width=10),
        "applies_from": Look(size="s"),
        "source": Look(size="s", rows=2),
        REASON: Look(size="s", rows=2),
    }

    key = forms.ChoiceField(
        label="Which figure is it?", error_messages={"required": "Choose which figure it is"}
    )
    value = NumberField(
        label="What is its value?",
        name="the value",
        help_text="In the unit that the table names. For example, 12.85.",
        above=Decimal(0),
    )
    applies_from = DateField(
        label="From which day does it apply?",
        name="the day it applies from",
        help_text="For example, 1 4 2027. Proposals that are valued on an earlier day keep the figure before.",
    )
    source = forms.CharField(
        label="Where does it come from?",
        help_text="Name the source and its date. For example, “council pay survey, March 2027, table 4”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say where the figure comes from"},
    )
    reason = reason_field("the national figure is too low for our area")

    def __init__(
        self, kinds: Sequence[tuple[str, str]], data: QueryDict | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["key"].choices = [("", "Choose one"), *kinds]  # type: ignore[attr-defined]


class WithdrawForm(Form):
    """Why a figure is withdrawn."""

    looks = {REASON: Look(size="s", rows=2)}

    reason = forms.CharField(
        label="Why is this figure withdrawn?",
        help_text="It goes on record with your name and the day. For example, “a slip in the table”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why the figure is withdrawn: it goes on record"},
    )


class SchemeForm(Form):
    """A scheme's file."""

    looks = {"file": Look(size="s")}

    file = forms.FileField(
        label="Scheme file",
        help_text="A file that ends in .toml, at most 1 MB. Take today’s above, change it, and give it a version of "
        "its own.",
        error_messages={
            "required": "Choose a scheme file",
            "empty": "This file is empty. Choose another",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is larger than any scheme may be."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_OF_SCHEME:
            raise forms.ValidationError("This file is larger than 1 MB, which no scheme may be")
        return file


class PublishForm(Form):
    """From when a scheme holds, and why."""

    looks = {"published_on": Look(size="s"), REASON: Look(size="s", rows=2)}

    published_on = DateField(
        label="From which day does it hold?",
        name="the day it holds from",
        help_text="Today or later. For example, 1 4 2027. Proposals that are started before keep the version they "
        "have.",
    )
    reason = reason_field("the cabinet’s decision of 4 March 2027")
