"""What is known of the places of a council, put together for their pages and for records."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify

from appraisal.area.bootstrap import Sureness
from appraisal.area.profile import Deprived, Price, Priority, Profile, SmallArea
from appraisal.engine import words
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.models import AreaRank, CouncilAim, Dataset, Neighbourhood, PlaceKind, Proposal
from appraisal.queries.aims import about_aim, holding_on
from appraisal.queries.datasets import in_force_for, said_of
from appraisal.queries.mapping import asset_of
from appraisal.queries.places import AREA_OF, Ranked, areas_in, places_on
from appraisal.queries.prices import table_of, worked_out
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
    areas = {
        edition: areas_in(sets, PlaceKind.NEIGHBOURHOOD, name, edition, on)
        for edition in sorted(AREA_OF, reverse=True)
    }
    deprived = _deprived(sets, areas)
    surveyed, priced = sets.get(("indicators", 0)), sets.get(("district-prices", 0))
    found = (
        compared_in(surveyed, authority, (name,), places=sets.get(("places", 0)))
        if surveyed
        else ()
    )
    prices = _prices(priced, _districts_of(sets, name, on), name) if priced else ()
    used = [one for one, any_of in ((surveyed, found), (priced, prices)) if one and any_of]
    return Profile(
        name=name,
        kind=NEIGHBOURHOOD,
        on=on.isoformat(),
        deprived=deprived,
        priorities=_priorities(authority, name, on),
        readings=readings_of(found),
        strong_core=strong_core(name, deprived, found),
        prices=prices,
        sources=tuple(dict.fromkeys(f"{said_of(one)}." for one in used)),
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


def _prices(dataset: Dataset, codes: frozenset[str], name: str) -> tuple[Price, ...]:
    """Return what the model says of the districts of these codes, or of this very name."""
    table = table_of(dataset)
    if table is None:
        return ()
    worked = worked_out(table)
    return tuple(
        Price(
            district=found.district.code,
            name=found.district.name,
            classed=found.classed,
            years=worked.years,
            start=found.district.start,
            end=found.district.end,
            rise=found.increase,
            median=found.median,
            expected=found.expected,
            premium=found.premium,
            total=found.total,
            interval=_interval(sure),
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
    """Return how deprived each neighbourhood of a council is by the newest edition there is, in few queries."""
    sets = in_force_for(authority)
    places = sets.get(("places", 0))
    editions = [one for one in sorted(AREA_OF, reverse=True) if ("deprivation", one) in sets]
    if places is None or not editions:
        return {}
    ranks = sets["deprivation", editions[0]]
    valid = places_on(places, on)
    names = dict(valid.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("code", "name"))
    inside = valid.filter(
        kind=PlaceKind.SMALL_AREA, part_of_kind=PlaceKind.NEIGHBOURHOOD, part_of__in=names
    )
    pairs = set(inside.values_list("part_of", "code"))
    rows = AreaRank.objects.filter(dataset=ranks, code__in={code for _, code in pairs})
    by_code = {one.code: SmallArea(one.code, one.name, one.rank) for one in rows}
    own = {one.name.casefold(): one.name for one in neighbourhoods_of(authority)}
    found: dict[str, list[SmallArea]] = {}
    for part_of, code in sorted(pairs):
        name = own.get(names[part_of].casefold())
        if name and code in by_code:
            found.setdefault(name, []).append(by_code[code])
    return {
        name: (
            Deprived(
                ranks.edition,
                DEPRIVATION_AREAS[ranks.edition],
                tuple(sorted(areas, key=lambda one: one.rank)),
                said_of(ranks),
            ),
        )
        for name, areas in found.items()
    }


def profile_for(proposal: Proposal, on: date) -> Profile | None:
    """Return what is known of the place of a proposal's asset; None where nobody knows where that is."""
    asset = asset_of(proposal)
    if asset is None or not asset.neighbourhood:
        return None
    found = profile_of(proposal.authority, asset.neighbourhood, on)
    return None if found.nothing else found


def _deprived(
    sets: Mapping[tuple[str, int], Dataset], areas: Mapping[int, Sequence[Ranked]]
) -> tuple[Deprived, ...]:
    return tuple(
        Deprived(
            edition=edition,
            ranked=DEPRIVATION_AREAS[edition],
            areas=tuple(SmallArea(one.code, one.name, one.rank) for one in found),
            source=said_of(sets["deprivation", edition]),
        )
        for edition, found in areas.items()
        if found
    )


def _priorities(authority: Authority, name: str, on: date) -> tuple[Priority, ...]:
    own = CouncilAim.objects.filter(holding_on(on), authority=authority, neighbourhood=name)
    found: dict[str, str] = {}
    for aim in own.order_by("kind", "letter", "order"):
        found.setdefault(
            aim.words, about_aim(aim)
        )  # the same for both kinds of proposal stands there once
    return tuple(Priority(words, about) for words, about in found.items())
