"""What is known of places, as a table: a figure a line, each with the source that it is from."""

from collections.abc import Iterable, Iterator

from appraisal.area.profile import Profile
from appraisal.exports.cells import csv_lines

COLUMNS = ("place", "part", "what", "code", "period", "figure", "unit", "beside_it", "source")


def profile_csv(profile: Profile) -> Iterator[str]:
    """Yield a place as CSV, line by line."""
    return places_csv((profile,))


def places_csv(profiles: Iterable[Profile]) -> Iterator[str]:
    """Yield places as one CSV, line by line."""
    return csv_lines(COLUMNS, (line for profile in profiles for line in _lines(profile)))


def _lines(profile: Profile) -> Iterator[tuple[str, ...]]:
    name, sources = profile.name, "; ".join(profile.sources)
    for deprived in profile.deprived:
        for area in deprived.areas:
            tenth = f"tenth {deprived.tenth_of(area)} of 10"
            yield (
                *(name, "deprivation", area.name, area.code, str(deprived.edition)),
                *(str(area.rank), f"rank of {deprived.ranked}", tenth, deprived.source),
            )
        if deprived.without_rank:
            yield (
                *(name, "deprivation", "small areas without a rank", "", str(deprived.edition)),
                *(str(deprived.without_rank), "areas", f"of {deprived.whole}", deprived.source),
            )
    for priority in profile.priorities:
        yield (name, "priority", priority.words, "", profile.on, "", "", priority.about, "")
    for reading in profile.readings:
        yield (
            *(name, "social capital", reading.indicator, "", reading.period, reading.value, ""),
            *(
                f"council’s average {reading.average}: {reading.said}",
                f"{reading.survey}; {sources}",
            ),
        )
    for price in profile.prices:
        start, end = price.years
        about = f"{price.district} {price.name}".strip()
        for period, figure in ((str(start), price.start), (str(end), price.end)):
            yield (
                *(name, "price of a terraced house", about, price.district, period),
                *(f"{figure:f}", "GBP", price.classed, sources),
            )
        premium = f"{price.premium:f}" if price.premium is not None else ""
        yield (
            *(name, "neighbourhood equity premium", about, price.district, f"{start}–{end}"),
            *(premium, "GBP a house", f"expected {price.expected:f}. {price.interval}", sources),
        )
