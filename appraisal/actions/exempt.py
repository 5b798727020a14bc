"""Choosing which sections of the report the public may not read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from appraisal.actions.assessing import assessing_page, recommendation_of
from appraisal.assessing import PUBLIC
from appraisal.exempt import PARAGRAPHS, SECTIONS, TO_CHOOSE, Closed
from appraisal.models import ExemptSection, Proposal
from core.models import User


class CannotClose(ValueError):
    """A section cannot be kept from the public so; the message is a sentence that says why."""


def save_exempt(
    *, by: User, proposal: Proposal, closed: Sequence[Closed], seen: int, at: datetime
) -> bool:
    """Save which sections of the report the public may not read; none of them: it may read all of it.

    Raises :class:`CannotClose` for a section or paragraph that there is not, a section that is named twice, or one
    without a reason: Schedule 12A wants one for each.
    """
    _refuse_closed(closed)
    with assessing_page(proposal, PUBLIC, seen, by, at) as turn:
        said = recommendation_of(turn.state.proposal)
        stood = ExemptSection.objects.filter(assessment=said.assessment)
        before = {
            "exempt": _in_words(Closed(one.section, one.paragraph, one.why) for one in stood),
            "exempt_settled": said.exempt_settled,
        }
        after = {"exempt": _in_words(closed), "exempt_settled": True}
        changed = turn.save(before, after, event="exempt sections chosen")
        if before != after:
            stood.delete()
            ExemptSection.objects.bulk_create(
                ExemptSection(
                    assessment=said.assessment,
                    section=one.section,
                    paragraph=one.paragraph,
                    why=one.why,
                )
                for one in closed
            )
            said.exempt_settled = True
            said.save(update_fields=["exempt_settled"])
    return changed


def _in_words(closed: Iterable[Closed]) -> str:
    """Say what is closed, a line for each section, as the history tells it."""
    return "\n".join(f"{SECTIONS[one.section].title}: {one.paragraph}. {one.why}" for one in closed)


def _refuse_closed(closed: Sequence[Closed]) -> None:
    for one in closed:
        if one.section not in TO_CHOOSE or one.paragraph not in PARAGRAPHS:
            raise CannotClose("Choose a section of the report and a paragraph of Schedule 12A.")
        if not one.why.strip():
            raise CannotClose(
                "Say why the public interest in keeping it closed outweighs that in telling it."
            )
    if len({one.section for one in closed}) < len(closed):
        raise CannotClose("A section can be closed once, under one paragraph.")
