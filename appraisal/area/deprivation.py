"""Where small areas stand in the English Indices of Deprivation: rank 1 is the most deprived.

Everything is compared exactly, in whole numbers. Two editions rank other areas by other figures, so nothing here
takes both; and a rank is an order, so a set of areas has counts per decile and never an average rank.
"""

from collections.abc import Iterable
from typing import NamedTuple

from appraisal.engine.places import DEPRIVATION_AREAS


class TwoEditions(ValueError):
    """Ranks of two editions were put together; they have no common scale."""


class Ranked(NamedTuple):
    """A rank in an edition (its year) of the Indices."""

    edition: int
    rank: int


class Standing(NamedTuple):
    """What a rank means among the ``areas`` of its edition.

    ``decile`` 1 and ``percentile`` 1 hold the most deprived areas.
    """

    edition: int
    rank: int
    areas: int
    decile: int
    percentile: int
    most_deprived_5: bool
    most_deprived_10: bool


class Deciles(NamedTuple):
    """How many of some small areas lie in each decile; the first of ten counts is the most deprived tenth."""

    edition: int
    counts: tuple[int, ...]

    @property
    def areas(self) -> int:
        """How many areas were counted."""
        return sum(self.counts)


def standing(edition: int, rank: int) -> Standing:
    """Return what a rank means in its edition; raises ValueError where there is no such edition or rank."""
    areas = _areas(edition)
    if not 1 <= rank <= areas:
        raise ValueError(f"A rank of the {edition} edition is a number from 1 to {areas:,}.")
    return Standing(
        edition=edition,
        rank=rank,
        areas=areas,
        decile=_part(rank, areas, 10),
        percentile=_part(rank, areas, 100),
        most_deprived_5=among_most_deprived(edition, rank, 5),
        most_deprived_10=among_most_deprived(edition, rank, 10),
    )


def among_most_deprived(edition: int, rank: int, percent: int) -> bool:
    """Say whether an area lies within the most deprived ``percent`` per cent of its edition, exactly."""
    return rank * 100 <= percent * _areas(edition)


def deciles(ranked: Iterable[Ranked]) -> Deciles:
    """Return how many areas lie in each decile.

    Raises :class:`TwoEditions` where the ranks are of two editions, and ValueError for none or a wrong one.
    """
    counts = [0] * 10
    editions: set[int] = set()
    for edition, rank in ranked:
        editions.add(edition)
        if len(editions) > 1:
            both = " and ".join(str(one) for one in sorted(editions))
            raise TwoEditions(f"Ranks of the editions {both} cannot be counted together.")
        counts[standing(edition, rank).decile - 1] += 1
    if not editions:
        raise ValueError("There is no area to count.")
    return Deciles(editions.pop(), tuple(counts))


def _part(rank: int, areas: int, parts: int) -> int:
    """Return in which of some equal parts a rank lies: rank ÷ areas × parts, rounded up."""
    return -(-rank * parts // areas)


def _areas(edition: int) -> int:
    areas = DEPRIVATION_AREAS.get(edition)
    if areas is None:
        known = " and ".join(str(one) for one in DEPRIVATION_AREAS)
        raise ValueError(f"There is no edition {edition}: there are {known}.")
    return areas
