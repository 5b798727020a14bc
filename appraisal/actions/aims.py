"""What a council rates proposals against: its objectives, aims and priorities."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from appraisal.engine.fields import MOST_RATINGS
from appraisal.models import CouncilAim
from appraisal.queries import newest_scheme
from core.audit import on_record, record
from core.models import Authority, User

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_LONGEST_WORDS = 300


class CannotSet(ValueError):
    """The lists cannot be set; the message says why."""


def set_aims(
    *, by: User | None, authority: Authority, kind: str, lists: object, at: datetime
) -> None:
    """Set what proposals of a kind are rated against: letter → key → words, in order.

    Proposals that were started before keep the lists that they began with. Raises :class:`CannotSet`
    where the council has no scheme of this kind, or the lists are not what its scheme rates.
    """
    checked = _checked(authority, kind, lists, at)
    with on_record():
        CouncilAim.objects.filter(authority=authority, kind=kind, letter__in=checked).delete()
        CouncilAim.objects.bulk_create(
            CouncilAim(
                authority=authority, kind=kind, letter=letter, order=order, key=key, words=words
            )
            for letter, aims in checked.items()
            for order, (key, words) in enumerate(aims.items())
        )
        record(
            event="lists set",
            by=by,
            authority=authority,
            about=f"aims:{kind}",
            at=at,
            detail=dict(checked),
        )


def _checked(
    authority: Authority, kind: str, lists: object, at: datetime
) -> dict[str, dict[str, str]]:
    scheme = newest_scheme(authority, kind, at.date())
    if scheme is None:
        raise CannotSet(f"{authority} has no scheme for “{kind}” yet.")
    rated = {
        one.letter
        for one in scheme.criteria
        if any(question.kind == "ratings" for question in one.questions)
    }
    if not isinstance(lists, Mapping) or not lists:
        raise CannotSet(
            f"“{kind}” must hold a list for one of the criteria {', '.join(sorted(rated))}."
        )
    return {str(letter): _aims(str(letter), aims, rated) for letter, aims in lists.items()}


def _aims(letter: str, aims: object, rated: Collection[str]) -> dict[str, str]:
    if letter not in rated:
        raise CannotSet(f"{letter} rates nothing. Lists belong to {', '.join(sorted(rated))}.")
    if not isinstance(aims, Mapping) or not all(isinstance(words, str) for words in aims.values()):
        raise CannotSet(f'{letter} must hold a line such as be-healthy = "Be healthy" for each.')
    if len(aims) > MOST_RATINGS:
        raise CannotSet(f"{letter} has {len(aims)} lines; the most is {MOST_RATINGS}.")
    for key, words in aims.items():
        if not _KEY.fullmatch(key) or not words.strip() or len(words) > _LONGEST_WORDS:
            raise CannotSet(
                f"{letter}: “{key}” must be a key in small letters, figures and hyphens, with words of at most "
                f"{_LONGEST_WORDS} characters."
            )
    return dict(aims)
