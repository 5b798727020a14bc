"""Adding a file as evidence."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from appraisal.forms.facts import line
from core.forms import Form, Look
from core.uploads.limits import MOST_BYTES

TOO_LARGE = "This file is larger than 20 MB. Choose a smaller one, or send it in parts"


class EvidenceForm(Form):
    """One file, and what it shows."""

    looks = {"words": Look(size="s"), "file": Look(size="s")}

    words = line(
        "What does it show?",
        "A few words for whoever reads it. For example, “promise of £5,000 from the lottery fund”. You can leave "
        "this blank.",
    )
    file = forms.FileField(
        label="Choose a file",
        help_text="PDF, Word, Excel, OpenDocument, or a PNG or JPEG picture. At most 20 MB. For example, a letter "
        "from a funder, your last accounts, or a photo of the roof.",
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file
