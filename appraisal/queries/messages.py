"""The messages on a proposal, and how many of them somebody has not seen."""

from django.db.models import BigIntegerField, Subquery
from django.db.models.functions import Coalesce

from appraisal.models import Message, Proposal, ReadUpTo
from core.models import User


def thread(proposal: Proposal) -> list[Message]:
    """Return the messages on a proposal with who wrote them, the oldest first."""
    return list(Message.objects.filter(proposal=proposal).select_related("by"))


def unread(proposal: Proposal, user: User) -> int:
    """Return how many messages of others somebody has not seen yet, in one query."""
    seen = ReadUpTo.objects.filter(proposal=proposal, user=user).values("message")[:1]
    since = Coalesce(Subquery(seen), 0, output_field=BigIntegerField())
    return Message.objects.filter(proposal=proposal, pk__gt=since).exclude(by=user).count()


def last_seen(proposal: Proposal, user: User) -> int:
    """Return the number of the last message that somebody has seen; 0: none."""
    seen = ReadUpTo.objects.filter(proposal=proposal, user=user).values_list("message", flat=True)
    return seen.first() or 0
