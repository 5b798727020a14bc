"""What is on record: of one proposal, and of a whole council."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from appraisal.models import AgendaItem, Interest, Proposal, State
from appraisal.showing.history import FOR_GROUP, MARKS
from core.models import AuditEntry, Authority, User


def history_of(proposal: Proposal, *, for_group: bool, before: int = 0) -> QuerySet[AuditEntry]:
    """Return what happened to a proposal, the newest first; ``before``: only what is older than that.

    For the council that is also what its panel did with it, but not how each member marked it.
    """
    abouts = [f"proposal:{proposal.pk}"]
    if not for_group:
        abouts += [f"item:{item.pk}" for item in AgendaItem.objects.filter(proposal=proposal)]
    found = AuditEntry.objects.filter(authority_id=proposal.authority_id, about__in=abouts)
    found = found.filter(event__in=FOR_GROUP) if for_group else found.exclude(event__in=MARKS)
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


class Closed(NamedTuple):
    """What an audit tells somebody happened, but not what: by what it is about."""

    marks: frozenset[str]  # items whose marks their own panel has not seen yet
    all_of: frozenset[str]  # what they have withdrawn from themselves

    def why(self, entry: AuditEntry) -> str:
        """Say why the detail of an entry is held back; empty: it is not."""
        if entry.about in self.all_of:
            return "you have declared an interest in this proposal and withdrawn from it"
        if entry.event in MARKS and entry.about in self.marks:
            return "the panel has not opened its moderation, so nobody reads marks yet"
        return ""


# States in which no panel will mark a proposal any more.
_OVER = (State.APPROVED, State.CONDITIONS, State.REFUSED, State.PUBLISHED, State.WITHDRAWN)


def closed_to(person: User, authority: Authority) -> Closed:
    """Return what is closed to a person who reads a council's audit, in two queries."""
    of_council = AgendaItem.objects.filter(proposal__authority=authority)
    blind = of_council.filter(moderated_at__isnull=True, decided_at__isnull=True)
    marks = blind.exclude(proposal__state__in=_OVER).values_list("pk", flat=True)
    theirs = Interest.objects.filter(person=person).exclude(kind=Interest.Kind.NONE)
    gone = of_council.filter(proposal__in=theirs.values("item__proposal"))
    about = {(f"item:{item}", f"proposal:{of}") for item, of in gone.values_list("pk", "proposal")}
    return Closed(
        frozenset(f"item:{one}" for one in marks),
        frozenset(one for both in about for one in both),
    )


def events_of(authority: Authority) -> list[str]:
    """Return the sorts of events that there are at a council, in alphabetical order."""
    found = AuditEntry.objects.filter(authority=authority).order_by("event")
    return list(found.values_list("event", flat=True).distinct())
