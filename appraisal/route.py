"""The route of a proposal, as a table: from the first idea to the published decision.

No move is possible that this table does not name. Each says from which states it leads, to which, who
may make it, and what must be true before it; what is not true is said in a sentence for the person who
tries. Nothing here asks a database: what has to be known stands in :class:`Standing`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from appraisal.models import State
from appraisal.roles import To


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is true of a proposal, as far as its moves depend on it.

    Whoever asks for a move sees to it that what the move needs is filled in; what is left as it is
    here stands for “not so”, and no move is let through by leaving something out.
    """

    eligible: bool | None = None  # at enquiry; None: nobody has said
    disclosed: bool = False  # condition, running costs and title
    waits_for_confirmation: bool = True  # of a form typed in from paper
    unfinished: tuple[str, ...] = ()  # what the group has still to do, in words
    complete: bool = False  # that was looked at, and nothing is left to do
    open_checks: tuple[str, ...] = ()  # items of the checklist that nobody has settled
    failed_checks: tuple[str, ...] = ()
    checklist_seen: bool = False
    # Who said that the assessment is ready, by number; the person who asks, where they had a hand in it.
    assessor: int | None = None
    unassessed: tuple[str, ...] = ()  # what the officer has still to do, in words
    assessed: bool = False  # that was looked at, and nothing is left to do
    provisional: bool = True
    open_flags: int = 0
    on_agenda: bool = False
    conflicted: bool = False  # the person who asks has declared an interest
    panel_ready: tuple[str, ...] = ("The panel has not recorded what it agrees.",)
    decided: bool = False
    published: bool = False
    asked_again: bool = False  # a decision is looked at again once
    by: int = 0  # the person who asks, by number


Need = Callable[[Standing], Iterator[str]]


def _eligible(at: Standing) -> Iterator[str]:
    if at.eligible is None:
        yield "Say first whether the group and the asset are eligible."
    elif not at.eligible:
        yield "The enquiry is not eligible, so it cannot be invited. Decline it with a reason."


def _disclosed(at: Standing) -> Iterator[str]:
    if not at.disclosed:
        yield "Tell the group first what is known of the condition, the running costs and the title."


def _confirmed(at: Standing) -> Iterator[str]:
    if at.waits_for_confirmation:
        yield "The group must confirm first what was typed in from its paper form."


def _complete(at: Standing) -> Iterator[str]:
    yield from at.unfinished
    if not at.complete and not at.unfinished:
        yield "The answers have not been looked through yet."


def _gate(at: Standing) -> Iterator[str]:
    for item in at.open_checks:
        yield f"Settle the check “{item}” first."
    for item in at.failed_checks:
        yield f"The check “{item}” has failed. Return the proposal, refuse it, or waive the check with a reason."
    if not at.checklist_seen:
        yield "The checklist has not been looked through yet."


def _assessed(at: Standing) -> Iterator[str]:
    yield from at.unassessed
    if at.open_flags:
        yield "Resolve every flag first."
    if not at.assessed and not at.unassessed:
        yield "The assessment is not ready yet."


def _final(at: Standing) -> Iterator[str]:
    if at.provisional:
        yield "The result is provisional: something that the council must fill in is missing."


def _another_person(at: Standing) -> Iterator[str]:
    if at.assessor is None:
        yield "The officer has not said that the assessment is ready."
    elif at.assessor == at.by:
        yield "You had a hand in this proposal or its assessment, so somebody else must check and decide."


def _on_agenda(at: Standing) -> Iterator[str]:
    if not at.on_agenda:
        yield "Put it on the agenda of a meeting first."


def _panel_ready(at: Standing) -> Iterator[str]:
    yield from at.panel_ready


def _no_interest(at: Standing) -> Iterator[str]:
    if at.conflicted:
        yield "You have declared an interest in this proposal, so you have withdrawn from it."


def _not_again(at: Standing) -> Iterator[str]:
    if at.asked_again:
        yield "The council has looked at this decision again already."


def _decided(at: Standing) -> Iterator[str]:
    if not at.decided:
        yield "There is no decision yet."


def _was_published(at: Standing) -> Iterator[str]:
    if not at.published:
        yield "The decision was not published."


def _was_not_published(at: Standing) -> Iterator[str]:
    if at.published:
        yield "The decision was published already."


class Move(NamedTuple):
    """One way from some states to others. ``does`` completes “you cannot … now”."""

    key: str
    does: str
    leaves: frozenset[State]
    reaches: frozenset[State]
    to: To
    needs: tuple[Need, ...] = ()
    reason: bool = False  # whether a reason must be given


