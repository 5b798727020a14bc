"""What is known of a place, as values: they are shown on its page, and frozen with a record for the pack.

Everything carries where it comes from. Nothing here gives points: D and G do, from the same figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from appraisal.area.deprivation import Ranked, deciles, standing

TENTHS = 10
WARD = "Ward"  # of its small areas the tenths are counted: no rank is a ward’s own


class SmallArea(NamedTuple):
    """A small area of the place, and its rank in an edition of the indices; rank 1 is the most deprived."""

    code: str
    name: str
    rank: int


class Deprived(NamedTuple):
    """How deprived the place is by one edition: its areas, the most deprived first. No two editions share a scale.

    ``drawn``: of how many areas it is made; older records do not say, and then it is those of ``areas``.
    """

    edition: int
    ranked: int  # how many areas of England the edition ranks
    areas: tuple[SmallArea, ...]
    source: str
    drawn: int = 0

    @property
    def whole(self) -> int:
        """Count all its areas, with those that the edition does not rank."""
        return max(self.drawn, len(self.areas))

    @property
    def without_rank(self) -> int:
        """Count its areas that the edition does not rank."""
        return self.whole - len(self.areas)

    @property
    def tenths(self) -> tuple[int, ...]:
        """Count the areas in each tenth of all areas of England, the most deprived tenth first."""
        return deciles(Ranked(self.edition, area.rank) for area in self.areas).counts

    def tenth_of(self, area: SmallArea) -> int:
        """Return in which tenth of all areas of England one is; 1: the most deprived."""
        return standing(self.edition, area.rank).decile


class Priority(NamedTuple):
    """What the people of the place want, and where that is from."""

    words: str
    about: str


class Reading(NamedTuple):
    """What a survey found in the place, beside the council's average. ``said``: how the two compare, in words.

    ``sample``: how many people were asked in the place. Source and licence are the figure's own. Older records have
    none of the three.
    """

    indicator: str
    period: str
    value: str
    average: str
    said: str
    survey: str
    sample: int | None = None
    source: str = ""
    licence: str = ""

    @property
    def from_where(self) -> str:
        """Say where the figure is from, with its licence."""
        return f"{self.source} ({self.licence})" if self.licence else self.source


class Price(NamedTuple):
    """What terraced houses cost in a postcode district of the place, and what its class leads one to expect.

    Pounds, and percent for the rises. ``premium``: above what is expected; None where there is none. ``source``: of
    its prices; older records have it among those of the profile.
    """

    district: str
    name: str
    classed: str
    years: tuple[int, int]
    start: Decimal
    end: Decimal
    rise: Decimal
    median: Decimal
    expected: Decimal
    premium: Decimal | None
    total: Decimal | None
    interval: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A place: its name, what kind of place it is, and all that is known of it on a day (ISO 8601)."""

    name: str
    kind: str
    on: str
    deprived: tuple[Deprived, ...] = ()
    priorities: tuple[Priority, ...] = ()
    readings: tuple[Reading, ...] = ()
    strong_core: str = ""  # a sentence, where it is deprived and yet above average
    prices: tuple[Price, ...] = ()
    sources: tuple[str, ...] = field(default=())  # the tables that readings stand in

    @property
    def nothing(self) -> bool:
        """Say whether nothing is known of it but its name."""
        return not (self.deprived or self.priorities or self.readings or self.prices)


def mapping_of(profile: Profile) -> dict[str, object]:
    """Return a profile as JSON can hold it: every named value under its name, amounts as text."""
    return {one.name: _plain(getattr(profile, one.name)) for one in fields(profile)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(one) for key, one in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def profile_from(said: Mapping[str, Any]) -> Profile:
    """Return the profile that :func:`mapping_of` wrote down."""
    hints = get_type_hints(Profile)
    known = {
        one.name: _read(hints[one.name], said[one.name])
        for one in fields(Profile)
        if one.name in said
    }
    return Profile(**known)


def _read(kind: Any, said: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if said is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if kind is Decimal:
        return Decimal(said)
    if get_origin(kind) is tuple:
        of = get_args(kind)
        return tuple(_read(of[0], one) for one in said)
    if isinstance(said, Mapping):
        hints = get_type_hints(kind)
        return kind(**{key: _read(hints[key], one) for key, one in said.items() if key in hints})
    return said


def in_most_deprived(deprived: Sequence[Deprived]) -> str:
    """Say how many areas of a place are in the most deprived tenth, by the newest edition; nothing without any."""
    if not deprived or not deprived[0].areas:
        return ""
    newest = deprived[0]
    return f"{newest.tenths[0]} of {newest.whole}{no_rank(newest.without_rank)}"


def no_rank(areas: int) -> str:
    """Say how many areas have no rank, as the end of a sentence about the others; nothing where all have one."""
    return f"; {areas} {'has' if areas == 1 else 'have'} no rank" if areas else ""
