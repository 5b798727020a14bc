"""The discount that an officer recommends, within what the scheme’s policy allows."""

from datetime import datetime

from appraisal.actions.assessing import save_parts
from appraisal.assessing import too_much
from appraisal.models import Proposal
from appraisal.queries.assessed import assessed_of
from core.models import User

_MOST_PERCENT = 100


class CannotRecommend(ValueError):
    """This discount cannot be recommended; the message says why, in a sentence."""


def save_discount(
    *, by: User, proposal: Proposal, percent: int | None, reason: str, seen: int, at: datetime
) -> bool:
    """Save the discount that is recommended, in whole percent; None: what the scheme's policy derives.

    Raises ``CannotRecommend`` where it is above the most that the policy allows: the form says so first, and
    figures can change between.
    """
    if percent is not None and not 0 <= percent <= _MOST_PERCENT:
        raise ValueError(percent)

    def allow(held: Proposal) -> None:
        above = "" if percent is None else too_much(assessed_of(held).derived, percent)
        if above:
            raise CannotRecommend(above)

    parts = {"discount_percent": percent, "discount_reason": reason}
    return save_parts(by, proposal, "discount", parts, seen, at, allow)
