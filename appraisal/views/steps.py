"""The pages of a proposal in their order, and where each leads."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from appraisal.chapters import Chapter, chapters_for
from appraisal.engine.scheme import Criterion
from appraisal.queries import Sheet
from appraisal.roles import To
from appraisal.views.doors import AtProposal


class Step(NamedTuple):
    """A page that somebody fills in: its key, its title and its address."""

    key: str
    title: str
    href: str


def address(at: AtProposal, name: str, *more: str) -> str:
    """Return the address of a page of a proposal."""
    return _address(name, at.council.slug, at.proposal.pk, *more)


@lru_cache(maxsize=4096)  # every page names all the others, and an address never changes
def _address(name: str, council: str, proposal: UUID, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[council, proposal, *more])


def criterion_address(at: AtProposal, letter: str) -> str:
    """Return the address of a criterion's page."""
    return address(at, "criterion", letter)


# The pages of facts, and what they are called.
FACTS = {
    "about": "Title and summary",
    "group": "Your group and contact",
    "asset": "The building or land",
    "terms": "What you ask the council for",
    "council": "The council’s figures",
}
_OF_COUNCIL = ("council",)


def facts_steps(at: AtProposal) -> Iterator[Step]:
    """Yield the pages of facts that a person fills in."""
    for key, title in FACTS.items():
        to = To.ANSWER_FOR_COUNCIL if key in _OF_COUNCIL else To.ANSWER
        if to in at.may:
            yield Step(key, title, address(at, "facts", key))


def readable_facts(at: AtProposal) -> Iterator[Step]:
    """Yield the pages of facts that a person fills in, in this state or in another."""
    for key, title in FACTS.items():
        to = To.ANSWER_FOR_COUNCIL if key in _OF_COUNCIL else To.ANSWER
        if to in at.ever:
            yield Step(key, title, address(at, "facts", key))


def criteria_steps(at: AtProposal, sheet: Sheet) -> Iterator[Step]:
    """Yield the criteria that have questions for this person, under their headings."""
    for criterion in in_order(sheet):
        if any(question.asked_of in at.audiences for question in criterion.questions):
            title = f"{criterion.letter} {criterion.title}"
            yield Step(criterion.letter, title, criterion_address(at, criterion.letter))


def all_criteria(at: AtProposal, sheet: Sheet) -> tuple[Step, ...]:
    """Return the pages of all criteria, whoever fills them in."""
    return tuple(
        Step(one.letter, f"{one.letter} {one.title}", criterion_address(at, one.letter))
        for one in in_order(sheet)
    )


def in_order(sheet: Sheet) -> Iterator[Criterion]:
    """Yield the criteria heading by heading."""
    for heading in sheet.scheme.headings:
        yield from sheet.scheme.under(heading)


def chapter_step(at: AtProposal, chapter: Chapter) -> Step:
    """Return the page of a chapter of the group's."""
    return Step(chapter.page, chapter.title, address(at, "chapter", chapter.key))


def chapter_steps(at: AtProposal) -> Iterator[Step]:
    """Yield the chapters that a person fills in for the group."""
    if To.ANSWER in at.may:
        for chapter in chapters_for(at.proposal.kind, "group"):
            yield chapter_step(at, chapter)


def steps_of(at: AtProposal, sheet: Sheet) -> tuple[Step, ...]:
    """Return all that a person fills in, in order."""
    return (*facts_steps(at), *criteria_steps(at, sheet), *chapter_steps(at))


class Beside(NamedTuple):
    """The pages before and after one; None at the ends."""

    previous: Step | None
    next: Step | None


def beside(steps: tuple[Step, ...], key: str) -> Beside:
    """Return the pages before and after the one of this key."""
    keys = [step.key for step in steps]
    if key not in keys:
        return Beside(None, None)
    place = keys.index(key)
    before = steps[place - 1] if place else None
    return Beside(before, steps[place + 1] if place + 1 < len(steps) else None)
