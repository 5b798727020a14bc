"""A place in words, tables and bars: the same blocks on its page, in the pack and in Word."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from appraisal.area.profile import TENTHS, WARD, Deprived, Profile, no_rank
from appraisal.engine import words
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart, with_sources
from appraisal.pack.courses import Courses, Panel
from appraisal.pack.equity import premium_words
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import (
    Block,
    Drawing,
    Facts,
    Section,
    Table,
    Text,
    Under,
    section,
    titled,
)
from appraisal.pack.surveys import panels_of, sources_of, survey_blocks

MOST_AREAS = 15  # listed one by one, of the newest edition; of more only the tenths are told
LEAST_TENTHS = 3  # are drawn, whatever they hold
CONTEXT = (
    "This tells of the place. It gives no points and changes no discount: only the rank of the asset’s own small area "
    "(D) and what officers say of each priority (G) do."
)
NOT_CAUSE = (
    "A premium says that prices rose more than in like districts. It does not say why, and it is no part of the "
    "social value."
)


def place_section(profile: Profile, colour: str) -> Section:
    """Return the profile of a place as a section of the pack: one page, so tenths stand for its small areas."""
    prices = charts_of(profile).get("prices")
    drawn = (Drawing("place-prices", prices, colour),) if prices else ()
    told = () if profile.nothing else (Text(CONTEXT),)
    known = (
        *_deprivation(profile, short=True),
        *_priorities(profile),
        *survey_blocks(profile, short=True),
        *_prices(profile, short=True),
    )
    blocks = [*told, *titled(known), *drawn, *_sources(profile)]
    return section("place", f"The place: {profile.name}", blocks, "Nothing is known of the place.")


def blocks_of(profile: Profile) -> tuple[Block, ...]:
    """Return all that is known of a place, each part under a heading, with its source."""
    return (
        *_deprivation(profile, short=False),
        *_priorities(profile),
        *survey_blocks(profile, short=False),
        *_prices(profile, short=False),
    )


def _deprivation(profile: Profile, *, short: bool) -> Iterator[Block]:
    if not profile.deprived:
        return
    newest, *older = profile.deprived
    yield Under("How deprived it is")
    if short:
        yield Text(" ".join((_among(newest), *_by_tenth(newest), *map(_before, older))))
        return
    yield Text(f"{_among(newest)} Source: {newest.source}.")
    ward = profile.kind == WARD
    yield _tenths(newest) if ward or len(newest.areas) > MOST_AREAS else _areas(newest)
    for one in older:
        yield Text(f"{_before(one)} Source: {one.source}.")
        if ward:
            yield _tenths(one)


def _by_tenth(one: Deprived) -> Iterator[str]:
    """Tell in a sentence what would be a table; nothing where all areas are in one tenth."""
    if sum(count > 0 for count in one.tenths) > 1:
        yield f"By tenth, 1 being the most deprived: {_in_tenths(one.tenths)}."


def _in_tenths(counts: Sequence[int]) -> str:
    return ", ".join(
        f"{count} in tenth {number}" for number, count in enumerate(counts, 1) if count
    )


def _before(one: Deprived) -> str:
    """Tell of an older edition, and that it is no yardstick for the newest."""
    return (
        f"By the edition of {one.edition}, which ranks other areas by other figures, it is {one.tenths[0]} of "
        f"{one.whole}{_no_rank(one)}: the two are not to be compared."
    )


def _among(one: Deprived) -> str:
    first = one.tenths[0]
    return (
        f"By the Indices of Deprivation {one.edition}, {first} of its "
        f"{words.counted(one.whole, 'small area')} {'is' if first == 1 else 'are'} among the most deprived "
        f"tenth of England{_no_rank(one)}."
    )


def _no_rank(one: Deprived) -> str:
    return f"{no_rank(one.without_rank)} in this edition" if one.without_rank else ""


def _areas(one: Deprived) -> Table:
    rows = [(area.name, area.code, f"{area.rank:,}", str(one.tenth_of(area))) for area in one.areas]
    return Table(
        grid(
            ("Small area", "Code", "Rank", "Tenth"),
            rows,
            (False, False, True, True),
            f"Each small area: rank 1 of {one.ranked:,} is the most deprived",
        )
    )


def _tenths(one: Deprived) -> Table:
    rows = [(_tenth(number), str(count)) for number, count in enumerate(one.tenths, 1) if count]
    if one.without_rank:
        rows.append(("No rank in this edition", str(one.without_rank)))
    return Table(
        grid(
            ("Tenth of all areas in England", "Small areas here"),
            rows,
            (False, True),
            f"Small areas by tenth, edition of {one.edition}",
        )
    )


def _tenth(number: int) -> str:
    if number == 1:
        return "1, the most deprived"
    return "10, the least deprived" if number == TENTHS else str(number)


def _priorities(profile: Profile) -> Iterator[Block]:
    if not profile.priorities:
        return
    yield Under("What its people want")
    yield Table(
        grid(
            ("Priority", "Where it is from"),
            [(one.words, one.about or "Not said") for one in profile.priorities],
            (False, False),
            "Priorities of the neighbourhood",
        )
    )


def _prices(profile: Profile, *, short: bool) -> Iterator[Block]:
    if not profile.prices:
        return
    yield Under("House prices")
    start, end = profile.prices[0].years
    yield Table(
        grid(
            (
                "District",
                "Class",
                str(start),
                str(end),
                "Rise",
                "Median of its class",
                "Expected",
                "Premium",
            ),
            [
                (
                    f"{one.district} {one.name}".strip(),
                    one.classed,
                    words.short_pounds(one.start),
                    words.short_pounds(one.end),
                    f"{words.plain(one.rise)}%",
                    f"{words.plain(one.median)}%",
                    words.short_pounds(one.expected),
                    premium_words(one.premium),
                )
                for one in profile.prices
            ],
            (False, False, True, True, True, True, True, True),
            "Average price of a terraced house, and what its class leads one to expect",
        )
    )
    totals = [
        Fact(one.district, _total(one.total, one.interval))
        for one in profile.prices
        if one.total is not None
    ]
    if totals:
        yield Facts(tuple(totals))
    yield Text(NOT_CAUSE)
    if not short:
        yield from (Text(f"Source: {one}") for one in _price_sources(profile))


def _price_sources(profile: Profile) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{one.source}." for one in profile.prices if one.source))


def _total(total: Decimal, interval: str) -> str:
    said = f"Neighbourhood equity premium of {words.short_pounds(total)} in all"
    return f"{said}. {interval}" if interval else f"{said}."


def _sources(profile: Profile) -> Iterator[Block]:
    """Say where all figures are from, in few lines."""
    ranks = tuple(f"{one.source}." for one in profile.deprived)
    parts = (*ranks, *sources_of(profile.readings), *_price_sources(profile))
    if found := dict.fromkeys((*parts, *profile.sources)):
        yield Text(f"Sources: {' '.join(found)}")


def charts_of(profile: Profile) -> dict[str, Chart]:
    """Return the charts of a place; each one's figures stand in a table of :func:`blocks_of` too."""
    charts: dict[str, Chart] = {}
    if profile.deprived and profile.deprived[0].areas:
        charts["deprivation"] = _tenths_chart(profile.deprived[0])
    if profile.prices:
        charts["prices"] = _prices_chart(profile)
    if panels := panels_of(profile.readings):
        charts["indicators"] = _readings_chart(panels)
    return charts


