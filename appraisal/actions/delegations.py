"""Whom a council’s recommendations authorise to settle the documents: the council’s own words, or ours."""

from datetime import datetime

from appraisal.actions.settings import CannotSet, setting_of
from appraisal.models import Delegation
from appraisal.standard import DELEGATIONS
from core.models import Authority, User

MOST = 600  # characters
_ENDS = (".", "!", "?", ";")


def subject_of(kind: str) -> str:
    """Return the subject under which the changes for a kind of proposal are kept."""
    return f"delegation:{kind}"


def set_delegation(
    *,
    authority: Authority,
    kind: str,
    words: str,
    by: User,
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    """Set the paragraph that says who settles the documents; empty, or ours: ours. Say whether it changed.

    It stands in what officers recommend from now on: what waits for its check must be said to be ready again, and
    what is signed off keeps the words of then. Raises :class:`CannotSet` where it is too long, and ``ChangedSince``.
    """
    words = " ".join(words.split())
    if words and not words.endswith(_ENDS):
        words += "."
    if len(words) > MOST:
        raise CannotSet(f"The paragraph must be at most {MOST} characters.")
    words = "" if words == DELEGATIONS[kind] else words
    subject = subject_of(kind)
    with setting_of(authority, subject, by=by, seen=seen, reason=reason, at=at) as setting:
        own = Delegation.objects.filter(authority=setting.authority, kind=kind)
        stood = own.values_list("words", flat=True).first() or ""
        changed = setting.save({"words": stood}, {"words": words}, event="delegation changed")
        if changed:
            own.delete()
            if words:
                Delegation.objects.create(authority=setting.authority, kind=kind, words=words)
    return changed
