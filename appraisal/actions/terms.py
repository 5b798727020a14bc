"""Correcting what a group asks for: its terms stay as they are, and the officer's stand beside them."""

import json
from collections.abc import Mapping
from datetime import datetime

from appraisal.actions.pages import turn_at
from appraisal.assessing import PREFIX, TERMS
from appraisal.layout import GROUP_TERMS
from appraisal.models import CorrectedTerms, PageState, Proposal
from appraisal.queries.mapping import corrected_terms_of, plain, terms_mapping
from core.models import User


class CannotCorrect(ValueError):
    """This correction cannot be made; the message says why, in a sentence."""


def correct_terms(
    *,
    by: User,
    proposal: Proposal,
    terms: Mapping[str, object],
    reason: str,
    saves_seen: int,
    seen: int,
    at: datetime,
) -> bool:
    """Correct what the group asks for, or with the group's own terms no longer; say whether that is a change.

    ``terms`` holds those of :data:`GROUP_TERMS` that the page asks for, ``saves_seen`` the saves of the group's
    page that the officer has read. The group's own stay as they are, and each that is other than theirs counts
    in the officer's assessment. Raises :class:`CannotCorrect`.
    """
    if unknown := set(terms) - set(GROUP_TERMS):
        raise ValueError(unknown)
    with turn_at(proposal, f"{PREFIX}{TERMS}", seen=seen, by=by, at=at) as turn:
        held = turn.state.proposal
        own = terms_mapping(held.terms)
        given = {
            key: plain(value) if value not in (None, "") else None for key, value in terms.items()
        }
        given = {key: value for key, value in given.items() if value != own.get(key)}
        stood = corrected_terms_of(held)
        old = json.loads(stood.given) if stood else {}
        current = stood is None or stood.saves_seen == saves_seen
        if given == old and current and (stood is None or stood.reason == reason):
            return turn.save({}, {})
        if given and not reason.strip():
            raise CannotCorrect("Say why you correct what the group asks for.")
        theirs = PageState.objects.filter(proposal=held, page=TERMS).first()
        if (theirs.saves if theirs else 0) != saves_seen:
            raise CannotCorrect(
                "The group has changed what it asks for since you opened this page. Open it again."
            )
        keys = sorted({*old, *given})
        before = {key: old.get(key, own.get(key)) for key in keys}
        after = {key: given.get(key, own.get(key)) for key in keys}
        turn.save(
            {**before, "read": stood and stood.saves_seen, "reason": stood.reason if stood else ""},
            {**after, "read": saves_seen, "reason": reason},
            event="terms corrected",
        )
        if given:
            CorrectedTerms.objects.update_or_create(
                proposal=held,
                defaults={
                    "given": json.dumps(given, sort_keys=True),
                    "reason": reason,
                    "saves_seen": saves_seen,
                    "by": by,
                    "at": at,
                },
            )
        else:
            CorrectedTerms.objects.filter(proposal=held).delete()
    return True
