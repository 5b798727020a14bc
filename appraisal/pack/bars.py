"""Horizontal bars, a row of them for each label. All measures are inches of the picture, or shares of its width."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.pack.kite_plan import GREY, INK
from appraisal.pack.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Each series has its own hatch and grey, so that a copy in black and white tells them apart.
_FILLS = (("", 1.0), ("////", 0.35), ("....", 0.15), ("xxxx", 0.25))
MOST_SERIES = len(_FILLS)


class Series(NamedTuple):
    """One kind of bar, or one line of a star: a figure for each label; None draws nothing."""

    name: str
    figures: tuple[float | None, ...]


class Bars(NamedTuple):
    """Horizontal bars. ``said`` are the figures as words, beside each bar, series by series.

    ``ends``: from what to what they are measured, where that is not from their own least to their own most.
    """

    title: str  # says in words what the chart shows
    about: str  # how to read it
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    said: tuple[tuple[str, ...], ...]
    ends: tuple[float, float] | None = None


class _Look(NamedTuple):
    """How a picture is divided: shares of its width for labels and for figures, and the letters of a label."""

    names: float
    figures: float
    longest: int

    @property
    def above(self) -> float:
        """Return how much room a label has above its bars; none where it stands beside them."""
        return 0.0 if self.names else _BAR


_BAR, _BETWEEN = 0.19, 0.1
_WIDE, _NARROW = _Look(0.29, 0.17, 30), _Look(0.0, 0.3, 40)
_NARROW_BELOW = 120 / 25.4


def _look(width: float) -> _Look:
    return _NARROW if width < _NARROW_BELOW else _WIDE


def bars_height(chart: Bars, width: float) -> float:
    """Return how tall the picture is."""
    return len(chart.labels) * _row(chart, width) + _key_height(chart, width) + _BETWEEN


def _row(chart: Bars, width: float) -> float:
    return len(chart.series) * _BAR + _BETWEEN + _look(width).above


def _key_height(chart: Bars, width: float) -> float:
    if len(chart.series) < 2:
        return 0.0
    lines = len(chart.series) if _look(width) is _NARROW else 1
    return (lines + 0.4) * _BAR


def bars_in_parts(chart: Bars, width: float, tallest: float) -> tuple[Bars, ...]:
    """Return a chart as several of one scale, none of them taller than that."""
    room = tallest - _key_height(chart, width) - _BETWEEN
    rows = max(1, int(room / _row(chart, width)))
    return tuple(
        chart._replace(
            labels=chart.labels[at : at + rows],
            series=tuple(one._replace(figures=one.figures[at : at + rows]) for one in chart.series),
            said=tuple(one[at : at + rows] for one in chart.said),
            ends=_ends(chart),
        )
        for at in range(0, max(1, len(chart.labels)), rows)
    )


def _ends(chart: Bars) -> tuple[float, float]:
    if chart.ends is not None:
        return chart.ends
    figures = [one for series in chart.series for one in series.figures if one is not None]
    return min(0.0, *figures, 0.0), max(0.0, *figures, 0.0)


def draw_bars(axes: "Axes", chart: Bars, colour: str, width: float) -> None:
    """Draw a key where there are several series, then a row for each label: its name, its bars, its figures."""
    look = _look(width)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(bars_height(chart, width), 0)
    low, high = _ends(chart)
    span = (high - low) or 1.0
    room = 1 - look.names - look.figures

    def across(figure: float) -> float:
        return look.names + room * (figure - low) / span

    top = 0.05
    if len(chart.series) > 1:
        _draw_key(axes, chart.series, colour, top + _BAR / 2, look)
        top += _key_height(chart, width)
    began = top
    for number, label in enumerate(chart.labels):
        _draw_label(axes, label, top, len(chart.series), look)
        top += look.above
        for order, series in enumerate(chart.series):
            figure = series.figures[number]
            y = top + order * _BAR
            if figure is not None:
                start, end = sorted((across(0), across(figure)))
                _bar(axes, start, y + 0.02, end - start, _BAR - 0.04, order, colour)
            edge = max(across(figure or 0), across(0))
            words = printable(chart.said[order][number])
            axes.text(edge + 0.008, y + _BAR / 2, words, va="center", color=INK, **_PLAIN)
        if look is _NARROW:  # a line through all of them would cross the labels
            foot = top + len(chart.series) * _BAR
            axes.plot([across(0)] * 2, [top, foot], color=GREY, linewidth=0.6)
        top += len(chart.series) * _BAR + _BETWEEN
    if look is not _NARROW:
        axes.plot([across(0)] * 2, [began - 0.03, top - 0.07], color=GREY, linewidth=0.6)


def _draw_label(axes: "Axes", label: str, top: float, series: int, look: _Look) -> None:
    words = _short(label, look)
    if look.above:
        axes.text(0, top + look.above / 2, words, va="center", color=INK, **_PLAIN)
    else:
        middle = top + series * _BAR / 2
        axes.text(look.names - 0.012, middle, words, ha="right", va="center", color=INK, **_PLAIN)


def _bar(
    axes: "Axes", x: float, y: float, width: float, height: float, order: int, colour: str
) -> None:
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Rectangle

    hatch, depth = _FILLS[order]
    face = to_rgba(colour, depth) if not hatch else to_rgba("white")
    axes.add_patch(
        Rectangle(
            (x, y), width, height, facecolor=face, edgecolor=colour, hatch=hatch or None, lw=0.5
        )
    )


def _draw_key(axes: "Axes", series: Sequence[Series], colour: str, y: float, look: _Look) -> None:
    x, wide = look.names, 0.03 if look is _WIDE else 0.06
    for order, one in enumerate(series):
        _bar(axes, x, y - 0.05, wide, 0.1, order, colour)
        name = _short(one.name, look)
        axes.text(x + wide + 0.012, y, name, va="center", color=INK, **_PLAIN)
        if look is _NARROW:
            y += _BAR
        else:
            x += 0.06 + 0.0105 * len(name)


_PLAIN: dict[str, Any] = {"parse_math": False, "clip_on": False}


def _short(words: str, look: _Look) -> str:
    clean = printable(" ".join(words.split())) or "–"
    return clean if len(clean) <= look.longest else f"{clean[: look.longest - 1]}…"
