"""Making a move on the route: the one place where the state of a proposal changes."""

from collections.abc import Callable, Mapping
from datetime import datetime

from appraisal.actions.notices import tell_of_move
from appraisal.models import Proposal, State
from appraisal.roles import To
from appraisal.route import BY_KEY, Standing, refusals
from core.audit import record
from core.models import AuditEntry, User


class CannotMove(ValueError):
    """The move cannot be made; ``reasons`` says why, a sentence for each reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def make_move(
    key: str,
    *,
    by: User,
    held: Proposal,
    may: frozenset[To],
    standing: Standing,
    to: State | None = None,
    reason: str = "",
    at: datetime,
    detail: Mapping[str, object] | None = None,
    then: Callable[[AuditEntry], object] | None = None,
) -> None:
    """Move a proposal that is held inside ``on_record``, put that on record, and tell whom it concerns.

    ``to`` says where, of a move that reaches more than one state; ``then`` is called with the entry, for
    what must carry its place in the chain. The event on record is the key of the move. Raises
    :class:`CannotMove` with every reason against it.
    """
    move = BY_KEY[key]
    reasons = refusals(key, state=held.state, may=may, standing=standing)
    if move.reason and not reason.strip():
        reasons = (*reasons, "Give a reason.")
    if reasons:
        raise CannotMove(reasons)
    reached = to or next(iter(move.reaches))
    if reached not in move.reaches:
        raise CannotMove((f"You cannot {move.does} so.",))
    before = held.state
    held.state, held.state_since, held.changed_at = reached, at, at
    held.save(update_fields=["state", "state_since", "changed_at"])
    record(
        event=key,
        by=by,
        authority=held.authority,
        about=f"proposal:{held.pk}",
        at=at,
        detail={"before": before, "after": str(reached), "reason": reason, **(detail or {})},
        then=then,
    )
    tell_of_move(key, proposal=held, reached=str(reached), by=by, at=at)
