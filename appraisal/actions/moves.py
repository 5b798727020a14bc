"""Making a move on the route: the one place where the state of a proposal changes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple

from appraisal.access import may_of
from appraisal.actions.notices import tell_of_move
from appraisal.actions.pages import MovedMeanwhile, hold
from appraisal.models import AgendaItem, Proposal, State
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.panel import LIVE
from appraisal.queries.standing import standing_of
from appraisal.roles import To
from appraisal.route import BY_KEY, OUTCOMES, Standing, refusals
from core.audit import on_record, record
from core.models import AuditEntry, User


class CannotMove(ValueError):
    """The move cannot be made; ``reasons`` says why, a sentence for each reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class Seen(NamedTuple):
    """Where a page showed a proposal to be on its way: in which state, since when."""

    state: str
    since: datetime


def seen_of(proposal: Proposal) -> Seen:
    """Return where a proposal is, for a page that shows it."""
    return Seen(proposal.state, proposal.state_since)


class Ready(NamedTuple):
    """A proposal that is held for a move, with what its person may do and what is true of it.

    ``sheet`` reads its answers, which is done once however often it is called.
    """

    held: Proposal
    may: frozenset[To]
    standing: Standing
    sheet: Callable[[], Sheet]

    def refuse(self, key: str) -> None:
        """Raise :class:`CannotMove` with what speaks against a move, before any work for it is done."""
        if reasons := refusals(key, state=self.held.state, may=self.may, standing=self.standing):
            raise CannotMove(reasons)


# What a sheet is made from beside the answers.
_READ_WITH_IT = ("organisation", "scheme", "asset", "terms")


def ready_for(key: str, *, by: User, proposal: Proposal, seen: Seen | None) -> Ready:
    """Hold a proposal inside ``on_record`` for a move, and look afresh at what the move depends on.

    ``seen``: where the page showed it to be on which the person pressed the button; None: no page. Raises
    ``MovedMeanwhile`` where it has moved since, so that an old page moves nothing.
    """
    held = hold(proposal, *_READ_WITH_IT)
    may = may_of(by, held)
    move = BY_KEY[key]
    stale = seen is not None and seen != seen_of(held)
    if stale and move.to in may and held.state in move.leaves:
        raise MovedMeanwhile(held)
    sheet = cache(partial(sheet_of, held))
    return Ready(held, may, standing_of(held, by, sheet), sheet)


def move_on(
    key: str,
    *,
    by: User,
    proposal: Proposal,
    seen: Seen | None = None,
    reason: str = "",
    at: datetime,
) -> None:
    """Make a move that does nothing else beside, such as “invite” or “return”.

    Raises :class:`CannotMove` with every reason against it, and ``MovedMeanwhile``.
    """
    with on_record():
        ready = ready_for(key, by=by, proposal=proposal, seen=seen)
        make_move(
            key,
            by=by,
            held=ready.held,
            may=ready.may,
            standing=ready.standing,
            reason=reason.strip(),
            at=at,
        )


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
    if before == State.PANEL and reached not in OUTCOMES:
        # Wherever it goes, nobody waits for it at the meeting: what was said there stays on record.
        AgendaItem.objects.filter(LIVE, proposal=held).update(off_at=at)
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
