"""A scheme: the rules of a council's scoring as data, checked and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from appraisal.engine.fields import Field, Shape

if TYPE_CHECKING:
    from appraisal.engine.measures import Measure
    from appraisal.engine.policy import Policy

ProposalKind = Literal["asset-transfer", "coproduction"]
Status = Literal["published", "default"]
Direction = Literal["up", "right", "down", "left"]

# What a scheme may tag. Totals read these tags and never a criterion's letter (method §2.1).
SOCIAL_VALUE = "social_value"  # a criterion whose £ value is part of the social value
VOLUNTEER_TIME = "volunteer_time"  # the part of a £ value that is volunteers' time
EXTERNAL_FUNDS = "external_funds"  # an amount that other funders put in
TAGS = (SOCIAL_VALUE, VOLUNTEER_TIME, EXTERNAL_FUNDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Field):
    """What is asked: the key it is stored under, and the words that people read."""

    label: str
    name: str = ""  # what the figure is called in a working: "capital cost"
    hint: str = ""
    unit: str = ""  # of several: "people"
    unit_one: str = ""  # of one: "person"
    asked_of: Literal["group", "officer", "either"] = "group"
    usual_most: Decimal | None = None  # a larger figure counts, and people are asked to check it
    choice_labels: Mapping[str, str] = field(default_factory=dict)
    columns: tuple["Question", ...] = ()  # of repeating rows
    row_name: str = ""  # what one of several rows is called: "activity"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)  # without slots, for it keeps the levels it has worked out
class Criterion:
    """One of the scheme's criteria, by letter."""

    letter: str
    title: str
    heading: str
    why: str
    maximum: int
    questions: tuple[Question, ...]
    measure: "Measure"
    source: str
    status: Status
    weight: Decimal
    tags: tuple[str, ...]
    external_funds: tuple[str, ...]  # keys of the amounts that are tagged so
    shape: Shape

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Every number of points that its rule can give, from the lowest."""
        return self.measure.levels()


class Heading(NamedTuple):
    """A heading that groups criteria: one point of the Outcomes Kite."""

    key: str
    title: str
    short: str
    kite: Direction
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A published or draft version of a council's scoring scheme."""

    key: str
    version: str
    title: str
    summary: str
    kind: ProposalKind
    published: date | None
    source: str
    rule: Literal["points", "weighted"]
    discount: "Policy | None"
    headings: tuple[Heading, ...]
    criteria: tuple[Criterion, ...]
    by_letter: Mapping[str, Criterion]
    maximum: int
    what_if: str = ""  # the file it was read from, where someone asks what if this were the scheme
    text: str = field(default="", repr=False, compare=False)  # as it was written, if that is known

    @property
    def name(self) -> str:
        """The exact name of this version, as a file may pin it."""
        return f"{self.key}@{self.version}"

    @property
    def caveat(self) -> str:
        """What to say of a scheme that someone only tries out; empty of any other."""
        return f"scheme file {self.what_if}, not a published scheme" if self.what_if else ""

    def under(self, heading: Heading) -> tuple[Criterion, ...]:
        """Return the criteria of a heading, in order."""
        return tuple(c for c in self.criteria if c.heading == heading.key)
