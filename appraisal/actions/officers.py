"""Who deals with a proposal for the council."""

from datetime import datetime

from appraisal.access import may_of
from appraisal.actions.notices import tell
from appraisal.actions.pages import hold
from appraisal.models import Proposal
from appraisal.roles import To
from core.audit import on_record, record
from core.models import Membership, Role, User


class CannotHand(ValueError):
    """The proposal cannot be handed to this person; the message says why."""


def hand_to(*, by: User, proposal: Proposal, officer: User, was: int | None, at: datetime) -> bool:
    """Make somebody the officer of a proposal; say whether that is new.

    ``was``: the officer, by number, whom the person who asks saw there. Raises :class:`CannotHand` where
    that is not theirs to say, somebody else has been put there since, or the new one is no asset officer of the
    council.
    """
    with on_record():
        held = hold(proposal)
        if To.HANDLE not in may_of(by, held):  # such as somebody who has withdrawn from it
            raise CannotHand(f"You may not {To.HANDLE}.")
        if held.officer_id == officer.pk:
            return False
        if held.officer_id != was:
            raise CannotHand(f"{held.officer or 'Nobody'} has it since you opened this page.")
        theirs = Membership.objects.filter(user=officer, authority=held.authority)
        if not officer.is_active or not theirs.filter(role=Role.ASSET_OFFICER).exists():
            raise CannotHand(f"{officer} is no asset officer of {held.authority}.")
        held.officer, held.changed_at = officer, at
        held.save(update_fields=["officer", "changed_at"])
        record(
            event="officer changed",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"before": was, "after": officer.pk},
        )
        tell("named", proposal=held, authority=held.authority, to=[officer], by=by, at=at)
    return True
