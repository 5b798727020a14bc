"""What seats and declarations of interest open to somebody of a panel, and close to anybody.

Only :mod:`appraisal.access` asks here. Every page of a proposal does so, therefore the SQL is written out:
Django takes five times as long to make it as a database to answer it.
"""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from appraisal.models import Proposal

# What somebody has declared an interest in: it stays closed to them.
WITHDRAWN = """
    SELECT item.proposal_id
    FROM appraisal_interest AS said
    JOIN appraisal_agendaitem AS item ON item.id = said.item_id
    WHERE said.person_id = %s AND said.kind <> 'none'
"""
# What is, or was until it was decided, on an agenda of a meeting where somebody sits and has declared.
DECLARED = """
    SELECT item.proposal_id
    FROM appraisal_seat AS seat
    JOIN appraisal_agendaitem AS item ON item.meeting_id = seat.meeting_id
    JOIN appraisal_interest AS said ON said.item_id = item.id AND said.person_id = seat.person_id
    WHERE seat.person_id = %s AND item.off_at IS NULL
"""
# What waits for somebody to declare: put on another agenda of theirs later, it is closed again until then.
UNDECLARED = """
    SELECT item.proposal_id
    FROM appraisal_seat AS seat
    JOIN appraisal_agendaitem AS item ON item.meeting_id = seat.meeting_id
    LEFT JOIN appraisal_interest AS said
        ON said.item_id = item.id AND said.person_id = seat.person_id
    WHERE seat.person_id = %s AND item.off_at IS NULL AND item.decided_at IS NULL
        AND said.id IS NULL
"""


_SITS_FOR = """
    SELECT 1
    FROM appraisal_agendaitem AS item
    JOIN appraisal_seat AS seat ON seat.meeting_id = item.meeting_id AND seat.person_id = %s
    WHERE item.proposal_id = %s AND item.off_at IS NULL AND item.decided_at IS NULL
"""


def among(sql: str, person: int) -> Q:
    """Return the condition that a proposal is among those that one of the three above finds for somebody."""
    return Q(pk__in=RawSQL(sql, [person]))  # noqa: S611 (one of the three above, word for word)


def sits_for(person: int, proposal: Proposal) -> bool:
    """Say whether somebody sits at the meeting that a proposal waits for; that they read it, is settled."""
    with connection.cursor() as cursor:
        cursor.execute(_SITS_FOR, [person, proposal.pk.hex])
        return cursor.fetchone() is not None
