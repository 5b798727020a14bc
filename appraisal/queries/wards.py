"""The wards of a council: how deprived their small areas are, counted by tenth, and what surveys found there."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from appraisal.area.councils import same_council
from appraisal.area.profile import WARD, Deprived, Profile, SmallArea
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.models import AreaRank, Dataset, PlaceKind
from appraisal.queries.datasets import in_force_for, said_of
from appraisal.queries.places import AREA_OF, places_on, where
from appraisal.queries.social import compared_in, readings_of
from core.models import Authority

Sets = Mapping[tuple[str, int], Dataset]


class Ward(NamedTuple):
    """A ward: its code, as addresses have it in small letters, and its name."""

    code: str
    name: str

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return self.code.casefold()


def wards_of(authority: Authority, on: date) -> tuple[Ward, ...]:
    """Return the wards of a council by name: those of its own table of places, or said to be part of it."""
    places = in_force_for(authority).get(("places", 0))
    if places is None:
        return ()
    valid = places_on(places, on)
    found = valid.filter(kind=PlaceKind.WARD)
    if places.authority_id is None:  # the whole site's: other councils' wards may stand there too
        named = valid.filter(kind=PlaceKind.COUNCIL).values_list("code", "name")
        own = [code for code, name in named if same_council(name, authority.name)]
        found = found.filter(part_of_kind=PlaceKind.COUNCIL, part_of__in=own)
    by_code = dict(found.values_list("code", "name"))
    return tuple(Ward(code, by_code[code]) for code in sorted(by_code, key=by_code.__getitem__))


def ward_at(authority: Authority, postcode: str, on: date) -> Ward | None:
    """Return the ward of a council that a postcode lies in; None where nobody knows it."""
    found = where(authority, postcode, on)
    if found is None or not found.ward:
        return None
    return next((one for one in wards_of(authority, on) if one.code == found.ward), None)


class WardKnown(NamedTuple):
    """What is known of a ward: its profile, its small areas, and which neighbourhoods share any of them."""

    profile: Profile
    areas: frozenset[str]
    neighbourhoods: tuple[str, ...]


def ward_known(authority: Authority, ward: Ward, on: date) -> WardKnown:
    """Return what is known of a ward on a day."""
    sets = in_force_for(authority)
    places, surveyed = sets.get(("places", 0)), sets.get(("indicators", 0))
    by_edition = {
        edition: _areas(sets, ward, edition, on)
        for edition in sorted(AREA_OF, reverse=True)
        if ("deprivation", edition) in sets
    }
    found = (
        compared_in(surveyed, authority, (ward.name,), places=places, kind=PlaceKind.WARD)
        if surveyed
        else ()
    )
    codes = frozenset(one.code for areas in by_edition.values() for one in areas)
    profile = Profile(
        name=ward.name,
        kind=WARD,
        on=on.isoformat(),
        deprived=tuple(
            Deprived(
                edition, DEPRIVATION_AREAS[edition], areas, said_of(sets["deprivation", edition])
            )
            for edition, areas in by_edition.items()
            if areas
        ),
        readings=readings_of(found),
        sources=(f"{said_of(surveyed)}.",) if surveyed and found else (),
    )
    return WardKnown(profile, codes, _sharing(places, codes, on) if places else ())


def _areas(sets: Sets, ward: Ward, edition: int, on: date) -> tuple[SmallArea, ...]:
    """Return the small areas of a ward that an edition ranks, the most deprived first.

    Which they are the table of places says, or else the file of the edition itself.
    """
    ranks = AreaRank.objects.filter(dataset=sets["deprivation", edition])
    inside = places_on(sets["places", 0], on).filter(
        kind=PlaceKind.SMALL_AREA, part_of_kind=PlaceKind.WARD, part_of=ward.code
    )
    drawn = set(inside.values_list("code", flat=True))
    own = ranks.filter(Q(code__in=drawn) if drawn else Q(ward=ward.code))
    rows = own.order_by("rank", "code").values_list("code", "name", "rank")
    return tuple(SmallArea(*row) for row in rows)


def _sharing(places: Dataset, codes: frozenset[str], on: date) -> tuple[str, ...]:
    """Return the neighbourhoods that are drawn from any of these small areas, by name."""
    valid = places_on(places, on)
    inside = valid.filter(
        kind=PlaceKind.SMALL_AREA, part_of_kind=PlaceKind.NEIGHBOURHOOD, code__in=codes
    )
    drawn = set(inside.values_list("part_of", flat=True))
    own = valid.filter(kind=PlaceKind.NEIGHBOURHOOD, code__in=drawn)
    return tuple(sorted(set(own.values_list("name", flat=True))))
