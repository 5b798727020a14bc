"""What each role may do, as tables. Who is named nowhere here may do nothing.

A role's table says what it may ever do with a proposal; ``WHEN`` says in which states of the proposal
anybody may. :mod:`appraisal.access` puts the two together.
"""

from collections.abc import Mapping
from enum import StrEnum

from appraisal.models import State
from core.models import Role


class To(StrEnum):
    """What somebody wants of a proposal, in words that complete “you may not …”."""

    READ = "read this proposal"
    ANSWER = "answer the questions that are the group’s"
    UPLOAD = "add or remove your group’s evidence"
    CONFIRM = "confirm for the group what the council typed in from paper"
    BEGIN = "begin the application"
    SUBMIT = "send this proposal in"
    WITHDRAW = "withdraw this proposal"
    ASK_AGAIN = "ask the council to look at its decision again"
    WRITE = "write to the other side about this proposal"
    READ_AS_COUNCIL = "read what the council sees of this proposal"
    READ_DISCOUNT = "read the discount"
    ANSWER_FOR_COUNCIL = "fill in what is the council’s"
    UPLOAD_FOR_COUNCIL = "add or remove the council’s evidence"
    AGREE = "agree that a criterion does not apply"
    HANDLE = "decide what happens to this proposal next"
    JUDGE = "say whether this enquiry is eligible"
    DISCLOSE = "tell the group about the building or land"
    CHECK = "settle the checklist"
    ASSESS = "assess this proposal"
    SIGN_OFF = "sign this assessment off"
    SCORE = "score this proposal for the panel"
    READ_MARKS = "read how the panel marked this proposal"
    MODERATE = "record what the panel agrees"
    DECIDE = "record the panel’s decision"
    DECIDE_ALONE = "decide under delegation, or for the cabinet"
    PUBLISH = "publish the decision"
    ISSUE = "issue a pack of this proposal"


_GROUP = frozenset({To.READ, To.BEGIN, To.ANSWER, To.UPLOAD, To.CONFIRM, To.WRITE})
_COUNCIL = frozenset({To.READ, To.READ_AS_COUNCIL, To.READ_DISCOUNT})

MAY: Mapping[str, frozenset[To]] = {
    Role.GROUP_MEMBER: _GROUP,
    Role.GROUP_LEAD: _GROUP | {To.SUBMIT, To.WITHDRAW, To.ASK_AGAIN},
    Role.ASSET_OFFICER: _COUNCIL
    | {
        To.ANSWER_FOR_COUNCIL,
        To.UPLOAD_FOR_COUNCIL,
        To.AGREE,
        To.WRITE,
        To.HANDLE,
        To.JUDGE,
        To.DISCLOSE,
        To.CHECK,
        To.ASSESS,
        To.DECIDE_ALONE,
        To.PUBLISH,
        To.ISSUE,
    },
    Role.SECOND_OFFICER: _COUNCIL | {To.SIGN_OFF, To.DECIDE_ALONE},
    # What a panel sees: only what is on an agenda of theirs, and where they have no interest.
    Role.PANEL_MEMBER: _COUNCIL | {To.SCORE},
    Role.PANEL_CHAIR: _COUNCIL | {To.SCORE, To.MODERATE, To.DECIDE},
    Role.AUDITOR: _COUNCIL | {To.READ_MARKS},  # once the panel has seen them itself
}

# Until the group has confirmed a form that an officer typed in from paper, the officer may go on typing.
MAY_FROM_PAPER: Mapping[str, frozenset[To]] = {
    Role.ASSET_OFFICER: frozenset({To.BEGIN, To.ANSWER, To.UPLOAD})
}

_ON_THE_WAY = frozenset(
    {State.DRAFT, State.SUBMITTED, State.RETURNED, State.RESUBMITTED, State.ASSESSMENT}
)

# In which states what may be done; what is not named here may be done in any.
WHEN: Mapping[To, frozenset[State]] = {
    To.JUDGE: frozenset({State.ENQUIRY}),
    To.DISCLOSE: frozenset({State.ENQUIRY, State.INVITED}),
    To.ANSWER: frozenset({State.DRAFT, State.RETURNED}),
    # Not before: whoever confirms an enquiry would keep the officer from typing in the rest.
    To.CONFIRM: frozenset({State.DRAFT, State.RETURNED}),
    To.CHECK: frozenset(
        {State.SUBMITTED, State.RETURNED, State.RESUBMITTED, State.ASSESSMENT, State.DEFERRED}
    ),
    To.UPLOAD: frozenset({State.DRAFT, State.RETURNED}),
    To.ANSWER_FOR_COUNCIL: _ON_THE_WAY,
    To.UPLOAD_FOR_COUNCIL: frozenset({State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT}),
    To.AGREE: _ON_THE_WAY,
    To.ASSESS: frozenset({State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT}),
    To.SCORE: frozenset({State.PANEL}),
    To.MODERATE: frozenset({State.PANEL}),
}


class Office(StrEnum):
    """What somebody wants of a council, beside its proposals; completes “you may not …”."""

    QUEUE = "see the council’s proposals"
    MEETINGS = "prepare the panel’s meetings"
    SIT = "sit on the panel"
    SETTINGS = "change what the council scores against"
    PEOPLE = "say who belongs to the council"
    AUDIT = "read the council’s audit"
    LETTERS = "see which emails did not go out"


AT_COUNCIL: Mapping[str, frozenset[Office]] = {
    Role.ASSET_OFFICER: frozenset({Office.QUEUE, Office.MEETINGS, Office.LETTERS}),
    Role.SECOND_OFFICER: frozenset({Office.QUEUE}),
    Role.PANEL_CHAIR: frozenset({Office.SIT, Office.MEETINGS}),
    Role.PANEL_MEMBER: frozenset({Office.SIT}),
    Role.SCHEME_MANAGER: frozenset({Office.SETTINGS}),
    Role.AUDITOR: frozenset({Office.QUEUE, Office.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Office.PEOPLE, Office.LETTERS}),
}


class With(StrEnum):
    """What somebody wants of a group; completes “you may not …”."""

    SEE = "see who belongs to this group"
    MANAGE = "say who belongs to this group"
    NAME_LEAD = "invite somebody to lead this group"


WITH_GROUP: Mapping[str, frozenset[With]] = {
    Role.GROUP_MEMBER: frozenset({With.SEE}),
    Role.GROUP_LEAD: frozenset({With.SEE, With.MANAGE, With.NAME_LEAD}),
    # A group that has nobody left, or whose form came on paper, gets its lead from the council.
    Role.ADMINISTRATOR: frozenset({With.SEE, With.NAME_LEAD}),
}
