"""Fields in which people write."""

from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.safestring import SafeString

from core.components.base import Attributes, Component, Field, escaped, joined, written
from core.components.parts import Label


@dataclass(frozen=True, kw_only=True)
class Labelled(Field):
    """A field that is one element with one label."""

    label: Label
    disabled: bool = False

    @property
    def own_label(self) -> Label:
        """Return the label, tied to the field."""
        return replace(self.label, for_id=self.id)


@dataclass(frozen=True, kw_only=True)
class TextInput(Labelled):
    """One line of text, or a number with its unit before or behind it."""

    value: str = ""
    type: str = "text"
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    autocomplete: str = ""
    autocapitalize: str = ""
    pattern: str = ""

    def render(self) -> SafeString:
        """Return the HTML; put together here, for rows have many and a template is slow."""
        box = f"<input{self.input_attributes}>"
        if self.prefix or self.suffix:
            prefix, suffix = self._beside("prefix"), self._beside("suffix")
            box = f'<div class="govuk-input__wrapper">{prefix}{box}{suffix}</div>'
        return self.grouped(self.own_label.render(), self.notes, box)

    def _beside(self, side: str) -> str:
        text = escaped(self.prefix if side == "prefix" else self.suffix)
        return text and f'<div class="govuk-input__{side}" aria-hidden="true">{text}</div>'

    @property
    def own_classes(self) -> str:
        """Return the classes of the input."""
        return joined("govuk-input", self.classes, self.error and "govuk-input--error")

    @property
    def input_attributes(self) -> str:
        """Return the attributes of the input."""
        spelling = None if self.spellcheck is None else str(self.spellcheck).lower()
        own: Attributes = {
            "class": self.own_classes,
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "spellcheck": spelling,
            "value": self.value or None,
            "disabled": self.disabled,
            "aria-describedby": self.description or None,
            "autocomplete": self.autocomplete or None,
            "autocapitalize": self.autocapitalize or None,
            "pattern": self.pattern or None,
            "inputmode": self.inputmode or None,
        }
        return written({**own, **self.attributes})


@dataclass(frozen=True, kw_only=True)
class PasswordInput(TextInput):
    """A password, which people may look at before they send it."""

    template: ClassVar[str] = "password_input"

    type: str = "password"
    spellcheck: bool | None = False
    autocapitalize: str = "none"
    autocomplete: str = "current-password"

    def render(self) -> SafeString:
        """Return the HTML."""
        return Component.render(self)

    @property
    def own_classes(self) -> str:
        """Return the classes of the input, with those its script looks for."""
        ours = "govuk-password-input__input govuk-js-password-input-input"
        return joined(super().own_classes, ours)


@dataclass(frozen=True, kw_only=True)
class TextArea(Labelled):
    """Several lines of text."""

    value: str = ""
    rows: int = 5
    spellcheck: bool | None = None
    autocomplete: str = ""

    def render(self) -> SafeString:
        """Return the HTML."""
        return self.grouped(self.own_label.render(), self.notes, self._area)

    @property
    def _area(self) -> str:
        # A browser drops a first line break, so there is one of ours before the text.
        return f"<textarea{self.area_attributes}>\n{escaped(self.value)}</textarea>"

    @property
    def own_classes(self) -> str:
        """Return the classes of the text area."""
        return joined("govuk-textarea", self.error and "govuk-textarea--error", self.classes)

    @property
    def area_attributes(self) -> str:
        """Return the attributes of the text area."""
        spelling = None if self.spellcheck is None else str(self.spellcheck).lower()
        own: Attributes = {
            "class": self.own_classes,
            "id": self.id,
            "name": self.name,
            "rows": self.rows,
            "spellcheck": spelling,
            "disabled": self.disabled,
            "aria-describedby": self.description or None,
            "autocomplete": self.autocomplete or None,
        }
        return written({**own, **self.attributes})


@dataclass(frozen=True, kw_only=True)
class CharacterCount(TextArea):
    """Several lines of text, of which there may only be so many characters."""

    most: int
    threshold: int | None = None  # the percentage of it from which the count is shown

    def render(self) -> SafeString:
        """Return the HTML; put together here as a text area's is."""
        own = written(
            {
                "class": joined(self.group, "govuk-character-count"),
                "data-module": "govuk-character-count",
                "data-maxlength": self.most,
                "data-threshold": self.threshold,
            }
        )
        info = (
            f'<div id="{escaped(self.id)}-info" class="govuk-hint govuk-character-count__message">'
            f"You can enter up to {self.most} characters</div>"
        )
        parts = (self.own_label.render(), self.notes, self._area, info)
        inside = "\n".join(part for part in parts if part)
        return SafeString(f"<div{own}>\n{inside}\n</div>")  # all of it is escaped above

    @property
    def own_classes(self) -> str:
        """Return the classes of the text area, with the one its script looks for."""
        return joined(super().own_classes, "govuk-js-character-count")

    @property
    def description(self) -> str:
        """Return the ids of all that describes the field: how much may be written, first."""
        return joined(f"{self.id}-info", super().description)


@dataclass(frozen=True, kw_only=True)
class FileUpload(Labelled):
    """A file from the person's own machine."""

    template: ClassVar[str] = "file_upload"

    multiple: bool = False

    @property
    def input_attributes(self) -> str:
        """Return the attributes of the input."""
        error = self.error and "govuk-file-upload--error"
        own: Attributes = {
            "class": joined("govuk-file-upload", self.classes, error),
            "id": self.id,
            "name": self.name,
            "type": "file",
            "disabled": self.disabled,
            "multiple": self.multiple,
            "aria-describedby": self.description or None,
        }
        return written({**own, **self.attributes})
