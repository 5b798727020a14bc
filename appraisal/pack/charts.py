"""Bar charts, stars of any number of points, and courses over time, drawn by matplotlib. Each has a table beside it."""

import io
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from appraisal.pack.bars import Bars, Series, bars_height, bars_in_parts, draw_bars
from appraisal.pack.courses import Courses, courses_height, courses_in_parts, draw_courses
from appraisal.pack.fonts import FAMILY, known_to_matplotlib
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour, drawing
from appraisal.pack.printable import printable
from appraisal.pack.stars import draw_star, star_height
from appraisal.pack.svg import tidy

_SIZE = 8.5  # points, of all letters


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
    shown_mm: float = 0,
) -> str:
    """Draw a chart. ``text`` as text needs the page to have our font; as paths it stands alone, as an image must.

    Where it is ``shown_mm`` wide in place of ``width_mm``, its letters are larger by as much.
    """
    raw = _drawn(chart, checked_colour(colour), text, width_mm).decode()
    return tidy(
        raw,
        title=printable(chart.title),
        about=printable(chart.about),
        ident=ident,
        width_pt=shown_mm * 72 / 25.4,
    )


# In large print: how wide a chart is drawn and shown, so that its letters are of 18 points (a star's of 16), and how
# tall it may be on a page.
_LARGE_MM, _LARGE_STAR_MM, _LARGE_SHOWN_MM, _LARGE_TALLEST_MM = 82.0, 92.0, 174.0, 217.0


def large_svgs(chart: Chart, *, colour: str = COUNCIL_COLOUR, ident: str = "chart") -> list[str]:
    """Draw a chart for large print: in several parts where it is taller than a page, each with words of its own.

    The points of a star bear numbers; whoever prints it lists their names below, in order.
    """
    width, shown = _LARGE_MM, _LARGE_SHOWN_MM
    if isinstance(chart, Star):
        width = _LARGE_STAR_MM
        # with a key of many lines it would be taller than a page
        shown = min(shown, _LARGE_TALLEST_MM * width / star_height(chart, width))
    parts = _in_parts(chart, _LARGE_TALLEST_MM * width / _LARGE_SHOWN_MM)
    return [
        chart_svg(
            part,
            colour=colour,
            ident=f"{ident}-{number}" if number > 1 else ident,
            width_mm=width,
            shown_mm=shown,
        )
        for number, part in enumerate(parts, start=1)
    ]


def _in_parts(chart: Chart, tallest: float) -> list[Chart]:
    parts: tuple[Chart, ...] = (chart,)
    if isinstance(chart, Bars):
        parts = bars_in_parts(chart, _LARGE_MM / 25.4, tallest / 25.4)
    elif isinstance(chart, Courses):
        parts = courses_in_parts(chart, _LARGE_MM, tallest)
    return [
        part
        if not number
        else part._replace(title=f"The same chart, part {number + 1} of {len(parts)}.")
        for number, part in enumerate(parts)
    ]


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
            figure = Figure(figsize=(width, bars_height(chart, width)))
            draw_bars(figure.add_axes((0, 0, 1, 1)), chart, colour, width)
        elif isinstance(chart, Courses):
            figure = Figure(figsize=(width, courses_height(chart, width_mm) / 25.4))
            draw_courses(figure.add_axes((0, 0, 1, 1)), chart, colour, width_mm)
        else:
            figure = Figure(figsize=(width, star_height(chart, width_mm) / 25.4))
            draw_star(figure.add_axes((0, 0, 1, 1)), chart, colour, width_mm)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()
