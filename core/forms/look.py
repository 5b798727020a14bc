"""How a field looks, as far as that is not the field's own business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["", "s", "m", "l", "xl"]


@dataclass(frozen=True, kw_only=True)
class Look:
    """The look of one field. A form keeps them in ``looks``, by the field's name.

    What is not said is decided by the field and its widget: an amount has its £ without being told.
    """

    size: Size = ""  # of the label or legend
    heading: bool = False  # the label is the page's heading
    width: int | str = (
        ""  # in characters (2, 3, 4, 5, 10, 20, 30) or "full", "two-thirds", "one-half" …
    )
    prefix: str = ""
    suffix: str = ""
    spoken: str | None = None  # how the unit is read out; by default made from prefix and suffix
    inline: bool = False  # radios side by side: for two short choices
    small: bool = False  # smaller radios or checkboxes
    rows: int = 5  # of a text area
    most: int | None = None  # characters: shows how many are left
    threshold: int | None = None  # per cent of these from which they are counted
    option_hints: Mapping[str, str] = field(default_factory=dict)
    reveals: Mapping[str, str] = field(default_factory=dict)  # choice: the field it brings out
    divider_before: Mapping[str, str] = field(default_factory=dict)  # choice: "or"
    exclusive: tuple[str, ...] = ()  # choices that rule out all others
    label_suffix: str = ""  # for ears: in a row, which row

    @property
    def input_classes(self) -> str:
        """Return the classes that make an input as wide as it should be."""
        if isinstance(self.width, int):
            return f"govuk-input--width-{self.width}"
        return f"govuk-!-width-{self.width}" if self.width else ""

    @property
    def choice_classes(self) -> str:
        """Return what comes behind ``govuk-radios--`` or ``govuk-checkboxes--``."""
        return " ".join(name for name in ("small", "inline") if getattr(self, name))

    @property
    def unit(self) -> str:
        """Return the unit as it is read out after the label: the signs beside a box are for eyes."""
        if self.spoken is not None:
            return self.spoken
        signs = {"£": "in pounds", "%": "as a percentage"}
        said = [
            signs.get(self.prefix, ""),
            signs.get(self.suffix, self.suffix and f"in {self.suffix}"),
        ]
        return " ".join(words for words in said if words)
