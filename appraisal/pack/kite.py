"""The Outcomes Kite as SVG, drawn by matplotlib from the engine's four points."""

import io
import re
import textwrap
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from appraisal.engine.kite import AXES, KitePoint, in_words
from appraisal.pack.fonts import FAMILY, known_to_matplotlib
from appraisal.pack.kite_plan import (
    GREY,
    HAIRLINE,
    INK,
    Assessment,
    Line,
    Place,
    Plan,
    edges_of,
    lines_of,
    places_of,
    plan_of,
    spots_of,
)
from appraisal.pack.printable import printable
from appraisal.pack.svg import tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNCIL_COLOUR = "#1d4e79"
MOST_ASSESSMENTS = 3
_DOTS = 220  # of a PNG, to the inch: sharp on paper
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_drawing = threading.Lock()  # matplotlib's settings belong to the whole process


def kite_svg(
    assessments: Sequence[Assessment],
    *,
    colour: str = COUNCIL_COLOUR,
    width_mm: float = 120,
    text: Literal["text", "paths"] = "text",
    ident: str = "kite",
    shown_mm: float = 0,
) -> str:
    """Draw up to three assessments over each other: the first solid, then dashed, then dotted.

    ``text`` as text needs the page to have Inter; as paths it stands alone, as an image must.
    ``ident`` begins every id, so that several drawings can share a document. Where it is ``shown_mm`` wide in
    place of ``width_mm``, its letters are larger by as much.
    """
    if not 1 <= len(assessments) <= MOST_ASSESSMENTS:
        raise ValueError(f"A kite shows 1 to {MOST_ASSESSMENTS} assessments.")
    raw = _drawn(assessments, checked_colour(colour), width_mm, text).decode()
    shown = shown_mm * 72 / 25.4
    return tidy(raw, title=title_of(assessments), about=_ABOUT, ident=ident, width_pt=shown)


def kite_png(
    assessments: Sequence[Assessment], *, colour: str = COUNCIL_COLOUR, width_mm: float = 120
) -> bytes:
    """Draw the same as a PNG on white, for documents that hold no SVG; :func:`title_of` says it in words."""
    if not 1 <= len(assessments) <= MOST_ASSESSMENTS:
        raise ValueError(f"A kite shows 1 to {MOST_ASSESSMENTS} assessments.")
    return _drawn(assessments, checked_colour(colour), width_mm, "paths", kind="png")


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


def _drawn(
    assessments: Sequence[Assessment],
    colour: str,
    width_mm: float,
    text: str,
    kind: Literal["svg", "png"] = "svg",
) -> bytes:
    import matplotlib
    from matplotlib.figure import Figure

    known_to_matplotlib()
    plan = plan_of(assessments, width_mm)
    settings: dict[Any, Any] = {
        "svg.fonttype": "none" if text == "text" else "path",
        "svg.hashsalt": "kite",
        "font.family": FAMILY,
        "path.simplify": False,
    }
    out = io.BytesIO()
    with _drawing, matplotlib.rc_context(settings):
        figure = Figure(figsize=(plan.width / 72, plan.height / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(-plan.width / 2, plan.width / 2)
        axes.set_ylim(-plan.height / 2, plan.height / 2)
        _draw_grid(axes, plan, assessments)
        lines = lines_of(colour, plan)
        for number, one in enumerate(assessments):
            _draw_assessment(axes, plan, one, lines[number], filled=number == 0)
        _draw_axis_labels(axes, plan, assessments)
        _draw_names(axes, plan, assessments, colour)
        if kind == "png":
            figure.savefig(out, format="png", dpi=_DOTS, metadata={"Software": None})
        else:
            nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()


def _draw_grid(axes: "Axes", plan: Plan, assessments: Sequence[Assessment]) -> None:
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


def _draw_assessment(
    axes: "Axes", plan: Plan, one: Assessment, line: Line, *, filled: bool
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


def _draw_axis_labels(axes: "Axes", plan: Plan, assessments: Sequence[Assessment]) -> None:
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


def _type(plan: Plan, strong: bool) -> dict[str, Any]:
    weight = 600 if strong else 400
    return {"fontsize": plan.size, "fontweight": weight, "parse_math": False, "clip_on": False}


def _axis_lines(
    plan: Plan, assessments: Sequence[Assessment], number: int, *, sideways: bool
) -> list[tuple[str, bool, bool]]:
    """Return the lines at an axis: words, whether semibold, whether grey."""
    room = plan.width / 2 - plan.radius - plan.size if sideways else plan.width * 0.9
    letters = room / plan.size / (0.54 if plan.compact else 0.56)
    first, *others = [_figure(one.points[number]) for one in assessments]
    applies = assessments[0].points[number].percent is not None
    short = assessments[0].points[number].short
    if plan.compact and not sideways:  # a name and its figure share the one line there is
        name = _fitted(short, letters * 0.9 - len(first), 1)[0]
        return [(f"{name} {first}", applies, not applies)]
    lines = [(words, False, False) for words in _fitted(short, letters, 3 if sideways else 1)]
    lines += [(words, applies, not applies) for words in _fitted(first, letters, 2)]
    if others and not plan.compact and set(others) != {first}:
        lines.append((" · ".join(others), False, False))
    return lines


def _figure(point: KitePoint) -> str:
    return "does not apply" if point.percent is None else f"{point.percent:f}%"


def _fitted(words: str, width: float, lines: int) -> list[str]:
    clean = printable(" ".join(words.split()), in_a_drawing=True) or "–"
    most = max(int(width), 6)
    wrapped = textwrap.wrap(clean, most, max_lines=lines, placeholder="…")
    return [f"{clean[: most - 1]}…"] if wrapped == ["…"] else wrapped


def _draw_names(axes: "Axes", plan: Plan, assessments: Sequence[Assessment], colour: str) -> None:
    """Name the lines: at the lines themselves, or in a corner where they cross or lie together."""
    if len(assessments) == 1:
        return
    lines = lines_of(colour, plan)
    spots = spots_of(assessments, plan.radius)
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
    axes: "Axes", plan: Plan, assessments: Sequence[Assessment], lines: Sequence[Line]
) -> None:
    left, y = -plan.width / 2 + 2, plan.height / 2 - plan.size
    for one, line in zip(assessments, lines, strict=False):
        _stroke(axes, [(left, y), (left + plan.size * 2.6, y)], line.width, line.colour, line.style)
        name = _fitted(one.name, 16, 1)[0]
        axes.text(
            left + plan.size * 3.1, y, name, va="center_baseline", color=INK, **_type(plan, False)
        )
        y -= plan.size * 1.35
