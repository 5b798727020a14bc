"""What the pages of moves say: of those that need no more than a button and perhaps a reason.

Whoever adds such a move adds a line. A move with a page of its own is named in
:mod:`appraisal.views.around`.
"""

from collections.abc import Mapping
from typing import NamedTuple


class MovePage(NamedTuple):
    """The page on which a move is made."""

    link: str  # on the proposal's page
    title: str
    lead: str
    button: str
    done: str  # in a banner afterwards
    why: str = ""  # what the reason is asked for as; none: none is asked
    hint: str = ""
    warning: bool = False  # whether the button is one to think twice about


PAGES: Mapping[str, MovePage] = {
    "invite": MovePage(
        "Invite the group to apply",
        "Invite the group to apply?",
        "The group then sees what is known of the building or land, and can begin its application.",
        "Invite the group",
        "The group is invited to apply.",
    ),
    "decline": MovePage(
        "Decline the enquiry",
        "Decline this enquiry?",
        "The enquiry ends here. The group reads your reasons word for word. It can start another one.",
        "Decline the enquiry",
        "The enquiry is declined.",
        why="Why is it declined?",
        hint="In plain words, with what the group could do instead. For example, “The hall is let until 2031. The "
        "lodge in Norton Park may be free next year.”",
        warning=True,
    ),
    "return": MovePage(
        "Return it for more information",
        "Return the proposal to the group?",
        "The group can change its answers again and sends the proposal in once more. What it sent in stays on "
        "record.",
        "Return the proposal",
        "The proposal is returned to the group.",
        why="What do you need from the group?",
        hint="Name each page and what is missing there. The group reads it word for word. For example, “A: send the "
        "roofer’s quote. H: say how many weeks a year the lunch club runs.”",
    ),
    "assess": MovePage(
        "Begin the assessment",
        "Begin the assessment?",
        "From now on the group waits for the council’s assessment.",
        "Begin the assessment",
        "The assessment has begun.",
    ),
    "withdraw": MovePage(
        "Withdraw the proposal",
        "Withdraw the proposal?",
        "The council stops working on it. You can still read it, but nobody can take it up again: you would have to "
        "start a new one.",
        "Withdraw the proposal",
        "The proposal is withdrawn.",
        why="Why do you withdraw it?",
        hint="The council reads this. For example, “We have found another hall.”",
        warning=True,
    ),
}
