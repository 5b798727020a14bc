"""Every method by its key, in the order in which they are offered."""

from appraisal.methods.base import Method
from appraisal.methods.coefficiency import COEFFICIENCY

METHODS: dict[str, Method] = {one.key: one for one in (COEFFICIENCY,)}
