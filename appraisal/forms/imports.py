"""Sending an appraisal file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from appraisal.strict_json import MOST_BYTES
from core.forms import Form, Look


class ImportForm(Form):
    """The file to take over."""

    looks = {"file": Look(size="s")}

    file = forms.FileField(
        label="Appraisal file",
        help_text="A file that ends in .json, as this site or another copy of it gives out. At most 5 MB.",
        error_messages={
            "required": "Choose an appraisal file",
            "empty": "This file is empty. Choose another",
        },
        allow_empty_file=False,
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is larger than any appraisal file may be."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(
                "This file is larger than 5 MB, which no appraisal file may be."
            )
        return file


class WhyForm(Form):
    """Why the valuation date changes, where a file would change it."""

    looks = {"reason": Look(size="s", rows=2)}

    reason = forms.CharField(
        label="Why does the valuation date change?",
        help_text="It goes on record. For example, “the lease is to start a year later”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why the valuation date changes: it goes on record"},
    )
