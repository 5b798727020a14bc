"""Check your answers: every question with what was said, by heading and criterion."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from appraisal.file import AppraisalFile
from appraisal.showing.readers import Reader
from appraisal.showing.spoken import Spoken

NOT_ANSWERED = "Not answered yet"
COUNCILS = "The council fills this in"

# From a criterion's letter, or from a section of the facts, to where it is changed; None: not here.
Change = Callable[[str], str | None]


class CheckRow(NamedTuple):
    """A question and what was said to it. ``missing`` says in words that nothing was."""

    key: str
    spoken: Spoken | None = None  # of an answer
    text: str = ""  # of anything else
    missing: str = ""
    change: str = ""  # where it is changed
    by_council: bool = False


class CheckCard(NamedTuple):
    """The rows of one criterion, or of the facts."""

    id: str
    title: str
    rows: tuple[CheckRow, ...]


class CheckHeading(NamedTuple):
    """The criteria under one heading."""

    title: str
    cards: tuple[CheckCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """All that a page of answers to check shows."""

    facts: CheckCard
    headings: tuple[CheckHeading, ...]
    unanswered: int  # criteria with no answer


def check_page(
    given: AppraisalFile,
    *,
    reader: Reader,
    change: Change | None = None,
    change_fact: Change | None = None,
    may_fill_in: Collection[str] | None = None,
) -> CheckPage:
    """Make the page of answers to check.

    ``change`` gives the address where a letter's answers are changed, ``change_fact`` that of a
    section of the facts (``title``, ``summary``, ``reference``, ``group``, ``asset``, ``terms``,
    ``council``). ``may_fill_in`` says whose questions the reader may change: of ``group``,
    ``officer`` and ``either``; without it what the reader's own part is.
    """
    raise NotImplementedError
