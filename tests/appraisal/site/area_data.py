"""A little of England for tests: two postcodes, their small areas, ranks and neighbourhoods, all made up."""

from __future__ import annotations

from datetime import date

from django.db import models

from appraisal.models import AreaRank, Dataset, DatasetState, Neighbourhood, Place, Postcode
from core.models import Authority
from tests.appraisal.site.people import NOW

HEATH, VALE = "E01099001", "E01099002"
RANKS = {2025: {HEATH: 1462, VALE: 9000}, 2019: {"E01098001": 2000}}


def in_force(
    kind: str, rows: list[models.Model], *, authority: Authority | None = None, edition: int = 0
) -> Dataset:
    """Put rows in force as an import of their kind, in place of the one before."""
    Dataset.objects.filter(
        authority=authority, kind=kind, edition=edition, state=DatasetState.IN_FORCE
    ).update(state=DatasetState.REPLACED)
    dataset = Dataset.objects.create(
        authority=authority,
        kind=kind,
        edition=edition,
        name=f"{kind}.csv",
        sha256="0" * 64,
        size=1,
        source="Made-up office",
        licence="made up",
        dated=date(2025, 10, 30),
        state=DatasetState.IN_FORCE,
        begun_at=NOW,
        in_force_from=NOW,
        rows=len(rows),
    )
    for row in rows:
        row.dataset = dataset  # type: ignore[attr-defined]
        row.save()
    return dataset


def load_area(*, neighbourhoods_of: Authority | None = None) -> None:
    """Load both postcodes with all that is known of them; a council may have the neighbourhoods as its own."""
    for edition, ranks in RANKS.items():
        in_force(
            "deprivation", [rank(code, number) for code, number in ranks.items()], edition=edition
        )
    in_force(
        "postcodes",
        [
            Postcode(postcode="B12 8AB", area21=HEATH, area11="E01098001", ward="E05099001",
                     council="E08000025", ended=False),
            Postcode(postcode="B35 6DE", area21=VALE, area11="", ward="E05099002",
                     council="E08000025", ended=False),
        ],
    )  # fmt: skip
    in_force(
        "places",
        [
            Place(kind="neighbourhood", code="PN3", name="Balsall Heath"),
            Place(kind="neighbourhood", code="C2", name="Castle Vale"),
            Place(kind="ward", code="E05099001", name="Balsall Heath West"),
            Place(kind="small-area", code=HEATH, name="", part_of_kind="neighbourhood", part_of="PN3"),
            Place(kind="small-area", code=VALE, name="", part_of_kind="neighbourhood", part_of="C2"),
        ],
    )  # fmt: skip
    if neighbourhoods_of is not None:
        for order, name in enumerate(("Balsall Heath", "Castle Vale")):
            Neighbourhood.objects.create(authority=neighbourhoods_of, order=order, name=name)


def rank(code: str, number: int) -> AreaRank:
    """Return a small area with its rank."""
    return AreaRank(
        code=code,
        name=f"Birmingham {code[-3:]}A",
        council="E08000025",
        ward="E05099001" if code == HEATH else "E05099002",
        rank=number,
    )
