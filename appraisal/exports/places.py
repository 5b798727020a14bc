"""What is known of places, as a table: a figure a line, each with the source that it is from."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from appraisal.area.profile import Deprived, Price, Profile, Reading
from appraisal.exports.cells import csv_lines


class Line(NamedTuple):
    """A figure of a place. ``sample``: how many people its survey asked; blank where it is of none."""

    place: str
    part: str
    what: str
    code: str = ""
    period: str = ""
    figure: str = ""
    unit: str = ""
    beside_it: str = ""
    survey: str = ""
    sample: str = ""
    source: str = ""


COLUMNS = Line._fields


def profile_csv(profile: Profile) -> Iterator[str]:
    """Yield a place as CSV, line by line."""
    return places_csv((profile,))


def places_csv(profiles: Iterable[Profile]) -> Iterator[str]:
    """Yield places as one CSV, line by line."""
    return csv_lines(COLUMNS, (line for profile in profiles for line in _lines(profile)))


def _lines(profile: Profile) -> Iterator[Line]:
    for deprived in profile.deprived:
        yield from _ranks(profile.name, deprived)
    for one in profile.priorities:
        yield Line(profile.name, "priority", one.words, period=profile.on, beside_it=one.about)
    for reading in profile.readings:
        yield _reading(profile.name, reading)
    for price in profile.prices:
        yield from _prices(profile.name, price)


def _ranks(name: str, deprived: Deprived) -> Iterator[Line]:
    edition = str(deprived.edition)
    for area in deprived.areas:
        yield Line(
            *(name, "deprivation", area.name, area.code, edition, str(area.rank)),
            unit=f"rank of {deprived.ranked}",
            beside_it=f"tenth {deprived.tenth_of(area)} of 10",
            source=deprived.source,
        )
    if deprived.without_rank:
        yield Line(
            *(name, "deprivation", "small areas without a rank", "", edition),
            figure=str(deprived.without_rank),
            unit="areas",
            beside_it=f"of {deprived.whole}",
            source=deprived.source,
        )


def _reading(name: str, one: Reading) -> Line:
    average = f"council’s average {one.average}: " if one.average else ""
    return Line(
        *(name, "social capital", one.indicator, "", one.period, one.value),
        beside_it=f"{average}{one.said}",
        survey=one.survey,
        sample="" if one.sample is None else str(one.sample),
        source=one.from_where,
    )


def _prices(name: str, price: Price) -> Iterator[Line]:
    start, end = price.years
    about = f"{price.district} {price.name}".strip()
    for year, figure in ((start, price.start), (end, price.end)):
        yield Line(
            *(name, "price of a terraced house", about, price.district, str(year), f"{figure:f}"),
            unit="GBP",
            beside_it=price.classed,
            source=price.source,
        )
    yield Line(
        *(name, "neighbourhood equity premium", about, price.district, f"{start}–{end}"),
        figure=f"{price.premium:f}" if price.premium is not None else "",
        unit="GBP a house",
        beside_it=f"expected {price.expected:f}. {price.interval}",
        source=price.source,
    )
