"""Where everything in a kite's picture stands: measures, lines and places. No drawing here."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from appraisal.engine.kite import KitePoint

INK, GREY, HAIRLINE = "#1a1a1a", "#5f5f5f", "#b4b4b4"
_COMPACT_BELOW_MM = 60
_CLEAR_PT = 16.0  # nearer than this, a label at one line would cover another

Place = tuple[float, float]


class Assessment(NamedTuple):
    """One line of a kite: whose assessment it is, and its four points in the engine's order."""

    name: str
    points: tuple[KitePoint, ...]


class Line(NamedTuple):
    """How an assessment is drawn."""

    style: str | tuple[int, tuple[float, ...]]
    width: float
    colour: str


class Plan(NamedTuple):
    """The measures of one picture, in points."""

    width: float
    height: float
    radius: float
    size: float
    compact: bool


def plan_of(assessments: Sequence[Assessment], width_mm: float) -> Plan:
    """Return the measures of a picture of this width."""
    compact = width_mm < _COMPACT_BELOW_MM
    width = width_mm * 72 / 25.4
    size = 5.6 if compact else 9.0
    lines = 1 if compact else 1 + min(len(assessments), 2)
    height = width * 2 / 3
    radius = height / 2 - lines * size * 1.25 - size * 0.9
    if compact:  # leave the names at the sides a word's width
        radius = min(radius, width / 2 - size * 5.9)
    return Plan(width, height, radius, size, compact)


def lines_of(colour: str, plan: Plan) -> tuple[Line, ...]:
    """Return how the first, second and third assessment are drawn."""
    thin = 0.6 if plan.compact else 1.0
    return (
        Line("-", 1.8 * thin, colour),
        Line((0, (5.0, 2.2)), 1.3 * thin, INK),
        Line((0, (1.0, 1.6)), 1.5 * thin, GREY),
    )


def places_of(points: Sequence[KitePoint], radius: float) -> list[Place | None]:
    """Return where the points stand, in points from the centre; None where there is none."""
    return [
        None
        if point.x is None or point.y is None
        else (float(point.x) * radius, float(point.y) * radius)
        for point in points
    ]


def edges_of(places: Sequence[Place | None]) -> Iterator[tuple[Place, Place]]:
    """Yield the lines between neighbouring axes that both apply.

    A line across an axis that does not apply would cross that axis somewhere and pretend a figure.
    """
    for here, there in zip(places, [*places[1:], places[0]], strict=True):
        if here is not None and there is not None:
            yield here, there


def spots_of(assessments: Sequence[Assessment], radius: float) -> list[Place] | None:
    """Return a place for each name where its line is clear of the others, or None."""
    middles = [_middles(places_of(one.points, radius)) for one in assessments]
    spots = []
    for own, mine in enumerate(middles):
        clear = {
            quadrant: min(
                (
                    abs(at - other[quadrant])
                    for o, other in enumerate(middles)
                    if o != own and quadrant in other
                ),
                default=radius,
            )
            for quadrant, at in mine.items()
        }
        best = max(clear, key=lambda quadrant: clear[quadrant], default=None)
        if best is None or clear[best] < _CLEAR_PT or _cross(middles):
            return None
        spots.append((mine[best] * best[0], mine[best] * best[1]))
    return spots


def _middles(places: Sequence[Place | None]) -> dict[Place, float]:
    """Return how far out each edge's middle is, by the quadrant it stands in."""
    found = {}
    for (x1, y1), (x2, y2) in edges_of(places):
        # The edge crosses its quadrant's diagonal where x = y: at a·b ÷ (a + b) for its two ends.
        a, b = abs(x1 + y1), abs(x2 + y2)
        found[_quadrant(x1 + x2, y1 + y2)] = a * b / (a + b) if a + b else 0.0
    return found


def _quadrant(x: float, y: float) -> Place:
    return (1.0 if x >= 0 else -1.0, 1.0 if y >= 0 else -1.0)


def _cross(middles: Sequence[dict[Place, float]]) -> bool:
    for number, one in enumerate(middles):
        for other in middles[number + 1 :]:
            signs = {one[q] > other[q] for q in one.keys() & other.keys() if one[q] != other[q]}
            if len(signs) > 1:
                return True
    return False
