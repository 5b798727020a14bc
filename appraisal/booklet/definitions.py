"""The words that a volunteer may meet for the first time in a booklet."""

from appraisal.booklet.proposal import FREEHOLD, LEASE, LICENCE
from appraisal.engine.scheme import ProposalKind
from appraisal.pack.parts import Fact


def definitions(kind: ProposalKind) -> tuple[Fact, ...]:
    """Return the words that a proposal of a kind needs, in order of the alphabet."""
    own = _TRANSFER if kind == "asset-transfer" else _COPRODUCTION
    return tuple(sorted((*_ALWAYS, *own), key=lambda fact: fact.label.casefold()))


_ALWAYS = (
    Fact(
        "Charitable incorporated organisation (CIO)",
        "A charity that can own things and sign agreements in its own name.",
    ),
    Fact("Charitable trust", "A charity run by trustees, who own things in their own names."),
    Fact(
        "Community benefit society",
        "A society owned by its members and run for the good of the community.",
    ),
    Fact(
        "Community interest company (CIC)",
        "A company that must use what it earns for the community.",
    ),
    Fact(
        "Company limited by guarantee",
        "A company without shares. Its members promise a small sum, often £1, if it closes with debts.",
    ),
    Fact(
        "Criterion",
        "One of the things that a plan is scored on. Each has a letter, and a most points it can give.",
    ),
    Fact(
        "Does not apply",
        "This part makes no sense for your plan. If the council agrees, it counts neither for nor against you.",
    ),
    Fact("Evidence", "What shows that an answer is right: a letter, a quote, a survey, a photo."),
    Fact("Full-time job", "Paid work for a whole working week. Two half-time jobs make one."),
    Fact("m²", "Square metres: length times width. A room 10 by 6 metres has 60 m²."),
    Fact("Panel", "The people who weigh up your plan for the council."),
    Fact("Reserve", "Money put aside for what nobody expected."),
    Fact("Running cost", "What must be paid again each year: heat, insurance, repairs, wages."),
    Fact(
        "Unincorporated association",
        "A group with rules but no company behind it. Its members sign agreements in their own names.",
    ),
)
_TRANSFER = (
    Fact("Capital cost", "What is paid once, before you can open: building work, equipment, fees."),
    Fact("Discount", "How much of the market rent or price the council would let go."),
    Fact("Freehold", FREEHOLD),
    Fact("Lease", LEASE),
    Fact("Licence", LICENCE),
    Fact("Market rent", "The rent that a business would pay for the same building or land."),
)
_COPRODUCTION = (
    Fact(
        "Coproduction",
        "People who use a service and people who are paid for it plan it and run it together.",
    ),
    Fact("Set-up cost", "What is paid once, before you can begin: training, equipment, a van."),
)