def _move(
    key: str,
    does: str,
    leaves: tuple[State, ...],
    reaches: tuple[State, ...],
    to: To,
    *needs: Need,
    reason: bool = False,
) -> Move:
    return Move(key, does, frozenset(leaves), frozenset(reaches), to, needs, reason)


OUTCOMES = (State.APPROVED, State.CONDITIONS, State.REFUSED, State.DEFERRED)
FINAL = (State.APPROVED, State.CONDITIONS, State.REFUSED)  # a deferred one comes back
_BEFORE_DECISION = (
    State.ENQUIRY,
    State.INVITED,
    State.DRAFT,
    State.SUBMITTED,
    State.RETURNED,
    State.RESUBMITTED,
    State.ASSESSMENT,
    State.CHECKED,
    State.PANEL,
    State.DEFERRED,
)
_SENT = (State.SUBMITTED, State.RESUBMITTED)

MOVES: tuple[Move, ...] = (
    _move("invite", "invite the group to apply", (State.ENQUIRY,), (State.INVITED,), To.HANDLE,
          _eligible, _disclosed),
    _move("decline", "decline the enquiry", (State.ENQUIRY,), (State.DECLINED,), To.HANDLE,
          reason=True),
    _move("begin", "begin the application", (State.INVITED,), (State.DRAFT,), To.BEGIN),
    _move("submit", "send the proposal in", (State.DRAFT,), (State.SUBMITTED,), To.SUBMIT,
          _confirmed, _complete),
    _move("return", "return the proposal for more information",
          (*_SENT, State.ASSESSMENT, State.DEFERRED), (State.RETURNED,), To.HANDLE, reason=True),
    _move("resubmit", "send the proposal in again", (State.RETURNED,), (State.RESUBMITTED,),
          To.SUBMIT, _confirmed, _complete),
    _move("assess", "begin the assessment", (*_SENT, State.DEFERRED), (State.ASSESSMENT,),
          To.HANDLE, _gate),
    _move("sign-off", "sign the assessment off", (State.ASSESSMENT,), (State.CHECKED,),
          To.SIGN_OFF, _gate, _assessed, _final, _another_person),
    _move("send-back", "send the assessment back to the officer", (State.ASSESSMENT,),
          (State.ASSESSMENT,), To.SIGN_OFF, _another_person, reason=True),
    _move("reopen", "open the assessment again", (State.CHECKED,), (State.ASSESSMENT,), To.HANDLE,
          reason=True),
    _move("to-panel", "put the proposal to the panel", (State.CHECKED, State.DEFERRED),
          (State.PANEL,), To.HANDLE, _on_agenda),
    _move("off-panel", "take the proposal off the agenda", (State.PANEL,), (State.CHECKED,),
          To.HANDLE, reason=True),
    _move("decide", "record the panel’s decision", (State.PANEL,), OUTCOMES, To.DECIDE,
          _no_interest, _panel_ready, _final, reason=True),
    _move("decide-alone", "decide under delegation, or for the cabinet",
          (State.CHECKED, State.PANEL), OUTCOMES, To.DECIDE_ALONE, _another_person, _final,
          reason=True),
    _move("publish", "publish the decision", FINAL, (State.PUBLISHED,), To.PUBLISH, _decided),
    _move("ask-again", "ask the council to look at its decision again",
          (*FINAL, State.PUBLISHED), (State.RECONSIDERATION,), To.ASK_AGAIN, _not_again,
          reason=True),
    _move("look-again", "assess the proposal again", (State.RECONSIDERATION,),
          (State.ASSESSMENT,), To.HANDLE, reason=True),
    _move("uphold", "stand by the decision", (State.RECONSIDERATION,), FINAL, To.HANDLE,
          _was_not_published, reason=True),
    _move("uphold-published", "stand by the published decision", (State.RECONSIDERATION,),
          (State.PUBLISHED,), To.HANDLE, _was_published, reason=True),
    _move("withdraw", "withdraw the proposal", _BEFORE_DECISION, (State.WITHDRAWN,), To.WITHDRAW,
          reason=True),
)  # fmt: skip

BY_KEY: Mapping[str, Move] = {move.key: move for move in MOVES}


def refusals(key: str, *, state: str, may: frozenset[To], standing: Standing) -> tuple[str, ...]:
    """Return why a move cannot be made, in sentences; nothing where it can."""
    move = BY_KEY[key]
    if move.to not in may:
        return (f"You may not {move.to}.",)
    if state not in move.leaves:
        now = State(state).label
        return (f"You cannot {move.does} now: its state is “{now}”.",)
    return tuple(why for need in move.needs for why in need(standing))


def moves_from(state: str, may: frozenset[To]) -> tuple[Move, ...]:
    """Return the moves that lead on from a state and that this person may try, in their order."""
    return tuple(move for move in MOVES if state in move.leaves and move.to in may)
