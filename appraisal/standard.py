"""What the product gives a new council to begin with, conditions and a sentence; it changes them as it likes."""

from typing import NamedTuple


class Standard(NamedTuple):
    """A condition by its key."""

    key: str
    words: str


CONDITIONS = (
    Standard(
        "open-to-all",
        "The building stays open to the whole community, at prices that local people can pay.",
    ),
    Standard("repair", "The group keeps the building in repair for the whole term."),
    Standard(
        "insurance",
        "The group insures the building and what happens in it, and shows the council its policies each year.",
    ),
    Standard(
        "funding-first",
        "The lease is granted once the money for the works is confirmed in writing.",
    ),
    Standard(
        "asset-lock",
        "The group keeps its asset lock, and asks the council before it changes its constitution.",
    ),
    Standard(
        "no-transfer",
        "The group does not sell the lease, pass it on or sublet the whole without the council’s consent in writing.",
    ),
    Standard(
        "return",
        "The building comes back to the council if the group closes or ends the use that was agreed.",
    ),
    Standard(
        "safeguarding",
        "The group keeps a safeguarding policy and follows it wherever it works with children or adults at risk.",
    ),
    Standard(
        "yearly-report",
        "The group reports once a year what it achieved, against the figures of its proposal.",
    ),
)

# The paragraph of a resolution that says who settles the documents, by kind of proposal.
DELEGATIONS = {
    "asset-transfer": (
        "authorises the officer responsible for property, with the council’s chief legal officer, to settle the heads "
        "of terms and legal documents within these terms and to complete."
    ),
    "coproduction": (
        "authorises the officer responsible for the service, with the council’s chief legal officer, to settle the "
        "agreement within these terms and to complete."
    ),
}
