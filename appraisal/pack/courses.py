"""How figures went over time: a small chart for each thing that was asked, side by side. Measures are millimetres."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.pack.kite_plan import GREY, HAIRLINE, INK
from appraisal.pack.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Point(NamedTuple):
    """A figure of a period, with its interval where that is known."""

    period: str
    figure: float
    least: float | None = None
    most: float | None = None


class Course(NamedTuple):
    """What one survey found in one place, by rising period. No line ever joins two surveys."""

    own: bool  # the place’s; else the council’s average
    survey: str
    points: tuple[Point, ...]


class Panel(NamedTuple):
    """One thing that was asked."""

    title: str
    courses: tuple[Course, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """All periods of which anything is known, rising."""
        return tuple(sorted({point.period for one in self.courses for point in one.points}))


class Courses(NamedTuple):
    """Small charts of the same kind, each with a scale of its own."""

    title: str
    about: str
    panels: tuple[Panel, ...]


_WIDE, _GAP = 80.0, 10.0
_TITLE, _PLOT, _BELOW, _KEY = 7.0, 28.0, 11.0, 7.0
_LEFT, _RIGHT = 11.0, 4.0  # of the plot: room for figures, and for the last point
_LONGEST = 44  # characters of a title
_SMALL = 6.5  # points
_PLAIN: dict[str, Any] = {"parse_math": False, "clip_on": False}


def courses_height(chart: Courses, width: float) -> float:
    """Return how tall the picture is."""
    return _KEY + math.ceil(len(chart.panels) / _across(width)) * (_TITLE + _PLOT + _BELOW)


def _across(width: float) -> int:
    return max(1, int((width + _GAP) / (_WIDE + _GAP)))


def courses_in_parts(chart: Courses, width: float, tallest: float) -> tuple[Courses, ...]:
    """Return the small charts in several pictures, none of them taller than that."""
    rows = max(1, int((tallest - _KEY) / (_TITLE + _PLOT + _BELOW)))
    most = rows * _across(width)
    return tuple(
        chart._replace(panels=chart.panels[at : at + most])
        for at in range(0, len(chart.panels), most)
    )


def draw_courses(axes: "Axes", chart: Courses, colour: str, width: float) -> None:
    """Draw the small charts under a key."""
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(courses_height(chart, width), 0)
    for x, own, words in ((1.0, True, "Here"), (28.0, False, "The council’s average")):
        _line(axes, [x, x + 8], [2.5, 2.5], own, colour)
        axes.text(x + 10, 2.5, words, va="center", color=INK, **_PLAIN)
    for number, panel in enumerate(chart.panels):
        row, column = divmod(number, _across(width))
        top = _KEY + row * (_TITLE + _PLOT + _BELOW)
        # alone in its row it is for large print, where no letter is smaller than others
        small = _SMALL if _across(width) > 1 else None
        _draw_panel(axes, panel, colour, (column * (_WIDE + _GAP), top), small)


def _draw_panel(
    axes: "Axes", panel: Panel, colour: str, at: tuple[float, float], size: float | None
) -> None:
    left, top = at
    title = printable(" ".join(panel.title.split()))
    if len(title) > _LONGEST:
        title = f"{title[: _LONGEST - 1]}…"
    axes.text(left, top + 2.5, title, va="center", color=INK, weight="semibold", **_PLAIN)
    low, high = _ends(panel)
    periods = panel.periods
    first, room = left + _LEFT, _WIDE - _LEFT - _RIGHT
    foot = top + _TITLE + _PLOT

    def across(period: str) -> float:
        if len(periods) == 1:
            return first + room / 2
        return first + room * periods.index(period) / (len(periods) - 1)

    def down(figure: float) -> float:
        return foot - _PLOT * (figure - low) / (high - low)

    small: dict[str, Any] = {"fontsize": size, "color": INK, **_PLAIN}
    for figure in (low, (low + high) / 2, high):
        y = down(figure)
        axes.plot([first - 1, first + room + 1], [y, y], color=HAIRLINE, linewidth=0.6)
        axes.text(first - 2, y, f"{figure:g}", ha="right", va="center", **small)
    for number, period in enumerate(periods):
        ends = ("left", "right") if len(periods) > 1 else ("center", "center")
        align = ends[0] if not number else ends[1] if number == len(periods) - 1 else "center"
        if number in (0, len(periods) - 1) or len(periods) <= _MOST_NAMED:
            words = printable(period)
            axes.text(across(period), foot + 3.5, words, ha=align, va="center", **small)
    for one in sorted(panel.courses, key=lambda one: one.own):
        xs = [across(point.period) for point in one.points]
        _line(axes, xs, [down(point.figure) for point in one.points], one.own, colour)
        for x, point in zip(xs, one.points, strict=True):
            if point.least is not None and point.most is not None:
                ends_of = [down(point.least), down(point.most)]
                axes.plot([x, x], ends_of, color=colour if one.own else GREY, linewidth=0.7)


_MOST_NAMED = 5  # periods have room for their names; of more only the first and the last


def _line(axes: "Axes", x: Sequence[float], y: Sequence[float], own: bool, colour: str) -> None:
    """Draw a course: solid and filled here, dashed and hollow for the average, so that a grey copy tells them apart."""
    style: dict[str, Any] = (
        {"color": colour, "marker": "o", "markersize": 3.6, "linewidth": 1.3}
        if own
        else {
            "color": INK, "marker": "s", "markersize": 3.4, "markerfacecolor": "white",
            "linestyle": (0, (4, 2)), "linewidth": 0.9,
        }
    )  # fmt: skip
    axes.plot(x, y, clip_on=False, **style)


def _ends(panel: Panel) -> tuple[float, float]:
    """Return whole numbers below and above all that is drawn, an even distance apart."""
    every = [
        figure
        for one in panel.courses
        for point in one.points
        for figure in (point.figure, point.least, point.most)
        if figure is not None
    ]
    step = 10 ** math.floor(math.log10(max(max(every) - min(every), 1))) * 2
    low = math.floor(min(every) / step) * step
    high = math.ceil(max(every) / step) * step
    return float(low), float(high if high > low else low + step)
