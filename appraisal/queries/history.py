"""What is on record: of one proposal, and of a whole council."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from appraisal.models import Proposal
from appraisal.showing.history import FOR_GROUP
from core.models import AuditEntry, Authority


def history_of(proposal: Proposal, *, for_group: bool, before: int = 0) -> QuerySet[AuditEntry]:
    """Return what happened to a proposal, the newest first; ``before``: only what is older than that."""
    found = AuditEntry.objects.filter(
        authority_id=proposal.authority_id, about=f"proposal:{proposal.pk}"
    )
    if for_group:
        found = found.filter(event__in=FOR_GROUP)
    if before:
        found = found.filter(pk__lt=before)
    return found.select_related("told", "by").order_by("-pk")


def audit_of(
    authority: Authority, *, since: date | None = None, until: date | None = None, event: str = ""
) -> QuerySet[AuditEntry]:
    """Return the events of a council, from one day to another, both included, in the order of the chain."""
    found = AuditEntry.objects.filter(authority=authority)
    if since:
        found = found.filter(at__gte=_begin(since))
    if until:
        found = found.filter(at__lt=_begin(until + timedelta(days=1)))
    if event:
        found = found.filter(event=event)
    return found.select_related("told", "by").order_by("sequence")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def events_of(authority: Authority) -> list[str]:
    """Return the sorts of events that there are at a council, in alphabetical order."""
    found = AuditEntry.objects.filter(authority=authority).order_by("event")
    return list(found.values_list("event", flat=True).distinct())
