"""Writing to the other side about a proposal, and what somebody has read."""

from datetime import datetime
from uuid import UUID

from appraisal.access import may_of
from appraisal.actions.notices import tell
from appraisal.actions.pages import hold
from appraisal.models import Message, Proposal, ReadUpTo
from appraisal.notices import Audience
from appraisal.queries.audience import people_for
from appraisal.roles import To
from core.audit import on_record, record
from core.models import User

LONGEST = 5_000  # characters


class CannotWrite(ValueError):
    """The message cannot be sent; the message says why."""


def write_message(*, by: User, proposal: Proposal, form: UUID, text: str, at: datetime) -> Message:
    """Send a message to the other side; ``form`` is that of the page, which sends one message only.

    The record tells that somebody wrote, not what: the words stand in the thread. Raises
    :class:`CannotWrite`.
    """
    text = text.strip()
    if not text:
        raise CannotWrite("Write a message")
    if len(text) > LONGEST:
        raise CannotWrite(f"Your message must be {LONGEST:,} characters or fewer")
    with on_record():
        held = hold(proposal)
        may = may_of(by, held)
        if To.WRITE not in may:
            raise CannotWrite(f"You may not {To.WRITE}.")
        sent = Message.objects.filter(proposal=held, form=form).first()
        if sent is not None:
            return sent
        side = Message.Side.COUNCIL if To.READ_AS_COUNCIL in may else Message.Side.GROUP
        message = Message.objects.create(
            proposal=held, form=form, side=side, by=by, at=at, text=text
        )
        _note(by, held, message.pk)
        record(
            event="message sent",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"message": message.pk, "side": str(side)},
        )
        other = Audience.GROUP if side == Message.Side.COUNCIL else Audience.OFFICER
        people = people_for(held, (other,))[other]
        tell("message", proposal=held, authority=held.authority, to=people, by=by, at=at)
    return message


def note_read(*, by: User, proposal: Proposal, message: int) -> None:
    """Note that somebody has seen the messages up to this one. It is theirs alone and not on record."""
    _note(by, proposal, message)


def _note(by: User, proposal: Proposal, message: int) -> None:
    ReadUpTo.objects.update_or_create(proposal=proposal, user=by, defaults={"message": message})
