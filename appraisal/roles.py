"""What each role may do with a proposal, as a table. Who is named nowhere here may do nothing."""

from collections.abc import Mapping
from enum import StrEnum

from core.models import Role


class To(StrEnum):
    """What somebody wants of a proposal, in words that complete “you may not …”."""

    READ = "read this proposal"
    ANSWER = "answer the questions that are the group’s"
    CONFIRM = "confirm for the group what the council typed in from paper"
    ANSWER_FOR_COUNCIL = "fill in what is the council’s"
    AGREE = "agree that a criterion does not apply"
    READ_DISCOUNT = "read the discount"
    READ_AS_COUNCIL = "read what the council sees of this proposal"


MAY: Mapping[str, frozenset[To]] = {
    Role.GROUP_MEMBER: frozenset({To.READ, To.ANSWER, To.CONFIRM}),
    Role.ASSET_OFFICER: frozenset(
        {To.READ, To.ANSWER_FOR_COUNCIL, To.AGREE, To.READ_DISCOUNT, To.READ_AS_COUNCIL}
    ),
}

# Until the group has confirmed a form that an officer typed in from paper, the officer may go on typing.
MAY_FROM_PAPER: Mapping[str, frozenset[To]] = {Role.ASSET_OFFICER: frozenset({To.ANSWER})}
