"""The Neighbourhood Equity Model of a whole council in words, tables and bars."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from appraisal.area.bootstrap import Sureness
from appraisal.area.equity import CLASSES, Found
from appraisal.area.prices import Period
from appraisal.area.ranks import NOT_CAUSE, Together
from appraisal.engine import words
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text

ABOUT = (
    "Within each class of district the median rise says what a house would be expected to cost. What it costs above "
    "that is the premium. It says where prices rose more than in like districts, never why, and it is no part of any "
    "score."
)
Pairs = Sequence[tuple[Found, Sureness]]


def equity_blocks(
    years: tuple[Period, Period], pairs: Pairs, too_few: Sequence[str]
) -> Iterator[Block]:
    """Yield the table of each class, with its median, and what was left out."""
    for classed in CLASSES:
        own = [(found, sure) for found, sure in pairs if found.classed == classed]
        if own:
            yield _table(years, classed, own)
    if too_few:
        yield Text(f"Left out, for too few houses were sold there: {', '.join(too_few)}.")


def _table(years: tuple[Period, Period], classed: str, own: Pairs) -> Table:
    median = words.plain(own[0][0].median)
    return Table(
        grid(
            (
                "District",
                str(years[0]),
                str(years[1]),
                "Rise",
                "Expected",
                "Premium",
                "In all",
                "95% of a premium",
            ),
            [_row(found, sure) for found, sure in own],
            (False, True, True, True, True, True, True, False),
            f"{classed.capitalize()}: the median rise is {median}%",
        )
    )


def _row(found: Found, sure: Sureness) -> tuple[str, ...]:
    named = f"{found.district.code} {found.district.name}".strip()
    return (
        named,
        words.short_pounds(found.district.start),
        words.short_pounds(found.district.end),
        f"{words.plain(found.increase)}%",
        words.short_pounds(found.expected),
        premium_words(found.premium),
        premium_words(found.total),
        interval_words(sure),
    )


def premium_words(amount: Decimal | None) -> str:
    """Say a premium, of a house or of all: where prices rose no more than expected, that there is none."""
    return "no premium" if amount is None else words.short_pounds(amount)


def interval_words(sure: Sureness) -> str:
    """Say from where to where a premium goes with 95% confidence, or why that is not known."""
    if sure.interval is None:
        return f"Not known: {sure.why_none}"
    low, high = (words.short_pounds(one) for one in sure.interval)
    return f"{low} to {high}"


def together_table(rows: Sequence[tuple[str, Together]]) -> tuple[Block, ...]:
    """Return how the rise in prices goes together with other things, and that this is no cause."""
    told = [(what, str(one.places), _number(one.correlation), _span(one)) for what, one in rows]
    return (
        Table(
            grid(
                ("What", "Districts", "Correlation of ranks", "95% interval"),
                told,
                (False, True, True, False),
                "Does the rise in prices go together with other things?",
            )
        ),
        Text(f"1 is the same order, −1 the opposite, 0 none. {NOT_CAUSE}"),
    )


def _number(number: Decimal | None) -> str:
    return "Not known" if number is None else f"{number:.2f}".replace("-", "−")


def _span(one: Together) -> str:
    if one.lower is None or one.upper is None:
        return "Not known: too few districts, or no doubt at all in so few"
    return f"{_number(one.lower)} to {_number(one.upper)}"


def equity_charts(years: tuple[Period, Period], pairs: Pairs) -> dict[str, Chart]:
    """Return the premiums as bars, and a small chart for each class: its districts and their median."""
    charts: dict[str, Chart] = {}
    with_premium = [found for found, _ in pairs if found.premium is not None]
    if with_premium:
        said = tuple(premium_words(one.premium) for one in with_premium)
        named = tuple(_named(one) for one in with_premium)
        shown = ", ".join(f"{name} {amount}" for name, amount in zip(named, said, strict=True))
        charts["premiums"] = Bars(
            title=f"Premium of a terraced house in {years[1]}: {shown}.",
            about="A bar for each district that has a premium.",
            labels=named,
            series=(Series("Premium", tuple(float(one.premium or 0) for one in with_premium)),),
            said=(said,),
        )
    for classed in CLASSES:
        own = [found for found, _ in pairs if found.classed == classed]
        if own:
            charts[classed.replace(" ", "-")] = _multiple(years, classed, own)
    return charts


def _named(one: Found) -> str:
    return f"{one.district.code} {one.district.name}".strip()


def _multiple(years: tuple[Period, Period], classed: str, own: Sequence[Found]) -> Bars:
    rises = tuple(f"{words.plain(one.increase)}%" for one in own)
    median = words.plain(own[0].median)
    shown = ", ".join(f"{_named(one)} {rise}" for one, rise in zip(own, rises, strict=True))
    return Bars(
        title=f"{classed.capitalize()}, rise from {years[0]} to {years[1]}: {shown}; median {median}%.",
        about="A bar for each district of the class, and the median of the class last.",
        labels=(*(_named(one) for one in own), "Median"),
        series=(Series("Rise", (*(float(one.increase) for one in own), float(own[0].median))),),
        said=((*rises, f"{median}%"),),
    )
