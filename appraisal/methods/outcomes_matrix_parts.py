"""What an outcomes matrix is made of, and what it comes to. Every quotient is exact, so that ties are ties."""

from fractions import Fraction
from typing import NamedTuple

MOST_OPTIONS = 4  # as many as there are columns of marks
HEADINGS = {"three": ("economic", "social", "environmental"), "two": ("economic", "social")}


class SubCriterion(NamedTuple):
    """One row: a mark from 0 to 10 for each option. ``share`` is its part of the overall mark, from 0 to 1."""

    heading: str
    name: str
    weight: Fraction
    share: Fraction
    marks: tuple[int, ...]


class HeadingWeight(NamedTuple):
    """A heading with its weight; ``share`` is its part of the overall mark, from 0 to 1."""

    key: str
    weight: Fraction
    share: Fraction


class Standing(NamedTuple):
    """What one option comes to, in marks from 0 to 10. ``means`` stand in the order of the headings.

    A mean is None under a heading without sub-criteria, which then has no weight either. Options with the same
    overall mark have the same rank.
    """

    name: str
    means: tuple[Fraction | None, ...]
    overall: Fraction
    rank: int
    tied: bool


class Difference(NamedTuple):
    """How far the second of the two best is behind the first in one sub-criterion, and in overall marks."""

    criterion: SubCriterion
    first: int
    second: int
    counts: Fraction


class Change(NamedTuple):
    """Which options come first where the weight of one heading is doubled, or halved."""

    heading: str
    doubled: tuple[str, ...]
    halved: tuple[str, ...]


class Matrix(NamedTuple):
    """Every option in the order of its answers, and what decides between the best two.

    ``two_best`` are the first two by rank, and of equals those that were named first. ``differences`` are the
    sub-criteria in which these two differ most, weights counted: several if they are equal, none if nothing differs.
    """

    variant: str
    headings: tuple[HeadingWeight, ...]
    criteria: tuple[SubCriterion, ...]
    options: tuple[Standing, ...]
    two_best: tuple[Standing, Standing]
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    reasons: str

    @property
    def best(self) -> tuple[str, ...]:
        """Names of the options that come first."""
        return tuple(one.name for one in self.options if one.rank == 1)
