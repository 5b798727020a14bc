"""A chapter to read: each question with what was said to it, on a card."""

from collections.abc import Mapping

from appraisal.chapters import Chapter
from appraisal.engine.said import said_to
from appraisal.showing.check import NOT_GIVEN, CheckCard, CheckHeading, CheckRow
from appraisal.showing.spoken import spoken_of

_NARROW = 3  # columns that have room beside the question
REPORT = "For the committee’s report"


def chapter_card(
    chapter: Chapter, said: Mapping[str, object], *, change: str = "", title: str = ""
) -> CheckCard:
    """Make the card of a chapter; ``said`` holds question → value as a file writes it.

    ``change`` is where it is changed, empty: not here.
    """
    values = chapter.value(said)
    rows = []
    for question in chapter.questions:
        spoken = spoken_of(said_to(question, values.get(question.key), {}))
        missing = "" if spoken.answered else NOT_GIVEN
        wide = len(spoken.heads) > _NARROW
        rows.append(CheckRow(question.label, spoken, missing=missing, change=change, wide=wide))
    return CheckCard(chapter.page, title or chapter.title, tuple(rows))


def chapters_heading(cards: tuple[CheckCard, ...]) -> tuple[CheckHeading, ...]:
    """Return the heading that cards of chapters stand under; none where there are none."""
    return (CheckHeading(REPORT, cards),) if cards else ()
