"""Fields in which people choose."""

from dataclasses import dataclass, field
from typing import ClassVar

from core.components.base import Attributes, Field, Parts, joined, written
from core.components.parts import Legend
from core.components.texts import Labelled


@dataclass(frozen=True, kw_only=True)
class Option(Parts):
    """One line of a select."""

    text: str
    value: str | None = None
    selected: bool = False
    disabled: bool = False


@dataclass(frozen=True, kw_only=True)
class Select(Labelled):
    """One choice of many, folded away."""

    template: ClassVar[str] = "select"

    options: tuple[Option, ...] = ()

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
class Choice(Parts):
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
class Item(Parts):
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


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """What radios and checkboxes share."""

    template: ClassVar[str] = "choices"
    kind: ClassVar[str]
    type: ClassVar[str]

    choices: tuple[Choice, ...]
    legend: Legend | None = None

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
