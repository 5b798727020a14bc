"""What all components share: a template, and attributes written out in one way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape  # Django's own takes ten times as long, for texts that are made late
from typing import ClassVar

from django.template.loader import get_template
from django.utils.safestring import SafeString

# A value of None or False leaves the attribute out; True writes its name alone.
Attributes = Mapping[str, str | int | bool | None]


def joined(*classes: str | bool | None) -> str:
    """Return the names of classes, without those that are empty."""
    return " ".join([name for name in classes if name and isinstance(name, str)])


def escaped(text: str) -> str:
    """Return text as it stands in HTML."""
    return text if isinstance(text, SafeString) else escape(text)


def written(attributes: Attributes) -> SafeString:
    """Return attributes as they stand in a tag, each after a space."""
    parts = []
    for name, value in attributes.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            parts.append(f' {name}="{value if isinstance(value, int) else escaped(value)}"')
    return SafeString("".join(parts))  # names are ours, values are escaped above


class Parts:
    """What templates read by name.

    A template looks for a key before it looks for an attribute. That it finds one spares it an error for
    each part it reads, which is a third of the time that a component takes.
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)


@dataclass(frozen=True, kw_only=True)
class Component(Parts):
    """A value with a template in ``templates/govuk/``, where it is called ``c``."""

    template: ClassVar[str]

    classes: str = ""
    attributes: Attributes = field(default_factory=dict)

    def render(self) -> SafeString:
        """Return the HTML."""
        return SafeString(get_template(f"govuk/{self.template}.html").render({"c": self}))

    def __str__(self) -> str:
        return self.render()

    def __html__(self) -> str:
        return self.render()

    @property
    def more(self) -> SafeString:
        """Return the attributes that whoever made this adds."""
        return written(self.attributes)


@dataclass(frozen=True, kw_only=True)
class Field(Component):
    """A part of a form with its hint and its error: what an answer is given in."""

    id: str
    name: str
    hint: str = ""
    error: str = ""
    described_by: str = ""  # ids of further descriptions, before our own
    group_classes: str = ""

    @property
    def notes(self) -> SafeString:
        """Return the hint and the error as they stand over the field."""
        parts = []
        if self.hint:
            parts.append(
                f'<div id="{escaped(self.hint_id)}" class="govuk-hint">{escaped(self.hint)}</div>'
            )
        if self.error:
            parts.append(
                f'<p id="{escaped(self.error_id)}" class="govuk-error-message">'
                f'<span class="govuk-visually-hidden">Error:</span> {escaped(self.error)}</p>'
            )
        return SafeString("\n".join(parts))  # all of it is escaped above

    @property
    def description(self) -> str:
        """Return the ids of all that describes the field."""
        hint, error = self.hint and self.hint_id, self.error and self.error_id
        return joined(self.described_by, hint, error)

    @property
    def hint_id(self) -> str:
        """Return the hint's id."""
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        """Return the error message's id."""
        return f"{self.id}-error"

    def grouped(self, *parts: str) -> SafeString:
        """Return the element around it all with these parts, each of which is HTML."""
        inside = "\n".join(part for part in parts if part)
        return SafeString(f'<div class="{escaped(self.group)}">\n{inside}\n</div>')

    @property
    def group(self) -> str:
        """Return the classes of the element around it all."""
        error = self.error and "govuk-form-group--error"
        return joined("govuk-form-group", error, self.group_classes)

    @property
    def target(self) -> str:
        """Return the id of what an error summary leads to."""
        return self.id
