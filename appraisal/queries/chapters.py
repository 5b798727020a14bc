"""What is said in the chapters of a proposal, in one query."""

import json

from django.db import connection

from appraisal.models import Proposal

Said = dict[str, dict[str, object]]  # chapter → question → value as a file writes it

# Written out, as those of a sheet are: every page of an assessment asks it.
_CHAPTERS = (
    "SELECT chapter, key, value FROM appraisal_chapteranswer WHERE proposal_id = %s ORDER BY key"
)


def chapters_of(proposal: Proposal) -> Said:
    """Return what is said in each chapter of a proposal; a chapter in which nothing is said is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAPTERS, [proposal.pk.hex])
        rows = cursor.fetchall()
    said: Said = {}
    for chapter, key, value in rows:
        said.setdefault(chapter, {})[key] = json.loads(value)
    return said
