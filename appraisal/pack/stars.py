"""How a star of any number of points is drawn. All measures are millimetres of the picture."""

import math
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.pack.kite_plan import GREY, HAIRLINE, INK
from appraisal.pack.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from appraisal.pack.charts import Star


class _Stroke(NamedTuple):
    """How an outline is told apart from others in black and white: its dashes and its markers."""

    dashes: str | tuple[int, tuple[float, ...]]
    marker: str
    is_full: bool


_STROKES = (
    _Stroke("-", "o", True),
    _Stroke((0, (5, 2)), "s", False),
    _Stroke((0, (1, 1.5)), "^", True),
    _Stroke((0, (7, 2, 1, 2)), "D", False),
    _Stroke((0, (10, 3)), "v", True),
    _Stroke((0, (3, 1.5, 1, 1.5, 1, 1.5)), "o", False),
)
MOST_STARS = len(_STROKES)

_MOST_AROUND = 8  # points whose names have room around the star; more are numbered
_RADIUS = 37.0
_ABOVE, _BESIDE = 14.0, 9.0  # room for names, and for numbers
_LINE, _KEY = 3.7, 5.5  # from one line of words to the next
_AROUND, _LISTED = (22, 3), (38, 2)  # characters of a line, and lines, of a name
_LIST = 98.0  # where the numbered names begin
_SMALL = 6.5  # points
_NARROW_BELOW = 120.0
_PLAIN: dict[str, Any] = {"parse_math": False, "clip_on": False}

_Place = tuple[float, float]


def star_height(chart: "Star", width: float) -> float:
    """Return how tall the picture of a star is."""
    return _star_height(chart, width) + _key_height(chart, width)


def _star_height(chart: "Star", width: float) -> float:
    if width < _NARROW_BELOW:
        return 2 * (_RADIUS + _BESIDE)
    if len(chart.labels) <= _MOST_AROUND:
        return 2 * (_RADIUS + _ABOVE)
    listed = sum(_LINE * len(_wrapped(one, _LISTED)) + 0.8 for one in chart.labels)
    return max(2 * (_RADIUS + _BESIDE), listed + 4)


def _key_height(chart: "Star", width: float) -> float:
    across = 1 if width < _NARROW_BELOW else 2
    return math.ceil(len(chart.series) / across) * _KEY + 1 if len(chart.series) > 1 else 0.0


def draw_star(axes: "Axes", chart: "Star", colour: str, width: float) -> None:
    """Draw the rings, the names, an outline for each series and the key to them.

    A narrow one, for large print, has numbers for names: these have no room in it.
    """
    height, narrow = star_height(chart, width), width < _NARROW_BELOW
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    around = len(chart.labels) <= _MOST_AROUND
    middle = (
        width / 2 if around or narrow else _BESIDE + _RADIUS,
        height - _star_height(chart, width) / 2,
    )
    ways = _ways(len(chart.labels))
    _draw_rings(axes, chart, middle, ways, None if narrow else _SMALL)
    if narrow:
        _draw_numbers(axes, middle, ways)
    elif around:
        _draw_names(axes, chart, middle, ways)
    else:
        _draw_list(axes, chart, middle, ways, height)
    for order, series in enumerate(chart.series):
        _draw_outline(axes, series.figures, chart.most, middle, ways, order, colour)
    if len(chart.series) > 1:
        _draw_key(axes, chart, colour, width)


def _ways(count: int) -> list[_Place]:
    """Return the direction of each point: the first upwards, the others clockwise."""
    turns = [2 * math.pi * number / count for number in range(count)]
    return [(math.sin(turn), math.cos(turn)) for turn in turns]


def _at(middle: _Place, way: _Place, far: float) -> _Place:
    return (middle[0] + way[0] * far, middle[1] + way[1] * far)


