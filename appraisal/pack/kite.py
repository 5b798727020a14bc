"""The Outcomes Kite as SVG, drawn by matplotlib from the engine's four points."""

import io
import re
import textwrap
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from appraisal.engine.kite import AXES, KitePoint, in_words
from appraisal.pack.fonts import FAMILY, known_to_matplotlib
from appraisal.pack.printable import printable
from appraisal.pack.svg import tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNCIL_COLOUR = "#1d4e79"
INK, GREY, HAIRLINE = "#1a1a1a", "#5f5f5f", "#b4b4b4"
MOST_ASSESSMENTS = 3
_COMPACT_BELOW_MM = 60
_CLEAR_PT = 16.0  # nearer than this, a label at one line would cover another
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_drawing = threading.Lock()  # matplotlib's settings belong to the whole process


class Assessment(NamedTuple):
    """One line of a kite: whose assessment it is, and its four points in the engine's order."""

    name: str
    points: tuple[KitePoint, ...]


class _Line(NamedTuple):
    style: str | tuple[int, tuple[float, ...]]
    width: float
    colour: str


class _Plan(NamedTuple):
    """The measures of one picture, in points."""

    width: float
    height: float
    radius: float
    size: float
    compact: bool


Place = tuple[float, float]


def kite_svg(
    assessments: Sequence[Assessment],
    *,
    colour: str = COUNCIL_COLOUR,
    width_mm: float = 120,
    text: Literal["text", "paths"] = "text",
    ident: str = "kite",
) -> str:
    """Draw up to three assessments over each other: the first solid, then dashed, then dotted.

    ``text`` as text needs the page to have Inter; as paths it stands alone, as an image must.
    ``ident`` begins every id, so that several drawings can share a document.
    """
    if not 1 <= len(assessments) <= MOST_ASSESSMENTS:
        raise ValueError(f"A kite shows 1 to {MOST_ASSESSMENTS} assessments.")
    raw = _drawn(assessments, checked_colour(colour), width_mm, text)
    return tidy(raw, title=title_of(assessments), about=_ABOUT, ident=ident)


_ABOUT = (
    "Four axes lead from 0% at the centre to 100% at the points of a diamond, with rings at 25, 50, 75 and 100%. "
    "A heading that does not apply has no point. The size of the area inside means nothing."
)


