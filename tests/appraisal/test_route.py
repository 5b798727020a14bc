"""The route as a table: every state × every move is allowed, or refused in the right words."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from appraisal.models import State
from appraisal.roles import MAY, To
from appraisal.route import BY_KEY, FINAL, MOVES, OUTCOMES, Standing, moves_from, refusals
from core.models import Role

EVERYTHING = frozenset(To)
# All that any move asks for is so.
READY = Standing(
    eligible=True,
    disclosed=True,
    waits_for_confirmation=False,
    complete=True,
    checklist_seen=True,
    assessor=1,
    assessed=True,
    provisional=False,
    on_agenda=True,
    panel_ready=(),
    decided=True,
    published=False,
    by=2,
)
# Which moves lead on from a state, as the issue tells the route; what is not here is refused.
ON: dict[State, set[str]] = {
    State.ENQUIRY: {"invite", "decline", "withdraw"},
    State.DECLINED: set(),
    State.INVITED: {"begin", "withdraw"},
    State.DRAFT: {"submit", "withdraw"},
    State.SUBMITTED: {"return", "assess", "withdraw"},
    State.RETURNED: {"resubmit", "withdraw"},
    State.RESUBMITTED: {"return", "assess", "withdraw"},
    State.ASSESSMENT: {"return", "sign-off", "send-back", "withdraw"},
    State.CHECKED: {"reopen", "to-panel", "decide-alone", "withdraw"},
    State.PANEL: {"off-panel", "decide", "decide-alone", "withdraw"},
    State.DEFERRED: {"return", "assess", "to-panel", "withdraw"},
    **{state: {"publish", "ask-again"} for state in FINAL},
    State.PUBLISHED: {"ask-again"},
    State.RECONSIDERATION: {"look-again", "uphold", "uphold-published"},
    State.WITHDRAWN: set(),
}


def ready_for(key: str) -> Standing:
    return replace(READY, published=key == "uphold-published")


@pytest.mark.parametrize("state", list(State))
def test_every_state_by_every_move(state: State) -> None:
    for move in MOVES:
        why = refusals(move.key, state=state, may=EVERYTHING, standing=ready_for(move.key))
        if move.key in ON[state]:
            assert why == (), (state, move.key)
        else:
            assert why == (f"You cannot {move.does} now: its state is “{state.label}”.",)


def test_who_may_not_is_told_so_whatever_the_state() -> None:
    for move, state in product(MOVES, State):
        why = refusals(move.key, state=state, may=EVERYTHING - {move.to}, standing=READY)
        assert why == (f"You may not {move.to}.",)


# What must be true, one thing at a time: what is not, and the words that say so.
MISSING: list[tuple[str, dict[str, Any], str]] = [
    ("invite", {"eligible": None}, "Say first whether the group and the asset are eligible."),
    ("invite", {"eligible": False}, "Decline it with a reason."),
    ("invite", {"disclosed": False}, "Tell the group first what is known"),
    ("submit", {"waits_for_confirmation": True}, "The group must confirm first"),
    ("submit", {"unfinished": ("Say where it is.",)}, "Say where it is."),
    ("submit", {"complete": False}, "have not been looked through yet"),
    ("resubmit", {"waits_for_confirmation": True}, "The group must confirm first"),
    ("resubmit", {"unfinished": ("Say where it is.",)}, "Say where it is."),
    ("resubmit", {"complete": False}, "have not been looked through yet"),
    ("assess", {"open_checks": ("Accounts",)}, "Settle the check “Accounts” first."),
    ("assess", {"failed_checks": ("Accounts",)}, "The check “Accounts” has failed."),
    ("assess", {"checklist_seen": False}, "The checklist has not been looked through yet."),
    ("sign-off", {"open_checks": ("Accounts",)}, "Settle the check “Accounts” first."),
    ("sign-off", {"unassessed": ("Accept A.",)}, "Accept A."),
    ("sign-off", {"assessed": False}, "The assessment is not ready yet."),
    ("sign-off", {"open_flags": 1}, "Resolve every flag first."),
    ("sign-off", {"provisional": True}, "The result is provisional"),
    ("sign-off", {"assessor": None}, "has not said that the assessment is ready"),
    ("sign-off", {"assessor": 2}, "You had a hand in this proposal"),
    ("send-back", {"assessor": 2}, "You had a hand in this proposal"),
    ("to-panel", {"on_agenda": False}, "Put it on the agenda of a meeting first."),
    ("decide", {"conflicted": True}, "You have declared an interest"),
    ("decide", {"panel_ready": ("Agree on A.",)}, "Agree on A."),
    ("decide", {"provisional": True}, "The result is provisional"),
    ("decide-alone", {"assessor": 2}, "You had a hand in this proposal"),
    ("decide-alone", {"provisional": True}, "The result is provisional"),
    ("publish", {"decided": False}, "There is no decision yet."),
    ("ask-again", {"asked_again": True}, "has looked at this decision again already"),
    ("uphold", {"published": True}, "The decision was published already."),
    ("uphold-published", {"published": False}, "The decision was not published."),
]


@pytest.mark.parametrize(("key", "missing", "words"), MISSING)
def test_what_is_not_true_yet_is_said_in_a_sentence(
    key: str, missing: dict[str, Any], words: str
) -> None:
    state = next(iter(BY_KEY[key].leaves))
    standing = replace(ready_for(key), **missing)
    why = refusals(key, state=state, may=EVERYTHING, standing=standing)
    assert len(why) == 1, why
    assert words in why[0]


def test_nothing_is_let_through_by_leaving_something_out() -> None:
    """Whoever forgets to fill the standing in is refused wherever a move needs anything."""
    for move in MOVES:
        state = next(iter(move.leaves))
        why = refusals(move.key, state=state, may=EVERYTHING, standing=Standing())
        lenient = {"ask-again", "uphold"}  # what must not have been so
        assert bool(why) == bool(move.needs and move.key not in lenient), move.key


def test_every_no_is_a_sentence() -> None:
    for move, state in product(MOVES, State):
        for may in (EVERYTHING, frozenset[To]()):
            for why in refusals(move.key, state=state, may=may, standing=Standing()):
                assert why[0].isupper()
                assert why.endswith(".")


def test_a_table_names_only_what_there_is() -> None:
    assert {state: {one.key for one in moves_from(state, EVERYTHING)} for state in State} == ON
    assert {key for keys in ON.values() for key in keys} == set(BY_KEY)
    reached = {state for move in MOVES for state in move.reaches}
    assert reached == set(State) - {State.ENQUIRY}, "every state but the first is reached by a move"
    assert set(OUTCOMES) >= set(FINAL)


def test_an_auditor_and_who_runs_the_council_s_settings_make_no_move() -> None:
    for role in (Role.AUDITOR, Role.SCHEME_MANAGER, Role.ADMINISTRATOR):
        may = MAY.get(role, frozenset())
        assert [move.key for state in State for move in moves_from(state, may)] == []
