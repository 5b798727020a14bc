"""What surveys found in a place, in words and tables: each survey by itself, for no two of them make one series."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from appraisal.area.profile import Profile, Reading
from appraisal.pack.courses import Course, Panel, Point
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text, Under

ABOUT = (
    "What surveys found here, set beside the council’s own figure of the same survey and period."
)
APART = "Figures of two surveys are not one series: they asked in other words, or other people."


def survey_blocks(profile: Profile, *, short: bool) -> Iterator[Block]:
    """Yield what surveys found, a table for each survey; ``short``: a column for each period."""
    if not profile.readings:
        return
    yield Under("Social capital")
    # A text first: a pack prints no name of a table that follows its heading at once.
    yield Text(profile.strong_core or ABOUT)
    surveys = tuple(dict.fromkeys(one.survey for one in profile.readings))
    for survey in surveys:
        own = [one for one in profile.readings if one.survey == survey]
        yield _by_period(survey, own) if short else _listed(survey, own)
    if len(surveys) > 1:
        yield Text(APART)
    found = sources_of(profile.readings)
    if found and not short:
        taken = f" Taken from: {' '.join(profile.sources)}" if profile.sources else ""
        yield Text(f"Source: {' '.join(found)}{taken}")


def sources_of(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return where findings are from, each source once, as sentences."""
    return tuple(dict.fromkeys(f"{one.from_where}." for one in readings if one.source))


def _caption(survey: str) -> str:
    return f"{survey}, against the council’s average"


def _listed(survey: str, own: Sequence[Reading]) -> Table:
    """Return the findings of one survey, a line for each."""
    columns: list[tuple[str, bool, Callable[[Reading], str]]] = [
        ("Indicator", False, lambda one: one.indicator),
        ("Period", False, lambda one: one.period),
    ]
    if any(one.value or one.average for one in own):
        columns.append(("Here", True, lambda one: one.value or "Not known"))
        columns.append(("Council’s average", True, lambda one: one.average or "Not known"))
    if any(one.sample is not None for one in own):
        columns.append(("People asked", True, _asked))
    columns.append(("How they compare", False, lambda one: one.said))
    rows = [[told(one) for _, _, told in columns] for one in own]
    heads, numeric, _ = zip(*columns, strict=True)
    return Table(grid(heads, rows, numeric, _caption(survey)))


def _asked(one: Reading) -> str:
    return "Not known" if one.sample is None else f"{one.sample:,}"


def _by_period(survey: str, own: Sequence[Reading]) -> Table:
    """Return the findings of one survey, a line for each indicator and a column for each period."""
    periods = sorted({one.period for one in own})
    names = tuple(dict.fromkeys(one.indicator for one in own))

    def cell(name: str, period: str) -> str:
        here = [one for one in own if (one.indicator, one.period) == (name, period)]
        return "; ".join(map(_told, here)) or "Not known"

    return Table(
        grid(
            ("Indicator", *periods),
            [(name, *(cell(name, period) for period in periods)) for name in names],
            (False, *(False for _ in periods)),
            _caption(survey),
        )
    )


def _told(one: Reading) -> str:
    asked = "" if one.sample is None else f"{one.sample:,} asked"
    return ", ".join(text for text in (one.value, one.said, asked) if text)


_FIGURE = re.compile(r"(-?[\d,]+(?:\.\d+)?)(?: \((-?[\d,.]+) to (-?[\d,.]+)\))?", re.ASCII)
MOST_PANELS = 12


def panels_of(readings: Sequence[Reading]) -> tuple[Panel, ...]:
    """Return what can be drawn over time: each indicator that one survey has asked for in two periods at least.

    The table beside it holds every figure; of what only stands above or below the average nothing is drawn.
    """
    own: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    averages: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for one in readings:
        for found, said in ((own, one.value), (averages, one.average)):
            if match := _FIGURE.fullmatch(said):
                figures = (
                    float(each.replace(",", "")) if each else None for each in match.groups()
                )
                figure, least, most = figures
                assert figure is not None  # noqa: S101 (the first group is never empty)
                found[one.indicator][one.survey].append(Point(one.period, figure, least, most))
    return tuple(
        Panel(name, (*_courses(own[name], own=True), *_courses(averages[name], own=False)))
        for name in own
        if any(len(points) > 1 for points in own[name].values())
    )[:MOST_PANELS]


def _courses(by_survey: Mapping[str, Sequence[Point]], *, own: bool) -> Iterator[Course]:
    for survey, points in by_survey.items():
        yield Course(own, survey, tuple(sorted(points, key=lambda one: one.period)))
