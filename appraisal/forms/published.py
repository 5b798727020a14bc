"""Sending a file of figures that others publish, and putting it in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from appraisal.area.read.table import editions_of, hint_of
from appraisal.area.readers import READERS
from core.forms import DateField, Form, Look

COMMAND = "Whoever runs this site can read a larger one with the command manage.py import_figures"
OPEN_LICENCE = "Open Government Licence v3.0: free to use and to publish, with the publisher named as the source"
_EDITION = "edition-"


class SendFiguresForm(Form):
    """A publisher's file, what it is and where it comes from."""

    looks = {
        **{name: Look(size="s") for name in ("kind", "file", "dated")},
        "source": Look(size="s", rows=2),
        "licence": Look(size="s", rows=2),
    }

    kind = forms.ChoiceField(
        label="What does the file hold?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file holds"},
    )
    file = forms.FileField(
        label="Choose the file",
        error_messages={
            "required": "Choose the file",
            "empty": "This file is empty. Choose another",
        },
    )
    source = forms.CharField(
        label="Who publishes it, and where?",
        help_text="Every page that shows a figure names it. For example, Ministry of Housing, Communities and Local "
        "Government, English Indices of Deprivation 2025, file 7.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Say who publishes the figures, and where"},
    )
    licence = forms.CharField(
        label="Under which licence?",
        help_text="The publisher’s page says it. Change this where theirs is another. For postcodes and Price Paid "
        "Data under this licence, the copyright notices that it asks for are added.",
        initial=OPEN_LICENCE,
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Say under which licence the figures are published"},
    )
    dated = DateField(
        label="On which day were they published?",
        name="the day on which they were published",
        help_text="As the publisher gives it. For example, 30 10 2025.",
    )
    part = forms.BooleanField(
        label="The file covers only a part of England, and that is meant. Leave this blank for a whole file: then you "
        "are told if it is cut off",
        required=False,
    )
    only_check = forms.BooleanField(
        label="Only check it: tell me what is wrong with it, and keep no figure of it",
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        today: date,
        **more: Any,
    ) -> None:
        """Offer every kind that there is a reader of; one that has editions asks which."""
        with_editions = {key: found for key, one in READERS.items() if (found := editions_of(one))}
        hints = {key: hint for key, one in READERS.items() if (hint := hint_of(one))}
        reveals = {key: f"{_EDITION}{key}" for key in with_editions}
        self.looks = {
            **self.looks,
            "kind": Look(size="s", option_hints=hints, reveals=reveals),
            **{name: Look(inline=True) for name in reveals.values()},
        }
        self.base_fields = {  # type: ignore[misc]  # the editions beside the kind that brings them out
            "kind": self.base_fields["kind"],
            **{
                f"{_EDITION}{key}": _edition_field(READERS[key].title, found)
                for key, found in with_editions.items()
            },
            **self.base_fields,
        }
        self._today = today
        super().__init__(data, files, **more)
        self.fields["kind"].choices = [(key, one.title) for key, one in READERS.items()]  # type: ignore[attr-defined]
        self.fields[
            "file"
        ].help_text = f"As the publisher gives it, at most {_most()} MB. {COMMAND}."

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > settings.MOST_OF_FIGURES:
            raise forms.ValidationError(f"This file is larger than {_most()} MB. {COMMAND}")
        return file

    def clean_dated(self) -> date:
        """Refuse a day to come."""
        dated: date = self.cleaned_data["dated"]
        if dated > self._today:
            raise forms.ValidationError(
                "The day on which they were published must be today or in the past"
            )
        return dated

    @property
    def edition(self) -> int:
        """Return the edition; 0 where the kind has none."""
        return int(self.cleaned_data.get(f"{_EDITION}{self.cleaned_data['kind']}") or 0)


def _most() -> int:
    most: int = settings.MOST_OF_FIGURES
    return most // (1024 * 1024)


def _edition_field(title: str, editions: tuple[int, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which edition?",
        choices=[(str(one), str(one)) for one in editions],
        widget=forms.RadioSelect,
        error_messages={"required": f"Choose the edition of the {title}"},
    )


class PutInForceForm(Form):
    """That somebody does without the lines that cannot be taken."""

    without_rejected = forms.BooleanField(
        error_messages={"required": "Tick that you do without the lines that cannot be taken"}
    )

    def __init__(self, data: Mapping[str, Any] | None, *, rejected: str) -> None:
        """``rejected``: how many lines, in words; where it is empty nothing is asked."""
        super().__init__(data)
        if rejected:
            self.fields[
                "without_rejected"
            ].label = f"I have looked at the {rejected} that cannot be taken, and do without"
        else:
            del self.fields["without_rejected"]


class ChangeForm(Form):
    """Why figures are withdrawn, or put back in force."""

    looks = {"reason": Look(size="s", rows=2)}

    reason = forms.CharField(
        help_text="It goes on record with your name and the day. For example, “the file was an older one”.",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Give a reason: it goes on record"},
    )

    def __init__(self, label: str, data: Mapping[str, Any] | None = None) -> None:
        """``label`` asks why."""
        super().__init__(data)
        self.fields["reason"].label = label
