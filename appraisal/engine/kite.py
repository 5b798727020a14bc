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
    return tuple(
        kite_point(direction, scored.heading.title, scored.heading.short, scored.percent)
        for direction in AXES
        for scored in (by_direction[direction],)
    )


def kite_point(direction: Direction, title: str, short: str, percent: Decimal | None) -> KitePoint:
    """Return one point of a kite, in its place."""
    x, y = AXES[direction]
    part = None if percent is None else percent / 100
    return KitePoint(
        direction,
        title,
        short,
        percent,
        None if part is None else part * x,
        None if part is None else part * y,
    )


def in_words(points: tuple[KitePoint, ...]) -> str:
    """Say what a kite shows, for those who cannot see it."""
    said = [
        f"{point.title} {'does not apply' if point.percent is None else f'{point.percent:f}%'}"
        for point in points
    ]
    return f"{'; '.join(said)}."
