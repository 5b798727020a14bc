"""Bar charts, stars of any number of points, and courses over time, drawn by matplotlib. Each has a table beside it."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from appraisal.pack.courses import Courses, courses_height, draw_courses
from appraisal.pack.fonts import FAMILY, known_to_matplotlib
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour, drawing
from appraisal.pack.kite_plan import GREY, INK
from appraisal.pack.printable import printable
from appraisal.pack.stars import draw_star, star_height
from appraisal.pack.svg import tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = 8.5  # points, of all letters
_LABEL = 26  # characters of a label on one line
# Each series has its own hatch and grey, so that a copy in black and white tells them apart.
_FILLS = (("", 1.0), ("////", 0.35), ("....", 0.15), ("xxxx", 0.25))
MOST_SERIES = len(_FILLS)


class Series(NamedTuple):
    """One kind of bar, or one line of a star: a figure for each label; None draws nothing."""

    name: str
    figures: tuple[float | None, ...]


class Bars(NamedTuple):
    """Horizontal bars. ``said`` are the figures as words, beside each bar, series by series."""

    title: str  # says in words what the chart shows
    about: str  # how to read it
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    said: tuple[tuple[str, ...], ...]


class Star(NamedTuple):
    """A star with a point for each label, from 0 at the centre to ``most``. The area inside means nothing."""

    title: str
    about: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    most: float


Chart = Bars | Star | Courses


def with_sources(chart: Chart, sources: Sequence[str]) -> Chart:
    """Return a chart whose description ends with where its figures are from: a picture may be taken away alone."""
    if not sources:
        return chart
    return chart._replace(about=f"{chart.about} Source: {' '.join(sources)}")


def chart_svg(
    chart: Chart,
    *,
    colour: str = COUNCIL_COLOUR,
    text: Literal["text", "paths"] = "text",
    ident: str = "chart",
    width_mm: float = 170,
) -> str:
    """Draw a chart. ``text`` as text needs the page to have our font; as paths it stands alone, as an image must."""
    raw = _drawn(chart, checked_colour(colour), text, width_mm).decode()
    return tidy(raw, title=printable(chart.title), about=printable(chart.about), ident=ident)


def _drawn(chart: Chart, colour: str, text: str, width_mm: float) -> bytes:
    import matplotlib
    from matplotlib.figure import Figure

    known_to_matplotlib()
    settings: dict[Any, Any] = {
        "svg.fonttype": "none" if text == "text" else "path",
        "svg.hashsalt": "chart",
        "font.family": FAMILY,
        "font.size": _SIZE,
        "hatch.linewidth": 0.6,
    }
    out = io.BytesIO()
    width = width_mm / 25.4
    with drawing, matplotlib.rc_context(settings):
        if isinstance(chart, Bars):
            figure = Figure(figsize=(width, _height(chart)))
            _draw_bars(figure.add_axes((0, 0, 1, 1)), chart, colour)
        elif isinstance(chart, Courses):
            figure = Figure(figsize=(width, courses_height(chart) / 25.4))
            draw_courses(figure.add_axes((0, 0, 1, 1)), chart, colour, width_mm)
        else:
            figure = Figure(figsize=(width, star_height(chart) / 25.4))
            draw_star(figure.add_axes((0, 0, 1, 1)), chart, colour, width_mm)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()


# --- bars ----------------------------------------------------------------------------------------

_BAR = 0.19  # inches, with the space below it
_NAMES = 0.28  # shares of the width: for the labels, and for the figures at the right
_FIGURES = 0.17


def _height(chart: Bars) -> float:
    legend = 1.4 * _BAR if len(chart.series) > 1 else 0
    return len(chart.labels) * (len(chart.series) * _BAR + 0.1) + legend + 0.1


def _draw_bars(axes: "Axes", chart: Bars, colour: str) -> None:
    height = _height(chart)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    figures = [one for series in chart.series for one in series.figures if one is not None]
    low, high = min(0.0, *figures, 0.0), max(0.0, *figures, 0.0)
    span = (high - low) or 1.0
    room = 1 - _NAMES - _FIGURES

    def across(figure: float) -> float:
        return _NAMES + room * (figure - low) / span

    top = 0.05
    if len(chart.series) > 1:
        _draw_key(axes, chart.series, colour, top + _BAR / 2)
        top += 1.4 * _BAR
    began = top
    for number, label in enumerate(chart.labels):
        middle = top + len(chart.series) * _BAR / 2
        axes.text(
            _NAMES - 0.012, middle, _short(label), ha="right", va="center", color=INK, **_PLAIN
        )
        for order, series in enumerate(chart.series):
            figure = series.figures[number]
            y = top + order * _BAR
            if figure is not None:
                start, end = sorted((across(0), across(figure)))
                _bar(axes, start, y + 0.02, end - start, _BAR - 0.04, order, colour)
            edge = max(across(figure or 0), across(0))
            words = printable(chart.said[order][number])
            axes.text(edge + 0.008, y + _BAR / 2, words, va="center", color=INK, **_PLAIN)
        top += len(chart.series) * _BAR + 0.1
    axes.plot([across(0)] * 2, [began - 0.03, top - 0.07], color=GREY, linewidth=0.6)


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


def _draw_key(axes: "Axes", series: Sequence[Series], colour: str, y: float) -> None:
    x = _NAMES
    for order, one in enumerate(series):
        _bar(axes, x, y - 0.05, 0.03, 0.1, order, colour)
        name = _short(one.name)
        axes.text(x + 0.038, y, name, va="center", color=INK, **_PLAIN)
        x += 0.06 + 0.0105 * len(name)


_PLAIN: dict[str, Any] = {"parse_math": False, "clip_on": False}


def _short(words: str) -> str:
    clean = printable(" ".join(words.split())) or "–"
    return clean if len(clean) <= _LABEL else f"{clean[: _LABEL - 1]}…"
