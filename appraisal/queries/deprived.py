"""How deprived the neighbourhoods of a council are: the small areas that each is drawn from, with their ranks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from appraisal.area.profile import Deprived, SmallArea
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.models import AreaRank, Dataset, PlaceKind
from appraisal.queries.datasets import said_of
from appraisal.queries.places import AREA_OF, places_on


def deprived_of(
    sets: Mapping[tuple[str, int], Dataset], names: Sequence[str], on: date
) -> Mapping[str, tuple[Deprived, ...]]:
    """Return how deprived each of these neighbourhoods is by each edition there is, the newest first.

    ``sets`` are the imports in force. An edition that ranks none of its areas is left out, and so is a neighbourhood
    of which nobody has said from which areas it is drawn. As many queries for all neighbourhoods as for one.
    """
    places = sets.get(("places", 0))
    editions = [one for one in sorted(AREA_OF, reverse=True) if ("deprivation", one) in sets]
    if places is None or not editions:
        return {}
    drawn = _drawn(places, names, on)
    every = {code for codes in drawn.values() for code in codes}
    ranked = _ranked({sets["deprivation", one].pk: one for one in editions}, every)
    sources = {one: said_of(sets["deprivation", one]) for one in editions}
    found = {
        name: tuple(
            Deprived(
                edition=edition,
                ranked=DEPRIVATION_AREAS[edition],
                areas=tuple(sorted(areas, key=lambda one: (one.rank, one.code))),
                source=sources[edition],
                drawn=len(areas) + _lacking(codes, edition, ranked),
            )
            for edition in editions
            if (areas := [one for code, one in ranked[edition].items() if code in codes])
        )
        for name, codes in drawn.items()
    }
    return {name: one for name, one in found.items() if one}


def _drawn(places: Dataset, names: Sequence[str], on: date) -> Mapping[str, set[str]]:
    """Return the codes of the small areas of each neighbourhood, by the name that was asked for."""
    asked = {name.casefold(): name for name in names}
    valid = places_on(places, on)
    rows = valid.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("code", "name")
    named = {code: asked[name.casefold()] for code, name in rows if name.casefold() in asked}
    inside = valid.filter(
        kind=PlaceKind.SMALL_AREA, part_of_kind=PlaceKind.NEIGHBOURHOOD, part_of__in=named
    )
    found: dict[str, set[str]] = defaultdict(set)
    for part_of, code in inside.values_list("part_of", "code"):
        found[named[part_of]].add(code)
    return found


def _ranked(editions: Mapping[int, int], codes: set[str]) -> Mapping[int, Mapping[str, SmallArea]]:
    """Return the ranks of areas: edition → code → area. ``editions``: the number of an import → its edition."""
    found: dict[int, dict[str, SmallArea]] = {one: {} for one in editions.values()}
    rows = AreaRank.objects.filter(dataset__in=editions, code__in=codes)
    for dataset, code, name, rank in rows.values_list("dataset_id", "code", "name", "rank"):
        found[editions[dataset]][code] = SmallArea(code, name, rank)
    return found


def _lacking(codes: set[str], edition: int, ranked: Mapping[int, Mapping[str, SmallArea]]) -> int:
    """Count the areas of a neighbourhood that an edition should rank and does not.

    An area that only another edition ranks is of the other census. It is not lacking where the neighbourhood also has
    areas that this edition alone ranks: then it is drawn by both censuses, and they stand for the same ground.
    """
    own = codes & ranked[edition].keys()
    others = {code for one, by in ranked.items() if one != edition for code in by} & codes
    lacking = codes - own
    return len(lacking - others if own - others else lacking)
