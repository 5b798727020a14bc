"""The Outcomes Kite's geometry: four points at the headings' percentages. No drawing here."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Direction

# Where each axis leads, in units of a full score; y points up.
AXES: Mapping[Direction, tuple[int, int]] = {
    "up": (0, 1),
    "right": (1, 0),
    "down": (0, -1),
    "left": (-1, 0),
}


class KitePoint(NamedTuple):
    """One point of a kite; ``percent`` and the place are None where the heading does not apply."""

    direction: Direction
    title: str
    short: str
    percent: Decimal | None
    x: Decimal | None
    y: Decimal | None


def kite_points(appraisal: Appraisal) -> tuple[KitePoint, ...]:
    """Return the four points in the order up, right, down, left."""
    by_direction = {heading.heading.kite: heading for heading in appraisal.headings}
    points = []
    for direction, (x, y) in AXES.items():
        scored = by_direction[direction]
        part = None if scored.percent is None else scored.percent / 100
        points.append(
            KitePoint(
                direction,
                scored.heading.title,
                scored.heading.short,
                scored.percent,
                None if part is None else part * x,
                None if part is None else part * y,
            )
        )
    return tuple(points)


def in_words(points: tuple[KitePoint, ...]) -> str:
    """Say what a kite shows, for those who cannot see it."""
    said = [
        f"{point.title} {'does not apply' if point.percent is None else f'{point.percent:f}%'}"
        for point in points
    ]
    return f"{'; '.join(said)}."
