"""Every method by its key, in the order in which they are offered."""

from appraisal.methods.base import Method
from appraisal.methods.coefficiency import COEFFICIENCY
from appraisal.methods.cost_benefit import COST_BENEFIT
from appraisal.methods.legal_land import LEGAL_LAND
from appraisal.methods.outcomes_matrix import OUTCOMES_MATRIX
from appraisal.methods.outcomes_star import OUTCOMES_STAR
from appraisal.methods.sroi import SROI
from appraisal.methods.subsidy import SUBSIDY

METHODS: dict[str, Method] = {
    one.key: one
    for one in (
        COST_BENEFIT,
        SROI,
        OUTCOMES_MATRIX,
        OUTCOMES_STAR,
        LEGAL_LAND,
        SUBSIDY,
        COEFFICIENCY,
    )
}
