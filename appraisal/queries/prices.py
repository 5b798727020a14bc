"""What terraced houses cost in the districts of a council, and what the Neighbourhood Equity Model makes of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Max, Min, Q

from appraisal.area.bootstrap import Sold, Sureness, sureness
from appraisal.area.choices import Choices
from appraisal.area.equity import SUBURBAN_FROM, District, Equity, equity
from appraisal.area.prices import About, Period, Sales, TooFew, medians
from appraisal.engine import words
from appraisal.models import (
    Dataset,
    DistrictPrice,
    DistrictSales,
    Place,
    PlaceKind,
    PriceChoices,
)
from appraisal.queries.datasets import in_force_for, said_of
from core.models import Authority


class Table(NamedTuple):
    """Districts with their prices in two years, as an import holds them."""

    years: tuple[int, int]
    districts: tuple[District, ...]


class Worked(NamedTuple):
    """What the model says of the districts of a table, and how sure each premium is, in the same order.

    ``left_out``: districts without a price, for too few houses were sold there. It holds no words: it is kept
    for a month, and a newer release may word them otherwise.
    """

    periods: tuple[Period, Period]
    equity: Equity
    sure: tuple[Sureness, ...]
    left_out: tuple[TooFew, ...] = ()


def table_of(dataset: Dataset) -> Table | None:
    """Return the districts that have a price in the first and in the last year of an import; None without any."""
    rows = list(DistrictPrice.objects.filter(dataset=dataset).order_by("order", "district"))
    if not rows:
        return None
    years = (min(row.year for row in rows), max(row.year for row in rows))
    start = {row.district: row for row in rows if row.year == years[0]}
    end = {row.district: row for row in rows if row.year == years[1]}
    districts = tuple(
        District(
            row.district, row.name, row.classification, row.price, end[code].price, row.dwellings
        )
        for code, row in start.items()
        if code in end
    )
    return Table(years, districts) if districts and years[0] != years[1] else None


def choices_of(authority: Authority) -> Choices:
    """Return what a council has chosen for its house prices."""
    found = PriceChoices.objects.filter(authority=authority).first()
    if found is None:
        return Choices()
    return Choices(
        _period(found.start_first, found.start_last),
        _period(found.end_first, found.end_last),
        found.least_sales,
        found.suburban_from,
    )


def _period(first: int | None, last: int | None) -> Period | None:
    return None if first is None or last is None else Period(first, last)


@lru_cache(maxsize=16)
def worked_out(table: Table, suburban_from: Decimal = SUBURBAN_FROM) -> Worked:
    """Return what the model makes of a table. Kept by its values: the same figures give the same result."""
    start, end = (Period(year, year) for year in table.years)
    return Worked(
        (start, end),
        equity(table.districts, suburban_from=suburban_from),
        tuple(sureness(table.districts, suburban_from=suburban_from)),
    )


class SoldTable(NamedTuple):
    """Single sales of some districts in two periods, rising, and what is known of the districts beside."""

    periods: tuple[Period, Period]
    sold: tuple[tuple[str, int, tuple[int, ...]], ...]  # district, year, prices
    about: tuple[tuple[str, About], ...]
    least: int
    suburban_from: Decimal


# One council has fewer, and London as a whole hardly more. Of all England the model would say nothing of any council,
# and take a minute to say it.
MOST_DISTRICTS = 150


class TooWide(ValueError):
    """Sales are known of more districts than one council has; the message says what to do."""


def own_districts(sets: Mapping[tuple[str, int], Dataset]) -> frozenset[str]:
    """Return the postcode districts that a council’s tables of places or of prices name as its own."""
    found: set[str] = set()
    if places := sets.get(("places", 0)):
        named = Place.objects.filter(dataset=places, kind=PlaceKind.POSTCODE_DISTRICT)
        found |= set(named.values_list("code", flat=True))
    if averages := sets.get(("district-prices", 0)):
        priced = DistrictPrice.objects.filter(dataset=averages)
        found |= set(priced.values_list("district", flat=True))
    return frozenset(found)


def sold_of(
    sales: Dataset,
    published: Dataset | None,
    own: frozenset[str] = frozenset(),
    chosen: Choices = Choices(),  # noqa: B008  it never changes
) -> SoldTable | None:
    """Return the sales of the two periods that are chosen; else of the first and the last whole year of an import.

    None where nothing is chosen and they are of one year alone.

    Only those of a council’s ``own`` districts, where these are known: a file may hold all England. Classes and names
    are those of the published averages, where there are any; else prices say the class. Raises :class:`TooWide`.
    """
    rows = DistrictSales.objects.filter(dataset=sales)
    if own:
        rows = rows.filter(district__in=own)
    if (many := rows.values("district").distinct().count()) > MOST_DISTRICTS:
        raise TooWide(
            f"Sales are known of {many:,} postcode districts, which are more than one council has. Name the council’s "
            "own in its table of places, or of prices by district."
        )
    if chosen.start and chosen.end:
        periods = (chosen.start, chosen.end)
    else:
        whole = rows.filter(year__lt=_not_over(sales))
        ends = whole.aggregate(first=Min("year"), last=Max("year"))
        if ends["first"] is None or ends["first"] == ends["last"]:
            return None
        periods = (Period(ends["first"], ends["first"]), Period(ends["last"], ends["last"]))
    found = rows.filter(
        Q(year__range=tuple(periods[0])) | Q(year__range=tuple(periods[1]))
    ).order_by("district", "year")
    sold = tuple((row.district, row.year, tuple(map(int, row.prices.split()))) for row in found)
    known = DistrictPrice.objects.filter(dataset=published) if published else ()
    about = {row.district: About(row.name, row.classification, row.dwellings) for row in known}
    return SoldTable(periods, sold, tuple(sorted(about.items())), chosen.least_sales, chosen.limit)


def _not_over(sales: Dataset) -> int:
    """Return the year that is not over in a file of sales: the one in which it was published."""
    return (sales.dated + timedelta(days=1)).year


# Who comes while it is worked out waits for it, and does not work it out as well.
_ONE_AT_A_TIME = Lock()
_KEPT_FOR = timedelta(days=30).total_seconds()


def worked_out_of_sales(table: SoldTable) -> Worked:
    """Return what the model makes of sales: worked out once for all processes of the site, and kept by its values."""
    shape = (
        Worked._fields,
        Sureness._fields,
        District._fields,
        TooFew._fields,
    )  # what an older release kept may be another
    key = f"equity-of-sales:{sha256(repr((shape, table)).encode()).hexdigest()}"
    with _ONE_AT_A_TIME:
        found: Worked | None = cache.get(key)
        if found is None:
            found = _of_sales(table)
            cache.set(key, found, _KEPT_FOR)
    return found


def _of_sales(table: SoldTable) -> Worked:
    """Return what the model makes of the medians of sales, with the sales themselves drawn anew for the intervals."""
    prices = {(district, year): found for district, year, found in table.sold}
    sales = Sales(
        prices=prices, terraced=0, others=0, no_postcode=0, not_wanted=0, repeated=0, taken_back=0
    )
    start, end = table.periods
    found = medians(sales, start, end, about=dict(table.about), least=table.least)
    sold = {
        one.code: Sold(sales.between(one.code, start), sales.between(one.code, end))
        for one in found.districts
    }
    limit = table.suburban_from
    return Worked(
        table.periods,
        equity(found.districts, suburban_from=limit),
        tuple(sureness(found.districts, sold=sold, suburban_from=limit)),
        found.too_few,
    )


class ByPrices(NamedTuple):
    """The model by published averages and by medians of sales: two tables, never one; None where there is none.

    ``used``: which periods, how many sales and which limit, and why these.
    """

    published: Worked | None
    sold: Worked | None
    sources: tuple[str, ...]
    why_not: str = ""  # sales are known, and nothing is made of them
    used: tuple[str, ...] = ()


def worked_for(authority: Authority) -> ByPrices:
    """Return what the model says of a council's districts, by each kind of price that it has imported."""
    sets = in_force_for(authority)
    averages, sales = sets.get(("district-prices", 0)), sets.get(("prices", 0))
    table = table_of(averages) if averages else None
    chosen = choices_of(authority)
    sold, why_not = None, ""
    if sales:
        try:
            sold = sold_of(sales, averages, own_districts(sets), chosen)
        except TooWide as wide:
            why_not = str(wide)
    used = [one for one, there in ((averages, table), (sales, sold)) if one and there]
    return ByPrices(
        worked_out(table, chosen.limit) if table else None,
        worked_out_of_sales(sold) if sold else None,
        tuple(dict.fromkeys(f"{said_of(one)}." for one in used)),
        why_not,
        tuple(_used(table, sales, sold, chosen)),
    )


def _used(
    table: Table | None, sales: Dataset | None, sold: SoldTable | None, chosen: Choices
) -> Iterator[str]:
    """Yield which periods, how many sales and which limit the tables go by, and why these."""
    if table:
        yield f"Published averages: those of {table.years[0]} and {table.years[1]}, which the file holds."
    if sales and sold:
        start, end = sold.periods
        if chosen.start:
            yield f"Single sales: those of {start} and of {end}, which the council has chosen."
            if end.last >= _not_over(sales):
                yield (
                    f"The file was published in {sales.dated.year}, so it does not hold every sale to the end of "
                    f"{end.last}."
                )
        else:
            yield f"Single sales: those of {start} and {end}, the first and the last whole year that the file holds."
        whose = "our own default" if chosen.least is None else "which the council has chosen"
        yield f"A district needs {words.counted(sold.least, 'sale')} in each, {whose}."
    if table or sold:
        limit = words.short_pounds(chosen.limit)
        rule = f"Outside the inner city a district counts as suburban from {limit} at the start, else as outer ring"
        if chosen.suburban_from is None:
            yield f"{rule}: the limit that was published for prices of 2000."
        else:
            yield f"{rule}: the limit that the council has chosen."
