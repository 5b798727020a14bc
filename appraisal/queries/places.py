"""Where a postcode lies, and of which small areas a place is made: from the imports that are in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from appraisal.area.deprivation import standing
from appraisal.engine import words
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.models import AreaRank, Dataset, Place, PlaceKind, Postcode, Proposal
from appraisal.queries.datasets import in_force_for
from appraisal.queries.mapping import asset_of
from core.models import Authority

# Which small areas an edition of the indices ranks: those of the census of 2021, or of 2011.
AREA_OF = {2025: "area21", 2019: "area11"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A small area with its rank in an edition, and the import that says so."""

    edition: int
    code: str
    name: str
    rank: int
    council: str
    ward: str
    dataset: Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a postcode lies. ``ranked``: its small area in each edition there is, the newest first.

    ``neighbourhoods``: those that its small area is a part of, by name; two may overlap.
    """

    postcode: str
    ended: bool
    ward: str
    ward_name: str
    council: str
    ranked: tuple[Ranked, ...]
    neighbourhoods: tuple[str, ...]
    dataset: Dataset


def where(authority: Authority, postcode: str, on: date) -> Found | None:
    """Say where a postcode lies; None where the look-ups of the council do not know it, or it has none."""
    sets = in_force_for(authority)
    postcodes = sets.get(("postcodes", 0))
    if postcodes is None or not postcode:
        return None
    found = Postcode.objects.filter(dataset=postcodes, postcode=postcode).first()
    if found is None:
        return None
    ranked = tuple(_ranked(sets, found))
    ward = found.ward or next((one.ward for one in ranked if one.ward), "")
    areas = [code for code in (found.area21, found.area11) if code]
    return Found(
        postcode=found.postcode,
        ended=found.ended,
        ward=ward,
        ward_name=_name_of(sets, PlaceKind.WARD, ward, on),
        council=found.council,
        ranked=ranked,
        neighbourhoods=_neighbourhoods_of(sets, areas, on),
        dataset=postcodes,
    )


def _ranked(sets: Mapping[tuple[str, int], Dataset], found: Postcode) -> list[Ranked]:
    ranked = []
    for edition in sorted(AREA_OF, reverse=True):
        dataset, code = sets.get(("deprivation", edition)), getattr(found, AREA_OF[edition])
        if dataset is None or not code:
            continue
        area = AreaRank.objects.filter(dataset=dataset, code=code).first()
        if area is not None:
            ranked.append(ranked_of(area, dataset))
    return ranked


def ranked_of(area: AreaRank, dataset: Dataset) -> Ranked:
    """Return a row of the indices with the edition and the import that it is from."""
    return Ranked(
        edition=dataset.edition,
        code=area.code,
        name=area.name,
        rank=area.rank,
        council=area.council,
        ward=area.ward,
        dataset=dataset,
    )


def _valid(on: date) -> Q:
    return Q(Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & Q(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )


def places_on(dataset: Dataset, on: date) -> QuerySet[Place]:
    """Return the places of an import that are valid on a day."""
    return Place.objects.filter(_valid(on), dataset=dataset)


def _name_of(sets: Mapping[tuple[str, int], Dataset], kind: PlaceKind, code: str, on: date) -> str:
    dataset = sets.get(("places", 0))
    if dataset is None or not code:
        return ""
    found = places_on(dataset, on).filter(kind=kind, code=code).first()
    return found.name if found is not None else ""


def _neighbourhoods_of(
    sets: Mapping[tuple[str, int], Dataset], areas: Sequence[str], on: date
) -> tuple[str, ...]:
    dataset = sets.get(("places", 0))
    if dataset is None:
        return ()
    own = places_on(dataset, on).filter(kind=PlaceKind.SMALL_AREA, code__in=areas)
    codes = own.filter(part_of_kind=PlaceKind.NEIGHBOURHOOD).values_list("part_of", flat=True)
    named = places_on(dataset, on).filter(kind=PlaceKind.NEIGHBOURHOOD, code__in=set(codes))
    return tuple(dict.fromkeys(named.order_by("name").values_list("name", flat=True)))


class PlaceFound(NamedTuple):
    """What the postcode of an asset has found: the small area and its rank, in one edition of the indices."""

    postcode: str
    code: str
    name: str
    edition: int
    rank: int
    source: str

    @property
    def areas(self) -> int:
        """How many areas the edition ranks."""
        return DEPRIVATION_AREAS[self.edition]

    @property
    def decile(self) -> int:
        """In which tenth of all areas it is; 1: the most deprived."""
        return standing(self.edition, self.rank).decile

    @property
    def way(self) -> str:
        """How far down the list it is, in per cent, on the right side of 5% and 10%."""
        return words.percent_by(Decimal(self.rank), Decimal(self.areas), (5, 10))


def found_place(proposal: Proposal) -> PlaceFound | None:
    """Return what the postcode of a proposal's asset has found; None where it has found nothing."""
    asset = asset_of(proposal)
    if asset is None or not asset.small_area or asset.imd_rank is None or not asset.imd_edition:
        return None
    return PlaceFound(
        postcode=asset.postcode,
        code=asset.small_area,
        name=asset.small_area_name,
        edition=asset.imd_edition,
        rank=asset.imd_rank,
        source=asset.imd_source,
    )
