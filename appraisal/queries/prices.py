"""What terraced houses cost in the districts of a council, and what the Neighbourhood Equity Model makes of it."""

from functools import lru_cache
from typing import NamedTuple

from appraisal.area.bootstrap import Sureness, sureness
from appraisal.area.equity import District, Equity, equity
from appraisal.models import Dataset, DistrictPrice


class Table(NamedTuple):
    """Districts with their prices in two years, as an import holds them."""

    years: tuple[int, int]
    districts: tuple[District, ...]


class Worked(NamedTuple):
    """What the model says of the districts of a table, and how sure each premium is, in the same order."""

    years: tuple[int, int]
    equity: Equity
    sure: tuple[Sureness, ...]


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
