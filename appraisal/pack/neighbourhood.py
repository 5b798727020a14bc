"""A place in words, tables and bars: the same blocks on its page, in the pack and in Word."""

from collections.abc import Iterator
from decimal import Decimal

from appraisal.area.profile import TENTHS, Deprived, Profile
from appraisal.engine import words
from appraisal.pack.charts import Bars, Chart, Series
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

MOST_AREAS = 40  # listed one by one; of more only the tenths are told
CONTEXT = (
    "This tells of the place. It gives no points and changes no discount: only the rank of the asset’s own small area "
    "(D) and what officers say of each priority (G) do."
)
NOT_CAUSE = (
    "A premium says that prices rose more than in like districts. It does not say why, and it is no part of the "
    "social value."
)


def place_section(profile: Profile, colour: str) -> Section:
    """Return the profile of a place as a section of the pack, with its charts."""
    charts = tuple(
        Drawing(f"place-{key}", chart, colour) for key, chart in charts_of(profile).items()
    )
    blocks = [*(() if profile.nothing else (Text(CONTEXT),)), *titled(blocks_of(profile)), *charts]
    return section("place", f"The place: {profile.name}", blocks, "Nothing is known of the place.")


def blocks_of(profile: Profile) -> tuple[Block, ...]:
    """Return all that is known of a place, each part under a heading, with its source."""
    return (
        *_deprivation(profile),
        *_priorities(profile),
        *_readings(profile),
        *_prices(profile),
        *_sources(profile),
    )


def _deprivation(profile: Profile) -> Iterator[Block]:
    if not profile.deprived:
        return
    yield Under("How deprived it is")
    for one in profile.deprived:
        many = words.counted(len(one.areas), "small area")
        first = one.tenths[0]
        yield Text(
            f"By the Indices of Deprivation {one.edition}, {first} of its {many} "
            f"{'is' if first == 1 else 'are'} among the most deprived tenth of England."
        )
        yield Table(
            grid(
                ("Tenth of all areas in England", "Small areas here"),
                [
                    (_tenth(number), str(count))
                    for number, count in enumerate(one.tenths, 1)
                    if count
                ],
                (False, True),
                f"Small areas by tenth, {one.edition} edition",
            )
        )
        if len(one.areas) <= MOST_AREAS:
            yield Table(
                grid(
                    ("Small area", "Code", "Rank", "Tenth"),
                    [
                        (
                            area.name,
                            area.code,
                            f"{area.rank:,}",
                            str(one.tenth_of(area)),
                        )
                        for area in one.areas
                    ],
                    (False, False, True, True),
                    f"Each small area, {one.edition} edition: rank 1 of {one.ranked:,} is the most deprived",
                )
            )
        yield Text(f"Source: {one.source}.")
    if len(profile.deprived) > 1:
        yield Text(
            "The editions rank different areas in different ways: their ranks are not to be compared."
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


def _readings(profile: Profile) -> Iterator[Block]:
    if not profile.readings:
        return
    yield Under("Social capital")
    if profile.strong_core:
        yield Text(profile.strong_core)
    yield Table(
        grid(
            ("Indicator", "Period", "Here", "Council’s average", "How they compare", "Survey"),
            [
                (one.indicator, one.period, one.value, one.average, one.said, one.survey)
                for one in profile.readings
            ],
            (False, False, True, True, False, False),
            "What surveys found, against the council’s average. Figures of two surveys are not one series",
        )
    )


def _prices(profile: Profile) -> Iterator[Block]:
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
                    words.short_pounds(one.premium) if one.premium is not None else "None",
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


def _total(total: Decimal, interval: str) -> str:
    said = f"Neighbourhood equity premium of {words.short_pounds(total)} in all"
    return f"{said}. {interval}" if interval else f"{said}."


def _sources(profile: Profile) -> Iterator[Block]:
    if profile.sources:
        yield Under("Sources")
        for one in profile.sources:
            yield Text(one)


def charts_of(profile: Profile) -> dict[str, Chart]:
    """Return the charts of a place; each one's figures stand in a table of :func:`blocks_of` too."""
    charts: dict[str, Chart] = {}
    if profile.deprived and profile.deprived[0].areas:
        charts["deprivation"] = _tenths_chart(profile.deprived[0])
    if profile.prices:
        charts["prices"] = _prices_chart(profile)
    return charts


def _tenths_chart(one: Deprived) -> Bars:
    said = tuple(str(count) for count in one.tenths)
    shown = ", ".join(
        f"{count} in tenth {number}" for number, count in enumerate(one.tenths, 1) if count
    )
    return Bars(
        title=f"Small areas by tenth of deprivation, edition {one.edition}: {shown}.",
        about="A bar for each tenth of all areas in England. Tenth 1 is the most deprived.",
        labels=tuple(_tenth(number) for number in range(1, TENTHS + 1)),
        series=(Series("Small areas", tuple(float(count) for count in one.tenths)),),
        said=(said,),
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
