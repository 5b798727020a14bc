"""The measure of a criterion: a table of a scheme file → a rule of the closed list."""

from collections.abc import Callable
from typing import TypeVar

from appraisal.engine.faults import shown
from appraisal.engine.measures import (
    DeprivationBand,
    DeprivationRank,
    Funding,
    FundingBand,
    Level,
    Measure,
    Ratings,
    Share,
    ShareBand,
    ValueBand,
    Valued,
    ValuedPart,
)
from appraisal.engine.scheme import VOLUNTEER_TIME
from appraisal.engine.tables import Table

T = TypeVar("T")


def parse_measure(table: Table, maximum: int) -> Measure | None:
    """Read a criterion's measure; None after a fault that names the measures there are."""
    kind = table.text("kind")
    reader = _READERS.get(kind)
    if reader is None:
        if kind:
            table.wrong(
                "kind",
                f"There is no measure “{shown(kind)}”. Known measures: {', '.join(_READERS)}.",
            )
        return None
    measure = reader(table, maximum)
    table.close()
    return measure


def _funding(table: Table, maximum: int) -> Measure:
    return Funding(
        cost=table.text("cost"),
        secured=table.text("secured"),
        pending=table.text("pending"),
        pending_amount=table.text("pending_amount"),
        pending_months=table.text("pending_months"),
        bands=tuple(_closed(band, _funding_band) for band in table.tables("bands")),
    )


def _funding_band(table: Table) -> FundingBand:
    return FundingBand(
        points=table.whole("points"),
        secured=table.whole_or_none("secured"),
        committed=table.whole_or_none("committed"),
        within_months=table.whole_or_none("within_months"),
    )


def _share(table: Table, maximum: int) -> Measure:
    return Share(
        of=table.text("of"),
        amounts=table.texts("amounts", required=True),
        bands=tuple(_closed(band, _share_band) for band in table.tables("bands")),
    )


def _share_band(table: Table) -> ShareBand:
    return ShareBand(
        points=table.whole("points"), start=table.whole("from"), end=table.whole_or_none("to")
    )


def _level(table: Table, maximum: int) -> Measure:
    return Level(
        question=table.text("question"),
        points=table.points("points"),
        reason=table.text("reason", required=False),
        reason_unless=table.text("reason_unless", required=False),
    )


def _deprivation(table: Table, maximum: int) -> Measure:
    return DeprivationRank(
        edition=table.text("edition"),
        rank=table.text("rank"),
        bands=tuple(_closed(band, _deprivation_band) for band in table.tables("bands")),
    )


def _deprivation_band(table: Table) -> DeprivationBand:
    return DeprivationBand(points=table.whole("points"), percent=table.number("percent"))


def _ratings(table: Table, maximum: int) -> Measure:
    return Ratings(question=table.text("question"), points=table.points("points"), cap=maximum)


def _valued(table: Table, maximum: int) -> Measure:
    return Valued(
        parts=tuple(_closed(part, _valued_part) for part in table.tables("parts")),
        bands=tuple(_closed(band, _value_band) for band in table.tables("bands")),
    )


def _valued_part(table: Table) -> ValuedPart:
    tags = table.texts("tags")
    for tag in tags:
        if tag != VOLUNTEER_TIME:
            table.wrong(
                "tags", f"There is no tag “{shown(tag)}” here; a part may have: {VOLUNTEER_TIME}."
            )
    part = ValuedPart(
        title=table.text("title"),
        question=table.text("question"),
        multiply=table.texts("multiply"),
        unit=table.text("unit", required=False),
        unit_one=table.text("unit_one", required=False),
        proxy=table.text("proxy", required=False),
        proxy_by=table.text("proxy_by", required=False),
        divide_by=table.text("divide_by", required=False),
        times=table.whole("times", 1),
        times_unit=table.text("times_unit", required=False),
        spread_years=table.whole("spread_years", 1),
        tags=tags,
    )
    if part.spread_years == 0:
        table.wrong("spread_years", "A one-off value must be spread over at least 1 year.")
    if part.times == 0:
        table.wrong("times", "Times 0 would leave nothing.")
    if (part.divide_by or part.proxy_by) and not part.proxy:
        table.wrong("proxy", "This is missing: divide_by and proxy_by go with a proxy.")
    return part


def _value_band(table: Table) -> ValueBand:
    return ValueBand(points=table.whole("points"), at_least=table.whole("at_least"))


def _closed(table: Table, read: Callable[[Table], T]) -> T:
    value = read(table)
    table.close()
    return value


_READERS: dict[str, Callable[[Table, int], Measure]] = {
    "funding": _funding,
    "share": _share,
    "level": _level,
    "deprivation": _deprivation,
    "ratings": _ratings,
    "valued": _valued,
}
