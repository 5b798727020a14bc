"""What an officer recommends of a proposal, and under which conditions."""

from appraisal.models import Proposal, Recommendation, RecommendedCondition

# Written out, as those of a sheet are: every page of an assessment asks them.
_RECOMMENDATION = """
    SELECT own.* FROM appraisal_recommendation AS own
    JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
"""
_CONDITIONS = """
    SELECT own.* FROM appraisal_recommendedcondition AS own
    JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
    ORDER BY own."order"
"""


def recommendation_of(proposal: Proposal) -> Recommendation:
    """Return what the officer of a proposal recommends, in one query; an empty one where there is none."""
    found = Recommendation.objects.raw(_RECOMMENDATION, [proposal.pk.hex])
    return next(iter(found), Recommendation())


def conditions_of(proposal: Proposal) -> tuple[RecommendedCondition, ...]:
    """Return the conditions that are recommended, in their order, in one query."""
    return tuple(RecommendedCondition.objects.raw(_CONDITIONS, [proposal.pk.hex]))
