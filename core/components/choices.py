"""Fields in which people choose."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString

from core.components.base import Attributes, Field, escaped, joined, written
from core.components.parts import Legend
from core.components.texts import Labelled


@dataclass(frozen=True, kw_only=True)
class Option:
    """One line of a select."""

    text: str
    value: str | None = None
    selected: bool = False
    disabled: bool = False

    def render(self) -> str:
        """Return the HTML."""
        own = {"value": self.value, "selected": self.selected, "disabled": self.disabled}
        return f"<option{written(own)}>{escaped(self.text)}</option>"


@dataclass(frozen=True, kw_only=True)
class Select(Labelled):
    """One choice of many, folded away."""

    options: tuple[Option, ...] = ()

    def render(self) -> SafeString:
        """Return the HTML; put together here, for rows have many and a template is slow."""
        options = "".join(option.render() for option in self.options)
        select = f"<select{self.select_attributes}>{options}</select>"
        return self.grouped(self.own_label.render(), self.notes, select)

    @property
    def select_attributes(self) -> str:
        """Return the attributes of the select."""
        error = self.error and "govuk-select--error"
        own: Attributes = {
            "class": joined("govuk-select", self.classes, error),
            "id": self.id,
            "name": self.name,
            "disabled": self.disabled,
            "aria-describedby": self.description or None,
        }
        return written({**own, **self.attributes})


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A radio button or a checkbox; or, if only ``divider`` is given, the word between two of them."""

    text: str = ""
    value: str = ""
    id: str = ""
    name: str = ""
    hint: str = ""
    checked: bool = False
    disabled: bool = False
    divider: str = ""
    conditional: str = ""  # what is shown once this is chosen: safe HTML
    exclusive: bool = False  # "none of these"
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A choice at its place among the others."""

    group: "Choices"
    choice: Choice
    place: int

    @property
    def id(self) -> str:
        """Return the id; the first has the field's own, so that an error summary can lead to it."""
        suffix = f"-{self.place}" if self.place > 1 else ""
        return self.choice.id or f"{self.group.id}{suffix}"

    @property
    def hint_id(self) -> str:
        """Return the id of the hint."""
        return f"{self.id}-item-hint"

    @property
    def conditional_id(self) -> str:
        """Return the id of what is shown once this is chosen."""
        return f"conditional-{self.id}"

    @property
    def input_attributes(self) -> str:
        """Return the attributes of the input."""
        choice = self.choice
        described = joined(self.group.item_description, choice.hint and self.hint_id)
        own: Attributes = {
            "class": f"govuk-{self.group.kind}__input",
            "id": self.id,
            "name": choice.name or self.group.name,
            "type": self.group.type,
            "value": choice.value,
            "checked": choice.checked,
            "disabled": choice.disabled,
            "data-aria-controls": self.conditional_id if choice.conditional else None,
            "data-behaviour": "exclusive" if choice.exclusive else None,
            "aria-describedby": described or None,
        }
        return written({**own, **choice.attributes})

    def render(self) -> str:
        """Return the HTML."""
        kind, choice = f"govuk-{self.group.kind}", self.choice
        if choice.divider:
            return f'<div class="{kind}__divider">{escaped(choice.divider)}</div>'
        id_ = escaped(self.id)
        hint = (
            f'<div id="{escaped(self.hint_id)}" class="govuk-hint {kind}__hint">{escaped(choice.hint)}</div>'
            if choice.hint
            else ""
        )
        return (
            f'<div class="{kind}__item"><input{self.input_attributes}>'
            f'<label class="govuk-label {kind}__label" for="{id_}">{escaped(choice.text)}</label>'
            f"{hint}</div>{self._conditional(kind)}"
        )

    def _conditional(self, kind: str) -> str:
        if not self.choice.conditional:
            return ""
        hidden = not self.choice.checked and f"{kind}__conditional--hidden"
        names = joined(f"{kind}__conditional", hidden)
        own = written({"class": names, "id": self.conditional_id})
        return f"<div{own}>{escaped(self.choice.conditional)}</div>"


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """What radios and checkboxes share."""

    kind: ClassVar[str]
    type: ClassVar[str]

    choices: tuple[Choice, ...]
    legend: Legend | None = None

    def render(self) -> SafeString:
        """Return the HTML; put together here, for ratings have many and a template is slow."""
        names = joined(f"govuk-{self.kind}", self.classes)
        own = written({"class": names, **self.attributes, "data-module": f"govuk-{self.kind}"})
        items = "\n".join(item.render() for item in self.items)
        choices = f"<div{own}>{items}</div>"
        if self.legend is None:
            return self.grouped(self.notes, choices)
        around = written({"aria-describedby": self.description or None})
        inside = "\n".join((self.legend.render(), self.notes, choices))
        return self.grouped(f'<fieldset class="govuk-fieldset"{around}>{inside}</fieldset>')

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the choices at their places."""
        return tuple(Item(self, choice, place) for place, choice in enumerate(self.choices, 1))

    @property
    def item_description(self) -> str:
        """Return the ids of what describes each choice."""
        return ""

    @property
    def target(self) -> str:
        """Return the id of the first input."""
        return next((item.id for item in self.items if not item.choice.divider), self.id)


@dataclass(frozen=True, kw_only=True)
class Radios(Choices):
    """One choice of a few."""

    kind: ClassVar[str] = "radios"
    type: ClassVar[str] = "radio"


@dataclass(frozen=True, kw_only=True)
class Checkboxes(Choices):
    """Any of a few choices; without a legend, a box to tick."""

    kind: ClassVar[str] = "checkboxes"
    type: ClassVar[str] = "checkbox"

    @property
    def item_description(self) -> str:
        """Return what describes each box: a fieldset, if there is one, says it for all."""
        return "" if self.legend else self.description
