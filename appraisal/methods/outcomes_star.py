"""An outcomes star of any number of points, over time or between alternatives (method §5)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, nothing_begun, rows_of
from appraisal.methods.cost_benefit_check import name_of, plain
from appraisal.methods.discounting import precise
from appraisal.methods.outcomes_star_check import LOWEST, MARKS, check

TIME = "time"
_PLACES = Decimal("0.01")
Marks = tuple[Decimal | None, ...]  # None: not read


class Point(NamedTuple):
    """An outcome, and what the ends of its scale mean."""

    name: str
    lowest_means: str
    highest_means: str


class Reading(NamedTuple):
    """The marks of one date or alternative, point by point.

    ``mean`` counts every point alike. It is None unless every point is read: a mean of some would not compare.
    """

    name: str
    marks: Marks
    mean: Decimal | None


class Difference(NamedTuple):
    """The marks of one reading less those of another. None where one of the two is not read."""

    base: Reading
    other: Reading
    points: Marks
    mean: Decimal | None

    @property
    def higher(self) -> int:
        """How many points are higher."""
        return sum(one > 0 for one in self.points if one is not None)

    @property
    def lower(self) -> int:
        """How many points are lower."""
        return sum(one < 0 for one in self.points if one is not None)

    @property
    def same(self) -> int:
        """How many points are the same."""
        return sum(one == 0 for one in self.points if one is not None)

    @property
    def unknown(self) -> int:
        """How many points are not read on one side."""
        return sum(one is None for one in self.points)


class StarRead(NamedTuple):
    """Every point and reading. ``differences``: the last date less the first, or each alternative less the first."""

    compares: str
    lowest: int
    top: int
    points: tuple[Point, ...]
    readings: tuple[Reading, ...]
    differences: tuple[Difference, ...]


def value(given: Given, appraisal: Appraisal) -> StarRead:
    """Return the readings and how they differ. No area is worked out: it would depend on the order of the points."""
    points = tuple(
        Point(*(name_of(row[key]) for key in Point._fields)) for row in rows_of(given, "points")
    )
    marked = {plain(name_of(row["point"])): row for row in rows_of(given, "marks")}
    rows = [marked.get(plain(one.name), {}) for one in points]
    readings = tuple(
        _reading(name_of(one["name"]), (row.get(key) for row in rows))
        for one, key in zip(rows_of(given, "series"), MARKS, strict=False)
    )
    first, *others = readings
    compared = others[-1:] if given["compares"] == TIME else others
    return StarRead(
        compares=given["compares"],
        lowest=LOWEST[given["lowest"]],
        top=given["top"],
        points=points,
        readings=readings,
        differences=tuple(_difference(first, one) for one in compared),
    )


def _reading(name: str, marks: Iterable[Decimal | None]) -> Reading:
    every = tuple(marks)
    read = [one for one in every if one is not None]
    with precise():
        mean = sum(read, Decimal(0)) / len(read) if len(read) == len(every) else None
    return Reading(name, every, mean)


def _difference(base: Reading, other: Reading) -> Difference:
    pairs = zip((*base.marks, base.mean), (*other.marks, other.mean), strict=True)
    with precise():
        *points, mean = [None if a is None or b is None else b - a for a, b in pairs]
    return Difference(base, other, tuple(points), mean)


def rounded(mean: Decimal) -> Decimal:
    """Return a mean, or a difference of means, to two decimals, half up; nothing has no sign."""
    with precise():
        return mean.quantize(_PLACES, ROUND_HALF_UP) + Decimal("0.00")


def written(star: StarRead) -> dict[str, object]:
    """Return everything as JSON holds it: marks as they were given, means to two decimals, null where not read."""
    return {
        "compares": star.compares,
        "lowest": star.lowest,
        "top": star.top,
        "points": [one._asdict() for one in star.points],
        "readings": [
            {"name": one.name, "marks": _texts(one.marks), "mean": _mean(one.mean)}
            for one in star.readings
        ],
        "differences": [
            {
                "from": one.base.name,
                "to": one.other.name,
                "points": _texts(one.points),
                "mean": _mean(one.mean),
                "higher": one.higher,
                "lower": one.lower,
                "same": one.same,
                "not_known": one.unknown,
            }
            for one in star.differences
        ],
    }


def _texts(marks: Marks) -> list[str | None]:
    return [None if one is None else f"{one.normalize() + 0:f}" for one in marks]


def _mean(mean: Decimal | None) -> str | None:
    return None if mean is None else f"{rounded(mean):f}"


OUTCOMES_STAR = Method(
    key="outcomes-star", check=check, value=value, written=written, begun=nothing_begun
)
