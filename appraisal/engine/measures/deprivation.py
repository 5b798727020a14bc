"""Criterion D's measure: how deprived the area is, by its rank in an edition of the index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.answers import Deprivation
from appraisal.engine.faults import Faults, within
from appraisal.engine.measures.base import (
    SCORED,
    UNANSWERED,
    Complaint,
    Figures,
    Given,
    Outcome,
    Questions,
    Shown,
    Step,
    Sums,
    rising,
    wrong_kind,
)
from appraisal.engine.places import DEPRIVATION_AREAS
from appraisal.engine.proxies import ProxyKind


class DeprivationBand(NamedTuple):
    """Points for an area among the most deprived ``percent`` per cent."""

    points: int
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DeprivationRank:
    """Compares rank × 100 with percent × number of areas, without rounding (method §2.1, D)."""

    edition: str
    rank: str
    bands: tuple[DeprivationBand, ...]

    @property
    def highest(self) -> int:
        return max((band.points for band in self.bands), default=0)

    def levels(self) -> tuple[int, ...]:
        return rising((0, *(band.points for band in self.bands)))

    def complaints(
        self, questions: Questions, proxies: Mapping[str, ProxyKind]
    ) -> Iterator[Complaint]:
        if wrong := wrong_kind(questions, self.edition, "edition"):
            yield "edition", wrong
        if wrong := wrong_kind(questions, self.rank, "rank"):
            yield "rank", wrong
        for number, band in enumerate(self.bands):
            if not 0 < band.percent <= 100:
                yield f"bands[{number}]", "A percentage of areas is above 0 and at most 100."
        for number, (narrow, wide) in enumerate(
            zip(self.bands, self.bands[1:], strict=False), start=1
        ):
            if wide.percent <= narrow.percent:
                yield f"bands[{number}]", "List the bands from the most deprived outwards."
            if wide.points > narrow.points:
                yield (
                    f"bands[{number}]",
                    f"The points rise from {narrow.points} to {wide.points} for a less deprived area.",
                )

    def check(self, given: Given, place: str, faults: Faults) -> None:
        check_rank(given, self.edition, self.rank, place, faults)

    def score(self, given: Given, sums: Sums) -> Outcome:
        standing = self._standing(given, sums.deprivation)
        if standing is None:
            return Outcome(UNANSWERED, warning="no-deprivation-rank")
        band = self._band(standing)
        return Outcome(SCORED, band.points if band else 0)

    def _standing(self, given: Given, asset: Deprivation | None) -> Deprivation | None:
        edition, rank = given.get(self.edition), given.get(self.rank)
        if isinstance(edition, int) and isinstance(rank, int):
            return Deprivation(edition, rank)
        return asset

    def _band(self, standing: Deprivation) -> DeprivationBand | None:
        areas = DEPRIVATION_AREAS[standing.edition]
        return next(
            (band for band in self.bands if standing.rank * 100 <= band.percent * areas), None
        )

    def rules(self, questions: Questions) -> tuple[Step, ...]:
        said = [
            Step(
                f"Among the most deprived {words.plain(band.percent)}% of areas",
                words.counted(band.points, "point"),
            )
            for band in self.bands
        ]
        return (*said, Step("Otherwise", words.counted(0, "point")))

    def shown(self, given: Given, outcome: Outcome, figures: Figures) -> Shown:
        standing = self._standing(given, figures.deprivation)
        if standing is None:
            return Shown((), "No deprivation rank is given, so this criterion is unanswered.")
        areas = DEPRIVATION_AREAS[standing.edition]
        way = words.percent_by(
            Decimal(standing.rank), Decimal(areas), [band.percent for band in self.bands]
        )
        source = "as entered for this criterion" if self.rank in given else "taken from the asset"
        band = self._band(standing)
        among = "among" if band else "not among"
        edge = words.plain((band or self.bands[-1]).percent)
        return Shown(
            (
                Step(
                    f"Rank {standing.rank:,} of {areas:,} areas in the Indices of Deprivation "
                    f"{standing.edition} (rank 1 is the most deprived), {source}",
                    f"{way} of the way down the list",
                ),
            ),
            f"The area is {among} the most deprived {edge}%: {figures.gives(outcome.points)}. "
            "Ranks are compared exactly.",
        )


def check_rank(given: Given, edition_key: str, rank_key: str, place: str, faults: Faults) -> None:
    """Note faults where an edition or its rank is given alone, or the rank is beyond the edition."""
    edition, rank = given.get(edition_key), given.get(rank_key)
    for key, other in ((edition_key, rank_key), (rank_key, edition_key)):
        if key not in given and other in given:
            faults.add(
                within(place, key),
                f"This is missing: {edition_key} and {rank_key} belong together.",
            )
    if isinstance(edition, int) and isinstance(rank, int) and rank > DEPRIVATION_AREAS[edition]:
        faults.add(
            within(place, rank_key),
            f"The {edition} edition ranks {DEPRIVATION_AREAS[edition]:,} areas, so there is no rank {rank:,}.",
        )
