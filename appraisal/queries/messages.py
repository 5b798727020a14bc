"""The messages on a proposal, and how many of them somebody has not seen."""

from django.db import connection

from appraisal.models import Message, Proposal, ReadUpTo
from core.models import User


def thread(proposal: Proposal) -> list[Message]:
    """Return the messages on a proposal with who wrote them, the oldest first."""
    return list(Message.objects.filter(proposal=proposal).select_related("by"))


# Written out, for Django takes longer to make such SQL than a database to answer it.
_UNREAD = """
    SELECT COUNT(*) FROM appraisal_message
    WHERE proposal_id = %s AND by_id <> %s AND id > COALESCE(
        (SELECT message FROM appraisal_readupto WHERE proposal_id = %s AND user_id = %s), 0
    )
"""


def unread(proposal: Proposal, user: User) -> int:
    """Return how many messages of others somebody has not seen yet, in one query."""
    own = proposal.pk.hex
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [own, user.pk, own, user.pk])
        number: int = cursor.fetchone()[0]
    return number


def last_seen(proposal: Proposal, user: User) -> int:
    """Return the number of the last message that somebody has seen; 0: none."""
    seen = ReadUpTo.objects.filter(proposal=proposal, user=user).values_list("message", flat=True)
    return seen.first() or 0