def checked_colour(colour: str) -> str:
    """Return a colour as ``#rrggbb``; anything else is refused, for it ends in a style sheet."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour such as {COUNCIL_COLOUR}.")
    return colour.lower()


def title_of(assessments: Sequence[Assessment]) -> str:
    """Say in words what a kite shows, with its figures."""
    said = [
        f"{printable(one.name)}: {printable(in_words(one.points))}"
        if len(assessments) > 1
        else printable(in_words(one.points))
        for one in assessments
    ]
    return f"Outcomes Kite. {' '.join(said)}"


def _drawn(assessments: Sequence[Assessment], colour: str, width_mm: float, text: str) -> str:
    import matplotlib
    from matplotlib.figure import Figure

    known_to_matplotlib()
    plan = _plan(assessments, width_mm)
    settings: dict[Any, Any] = {
        "svg.fonttype": "none" if text == "text" else "path",
        "svg.hashsalt": "kite",
        "font.family": FAMILY,
        "path.simplify": False,
    }
    out = io.StringIO()
    with _drawing, matplotlib.rc_context(settings):
        figure = Figure(figsize=(plan.width / 72, plan.height / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(-plan.width / 2, plan.width / 2)
        axes.set_ylim(-plan.height / 2, plan.height / 2)
        _draw_grid(axes, plan, assessments)
        lines = _lines(colour, plan)
        for number, one in enumerate(assessments):
            _draw_assessment(axes, plan, one, lines[number], filled=number == 0)
        _draw_axis_labels(axes, plan, assessments)
        _draw_names(axes, plan, assessments, colour)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()


def _plan(assessments: Sequence[Assessment], width_mm: float) -> _Plan:
    compact = width_mm < _COMPACT_BELOW_MM
    width = width_mm * 72 / 25.4
    size = 5.6 if compact else 9.0
    lines = 1 if compact else 1 + min(len(assessments), 2)
    height = width * 2 / 3
    radius = height / 2 - lines * size * 1.25 - size * 0.9
    if compact:  # leave the names at the sides a word's width
        radius = min(radius, width / 2 - size * 5.9)
    return _Plan(width, height, radius, size, compact)


def _lines(colour: str, plan: _Plan) -> tuple[_Line, ...]:
    thin = 0.6 if plan.compact else 1.0
    return (
        _Line("-", 1.8 * thin, colour),
        _Line((0, (5.0, 2.2)), 1.3 * thin, INK),
        _Line((0, (1.0, 1.6)), 1.5 * thin, GREY),
    )


def _draw_grid(axes: "Axes", plan: _Plan, assessments: Sequence[Assessment]) -> None:
    hair = 0.3 if plan.compact else 0.5
    for ring in (0.25, 0.5, 0.75, 1.0):
        corners = [(x * ring * plan.radius, y * ring * plan.radius) for x, y in AXES.values()]
        _stroke(axes, [*corners, corners[0]], hair, HAIRLINE)
    for number, (x, y) in enumerate(AXES.values()):
        end = (x * plan.radius, y * plan.radius)
        if any(one.points[number].percent is not None for one in assessments):
            _stroke(axes, [(0, 0), end], hair, HAIRLINE)
        else:  # a short tick across the end, and no axis: there is nothing to measure here
            tick = plan.size * 0.45
            across = [
                (end[0] - tick * y, end[1] - tick * x),
                (end[0] + tick * y, end[1] + tick * x),
            ]
            _stroke(axes, across, 3 * hair, GREY)


def _stroke(
    axes: "Axes",
    places: Sequence[Place],
    width: float,
    colour: str,
    style: str | tuple[int, tuple[float, ...]] = "-",
) -> None:
    xs, ys = zip(*places, strict=True)
    axes.plot(xs, ys, linestyle=style, linewidth=width, color=colour, clip_on=False)


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


def _draw_assessment(
    axes: "Axes", plan: _Plan, one: Assessment, line: _Line, *, filled: bool
) -> None:
    places = places_of(one.points, plan.radius)
    edges = list(edges_of(places))
    joined = {place for edge in edges for place in edge}
    if filled and edges:
        whole = len(edges) == len(places)
        shapes = [[here for here, _ in edges]] if whole else [[(0.0, 0.0), *e] for e in edges]
        for shape in shapes:
            axes.fill(*zip(*shape, strict=True), color=line.colour, alpha=0.15, lw=0, clip_on=False)
    for edge in edges:
        _stroke(axes, edge, line.width, line.colour, line.style)
    for place in places:
        if place is None:
            continue
        if place not in joined:  # both neighbours do not apply: only its own axis can carry it
            _stroke(axes, [(0, 0), place], line.width, line.colour, line.style)
        axes.plot(
            *place, marker="o", markersize=line.width * 2.2, color=line.colour, mew=0, clip_on=False
        )


def _draw_axis_labels(axes: "Axes", plan: _Plan, assessments: Sequence[Assessment]) -> None:
    for number, (x, y) in enumerate(AXES.values()):
        lines = _axis_lines(plan, assessments, number, sideways=bool(x))
        step = plan.size * 1.25
        gap = plan.size * 0.7
        top = {
            1: plan.radius + gap + step * len(lines),
            -1: -plan.radius - gap,
            0: step * len(lines) / 2,
        }[y]
        for row, (words, strong, grey) in enumerate(lines):
            axes.text(
                x * (plan.radius + gap),
                top - step * (row + 0.78),
                words,
                ha={1: "left", -1: "right", 0: "center"}[x],
                va="baseline",
                color=GREY if grey else INK,
                **_type(plan, strong),
            )


def _type(plan: _Plan, strong: bool) -> dict[str, Any]:
    weight = 600 if strong else 400
    return {"fontsize": plan.size, "fontweight": weight, "parse_math": False, "clip_on": False}


def _axis_lines(
    plan: _Plan, assessments: Sequence[Assessment], number: int, *, sideways: bool
) -> list[tuple[str, bool, bool]]:
    """Return the lines at an axis: words, whether semibold, whether grey."""
    room = plan.width / 2 - plan.radius - plan.size if sideways else plan.width * 0.9
    letters = room / plan.size / (0.54 if plan.compact else 0.56)
    lines = [
        (words, False, False)
        for words in _fitted(assessments[0].points[number].short, letters, 3 if sideways else 1)
    ]
    first, *others = [_figure(one.points[number]) for one in assessments]
    applies = assessments[0].points[number].percent is not None
    figures = [(words, applies, not applies) for words in _fitted(first, letters, 2)]
    if others and not plan.compact and set(others) != {first}:
        figures.append((" · ".join(others), False, False))
    if plan.compact and not sideways:
        return [(f"{lines[0][0]} {first}", applies, not applies)]
    return lines + figures


def _figure(point: KitePoint) -> str:
    return "does not apply" if point.percent is None else f"{point.percent:f}%"


def _fitted(words: str, width: float, lines: int) -> list[str]:
    clean = printable(" ".join(words.split())) or "–"
    most = max(int(width), 6)
    wrapped = textwrap.wrap(clean, most, max_lines=lines, placeholder="…")
    return [f"{clean[: most - 1]}…"] if wrapped == ["…"] else wrapped


def _draw_names(axes: "Axes", plan: _Plan, assessments: Sequence[Assessment], colour: str) -> None:
    """Name the lines: at the lines themselves, or in a corner where they cross or lie together."""
    if len(assessments) == 1:
        return
    lines = _lines(colour, plan)
    spots = _spots(assessments, plan.radius)
    if spots is None or plan.compact:
        _draw_legend(axes, plan, assessments, lines)
        return
    for one, line, spot in zip(assessments, lines, spots, strict=False):
        axes.text(
            *spot,
            _fitted(one.name, 16, 1)[0],
            ha="center",
            va="center",
            color=line.colour,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
            **_type(plan, False) | {"fontsize": plan.size * 0.9},
        )


def _draw_legend(
    axes: "Axes", plan: _Plan, assessments: Sequence[Assessment], lines: Sequence[_Line]
) -> None:
    left, y = -plan.width / 2 + 2, plan.height / 2 - plan.size * (2.4 if plan.compact else 1)
    for one, line in zip(assessments, lines, strict=False):
        _stroke(axes, [(left, y), (left + plan.size * 2.6, y)], line.width, line.colour, line.style)
        name = _fitted(one.name, 16, 1)[0]
        axes.text(
            left + plan.size * 3.1, y, name, va="center_baseline", color=INK, **_type(plan, False)
        )
        y -= plan.size * 1.35


def _spots(assessments: Sequence[Assessment], radius: float) -> list[Place] | None:
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
