"""Saving a chapter: what the committee's report wants to know beside the criteria."""

import json
from collections.abc import Mapping
from datetime import datetime

from appraisal.actions.pages import turn_at
from appraisal.chapters import Chapter
from appraisal.models import ChapterAnswer, Proposal
from core.models import User

BY_GROUP, BY_COUNCIL = "chapter saved", "council chapter saved"


def save_chapter(
    *,
    by: User,
    proposal: Proposal,
    chapter: Chapter,
    given: Mapping[str, object],
    seen: int,
    at: datetime,
) -> bool:
    """Make a chapter say what is given and nothing else; say whether that is a change.

    ``given`` holds question → value as a file writes it. Raises ``CannotRead`` where that is no answer or
    something is wanted beside it, ``ValueError`` for another kind's chapter, ``ChangedMeanwhile`` where somebody
    saved the page after this person had opened it, and ``MovedMeanwhile``.
    """
    if proposal.kind not in chapter.kinds:
        raise ValueError(chapter.key)
    chapter.read(given)
    after = dict(sorted(given.items()))
    with turn_at(proposal, chapter.page, seen=seen, by=by, at=at) as turn:
        held = turn.state.proposal
        own = ChapterAnswer.objects.filter(proposal=held, chapter=chapter.key)
        before = {one.key: json.loads(one.value) for one in own.order_by("key")}
        event = BY_GROUP if chapter.asked_of == "group" else BY_COUNCIL
        changed = turn.save(before, after, event=event)
        if before != after:
            own.exclude(key__in=after).delete()
            ChapterAnswer.objects.bulk_create(
                [
                    ChapterAnswer(
                        proposal=held,
                        chapter=chapter.key,
                        key=key,
                        value=json.dumps(value, ensure_ascii=False),
                    )
                    for key, value in after.items()
                ],
                update_conflicts=True,
                unique_fields=["proposal", "chapter", "key"],
                update_fields=["value"],
            )
    return changed
