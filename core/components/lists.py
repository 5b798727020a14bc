"""Summary lists, task lists and tables."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.components.base import Component, Parts, joined
from core.components.notices import Tag


@dataclass(frozen=True, kw_only=True)
class Action(Parts):
    """A link to change something; ``about`` says what, for ears."""

    text: str
    href: str
    about: str = ""
    card: str = ""
    classes: str = ""

    @property
    def aside(self) -> str:
        """Return what only ears hear."""
        return joined(self.about, self.card and f"({self.card})")


@dataclass(frozen=True, kw_only=True)
class SummaryRow(Parts):
    """A question and its answer, with links to change it."""

    key: str
    value: str
    actions: tuple[Action, ...] = ()
    classes: str = ""


@dataclass(frozen=True, kw_only=True)
class Card(Parts):
    """The head of a summary list that stands in a frame of its own."""

    title: str = ""
    actions: tuple[Action, ...] = ()
    level: int = 2
    classes: str = ""

    @property
    def own_actions(self) -> tuple[Action, ...]:
        """Return the actions, each saying of which card it is."""
        return tuple(replace(action, card=self.title) for action in self.actions)


@dataclass(frozen=True, kw_only=True)
class SummaryList(Component):
    """Questions and answers, one a row."""

    template: ClassVar[str] = "summary_list"

    rows: tuple[SummaryRow, ...]
    card: Card | None = None

    @property
    def own_rows(self) -> tuple[SummaryRow, ...]:
        """Return the rows as they are drawn: beside rows with links, those without leave the space."""
        return tuple(self._own(row) for row in self.rows)

    def _own(self, row: SummaryRow) -> SummaryRow:
        bare = not row.actions and any(other.actions for other in self.rows)
        names = joined(bare and "govuk-summary-list__row--no-actions", row.classes)
        title = self.card.title if self.card else ""
        actions = tuple(replace(action, card=title) for action in row.actions)
        return replace(row, classes=names, actions=actions)


@dataclass(frozen=True, kw_only=True)
class Task(Parts):
    """One line of a task list. ``status`` is plain words, or a tag for what is still to do."""

    title: str
    status: "str | Tag"
    href: str = ""
    hint: str = ""
    waiting: bool = False  # cannot be started yet: its status is grey

    @property
    def status_classes(self) -> str:
        """Return the classes of the status."""
        waiting = self.waiting and "govuk-task-list__status--cannot-start-yet"
        return joined("govuk-task-list__status", waiting)


@dataclass(frozen=True, kw_only=True)
class TaskList(Component):
    """What there is to do, and how far it is. Give each list of a page an ``id`` of its own."""

    template: ClassVar[str] = "task_list"

    tasks: tuple[Task, ...]
    id: str = "task-list"


@dataclass(frozen=True, kw_only=True)
class Cell(Parts):
    """A cell of a table; numbers stand at the right."""

    text: str
    numeric: bool = False
    rowspan: int | None = None
    colspan: int | None = None
    classes: str = ""

    @property
    def head_classes(self) -> str:
        """Return the classes of the cell as a head."""
        numeric = self.numeric and "govuk-table__header--numeric"
        return joined("govuk-table__header", numeric, self.classes)

    @property
    def cell_classes(self) -> str:
        """Return the classes of the cell."""
        numeric = self.numeric and "govuk-table__cell--numeric"
        return joined("govuk-table__cell", numeric, self.classes)


@dataclass(frozen=True, kw_only=True)
class Table(Component):
    """Figures in rows and columns."""

    template: ClassVar[str] = "table"

    rows: tuple[tuple[Cell, ...], ...]
    head: tuple[Cell, ...] = ()
    foot: tuple[tuple[Cell, ...], ...] = ()  # ours: the row of sums
    caption: str = ""
    caption_classes: str = ""
    row_heads: bool = False  # the first cell of each row is its head
