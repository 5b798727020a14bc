"""Sending a table of regional pay."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.forms import Form, Look

_MOST = 1024 * 1024  # a table of pay has a few dozen lines


class EarningsForm(Form):
    """A table of weekly pay, and why its figures are added."""

    looks = {"file": Look(size="s"), "reason": Look(size="s", rows=2)}

    file = forms.FileField(
        label="Choose the file",
        help_text="A CSV or an .xlsx with the columns region, applies_from, value and source, at most 1 MB.",
        error_messages={
            "required": "Choose the file",
            "empty": "This file is empty. Choose another",
        },
    )
    reason = forms.CharField(
        label="Why do you add these figures?",
        help_text="It goes on record with your name and the day. For example, “the survey of 2025 is out”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why you add them: it goes on record"},
    )
    only_check = forms.BooleanField(
        label="Only check it: tell me what would be added and what is wrong, and add nothing",
        required=False,
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large for a table of pay."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > _MOST:
            raise forms.ValidationError(
                "This file is larger than 1 MB. A table of pay is far smaller"
            )
        return file
