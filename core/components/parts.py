"""What forms are put together from: labels, legends, hints, messages, buttons."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from core.components.base import Component, Parts, escaped, joined, written


@dataclass(frozen=True, kw_only=True)
class Label(Component):
    """The label of a field; as a page's heading where the field is the page's one question."""

    text: str
    for_id: str = ""
    heading: bool = False

    def render(self) -> SafeString:
        """Return the HTML; put together here, for a page has many and a template is slow."""
        names = joined("govuk-label", self.classes)
        own = written({"class": names, **self.attributes, "for": self.for_id or None})
        label = f"<label{own}>{escaped(self.text)}</label>"
        if self.heading:
            label = f'<h1 class="govuk-label-wrapper">{label}</h1>'
        return SafeString(label)  # all of it is escaped above


@dataclass(frozen=True, kw_only=True)
class Legend(Component):
    """The label of a group of fields."""

    text: str
    heading: bool = False

    def render(self) -> SafeString:
        """Return the HTML; put together here as a label's is."""
        own = written({"class": joined("govuk-fieldset__legend", self.classes), **self.attributes})
        text = escaped(self.text)
        if self.heading:
            text = f'<h1 class="govuk-fieldset__heading">{text}</h1>'
        return SafeString(f"<legend{own}>{text}</legend>")  # all of it is escaped above


@dataclass(frozen=True, kw_only=True)
class Hint(Component):
    """Help that stands between the label and the field."""

    template: ClassVar[str] = "hint"

    text: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class ErrorMessage(Component):
    """What is wrong with an answer, and what to do."""

    template: ClassVar[str] = "error_message"

    text: str
    id: str = ""
    prefix: str = "Error"  # for ears


@dataclass(frozen=True, kw_only=True)
class Fieldset(Component):
    """A group of fields under one legend."""

    template: ClassVar[str] = "fieldset"

    legend: Legend | None = None
    content: str = ""
    described_by: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem(Parts):
    """One line of an error summary: what is wrong, and the id of the element to go to."""

    text: str
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class ErrorSummary(Component):
    """Everything that is wrong with a page, at its top."""

    template: ClassVar[str] = "error_summary"

    problems: tuple[Problem, ...] = ()
    title: str = "There is a problem"
    description: str = ""


_ARROW = (
    '<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" '
    'viewBox="0 0 33 40" aria-hidden="true" focusable="false">'
    '<path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" /></svg>'
)


@dataclass(frozen=True, kw_only=True)
class Button(Component):
    """A button, or a link that looks like one where ``href`` is given."""

    text: str
    href: str = ""
    id: str = ""
    name: str = ""
    value: str = ""
    type: str = "submit"
    kind: str = ""  # secondary or warning
    start: bool = False
    disabled: bool = False
    once: bool = False  # a second press within a second does nothing

    def render(self) -> SafeString:
        """Return the HTML; put together here, for each row has one and a template is slow."""
        name = "a" if self.href else "button"
        start = _ARROW if self.start else ""
        return SafeString(
            f"<{name}{self.button_attributes}>\n{escaped(self.text)}\n{start}</{name}>"
        )

    @property
    def button_attributes(self) -> str:
        """Return the attributes of the element."""
        if self.href:
            own = {"href": self.href, "role": "button", "draggable": "false"}
            return written({**own, "id": self.id or None, **self._shared})
        return written(
            {
                "type": self.type,
                "id": self.id or None,
                "name": self.name or None,
                "value": self.value or None,
                "disabled": self.disabled,
                "aria-disabled": "true" if self.disabled else None,
                "data-prevent-double-click": "true" if self.once else None,
                **self._shared,
            }
        )

    @property
    def _shared(self) -> dict[str, str | int | bool | None]:
        kind = self.kind and f"govuk-button--{self.kind}"
        start = self.start and "govuk-button--start"
        names = joined("govuk-button", kind, start, self.classes)
        return {"class": names, "data-module": "govuk-button", **self.attributes}
