"""What stands around a proposal: where it is, and what can be done next.

Whoever gives a move a page of its own names that in ``OWN_PAGES``.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from appraisal.models import AgendaItem, Proposal, State
from appraisal.queries import Sheet
from appraisal.queries.moves import last_move
from appraisal.queries.panel import Table, table_of
from appraisal.queries.standing import standing_of
from appraisal.roles import MAY, To
from appraisal.route import Move, Standing, moves_from, refusals
from appraisal.views.doors import AtProposal
from appraisal.views.links import BEFORE, DECIDED, LINKS, Shown
from appraisal.views.move_pages import PAGES
from appraisal.views.steps import address
from core.models import Role

# --- where it is -------------------------------------------------------------------------------

_WITH_GROUP = (State.INVITED, State.DRAFT, State.RETURNED)
_WITH_COUNCIL = (
    *(State.ENQUIRY, State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT, State.CHECKED),
    *(State.DEFERRED, State.RECONSIDERATION),
)
# States that somebody gave a reason for, which both sides should see at once.
_EXPLAINED = (State.DECLINED, State.RETURNED, State.WITHDRAWN)


# States that last; into all others a proposal came on a day.
_LASTING = (State.ENQUIRY, State.DRAFT, State.ASSESSMENT, State.PANEL)


class Whereabouts(NamedTuple):
    """Where a proposal is on its way, since when, who has it, why it came there, and what comes next."""

    state: str
    since: datetime
    lasts: bool  # “since” a day, not “on” it
    who: str
    reason: str
    coming: str  # what happens next, where it is not this person who does it
    far: str  # the state that it came to: one that was withdrawn, in which it was withdrawn

    @property
    def begun(self) -> bool:
        """Say whether there ever was an application, and not only an enquiry."""
        return self.far not in BEFORE


def whereabouts(at: AtProposal) -> Whereabouts:
    """Return where a proposal is."""
    proposal = at.proposal
    moved = last_move(proposal) if proposal.state in _EXPLAINED else None
    return Whereabouts(
        state=state_words(proposal),
        since=proposal.state_since,
        lasts=proposal.state in _LASTING,
        who=_who_has(at),
        reason=moved.reason if moved else "",
        coming=_coming(at),
        far=(moved and moved.left) or proposal.state
        if proposal.state == State.WITHDRAWN
        else proposal.state,
    )


_TOLD = "You are told in your notices."
# What the other side does next, in the eyes of a group.
_COMING_TO_GROUP: Mapping[str, str] = {
    State.ENQUIRY: f"An officer of the council reads it and answers. {_TOLD}",
    State.DECLINED: "The enquiry ends here. You can write to the council about it, or start another one.",
    State.SUBMITTED: "The council looks whether all is there. Then it begins its assessment, or asks you for more. "
    f"{_TOLD}",
    State.RESUBMITTED: "The council looks whether all is there. Then it begins its assessment, or asks you for more. "
    f"{_TOLD}",
    State.ASSESSMENT: "An officer goes through each answer and may write to you. Then a second officer checks the "
    "assessment.",
    State.CHECKED: f"The council puts it to its panel, or decides without it. {_TOLD}",
    State.PANEL: f"The panel meets and decides. {_TOLD} Then you can read the reasons here.",
    State.APPROVED: "Read the decision and its reasons. Next the council publishes it in its register.",
    State.CONDITIONS: "Read the decision, its reasons and the conditions. Next the council publishes it in its "
    "register.",
    State.REFUSED: "Read the decision and its reasons. Next the council publishes it in its register.",
    State.DEFERRED: "The council has put off its decision, and says why in it. It may ask you for more, or put the "
    f"proposal to another meeting. {_TOLD}",
    State.PUBLISHED: "The decision stands in the council’s register, where everyone can read it.",
    State.RECONSIDERATION: "The council reads what you ask. Then it assesses the proposal again, or says why it "
    f"stands by its decision. {_TOLD}",
    State.WITHDRAWN: "Nobody works on it any more. You can still read it, and start another proposal.",
}
# And in the eyes of the council.
_COMING_TO_COUNCIL: Mapping[str, str] = {
    State.INVITED: "The group reads what is known of the place and begins its application.",
    State.DRAFT: "The group answers the questions and sends the proposal in.",
    State.RETURNED: "The group answers what it was asked and sends the proposal in again.",
    State.PUBLISHED: "The decision stands in the register, where everyone can read it.",
}


def _coming(at: AtProposal) -> str:
    proposal = at.proposal
    if proposal.state == State.DRAFT and proposal.waits_for_confirmation:
        return ""
    words = _COMING_TO_COUNCIL if To.READ_AS_COUNCIL in at.may else _COMING_TO_GROUP
    return words.get(proposal.state, "")


class First(NamedTuple):
    """The page to read or fill in first, where no move of the route is the next thing."""

    text: str
    href: str


def first_page(at: AtProposal, item: Callable[[], AgendaItem | None]) -> First | None:
    """Return the page that somebody most likely came for: a decision to its group, marks to its panel.

    ``item`` gives that with which it waits for the panel.
    """
    if To.SCORE in at.may:
        found = item()
        if found and found.moderated_at:
            words = (
                "Record what the panel agrees" if To.MODERATE in at.may else "See everyone’s marks"
            )
            return First(words, address(at, "moderation"))
        return First("Mark this proposal", address(at, "marks"))
    if at.proposal.state in DECIDED and To.READ_AS_COUNCIL not in at.may:
        return First("Read the decision", address(at, "decisions"))
    return None


def state_words(proposal: Proposal) -> str:
    """Return the state of a proposal in words, as lists show it too."""
    if proposal.waits_for_confirmation and proposal.state == State.DRAFT:
        return "Waiting for the group to confirm its paper form"
    return State(proposal.state).label


def _who_has(at: AtProposal) -> str:
    proposal = at.proposal
    if proposal.state in _WITH_GROUP:
        return "The group" if at.officer else "Your group"
    if proposal.state == State.PANEL:
        return "The panel"
    if proposal.state in _WITH_COUNCIL:
        return f"The council: {proposal.officer}" if proposal.officer else "The council"
    return ""


# --- what can be done next ---------------------------------------------------------------------

OWN_PAGES: Mapping[str, str] = {
    "begin": "begin",
    "submit": "send",
    "resubmit": "send",
    "sign-off": "sign_off",
    "send-back": "sign_off",
    "reopen": "reopen",
    "to-panel": "to_panel",
    "off-panel": "off_panel",
    "decide": "decide",
    "decide-alone": "decide_alone",
    "publish": "publication",
    "ask-again": "ask_again",
    "look-again": "look_again",  # there one can stand by it, too
}
_MOST_REASONS = 3


class Way(NamedTuple):
    """A move that somebody can make, or why they cannot; ``href`` leads to its page."""

    key: str
    text: str
    href: str
    reasons: tuple[str, ...]
    more: int  # reasons that are not listed here
    help: tuple["Shown", ...]  # pages on which the reasons can be settled
    quiet: bool  # not what is usually done next


# Move → the pages on which what it still needs is done, by their names in LINKS, and when that is so.
_HELP: Mapping[str, tuple[tuple[str, Callable[[Standing], bool]], ...]] = {
    "invite": (
        ("eligibility", lambda standing: standing.eligible is None),
        ("disclosure", lambda standing: standing.eligible is not False and not standing.disclosed),
    ),
    "assess": (
        ("checklist", lambda standing: bool(standing.open_checks or standing.failed_checks)),
    ),
}
_QUIET = (
    "withdraw",
    "decline",
    "return",
    "reopen",
    "off-panel",
    "send-back",
    "decide-alone",
    "ask-again",
)


def ways(at: AtProposal, sheet: Sheet, item: Callable[[], AgendaItem | None]) -> tuple[Way, ...]:
    """Return the moves that this person may try, those of a group's lead to its members too.

    ``item`` gives that with which it waits for the panel.
    """
    own = [one for one in moves_from(at.proposal.state, at.may) if _href(at, one)]
    if not own:
        return tuple(_of_lead(at))

    def table() -> Table | None:
        found = item()
        return table_of(found) if found else None

    standing = standing_of(at.proposal, at.user, lambda: sheet, table=table)
    found = []
    for move in own:
        why = refusals(move.key, state=at.proposal.state, may=at.may, standing=standing)
        if move.key == "to-panel":  # its page is where it is put on an agenda
            why = ()
        found.append(_way(at, move, why, standing))
    return (*found, *_of_lead(at))


def _way(at: AtProposal, move: Move, why: tuple[str, ...], standing: Standing | None = None) -> Way:
    shown = why[:_MOST_REASONS]
    helps = _HELP.get(move.key, ()) if why and standing else ()
    names = [name for name, wanted in helps if standing and wanted(standing)]
    return Way(
        move.key,
        _text(move),
        _href(at, move),
        shown,
        len(why) - len(shown),
        tuple(
            Shown(one.text, address(at, one.name), "")
            for one in LINKS
            if one.name in names and one.shown(at, at.proposal.state)
        ),
        quiet=move.key in _QUIET,
    )


def _of_lead(at: AtProposal) -> Iterator[Way]:
    """Yield what only the lead may do, to a member who would look for it in vain."""
    if To.BEGIN not in at.may or at.officer:
        return
    leads = MAY[Role.GROUP_LEAD] - at.may
    for move in moves_from(at.proposal.state, leads):
        if _href(at, move):
            why = f"Only the lead of your group can {move.does}."
            yield _way(at, move, (why,))


def _text(move: Move) -> str:
    return PAGES[move.key].link if move.key in PAGES else move.does.capitalize()


def _href(at: AtProposal, move: Move) -> str:
    if move.key in OWN_PAGES:
        return address(at, OWN_PAGES[move.key])
    return address(at, "move", move.key) if move.key in PAGES else ""


# --- why nothing can be changed ----------------------------------------------------------------


def why_closed(at: AtProposal, to: To) -> str:
    """Say why somebody who may answer in other states cannot do so now; empty where that is not so."""
    if to in at.may or to not in at.ever:
        return ""
    state = at.proposal.state
    if state in BEFORE:
        return "These questions open once the council has invited the group and it has begun."
    if to == To.ANSWER and state != State.WITHDRAWN:
        return (
            "This went to the council as it stands here, so it cannot be changed now. If the council needs to "
            "know more, it returns the proposal, and then it can."
        )
    return f"This cannot be changed now: the proposal’s state is “{State(state).label}”."
