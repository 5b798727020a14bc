"""Every method by its key, in the order in which they are offered."""

from appraisal.methods.base import Method
from appraisal.methods.coefficiency import COEFFICIENCY
from appraisal.methods.cost_benefit import COST_BENEFIT
from appraisal.methods.outcomes_matrix import OUTCOMES_MATRIX

METHODS: dict[str, Method] = {one.key: one for one in (COST_BENEFIT, OUTCOMES_MATRIX, COEFFICIENCY)}
