"""What terraced houses cost in the districts of a council, and what the Neighbourhood Equity Model makes of it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Max, Min

from appraisal.area.bootstrap import Sold, Sureness, sureness
from appraisal.area.equity import District, Equity, equity
from appraisal.area.prices import About, Period, Sales, medians
from appraisal.models import Dataset, DistrictPrice, DistrictSales, Place, PlaceKind
from appraisal.queries.datasets import in_force_for, said_of
from core.models import Authority


class Table(NamedTuple):
    """Districts with their prices in two years, as an import holds them."""

    years: tuple[int, int]
    districts: tuple[District, ...]


class Worked(NamedTuple):
    """What the model says of the districts of a table, and how sure each premium is, in the same order.

    ``too_few``: districts left out, in words, for too few houses were sold there.
    """

    years: tuple[int, int]
    equity: Equity
    sure: tuple[Sureness, ...]
    too_few: tuple[str, ...] = ()


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


@lru_cache(maxsize=16)
def worked_out(table: Table) -> Worked:
    """Return what the model makes of a table. Kept by its values: the same figures give the same result."""
    return Worked(table.years, equity(table.districts), tuple(sureness(table.districts)))


class SoldTable(NamedTuple):
    """Single sales of some districts in two years, rising, and what is known of the districts beside."""

    years: tuple[int, int]
    sold: tuple[tuple[str, int, tuple[int, ...]], ...]
    about: tuple[tuple[str, About], ...]


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
    sales: Dataset, published: Dataset | None, own: frozenset[str] = frozenset()
) -> SoldTable | None:
    """Return the sales of the first and the last whole year of an import; None where they are of one year alone.

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
    # The year in which a file was published is not over in it.
    whole = rows.filter(year__lt=(sales.dated + timedelta(days=1)).year)
    ends = whole.aggregate(first=Min("year"), last=Max("year"))
    if ends["first"] is None or ends["first"] == ends["last"]:
        return None
    years = (int(ends["first"]), int(ends["last"]))
    found = rows.filter(year__in=years).order_by("district", "year")
    sold = tuple((row.district, row.year, tuple(map(int, row.prices.split()))) for row in found)
    known = DistrictPrice.objects.filter(dataset=published) if published else ()
    about = {row.district: About(row.name, row.classification, row.dwellings) for row in known}
    return SoldTable(years, sold, tuple(sorted(about.items())))


# Who comes while it is worked out waits for it, and does not work it out as well.
_ONE_AT_A_TIME = Lock()
_KEPT_FOR = timedelta(days=30).total_seconds()


def worked_out_of_sales(table: SoldTable) -> Worked:
    """Return what the model makes of sales: worked out once for all processes of the site, and kept by its values."""
    shape = (
        Worked._fields,
        Sureness._fields,
        District._fields,
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
    start, end = (Period(year, year) for year in table.years)
    found = medians(sales, start, end, about=dict(table.about))
    sold = {
        one.code: Sold(prices[one.code, table.years[0]], prices[one.code, table.years[1]])
        for one in found.districts
    }
    return Worked(
        table.years,
        equity(found.districts),
        tuple(sureness(found.districts, sold=sold)) if found.districts else (),
        tuple(str(one) for one in found.too_few),
    )


class ByPrices(NamedTuple):
    """The model by published averages and by medians of sales: two tables, never one; None where there is none."""

    published: Worked | None
    sold: Worked | None
    sources: tuple[str, ...]
    why_not: str = ""  # sales are known, and nothing is made of them


def worked_for(authority: Authority) -> ByPrices:
    """Return what the model says of a council's districts, by each kind of price that it has imported."""
    sets = in_force_for(authority)
    averages, sales = sets.get(("district-prices", 0)), sets.get(("prices", 0))
    table = table_of(averages) if averages else None
    sold, why_not = None, ""
    if sales:
        try:
            sold = sold_of(sales, averages, own_districts(sets))
        except TooWide as wide:
            why_not = str(wide)
    used = [one for one, there in ((averages, table), (sales, sold)) if one and there]
    return ByPrices(
        worked_out(table) if table else None,
        worked_out_of_sales(sold) if sold else None,
        tuple(dict.fromkeys(f"{said_of(one)}." for one in used)),
        why_not,
    )