def _draw_rings(
    axes: "Axes", chart: "Star", middle: _Place, ways: list[_Place], size: float | None
) -> None:
    rings = int(chart.most) if chart.most <= 10 and chart.most == int(chart.most) else 4
    for ring in range(1, rings + 1):
        far = _RADIUS * ring / rings
        corners = [_at(middle, way, far) for way in (*ways, ways[0])]
        is_outer = ring == rings
        axes.plot(*zip(*corners, strict=True), color=HAIRLINE, linewidth=0.9 if is_outer else 0.4)
        if is_outer or 2 * ring == rings:
            x, y = _at(middle, (0, 1), far)
            axes.text(
                x + 0.7,
                y - 0.7,
                f"{chart.most * ring / rings:g}",
                va="top",
                fontsize=size,
                color=GREY,
                **_PLAIN,
            )
    for way in ways:
        axes.plot(
            *zip(middle, _at(middle, way, _RADIUS), strict=True), color=HAIRLINE, linewidth=0.4
        )


def _draw_names(axes: "Axes", chart: "Star", middle: _Place, ways: list[_Place]) -> None:
    for way, label in zip(ways, chart.labels, strict=True):
        x, y = _at(middle, way, _RADIUS + 2.2)
        side = "center" if abs(way[0]) < 0.2 else "left" if way[0] > 0 else "right"
        stands = "center" if abs(way[0]) >= 0.2 else "bottom" if way[1] > 0 else "top"
        axes.text(
            x, y, "\n".join(_wrapped(label, _AROUND)), ha=side, va=stands, color=INK, **_PLAIN
        )


def _draw_list(
    axes: "Axes", chart: "Star", middle: _Place, ways: list[_Place], height: float
) -> None:
    """Draw numbers at the points, and the names they stand for in a list beside the star."""
    _draw_numbers(axes, middle, ways)
    top = height - 2.0
    for number, label in enumerate(chart.labels, 1):
        lines = _wrapped(label, _LISTED)
        axes.text(_LIST, top, str(number), ha="right", va="top", color=INK, **_PLAIN)
        axes.text(_LIST + 2, top, "\n".join(lines), va="top", color=INK, **_PLAIN)
        top -= _LINE * len(lines) + 0.8


def _draw_numbers(axes: "Axes", middle: _Place, ways: list[_Place]) -> None:
    for number, way in enumerate(ways, 1):
        x, y = _at(middle, way, _RADIUS + 3.2)
        axes.text(x, y, str(number), ha="center", va="center", color=INK, **_PLAIN)


def _draw_outline(
    axes: "Axes",
    figures: tuple[float | None, ...],
    most: float,
    middle: _Place,
    ways: list[_Place],
    order: int,
    colour: str,
) -> None:
    """Draw the line through the figures. Where there is none it is broken, so that it claims nothing."""
    nothing = (math.nan, math.nan)
    places = [
        nothing if one is None else _at(middle, way, _RADIUS * one / most)
        for way, one in zip(ways, figures, strict=True)
    ]
    shade = colour if order == 0 else INK
    if order == 0 and nothing not in places:
        axes.fill(*zip(*places, strict=True), color=shade, alpha=0.12, lw=0)
    _stroke(axes, [*places, places[0]], order, shade, 7.0 - 0.6 * order)


def _stroke(axes: "Axes", places: list[_Place], order: int, shade: str, size: float) -> None:
    look = _STROKES[order]
    axes.plot(
        *zip(*places, strict=True),
        color=shade,
        linewidth=1.8 if order == 0 else 1.2,
        linestyle=look.dashes,
        marker=look.marker,
        markersize=size * 0.75,
        markerfacecolor=shade if look.is_full else "white",
        markeredgewidth=0.9,
        clip_on=False,
    )


def _draw_key(axes: "Axes", chart: "Star", colour: str, width: float) -> None:
    top = _key_height(chart, width) - _KEY / 2
    for order, series in enumerate(chart.series):
        row, column = divmod(order, 1 if width < _NARROW_BELOW else 2)
        x, y = 2 + column * width / 2, top - row * _KEY
        shade = colour if order == 0 else INK
        _stroke(axes, [(x, y), (x + 7, y), (x + 14, y)], order, shade, 6.0)
        name = _wrapped(series.name, (40, 1))[0]
        axes.text(x + 17, y, name, va="center", color=INK, **_PLAIN)


def _wrapped(words: str, room: tuple[int, int]) -> list[str]:
    """Return words in lines of so many characters, at most so many lines."""
    characters, lines = room
    clean = printable(" ".join(words.split()))
    return textwrap.wrap(clean, characters, max_lines=lines, placeholder=" …") or ["–"]
