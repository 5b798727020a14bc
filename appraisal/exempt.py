"""What the public may not read of a report: the sections that can be closed, and the law that lets them be.

Schedule 12A to the Local Government Act 1972, Part 1, lists what may be kept from the public; paragraph 10 of its
Part 2 wants the public interest in keeping it closed to outweigh that in telling it, section by section.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

# The paragraphs of Part 1, in our words.
PARAGRAPHS: Mapping[int, str] = {
    1: "information about a person",
    2: "information likely to reveal who a person is",
    3: "the financial or business affairs of a person or the council",
    4: "labour relations",
    5: "legal professional privilege",
    6: "notices and orders that the council proposes",
    7: "prevention or investigation of crime",
}


class Closable(NamedTuple):
    """A section that can be closed.

    ``takes``: what is closed with it, for that says the same, or lets a reader work it out again.
    """

    title: str
    takes: tuple[str, ...] = ()
    chosen: bool = True  # whether it can be closed by itself
    service: bool = True  # whether the report of a coproduction proposal has it, too


# In the order of the report. Who applies for what, the points and the kite are never closed: they are what the
# public report is of.
SECTIONS: Mapping[str, Closable] = {
    "recommendation": Closable("Recommendation", ("discount",)),
    "asset": Closable("The asset today", service=False),
    "options": Closable("The options"),
    "applicant": Closable("The applicant and the checks"),
    "plan": Closable("Business plan and funding", ("totals",)),
    "criteria": Closable("Criterion by criterion", ("plan", "gaps", "pounds", "totals")),
    "evidence": Closable("Evidence and reasons", ("sides",)),
    "gaps": Closable("What is not in the score", chosen=False),
    "pounds": Closable("Values in pounds", chosen=False),
    "totals": Closable("Totals and how they were worked out", chosen=False),
    "sides": Closable("Group, officer and panel side by side", ("evidence",)),
    "terms": Closable(
        "Terms and discount, with the market rent or the investment",
        ("discount", "implications", "criteria", "plan", "gaps", "pounds", "totals"),
    ),
    "discount": Closable("The discount and what is left to pay", service=False),
    "ledger": Closable("The legal ledger: value, consideration and undervalue", service=False),
    "legal": Closable("Evidence for each legal test"),
    "implications": Closable("Financial implications", ("discount",)),
    "risks": Closable("Risk register"),
    "heads-of-terms": Closable("Heads of terms", service=False),
    "monitoring": Closable("Monitoring plan"),
    "interests": Closable("Declarations of interest"),
}
TO_CHOOSE: Mapping[str, str] = {key: one.title for key, one in SECTIONS.items() if one.chosen}


def to_choose(kind: str) -> Mapping[str, str]:
    """Return the sections that can be closed in the report of a kind of proposal, with their titles."""
    return {
        key: title
        for key, title in TO_CHOOSE.items()
        if SECTIONS[key].service or kind != "coproduction"
    }


MOST_REASON = 2_000  # characters


class Closed(NamedTuple):
    """A section that the public may not read: under which paragraph, and why it outweighs telling it."""

    section: str
    paragraph: int
    why: str


class Notice(NamedTuple):
    """What stands in the place of a closed section. ``because`` names the section that took it along."""

    title: str
    paragraph: int
    why: str
    because: str = ""

    @property
    def under(self) -> str:
        """Return the paragraph in words."""
        return (
            f"Paragraph {self.paragraph} of Part 1 of Schedule 12A to the Local Government Act 1972: "
            f"{PARAGRAPHS[self.paragraph]}."
        )


def notices_of(closed: Iterable[Closed]) -> Mapping[str, Notice]:
    """Return the notice of every section that is closed by itself or along with another, in the report's order."""
    found = {
        one.section: Notice(SECTIONS[one.section].title, one.paragraph, one.why) for one in closed
    }
    along: dict[str, Notice] = {}
    for key, notice in found.items():
        for other in SECTIONS[key].takes:
            title = SECTIONS[other].title
            along.setdefault(other, Notice(title, notice.paragraph, notice.why, notice.title))
    whole = {**along, **found}
    return {key: whole[key] for key in SECTIONS if key in whole}


def closed_in(said: Mapping[str, Any]) -> tuple[Closed, ...] | None:
    """Return what an assessment in a record closes; None where nobody chose, which is not the same as nothing.

    Raises ``ValueError`` for a section or paragraph that there is not: to leave it out would open it.
    """
    held = said.get("exempt")
    return None if held is None else tuple(_read(held))


def _read(held: Iterable[Mapping[str, Any]]) -> Iterator[Closed]:
    for one in held:
        section, paragraph = str(one["section"]), int(one["paragraph"])
        if section not in SECTIONS or paragraph not in PARAGRAPHS:
            raise ValueError(f"Nothing is known of the section {section}, paragraph {paragraph}.")
        yield Closed(section, paragraph, str(one["why"]))
