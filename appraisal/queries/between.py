"""What stands on record of a proposal between two of its records."""

import json
from collections.abc import Mapping

from django.db.models import QuerySet

from appraisal.models import Proposal, Record
from core.models import AuditEntry


def between(proposal: Proposal, before: Record, after: Record) -> QuerySet[AuditEntry]:
    """Return what stands on record of a proposal between two of its records, up to the later one."""
    return (
        AuditEntry.objects.filter(
            authority_id=proposal.authority_id,
            about=f"proposal:{proposal.pk}",
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
        if entry.event in ("page saved", "terms corrected"):
            detail = json.loads(entry.detail)
            after = detail.get("after")
            if isinstance(after, dict) and after.get("reason"):
                reasons |= {
                    place: str(after["reason"])
                    for key in after
                    for place in (key, f"terms.{key}", f"asset.{key}", f"applicant.{key}")
                }
    return reasons
