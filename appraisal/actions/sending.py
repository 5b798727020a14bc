"""Sending a proposal in, for the first time or again: looked through once more, then frozen as a record."""

from datetime import datetime

from appraisal.actions.checks import copy_checklist
from appraisal.actions.enquiries import told_of
from appraisal.actions.moves import CannotMove, Seen, make_move, ready_for
from appraisal.actions.records import keep, record_of
from appraisal.chapters import for_record
from appraisal.engine.faults import CannotRead
from appraisal.models import Proposal
from appraisal.queries.chapters import chapters_of
from appraisal.queries.evidence import evidence_for_record
from core.audit import on_record
from core.models import User

DECLARATION = (
    "What we say here is true as far as we know, and our group has agreed to send it in. We know that the "
    "council keeps it as it is, and may ask us to show that it is so."
)
UNDECLARED = "Tick that what you say is true and that your group has agreed to it."


def send_in(
    key: str,
    *,
    by: User,
    proposal: Proposal,
    declared: bool,
    seen: Seen | None = None,
    at: datetime,
) -> None:
    """Send a proposal in (``key`` “submit”) or in again (“resubmit”), and keep a record of it.

    All that must be true is looked at inside the transaction. The first time, the proposal is given the
    council's checklist in the words of the day. Raises ``CannotMove`` with every reason against it, and
    ``MovedMeanwhile``.
    """
    with on_record():
        ready = ready_for(key, by=by, proposal=proposal, seen=seen)
        ready.refuse(key)
        if not declared:
            raise CannotMove((UNDECLARED,))
        held = ready.held
        checks = copy_checklist(held)
        beside = {
            "declaration": DECLARATION,
            "disclosure": told_of(held),
            "evidence": evidence_for_record(held),
            "chapters": for_record(held.kind, chapters_of(held), asked_of="group"),
            "checklist": [{"key": one.key, "title": one.title, "hint": one.hint} for one in checks],
        }
        try:
            text = record_of(ready.sheet(), event=key, by=by, at=at, beside=beside)
        except CannotRead as cannot:
            raise CannotMove(_unreadable(cannot)) from cannot
        digest, then = keep(text, proposal=held, event=key, by=by, at=at)
        make_move(
            key,
            by=by,
            held=held,
            may=ready.may,
            standing=ready.standing,
            at=at,
            detail={"record": digest},
            then=then,
        )


def _unreadable(cannot: CannotRead) -> tuple[str, ...]:
    said = " ".join(f"{fault.place}: {fault.message}" for fault in cannot.faults)
    return (f"The proposal cannot be worked out yet. Ask the council. {said}",)
