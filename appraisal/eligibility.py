"""What an enquiry must meet before a group is asked for its full proposal. Pure: no database, no clock."""

from collections.abc import Mapping
from typing import NamedTuple


class Condition(NamedTuple):
    """One thing that an enquiry must meet: a question to be answered yes or no, with a reason."""

    key: str
    question: str
    hint: str


_GROUP = Condition(
    "group",
    "Can this group hold it?",
    "It is not for profit, open to the people it serves, and has or can get a form that lets it sign. For example, "
    "“a charitable incorporated organisation since 2019”.",
)
_USE = Condition(
    "use",
    "Would the use be good for the area’s well-being?",
    "Economic, social or environmental. For example, “lunch clubs and advice in a ward with nowhere else to meet”.",
)

# Kind of proposal → its conditions, in order.
CONDITIONS: Mapping[str, tuple[Condition, ...]] = {
    "asset-transfer": (
        Condition(
            "asset",
            "Is it the council’s, and does the council not need it itself?",
            "For example, “ours by the 1934 conveyance; declared surplus in March”.",
        ),
        _GROUP,
        _USE,
    ),
    "coproduction": (
        Condition(
            "service",
            "Is it a service that the council may run together with others?",
            "For example, “day care for adults, which the law lets us share”.",
        ),
        Condition(
            "group",
            "Can this group take part in running it?",
            "It is open to the people who use the service, and can sign an agreement. For example, “a residents’ "
            "association with a constitution”.",
        ),
        _USE,
    ),
}


def is_eligible(kind: str, met: Mapping[str, bool]) -> bool | None:
    """Say whether an enquiry meets all conditions of its kind; None: somebody has still to say of one.

    ``met`` holds what was said: condition's key → yes or no. One “no” is enough.
    """
    said = [met.get(one.key) for one in CONDITIONS[kind]]
    if False in said:
        return False
    return None if None in said else True
