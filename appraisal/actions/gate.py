"""What was found before a proposal was assessed, as a record keeps it: in the wording under which it was asked."""

from appraisal.actions.enquiries import told_of
from appraisal.eligibility import CONDITIONS
from appraisal.models import Check, Eligibility, Proposal


def gate_of(proposal: Proposal) -> dict[str, object]:
    """Return eligibility, what the council told of the building or land, and the checklist, in three queries."""
    met = {one.key: one for one in Eligibility.objects.filter(proposal=proposal)}
    return {
        "eligibility": [
            {"question": one.question, "met": met[one.key].met, "reason": met[one.key].reason}
            for one in CONDITIONS[proposal.kind]
            if one.key in met
        ],
        "disclosure": told_of(proposal),
        "checks": [
            {
                "title": one.title,
                "outcome": one.outcome,
                "reason": one.reason,
                "evidence": one.evidence,
                "by": one.by_id,
            }
            for one in Check.objects.filter(proposal=proposal)
        ],
    }
