"""A date in three boxes."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.components.base import Field, joined, written
from core.components.parts import Label, Legend
from core.components.texts import TextInput


@dataclass(frozen=True, kw_only=True)
class DatePart:
    """One of the boxes of a date."""

    name: str
    value: str = ""
    label: str = ""
    error: bool = False
    width: int = 2
    autocomplete: str = ""


BLANK = (
    DatePart(name="day"),
    DatePart(name="month"),
    DatePart(name="year", width=4),
)


@dataclass(frozen=True, kw_only=True)
class DateInput(Field):
    """A date as day, month and year; ``name`` stands before the name of each box."""

    legend: Legend | None = None
    parts: tuple[DatePart, ...] = BLANK

    def render(self) -> SafeString:
        """Return the HTML; put together here, for a page may have many and a template is slow."""
        if self.legend is None:
            return self.grouped(self.notes, self.boxes)
        around = written({"role": "group", "aria-describedby": self.description or None})
        inside = "\n".join((self.legend.render(), self.notes, self.boxes))
        return self.grouped(f'<fieldset class="govuk-fieldset"{around}>{inside}</fieldset>')

    @property
    def boxes(self) -> SafeString:
        """Return the boxes beside each other, as HTML."""
        names = joined("govuk-date-input", self.classes)
        own = written({"class": names, **self.attributes, "id": self.id})
        items = "".join(
            f'<div class="govuk-date-input__item">{one.render()}</div>' for one in self.inputs
        )
        return SafeString(f"<div{own}>{items}</div>")  # its parts are escaped where they are made

    @property
    def wrong(self) -> tuple[DatePart, ...]:
        """Return the boxes that are wrong: all, if an error does not say which."""
        named = tuple(part for part in self.parts if part.error)
        return named or (self.parts if self.error else ())

    @property
    def inputs(self) -> tuple[TextInput, ...]:
        """Return the boxes."""
        return tuple(self._input(part) for part in self.parts)

    @property
    def target(self) -> str:
        """Return the id of the first box that is wrong."""
        return f"{self.id}-{(self.wrong or self.parts)[0].name}"

    def _input(self, part: DatePart) -> TextInput:
        error = part in self.wrong and "govuk-input--error"
        width = f"govuk-input--width-{part.width}"
        return TextInput(
            id=f"{self.id}-{part.name}",
            name=f"{self.name}-{part.name}" if self.name else part.name,
            label=Label(
                text=part.label or part.name.capitalize(), classes="govuk-date-input__label"
            ),
            value=part.value,
            classes=joined("govuk-date-input__input", error, width),
            inputmode="numeric",
            autocomplete=part.autocomplete,
        )
