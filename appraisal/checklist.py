"""The checklist that a new council begins with; from then on its items are the council's own."""

from collections.abc import Mapping
from typing import NamedTuple


class Item(NamedTuple):
    """One thing to check before a proposal is assessed."""

    key: str
    title: str
    hint: str


_CONSTITUTION = Item(
    "constitution",
    "Constitution and objects",
    "The group’s governing document allows what it proposes, and it was adopted properly.",
)
_ASSET_LOCK = Item(
    "asset-lock",
    "Asset lock",
    "What the group owns must go to a body with like aims if the group ends.",
)
_ACCOUNTS = Item(
    "accounts",
    "Accounts",
    "The last accounts, or a first budget and bank statement, show that the group can pay its way.",
)
_INSURANCE = Item(
    "insurance",
    "Insurance",
    "Public liability, and buildings or employer’s liability where they are needed.",
)
_SAFEGUARDING = Item(
    "safeguarding",
    "Safeguarding",
    "A policy, somebody responsible for it, and checks of those who work with children or adults at risk.",
)
_OPEN_SPACE = Item(
    "open-space",
    "Open space",
    "If the land is open space, its disposal has been advertised for two weeks and objections looked at.",
)

# Kind of proposal → its items, in order.
DEFAULTS: Mapping[str, tuple[Item, ...]] = {
    "asset-transfer": (
        _CONSTITUTION,
        _ASSET_LOCK,
        _ACCOUNTS,
        _INSURANCE,
        _SAFEGUARDING,
        Item(
            "capacity",
            "Capacity to run the building",
            "Enough people with the skills to manage, repair and let it, now and when they move on.",
        ),
        _OPEN_SPACE,
    ),
    "coproduction": (
        _CONSTITUTION,
        _ACCOUNTS,
        _INSURANCE,
        _SAFEGUARDING,
        Item(
            "capacity",
            "Capacity to run the service",
            "Enough people with the skills to do their part, now and when they move on.",
        ),
    ),
}
