"""The records of a proposal, and what stands on record between two of them."""

import json
from collections.abc import Mapping

from django.db.models import QuerySet

from appraisal.models import Proposal, Record
from core.models import AuditEntry

# A group sent these in itself; what the council froze is the council's.
OF_GROUP = ("submit", "resubmit")


def records_of(proposal: Proposal, *, whole: bool) -> QuerySet[Record]:
    """Return the records of a proposal, the oldest first; not ``whole``: those that a group may read."""
    found = Record.objects.filter(proposal=proposal).select_related("made_by")
    if not whole:
        found = found.filter(event__in=OF_GROUP)
    return found.order_by("audit_sequence", "pk")


def between(before: Record, after: Record) -> QuerySet[AuditEntry]:
    """Return what stands on record of their proposal between two records, up to the later one."""
    return (
        AuditEntry.objects.filter(
            authority_id=after.proposal.authority_id,
            about=f"proposal:{after.proposal_id}",
            sequence__gt=before.audit_sequence,
            sequence__lte=after.audit_sequence,
        )
        .select_related("told", "by")
        .order_by("sequence")
    )


def reasons_between(entries: list[AuditEntry]) -> Mapping[str, str]:
    """Return why facts were changed: the place of a fact in the file → the last reason that was given."""
    reasons: dict[str, str] = {}
    for entry in entries:
        if entry.event == "page saved":
            detail = json.loads(entry.detail)
            after = detail.get("after")
            if isinstance(after, dict) and after.get("reason"):
                reasons |= {
                    place: str(after["reason"])
                    for key in after
                    for place in (key, f"terms.{key}", f"asset.{key}", f"applicant.{key}")
                }
    return reasons
