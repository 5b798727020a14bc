"""What is known of the places of a council, put together for their pages and for records."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify

from appraisal.area.bootstrap import Sureness
from appraisal.area.profile import Deprived, Price, Priority, Profile
from appraisal.engine import words
from appraisal.models import CouncilAim, Dataset, Neighbourhood, PlaceKind, Proposal
from appraisal.queries.aims import about_aim, holding_on
from appraisal.queries.datasets import in_force_for, said_of
from appraisal.queries.deprived import deprived_of
from appraisal.queries.mapping import asset_of
from appraisal.queries.places import places_on
from appraisal.queries.prices import choices_of, table_of, worked_out
from appraisal.queries.social import compared_in, readings_of, strong_core
from core.models import Authority

NEIGHBOURHOOD = "Neighbourhood"
TAKEN = ("prices", "social-capital")  # by other pages beside those of neighbourhoods


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
    sets = in_force_for(authority)
    deprived = deprived_of(sets, (name,), on).get(name, ())
    surveyed, priced = sets.get(("indicators", 0)), sets.get(("district-prices", 0))
    found = (
        compared_in(surveyed, authority, (name,), places=sets.get(("places", 0)))
        if surveyed
        else ()
    )
    prices = _prices(authority, priced, _districts_of(sets, name, on), name) if priced else ()
    return Profile(
        name=name,
        kind=NEIGHBOURHOOD,
        on=on.isoformat(),
        deprived=deprived,
        priorities=_priorities(authority, name, on),
        readings=readings_of(found),
        strong_core=strong_core(name, deprived, found),
        prices=prices,
        sources=(f"{said_of(surveyed)}.",) if surveyed and found else (),
    )


def _districts_of(sets: Mapping[tuple[str, int], Dataset], name: str, on: date) -> frozenset[str]:
    """Return the postcode districts that a neighbourhood is said to lie in."""
    places = sets.get(("places", 0))
    if places is None:
        return frozenset()
    valid = places_on(places, on)
    codes = valid.filter(kind=PlaceKind.NEIGHBOURHOOD, name__iexact=name).values("code")
    inside = valid.filter(
        kind=PlaceKind.POSTCODE_DISTRICT, part_of_kind=PlaceKind.NEIGHBOURHOOD, part_of__in=codes
    )
    return frozenset(inside.values_list("code", flat=True))


def _prices(
    authority: Authority, dataset: Dataset, codes: frozenset[str], name: str
) -> tuple[Price, ...]:
    """Return what the model says of the districts of these codes, or of this very name."""
    table = table_of(dataset)
    if table is None:
        return ()
    worked = worked_out(table, choices_of(authority).limit)
    source = said_of(dataset)
    return tuple(
        Price(
            district=found.district.code,
            name=found.district.name,
            classed=found.classed,
            years=table.years,
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
        for found, sure in zip(worked.equity.districts, worked.sure, strict=True)
        if found.district.code in codes or found.district.name.casefold() == name.casefold()
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
    if asset is None or not asset.neighbourhood:
        return None
    found = profile_of(proposal.authority, asset.neighbourhood, on)
    return None if found.nothing else found


def _priorities(authority: Authority, name: str, on: date) -> tuple[Priority, ...]:
    own = CouncilAim.objects.filter(holding_on(on), authority=authority, neighbourhood=name)
    found: dict[str, str] = {}
    for aim in own.order_by("kind", "letter", "order"):
        found.setdefault(
            aim.words, about_aim(aim)
        )  # the same for both kinds of proposal stands there once
    return tuple(Priority(words, about) for words, about in found.items())
