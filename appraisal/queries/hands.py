"""Who had a hand in an assessment or in what it is about, so that nobody checks their own work."""

from django.db import connection

from appraisal.models import Proposal
from core.models import User

# What makes a person one of those who wrote what is assessed, or the assessment: all that it rests on. The audit
# knows of it even where somebody else has written over it since.
_HANDS = (
    *("proposal started", "proposal started from paper", "paper form confirmed", "page saved"),
    *("appraisal file taken over", "newer lists taken over", "submit", "resubmit"),
    *("not applicable agreed", "agreement withdrawn", "criterion assessed", "terms corrected"),
    *(
        "recommendation changed",
        "exempt sections chosen",
        "assessment ready",
        "chapter saved",
        "council chapter saved",
    ),
)
_HAD_A_HAND = f"""
    SELECT 1 FROM core_membership WHERE organisation_id = %s AND user_id = %s
    UNION ALL
    SELECT 1 FROM core_auditentry
    WHERE authority_id = %s AND about = %s AND by_id = %s AND event IN ({", ".join(["%s"] * len(_HANDS))})
    LIMIT 1
"""  # noqa: S608 (as many marks as there are events)


def had_a_hand(person: User, proposal: Proposal) -> bool:
    """Say whether somebody wrote any part of an assessment or of what it is about, or is of its group."""
    own: tuple[int, int] = (proposal.organisation_id, person.pk)
    wrote = (proposal.authority_id, f"proposal:{proposal.pk}", person.pk)
    with connection.cursor() as cursor:
        cursor.execute(_HAD_A_HAND, [*own, *wrote, *_HANDS])
        return cursor.fetchone() is not None
