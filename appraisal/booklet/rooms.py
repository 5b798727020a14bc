"""Room for an answer: what stands on the paper for a person to write into, tick or fill."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple


@dataclass(frozen=True, slots=True)
class Box:
    """One short answer. What is written ``before`` and ``after`` the box: a £, a unit."""

    kind: ClassVar[str] = "box"
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text, on so many lines of handwriting."""

    kind: ClassVar[str] = "lines"
    count: int

    @property
    def each(self) -> range:
        """The lines, to be drawn one by one."""
        return range(self.count)


class Choice(NamedTuple):
    """What can be ticked, what it means, and whether there is a line to write on beside it."""

    label: str
    about: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, one under the other."""

    kind: ClassVar[str] = "ticks"
    choices: tuple[Choice, ...]


class Column(NamedTuple):
    """A column of a table: its head, its share of the width in percent, and if it is for ticks."""

    head: str
    share: int
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to fill in. ``rows`` are the first cells: empty where a person writes them too."""

    kind: ClassVar[str] = "sheet"
    columns: tuple[Column, ...]
    rows: tuple[str, ...]


class Blank(NamedTuple):
    """A line of a form: its label, the unit of what is written there, and its lines."""

    label: str
    unit: str = ""
    lines: int = 1

    @property
    def each(self) -> range:
        """The lines, to be drawn one by one."""
        return range(self.lines)


@dataclass(frozen=True, slots=True)
class Form:
    """Short things to fill in, each beside its label."""

    kind: ClassVar[str] = "form"
    blanks: tuple[Blank, ...]


Room = Box | Lines | Ticks | Sheet | Form


class Asked(NamedTuple):
    """A question with room for its answer, and notes on how to fill the room."""

    label: str
    hint: str
    room: Room
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The hint and the notes, as they stand under the question."""
        return " ".join(filter(None, (self.hint, *self.notes)))


class CriterionPage(NamedTuple):
    """A criterion: what the group is asked, and what the council fills in for itself."""

    name: str
    most: str  # the most points that it can give
    why: str
    asked: tuple[Asked, ...]
    council: tuple[str, ...]  # the questions that are the council's
    nothing: str  # said where the group is asked nothing
    closing: tuple[Asked, ...]  # that it does not apply, and what bears the answers out


class Part(NamedTuple):
    """The criteria under one heading."""

    title: str
    criteria: tuple[CriterionPage, ...]
