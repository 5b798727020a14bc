"""Rows of fields, of which there may be as many as people need."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from core.components.base import Component, Field, joined
from core.components.parts import Button


@dataclass(frozen=True, kw_only=True)
class Row(Component):
    """One row: its fields, and a button that removes it."""

    template: ClassVar[str] = "row"

    id: str
    singular: str  # "activity"
    position: int | str  # as people count, from 1
    cells: tuple[tuple[SafeString, str], ...]  # each with the classes of its place
    remove: Button
    errors: tuple[str, ...] = ()  # again, for eyes, where the cells are too narrow to hold them


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
