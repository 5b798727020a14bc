"""What there is to see of a proposal: its pages, and who is shown a link to which.

Whoever adds a page to a proposal adds a line to ``LINKS``.
"""

from collections.abc import Callable
from typing import NamedTuple

from appraisal.models import State
from appraisal.queries.messages import unread
from appraisal.queries.panel import item_shown
from appraisal.queries.standing import has_asset
from appraisal.roles import To
from appraisal.route import FINAL, OUTCOMES
from appraisal.views.doors import AtProposal
from appraisal.views.steps import address

# States before there is an application to fill in.
BEFORE = (State.ENQUIRY, State.INVITED, State.DECLINED)
_NOT_SENT = (*BEFORE, State.DRAFT)
DECIDED = (*OUTCOMES, State.PUBLISHED, State.RECONSIDERATION)
_AT_PANEL = (State.PANEL, *DECIDED)
# Where nothing is a draft any more.
_OVER = (*FINAL, State.PUBLISHED, State.WITHDRAWN)


class Link(NamedTuple):
    """A page about a proposal: its name among the addresses, what it is called, and who is shown it."""

    name: str
    text: str
    shown: Callable[[AtProposal, str], bool]  # how far it has come is the second
    note: Callable[[AtProposal], str] = lambda at: ""


class Shown(NamedTuple):
    """A link as it is shown."""

    text: str
    href: str
    note: str


def _always(at: AtProposal, far: str) -> bool:
    return True


def _begun(at: AtProposal, far: str) -> bool:
    return far not in BEFORE


def _sent(at: AtProposal, far: str) -> bool:
    return far not in _NOT_SENT


def _told(at: AtProposal, far: str) -> bool:
    return has_asset(at.proposal) and (at.officer or far != State.ENQUIRY)


def _draft(at: AtProposal, far: str) -> bool:
    """Say whether there is a draft to be read: what was decided stands in the decision and the records."""
    return _begun(at, far) and at.proposal.state not in _OVER


def _report(at: AtProposal, far: str) -> bool:
    return To.READ_AS_COUNCIL in at.may and _draft(at, far)


def _marked(at: AtProposal, far: str) -> bool:
    """Say whether somebody who audits finds marks there."""
    if To.READ_MARKS not in at.may or at.proposal.state not in _AT_PANEL:
        return False
    item = item_shown(at.proposal)
    return item is not None and item.moderated_at is not None


def _changes(at: AtProposal) -> bool:
    return bool(at.may & {To.ANSWER, To.ANSWER_FOR_COUNCIL})


def _unread(at: AtProposal) -> str:
    number = unread(at.proposal, at.user)
    return f"{number} new" if number else ""


# In the order in which a proposal goes through them.
LINKS: tuple[Link, ...] = (
    Link("eligibility", "Eligibility", lambda at, far: at.officer),
    Link("disclosure", "What is known of the building or land", _told),
    Link("messages", "Messages", _always, _unread),
    Link("check", "Check the answers", _begun),
    Link("evidence", "Evidence", _begun),
    Link("checklist", "Checklist", lambda at, far: at.officer and _sent(at, far)),
    Link("assessment", "Assessment", lambda at, far: at.officer and _sent(at, far)),
    Link("result", "See the result", _begun),
    Link("compare", "Scores compared", lambda at, far: at.officer and _sent(at, far)),
    Link("marks", "Your marks", lambda at, far: To.SCORE in at.may),
    Link("moderation", "Moderation", lambda at, far: To.SCORE in at.may or _marked(at, far)),
    Link("decisions", "The decision", lambda at, far: at.proposal.state in DECIDED),
    Link("records", "What is on record", _sent),
    Link("packs", "Issued packs", _sent),
    Link("history", "What happened", _always),
    Link("pack", "Read the draft pack (PDF)", _draft),
    Link("report_word", "Download the draft report (Word)", _report),
    Link("scores_sheet", "Download scores and values (Excel)", _begun),
    Link("appraisal_file", "Download the answers as a file", _begun),
    Link("import", "Fill in from a file", lambda at, far: _begun(at, far) and _changes(at)),
)


def links_of(at: AtProposal, far: str) -> tuple[Shown, ...]:
    """Return the pages about a proposal that this person is shown; ``far``: to which state it came."""
    return tuple(
        Shown(one.text, address(at, one.name), one.note(at)) for one in LINKS if one.shown(at, far)
    )
