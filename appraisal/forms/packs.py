"""Issuing a pack, and asking of one by the code on its cover."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from appraisal.pack.codes import read_code
from appraisal.pack.editions import Edition
from core.forms import Form, Look
from core.uploads.limits import MOST_BYTES

_LINE = 40


class IssueForm(Form):
    """Which record the pack is of, and for whom."""

    looks = {"record": Look(size="s"), "part": Look(size="s"), "edition": Look(size="s")}

    record = forms.ChoiceField(
        label="Which record?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a record"},
    )
    part = forms.ChoiceField(
        label="Who is it for?",
        choices=[
            ("public", "Everyone: without what is exempt from publication"),
            ("exempt", "The council and its panel: all of it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for"},
    )
    edition = forms.ChoiceField(
        label="Which edition?",
        choices=[(str(one), f"{one.words}: {one.about}") for one in Edition],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an edition"},
    )

    def __init__(
        self,
        records: Sequence[tuple[str, str]],
        data: QueryDict | None,
        left_out: Mapping[str, str] | None = None,
    ) -> None:
        """Offer records; ``left_out`` says of each what a public pack of it leaves out."""
        self.looks = {**self.looks, "record": Look(size="s", option_hints=dict(left_out or {}))}
        initial = {"record": records[-1][0]} if records else {}
        super().__init__(data, initial={**initial, "edition": str(Edition.FULL)})
        self.fields["record"].choices = list(records)  # type: ignore[attr-defined]

    @property
    def number(self) -> int:
        """Return the number of the record."""
        return int(self.cleaned_data["record"])

    @property
    def of_edition(self) -> Edition:
        """Return the edition."""
        return Edition(self.cleaned_data["edition"])

    @property
    def exempt(self) -> bool:
        """Say whether it is the exempt one."""
        return bool(self.cleaned_data["part"] == "exempt")


class AgendaPackForm(Form):
    """Which part of an agenda pack."""

    looks = {"part": Look(size="s")}

    part = forms.ChoiceField(
        label="Issue the agenda pack as it stands now: who is it for?",
        choices=[
            ("exempt", "The council and its panel: with what is exempt from publication"),
            ("public", "Everyone: of each item what its public pack shows"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for"},
    )

    @property
    def exempt(self) -> bool:
        """Say whether it is the exempt one."""
        return bool(self.cleaned_data["part"] == "exempt")


class CodeForm(Form):
    """The short code of a pack, however it is typed."""

    looks = {"code": Look(size="s", width=20)}

    code = forms.CharField(
        label="Short code",
        help_text="Ten letters and figures, on the first page of the pack. For example, SC8KP-3G5WC.",
        max_length=_LINE,
        error_messages={
            "required": "Enter the code on the first page of the pack",
            "max_length": "A code has ten letters and figures. Look at the first page of the pack again",
        },
    )

    def clean_code(self) -> str:
        """Return the code as it is kept; refuse what can be none."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                "This is no code of a pack: a letter or figure is wrong, or missing. Look at the first page again"
            )
        return code


class VerifyForm(Form):
    """The file of a pack."""

    looks = {"file": Look(size="s")}

    file = forms.FileField(
        label="The pack (PDF)",
        help_text="At most 20 MB. It is looked at once and kept nowhere.",
        error_messages={
            "required": "Choose the PDF of a pack",
            "empty": "This file is empty. Choose another",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is larger than any pack."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(
                "This file is larger than 20 MB. No pack is, so this is none of ours"
            )
        return file
