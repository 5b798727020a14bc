"""What each role may do with a proposal, as a table. Who is named nowhere here may do nothing."""

from collections.abc import Mapping
from enum import StrEnum

from core.models import Role


class To(StrEnum):
    """What somebody wants of a proposal, in words that complete “you may not …”."""

    READ = "read this proposal"
    ANSWER = "answer the questions that are the group’s"
    ANSWER_FOR_COUNCIL = "fill in what is the council’s"
    AGREE = "agree that a criterion does not apply"
    READ_DISCOUNT = "read the discount"


MAY: Mapping[str, frozenset[To]] = {
    Role.GROUP_MEMBER: frozenset({To.READ, To.ANSWER}),
    Role.ASSET_OFFICER: frozenset({To.READ, To.ANSWER_FOR_COUNCIL, To.AGREE, To.READ_DISCOUNT}),
}
