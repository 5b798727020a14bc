"""Checking an assessment: another person signs it off, which freezes a record of it, or sends it back."""

from datetime import datetime

from appraisal.actions.gate import gate_of
from appraisal.actions.moves import CannotMove, Seen, make_move, ready_for
from appraisal.actions.records import keep, record_of
from appraisal.models import Proposal
from appraisal.queries.assessed import assessed_of
from core.audit import on_record
from core.models import User

SIGN_OFF = "sign-off"
CHANGED = "The assessment has changed since you opened the page. Read it again."


def sign_off(
    *, by: User, proposal: Proposal, fingerprint: str, seen: Seen | None = None, at: datetime
) -> None:
    """Sign an assessment off, and keep a record of it: the officer's figures with picks and findings.

    ``fingerprint``: of what the person read. Raises ``CannotMove`` with every reason against it, and
    ``MovedMeanwhile`` where the proposal has moved since ``seen``.
    """
    with on_record():
        ready = ready_for(SIGN_OFF, by=by, proposal=proposal, seen=seen)
        ready.refuse(SIGN_OFF)
        assessed = assessed_of(ready.held)
        if assessed.fingerprint != fingerprint:
            raise CannotMove((CHANGED,))
        beside = {**assessed.beside, "gate": gate_of(ready.held)}
        text = record_of(assessed.officer, event=SIGN_OFF, by=by, at=at, beside=beside)
        digest, then = keep(text, proposal=ready.held, event=SIGN_OFF, by=by, at=at)
        make_move(
            SIGN_OFF,
            by=by,
            held=ready.held,
            may=ready.may,
            standing=ready.standing,
            at=at,
            detail={"record": digest},
            then=then,
        )
