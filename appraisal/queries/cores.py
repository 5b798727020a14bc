"""The deprived neighbourhoods of a council whose core economy is strong all the same."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from appraisal.area.social_capital import Against, Asked, When, core_economies, signs_of
from appraisal.queries.datasets import in_force_for
from appraisal.queries.profiles import neighbourhoods_of, tenths_of_all
from appraisal.queries.social import compared_in, is_deprived
from core.models import Authority


class Core(NamedTuple):
    """A deprived neighbourhood, how it stands in what surveys asked, and by which its core economy is strong."""

    name: str
    signs: Mapping[Asked, Against]
    strong: Mapping[When, bool | None]


def cores_of(authority: Authority, on: date) -> tuple[Core, ...]:
    """Return the deprived neighbourhoods of a council of which surveys say something, by the newest import."""
    sets = in_force_for(authority)
    dataset = sets.get(("indicators", 0))
    if dataset is None:
        return ()
    deprived = {name for name, found in tenths_of_all(authority, on).items() if is_deprived(found)}
    names = tuple(one.name for one in neighbourhoods_of(authority))
    signs = signs_of(compared_in(dataset, authority, names, places=sets.get(("places", 0))))
    by_place = {name: signs[name.casefold()] for name in names if name.casefold() in signs}
    return tuple(
        Core(one.place, one.signs, one.strong) for one in core_economies(by_place, deprived)
    )
