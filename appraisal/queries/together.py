"""Whether house prices rose more where other things are so: rank correlations over the districts of a council."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import cache

from appraisal.area.indicators import BY_KEY
from appraisal.area.ranks import Together, together
from appraisal.models import Dataset, IndicatorValue, PlaceKind
from appraisal.queries.datasets import in_force_for
from appraisal.queries.deprived import deprived_of
from appraisal.queries.places import places_on
from appraisal.queries.prices import Worked
from appraisal.queries.profiles import neighbourhoods_of
from appraisal.queries.social import SIGN, indicator_key
from core.models import Authority

_KEPT_FOR = timedelta(days=1).total_seconds()
SHARE = "Share of small areas in the most deprived tenth"


class Beside(NamedTuple):
    """Something known of districts, and how its order goes together with that of their rise in prices."""

    what: str
    found: Together


def beside_prices(authority: Authority, worked: Worked, on: date) -> tuple[Beside, ...]:
    """Return how the rise of districts goes together with deprivation and with the newest that each survey found.

    A district counts where a neighbourhood is said to lie in it, or has its very name; of several the mean. Worked
    out once a day for all processes of the site, and anew once other figures are in force.
    """
    sets = in_force_for(authority)
    names = tuple(one.name for one in neighbourhoods_of(authority))
    rises = {one.district.code: one.increase for one in worked.equity.districts}
    # An import never changes once it is in force, and what it is called by is its number.
    made_of = (
        Beside._fields,
        sorted((*key, one.pk) for key, one in sets.items()),
        names,
        rises,
        on,
    )
    key = f"beside-prices:{sha256(repr(made_of).encode()).hexdigest()}"
    found: tuple[Beside, ...] | None = cache.get(key)
    if found is None:
        found = _beside(sets, names, worked, on)
        cache.set(key, found, _KEPT_FOR)
    return found


def _beside(
    sets: Mapping[tuple[str, int], Dataset], names: Sequence[str], worked: Worked, on: date
) -> tuple[Beside, ...]:
    own = _districts(sets.get(("places", 0)), worked, on)
    rises = {one.district.code: one.increase for one in worked.equity.districts}
    known: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for name, deprived in deprived_of(sets, names, on).items():
        newest = deprived[0]
        if newest.without_rank:  # a share of a part is no share of the whole
            continue
        share = Decimal(newest.tenths[0]) / Decimal(len(newest.areas))
        for code in own.get(name.casefold(), ()):
            known[SHARE][code].append(share)
    for what, name, value in _indicators(sets.get(("indicators", 0))):
        for code in own.get(name.casefold(), ()):
            known[what][code].append(value)
    return tuple(
        Beside(
            what, together([(rises[code], sum(v, Decimal()) / len(v)) for code, v in of.items()])
        )
        for what, of in known.items()
    )


def _districts(places: Dataset | None, worked: Worked, on: date) -> Mapping[str, set[str]]:
    """Return the districts of the table by the name of the neighbourhood that lies in them."""
    codes = {one.district.code for one in worked.equity.districts}
    found: dict[str, set[str]] = defaultdict(set)
    for one in worked.equity.districts:
        if one.district.name:
            found[one.district.name.casefold()].add(one.district.code)
    if places is not None:
        valid = places_on(places, on)
        names = dict(valid.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("code", "name"))
        inside = valid.filter(
            kind=PlaceKind.POSTCODE_DISTRICT, part_of_kind=PlaceKind.NEIGHBOURHOOD
        )
        for code, part_of in inside.values_list("code", "part_of"):
            if code in codes and part_of in names:
                found[names[part_of].casefold()].add(code)
    return found


def _indicators(dataset: Dataset | None) -> list[tuple[str, str, Decimal]]:
    """Return the newest value of each survey's indicators in each neighbourhood: what it is, where, and the value."""
    if dataset is None:
        return []
    rows = IndicatorValue.objects.filter(dataset=dataset, place_kind=PlaceKind.NEIGHBOURHOOD)
    newest: dict[tuple[str, str], str] = {}
    values = [
        (indicator_key(row.indicator), row.survey, row.period, row.place_name, row.value)
        for row in rows.order_by("order")
    ]
    for key, survey, period, _, _ in values:
        newest[key, survey] = max(period, newest.get((key, survey), ""))
    return [
        (_titled(key, period, survey), name, value)
        for key, survey, period, name, value in values
        if period == newest[key, survey]
    ]


def _titled(key: str, period: str, survey: str) -> str:
    known = BY_KEY.get(key.removesuffix(SIGN))
    title = f"{known.key} {known.title}" if known else key.removesuffix(SIGN)
    against = ", above or below the average" if key.endswith(SIGN) else ""
    return f"{title}, {period}{against}, {survey}"
