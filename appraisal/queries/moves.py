"""What was said when a proposal last moved."""

import json
from datetime import datetime
from typing import NamedTuple

from appraisal.models import Proposal
from appraisal.route import BY_KEY
from core.models import AuditEntry


class LastMove(NamedTuple):
    """The move that led where a proposal is now, the state it left, and the reason that was given for it.

    State and reason are empty where they were erased when their time was over.
    """

    event: str
    at: datetime
    left: str
    reason: str


def last_move(proposal: Proposal) -> LastMove | None:
    """Return the newest move of a proposal; None where it has not moved yet."""
    entry = (
        AuditEntry.objects.filter(about=f"proposal:{proposal.pk}", event__in=BY_KEY)
        .select_related("told")
        .order_by("-pk")
        .first()
    )
    if entry is None:
        return None
    told = json.loads(entry.detail)
    return LastMove(entry.event, entry.at, str(told.get("before", "")), str(told.get("reason", "")))
