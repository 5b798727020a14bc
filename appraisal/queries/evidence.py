"""The evidence of a proposal, in one query."""

from appraisal.models import Evidence, Proposal

# Written out, for Django takes longer to make such SQL than a database to answer it.
_OF_PROPOSAL = """
    SELECT * FROM appraisal_evidence WHERE proposal_id = %s ORDER BY letter, added_at, id
"""


def evidence_listed(proposal: Proposal, letter: str | None = None) -> tuple[Evidence, ...]:
    """Return the files of a proposal, or of one criterion (``""``: the checklist's), in order."""
    if letter is None:
        return tuple(Evidence.objects.raw(_OF_PROPOSAL, [proposal.pk.hex]))
    return tuple(Evidence.objects.filter(proposal=proposal, letter=letter))


def evidence_for_record(proposal: Proposal) -> list[dict[str, object]]:
    """Return what a record says of the evidence: enough to tell later that each file is the same."""
    return [
        {
            "file": str(one.pk),
            "letter": one.letter,
            "name": one.name,
            "kind": one.kind,
            "size": one.size,
            "sha256": one.sha256,
            "state": one.state,
            "added_by": "council" if one.councils else "group",
            "added_at": one.added_at.isoformat(timespec="microseconds"),
        }
        for one in evidence_listed(proposal)
    ]
