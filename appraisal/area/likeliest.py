"""Where coefficiency is likeliest: what a few answers about a proposal's kind of change and its people amount to.

The readings are those of *Looking Sideways*, as ``method.md`` §6 tells them, and who plans × who delivers. They are
context for a committee: nothing here is a number, so that none of it can be added to a score. Answers are keys, as
the chapter “likeliest” has them; an answer that was not given is None.
"""

from collections.abc import Mapping

CHAPTER = "likeliest"
# The six characteristics of a proposal from which savings are likeliest.
SIX = (
    "place",
    "neighbourhood",
    "longer_term",
    "integrated",
    "localities",
    "from_outside",
)
INSIDE, OUTSIDE = "change_inside", "change_outside"
PLANNED, DELIVERED = "planned_by", "delivered_by"

AMOUNTS: Mapping[str, str] = {"low": "Little", "high": "Much"}
PEOPLE: Mapping[str, str] = {
    "professionals": "Professionals only",
    "both": "Both",
    "communities": "Communities only",
}

# Change from inside the service, and from outside it → how effective such work tends to be.
CHANGE: Mapping[tuple[str, str], str] = {
    ("low", "low"): "Effective and static",
    ("low", "high"): "Very effective",
    ("high", "low"): "Least effective",
    ("high", "high"): "Effective but changing",
}

# Who plans, and who delivers → what that is, in our words.
INVOLVED: Mapping[tuple[str, str], str] = {
    ("professionals", "professionals"): "The usual service: professionals decide and do the work",
    ("professionals", "both"): "Planned for communities, who then lend a hand",
    ("professionals", "communities"): "Handed over: communities do what professionals set out",
    ("both", "professionals"): "Communities have a say, and professionals do the work",
    ("both", "both"): "Coproduction in full: planned and done together",
    ("both", "communities"): "Planned together, and communities do the work",
    ("communities", "professionals"): "Communities say what is wanted, and professionals do it",
    ("communities", "both"): "Communities lead, and professionals lend a hand",
    ("communities", "communities"): "Self-help: communities plan and do it all themselves",
}


def reading_of_change(inside: str | None, outside: str | None) -> str:
    """Return how effective work with so much change from inside and outside tends to be; empty if either is unsaid."""
    return CHANGE.get((inside or "", outside or ""), "")


def reading_of_people(planned: str | None, delivered: str | None) -> str:
    """Return what it is to plan and deliver with these people; empty if either is unsaid."""
    return INVOLVED.get((planned or "", delivered or ""), "")
