"""An outcomes star in words, tables and a drawing."""

from collections.abc import Iterator
from decimal import Decimal

from appraisal.engine import words
from appraisal.methods.outcomes_star import TIME, Difference, StarRead, rounded
from appraisal.pack.bars import Series
from appraisal.pack.charts import Chart, Star
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text

TITLE = "Outcomes star"
ABOUT = (
    "A mark for each outcome that matters, on several dates or for several alternatives. Use it where what changes "
    "for people has no price."
)
ALIKE = (
    "The mean counts every outcome alike; a star cannot show which matters more. Marks are no amounts: 8 is not "
    "twice 4. The area inside the star says nothing."
)
NOT_READ = "not read"
_NOT_KNOWN = "not known"
_MOST_COLUMNS = 6  # of a table on a page of A4, with the names
_MOST_SAID = 24  # marks that a picture's description says one by one


def blocks(star: StarRead) -> tuple[Block, ...]:
    """Return what it comes to in a sentence, the marks with their differences, and what the marks mean."""
    return (Text(_sums_up(star)), Text(ALIKE), *_tables(star))


def chart(star: StarRead) -> Chart:
    """Draw an outline for each date or alternative."""
    readings, names = star.readings, [one.name for one in star.points]
    head = f"Star of {len(names)} outcomes, with marks up to {star.top}. "
    if len(readings) * len(names) <= _MOST_SAID:
        said = ". ".join(
            f"{one.name}: "
            + ", ".join(
                f"{name} {_mark(mark)}" for name, mark in zip(names, one.marks, strict=True)
            )
            for one in readings
        )
        head += f"{said}."
    else:
        head += f"{_sums_up(star)} Every mark stands in the table."
    return Star(
        title=head,
        about="A line from the centre, which is 0, for each outcome. Each date or alternative has an outline of "
        "its own; where nobody gave a mark it is broken.",
        labels=tuple(names),
        series=tuple(
            Series(one.name, tuple(None if mark is None else float(mark) for mark in one.marks))
            for one in readings
        ),
        most=star.top,
    )


def _sums_up(star: StarRead) -> str:
    if star.differences:
        return " ".join(_compared(one, star.compares == TIME) for one in star.differences)
    (one,) = star.readings
    mean = (
        "There is no mean, because not every outcome has a mark."
        if one.mean is None
        else f"The mean is {rounded(one.mean)}."
    )
    return f"Only {one.name} is read, so there is nothing yet to compare it with. {mean}"


def _compared(one: Difference, over_time: bool) -> str:
    ways = ((one.higher, "higher on"), (one.lower, "lower on"), (one.same, "the same on"))
    said = words.listed([f"{way} {count}" for count, way in ways if count])
    who = (
        f"From {one.base.name} to {one.other.name}, marks are"
        if over_time
        else f"Against {one.base.name}, {one.other.name} is"
    )
    known = len(one.points) - one.unknown
    parts = [f"{who} {said} of {_outcomes(known)}."] if known else []
    if one.unknown:
        short = f"{one.base.name} or {one.other.name}"
        parts.append(
            f"For {_outcomes(one.unknown)} the difference is {_NOT_KNOWN}, because {short} has no mark."
        )
    if one.base.mean is not None and one.other.mean is not None:
        means = rounded(one.base.mean), rounded(one.other.mean)
        parts.append(
            f"The mean went from {means[0]} to {means[1]}."
            if over_time
            else f"Its mean is {means[1]}, against {means[0]}."
        )
    return " ".join(parts)


def _outcomes(count: int) -> str:
    return "1 outcome" if count == 1 else f"{count} outcomes"


def _tables(star: StarRead) -> Iterator[Block]:
    heads = [one.name for one in star.readings]
    rows = [[_mark(mark) for mark in one.marks] + [_mean(one.mean)] for one in star.readings]
    apart = [_less(one, star) for one in star.differences]
    less = [
        [_signed(mark) for mark in one.points]
        + [_NOT_KNOWN if one.mean is None else _signed(rounded(one.mean))]
        for one in star.differences
    ]
    if 1 + len(heads) + len(apart) <= _MOST_COLUMNS:
        both = f"Marks, and how they differ from those of {heads[0]}" if apart else "Marks"
        yield _table(star, heads + apart, rows + less, both)
    else:
        yield _table(star, heads, rows, "Marks")
        yield _table(star, apart, less, f"How the marks differ from those of {heads[0]}")
    yield Table(
        grid(
            ("Outcome", f"{star.lowest} means", f"{star.top} means"),
            list(star.points),
            (False, False, False),
            "What the marks mean",
        )
    )


def _less(one: Difference, star: StarRead) -> str:
    return "Change" if star.compares == TIME else f"{one.other.name}: difference"


def _table(star: StarRead, heads: list[str], columns: list[list[str]], caption: str) -> Table:
    names = [*(one.name for one in star.points), "Mean"]
    rows = [(name, *(column[place] for column in columns)) for place, name in enumerate(names)]
    return Table(grid(("Outcome", *heads), rows, (False, *(True for _ in heads)), caption))


def _mark(mark: Decimal | None) -> str:
    return NOT_READ if mark is None else words.plain(mark)


def _mean(mean: Decimal | None) -> str:
    return "none: not all read" if mean is None else f"{rounded(mean)}"


def _signed(difference: Decimal | None) -> str:
    if difference is None:
        return _NOT_KNOWN
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{words.plain(abs(difference))}"
