"""Rows of fields, of which there may be as many as people need."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core.components.base import Component, Field, escaped, joined, written
from core.components.parts import Button


@dataclass(frozen=True, kw_only=True)
class Row(Component):
    """One row: its fields, and a button that removes it."""

    id: str
    singular: str  # "activity"
    position: int | str  # as people count, from 1
    cells: tuple[tuple[SafeString, str], ...]  # each with the classes of its place
    remove: Button
    carried: str = ""  # hidden inputs, as HTML
    errors: tuple[str, ...] = ()  # again, for eyes, where the cells are too narrow to hold them

    def render(self) -> SafeString:
        """Return the HTML; put together here, for there may be many and a template is slow."""
        names = joined("govuk-fieldset app-row", self.classes)
        own = written({"class": names, "id": self.id, "tabindex": "-1", **self.attributes})
        cells = "".join(
            f'<div class="app-row__cell {place}">{cell}</div>' for cell, place in self.cells
        )
        remove = f'<div class="app-row__remove">{self.remove.render()}</div>'
        return SafeString(
            f"<fieldset{own}>{self._legend}{self._errors}"
            f'<div class="app-row__cells">{cells}{remove}</div>{self.carried}</fieldset>'
        )

    @property
    def _legend(self) -> str:
        name = escaped(capfirst(self.singular))
        return (
            '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s app-row__legend">'
            f'<span class="app-row__singular">{name} </span>'
            f"<span data-position>{self.position}</span></legend>"
        )

    @property
    def _errors(self) -> str:
        messages = (f'<p class="govuk-error-message">{escaped(one)}</p>' for one in self.errors)
        shown = "".join(messages)
        return shown and f'<div class="app-row__errors" aria-hidden="true">{shown}</div>'


@dataclass(frozen=True, kw_only=True)
class Rows(Field):
    """Rows under one heading, and a button that adds one."""

    template: ClassVar[str] = "rows"

    title: str
    title_classes: str = "govuk-heading-m"
    level: int = 2
    singular: str
    rows: tuple[Row, ...]
    blank: Row | None = None  # what a script copies for a new row
    add: Button | None = None  # not there once there are as many rows as there may be
    most: int

    @property
    def title_id(self) -> str:
        """Return the heading's id."""
        return f"{self.id}-title"

    @property
    def rows_classes(self) -> str:
        """Return the classes of the element around it all."""
        return joined(self.group, "app-rows", self.classes)
