"""What an officer chose that the public may not read of a proposal’s report."""

from collections.abc import Sequence

from appraisal.exempt import Closed, Notice, notices_of
from appraisal.models import ExemptSection, Proposal

# Written out, as those of an assessment are.
_EXEMPT = """
    SELECT own.* FROM appraisal_exemptsection AS own
    JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
    ORDER BY own.id
"""


def exempt_of(proposal: Proposal) -> tuple[ExemptSection, ...]:
    """Return the sections that are closed, in the order in which they were chosen, in one query."""
    return tuple(ExemptSection.objects.raw(_EXEMPT, [proposal.pk.hex]))


def exempt_for_record(sections: Sequence[ExemptSection]) -> dict[str, object]:
    """Return the choice as a record holds it beside the file."""
    said = [
        {"section": one.section, "paragraph": one.paragraph, "why": one.why} for one in sections
    ]
    return {"exempt": said}


def exempt_notices(sections: Sequence[ExemptSection]) -> tuple[Notice, ...]:
    """Return what the public would read in the place of each, what goes along included."""
    closed = (Closed(one.section, one.paragraph, one.why) for one in sections)
    return tuple(notices_of(closed).values())
