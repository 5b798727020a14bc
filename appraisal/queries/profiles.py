"""What is known of the places of a council, put together for their pages and for records."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify

from appraisal.area.bootstrap import Sureness
from appraisal.area.equity import Found
from appraisal.area.profile import Deprived, Price, Priority, Profile
from appraisal.area.social_capital import Compared
from appraisal.engine import words
from appraisal.models import CouncilAim, Dataset, Neighbourhood, PlaceKind, Proposal
from appraisal.queries.aims import about_aim, holding_on
from appraisal.queries.datasets import in_force_for, said_of
from appraisal.queries.deprived import deprived_of
from appraisal.queries.mapping import asset_of
from appraisal.queries.places import places_on
from appraisal.queries.prices import choices_of, table_of, worked_out
from appraisal.queries.social import compared_in, readings_of, strong_core
from appraisal.queries.wards import ward_at, ward_known
from core.models import Authority

NEIGHBOURHOOD = "Neighbourhood"
TAKEN = ("prices", "social-capital", "wards")  # by other pages beside those of neighbourhoods


class Named(NamedTuple):
    """A neighbourhood of a council, and what it is called in addresses."""

    key: str
    name: str


def neighbourhoods_of(authority: Authority) -> tuple[Named, ...]:
    """Return the neighbourhoods of a council in its own order; no two have the same key."""
    names = Neighbourhood.objects.filter(authority=authority).values_list("name", flat=True)
    found: dict[str, str] = {}
    for name in names:
        key, number = slugify(name)[:60] or "place", 1
        own = key
        while own in found or own in TAKEN:
            number += 1
            own = f"{key}-{number}"
        found[own] = name
    return tuple(Named(key, name) for key, name in found.items())


def profile_of(authority: Authority, name: str, on: date) -> Profile:
    """Return what is known of a neighbourhood on a day."""
    (found,) = profiles_of(authority, (name,), on)
    return found


def profiles_of(authority: Authority, names: Sequence[str], on: date) -> tuple[Profile, ...]:
    """Return what is known of neighbourhoods on a day, in the same few queries for one as for all."""
    sets = in_force_for(authority)
    places, surveyed = sets.get(("places", 0)), sets.get(("indicators", 0))
    deprived = deprived_of(sets, names, on)
    priorities = _priorities(authority, names, on)
    surveys: dict[str, list[Compared]] = defaultdict(list)
    for one in compared_in(surveyed, authority, names, places=places) if surveyed else ():
        surveys[one.value.place_name.casefold()].append(one)
    priced = sets.get(("district-prices", 0))
    districts = _districts_of(places, on) if places else {}
    prices = _prices(authority, priced, districts) if priced else _no_prices
    return tuple(
        Profile(
            name=name,
            kind=NEIGHBOURHOOD,
            on=on.isoformat(),
            deprived=deprived.get(name, ()),
            priorities=priorities.get(name, ()),
            readings=readings_of(found),
            strong_core=strong_core(name, deprived.get(name, ()), found),
            prices=prices(name),
            sources=(f"{said_of(surveyed)}.",) if surveyed and found else (),
        )
        for name in names
        for found in (surveys.get(name.casefold(), ()),)
    )


def _districts_of(places: Dataset, on: date) -> Mapping[str, set[str]]:
    """Return the postcode districts that each neighbourhood is said to lie in, by its name in small letters."""
    valid = places_on(places, on)
    names = dict(valid.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("code", "name"))
    inside = valid.filter(
        kind=PlaceKind.POSTCODE_DISTRICT, part_of_kind=PlaceKind.NEIGHBOURHOOD, part_of__in=names
    )
    found: dict[str, set[str]] = defaultdict(set)
    for code, part_of in inside.values_list("code", "part_of"):
        found[names[part_of].casefold()].add(code)
    return found


def _no_prices(name: str) -> tuple[Price, ...]:
    return ()


def _prices(
    authority: Authority, dataset: Dataset, districts: Mapping[str, set[str]]
) -> Callable[[str], tuple[Price, ...]]:
    """Return what tells what the model says of the districts of a neighbourhood, or of this very name."""
    table = table_of(dataset)
    if table is None:
        return _no_prices
    worked, source = worked_out(table, choices_of(authority).limit), said_of(dataset)
    every = [
        (found.district, _price(table.years, found, sure, source))
        for found, sure in zip(worked.equity.districts, worked.sure, strict=True)
    ]

    def prices(name: str) -> tuple[Price, ...]:
        own, codes = name.casefold(), districts.get(name.casefold(), ())
        return tuple(
            price
            for district, price in every
            if district.code in codes or district.name.casefold() == own
        )

    return prices


def _price(years: tuple[int, int], found: Found, sure: Sureness, source: str) -> Price:
    return Price(
        district=found.district.code,
        name=found.district.name,
        classed=found.classed,
        years=years,
        start=found.district.start,
        end=found.district.end,
        rise=found.increase,
        median=found.median,
        expected=found.expected,
        premium=found.premium,
        total=found.total,
        interval=_interval(sure),
        source=source,
    )


def _interval(sure: Sureness) -> str:
    if sure.interval is None:
        return f"How sure that is cannot be said: {sure.why_none}."
    low, high = (words.short_pounds(one) for one in sure.interval)
    return f"The premium of a house is {low} to {high}, with 95% confidence."


def tenths_of_all(authority: Authority, on: date) -> Mapping[str, tuple[Deprived, ...]]:
    """Return how deprived each neighbourhood of a council is by each edition there is, the newest first."""
    names = [one.name for one in neighbourhoods_of(authority)]
    return deprived_of(in_force_for(authority), names, on)


def profile_for(proposal: Proposal, on: date) -> Profile | None:
    """Return what is known of the place of a proposal's asset; None where nobody knows where that is."""
    asset = asset_of(proposal)
    if asset is None:
        return None
    if asset.neighbourhood:
        found = profile_of(proposal.authority, asset.neighbourhood, on)
    else:  # no neighbourhood is drawn around it: of its ward more is known than of nothing
        ward = ward_at(proposal.authority, asset.postcode, on)
        if ward is None:
            return None
        found = ward_known(proposal.authority, ward, on).profile
    return None if found.nothing else found


def _priorities(
    authority: Authority, names: Sequence[str], on: date
) -> Mapping[str, tuple[Priority, ...]]:
    own = CouncilAim.objects.filter(holding_on(on), authority=authority, neighbourhood__in=names)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for aim in own.order_by("kind", "letter", "order"):
        # The same for both kinds of proposal stands there once.
        found[aim.neighbourhood].setdefault(aim.words, about_aim(aim))
    return {
        name: tuple(Priority(words, about) for words, about in one.items())
        for name, one in found.items()
    }
