"""What the pages of a pack are made of: words and figures ready to print, nothing to work out."""

from datetime import datetime
from typing import NamedTuple

from appraisal.engine.explain import Working
from appraisal.engine.measures import Step
from appraisal.engine.results import Appraisal


class Fact(NamedTuple):
    """A label and what stands beside it."""

    label: str
    text: str


class Big(NamedTuple):
    """A figure that can be read from across a table, and its small print."""

    label: str
    figure: str
    small: str


class Highlight(NamedTuple):
    """A criterion that stands out, and in what way."""

    name: str
    text: str


class Cell(NamedTuple):
    """One cell of a table. ``pad`` keeps figures of fewer decimals in line with the others."""

    text: str
    numeric: bool = False
    pad: str = ""


class Grid(NamedTuple):
    """A table: heads and rows of cells; the first cell of a row is its head."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""

    @property
    def records(self) -> tuple[tuple[Fact, ...], ...]:
        """Return each row as labels and what stands under them: for pages that a wide table does not fit."""
        return tuple(
            tuple(Fact(head.text, cell.text) for head, cell in zip(self.heads, row, strict=True))
            for row in self.rows
        )


class Earlier(NamedTuple):
    """An appraisal that a pack's own changes, and whose it is: “Group”."""

    name: str
    appraisal: Appraisal


class ScoreRow(NamedTuple):
    """A criterion in the table of scores."""

    name: str
    points: str
    maximum: str
    status: str
    value: str


class ScoreGroup(NamedTuple):
    """A heading in the table of scores, its criteria first."""

    title: str
    rows: tuple[ScoreRow, ...]
    points: str
    maximum: str
    percent: str


class Spoken(NamedTuple):
    """A question and what was said to it: a text or a table, or neither."""

    question: str
    text: str
    grid: Grid | None


class CriterionPage(NamedTuple):
    """All there is to say of one criterion."""

    name: str
    result: str
    status: str  # empty where it is scored
    why: str
    spoken: tuple[Spoken, ...]
    claim: str  # that it does not apply, with the reason
    value: str
    evidence: str
    note: str
    working: Working
    beside: bool  # the working is short enough to stand in the outer third
    columns: bool  # all of it is short enough for two columns that do not leave the page
    basis: str  # where the rule comes from, and whether its figures are published


class HeadingPages(NamedTuple):
    """The criteria under one heading."""

    title: str
    result: str
    criteria: tuple[CriterionPage, ...]


class Scale(NamedTuple):
    """What gives how many points, for one criterion or several that share a scale."""

    heads: tuple[Fact, ...]  # each criterion, and what this proposal got
    sums: tuple[str, ...]  # how the value that is banded is worked out
    rows: tuple[Fact, ...]  # each condition, and what it gives


class Total(NamedTuple):
    """A working of a figure that stands over the criteria, and the line that it ends on."""

    title: str
    steps: tuple[Step, ...]
    ends: Step
    rule: str
    source: str


class Attached(NamedTuple):
    """A file inside a PDF, which is made from it: its name, bytes and kind, and the moment it is of."""

    name: str
    content: bytes
    about: str
    media_type: str
    dated: datetime