def sourced_chart(profile: Profile, key: str) -> Chart | None:
    """Return a chart of a place with the sources of its own figures, for a picture that is taken away alone."""
    chart = charts_of(profile).get(key)
    if chart is None:
        return None
    sources = {
        "deprivation": tuple(f"{one.source}." for one in profile.deprived[:1]),
        "prices": _price_sources(profile),
        "indicators": (*sources_of(profile.readings), *profile.sources),
    }
    return with_sources(chart, tuple(dict.fromkeys(sources[key])))


def _tenths_chart(one: Deprived) -> Bars:
    """Draw the tenths, as far as there are any areas, so that a page has room for the rest."""
    last = max(LEAST_TENTHS, *(number for number, count in enumerate(one.tenths, 1) if count))
    counts = one.tenths[:last]
    shown = _in_tenths(counts)
    shown += no_rank(one.without_rank)
    return Bars(
        title=f"Small areas by tenth of deprivation, edition {one.edition}: {shown}.",
        about="A bar for each tenth of all areas in England; tenth 1 is the most deprived. Others have none.",
        labels=tuple(_tenth(number) for number in range(1, last + 1)),
        series=(Series("Small areas", tuple(float(count) for count in counts)),),
        said=(tuple(str(count) for count in counts),),
    )


def _readings_chart(panels: tuple[Panel, ...]) -> Courses:
    last = "; ".join(
        f"{panel.title} {point.figure:g} in {point.period}"
        for panel in panels
        for point in [next(one for one in panel.courses if one.own).points[-1]]
    )
    return Courses(
        title=f"What surveys found here over time, beside the council’s average. Last: {last}.",
        about="A small chart for each indicator, each with a scale of its own; upright lines are confidence intervals. "
        "A line breaks where the survey changes. Periods stand side by side, however far apart they are.",
        panels=panels,
    )


def _prices_chart(profile: Profile) -> Bars:
    rises = tuple(f"{words.plain(one.rise)}%" for one in profile.prices)
    medians = tuple(f"{words.plain(one.median)}%" for one in profile.prices)
    shown = "; ".join(
        f"{one.district} {rise}, median of its class {median}"
        for one, rise, median in zip(profile.prices, rises, medians, strict=True)
    )
    start, end = profile.prices[0].years
    return Bars(
        title=f"How much terraced houses rose from {start} to {end}: {shown}.",
        about="Two bars for each postcode district: its own rise, and the median of its class.",
        labels=tuple(f"{one.district} {one.name}".strip() for one in profile.prices),
        series=(
            Series("Its own rise", tuple(float(one.rise) for one in profile.prices)),
            Series("Median of its class", tuple(float(one.median) for one in profile.prices)),
        ),
        said=(rises, medians),
    )
