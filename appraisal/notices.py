"""What people are told of, in words: of each move on the route, of messages, invitations and meetings.

A notice names the proposal by its title and leads to it. It names nobody, holds no score and no reason, for
a mail may be read by others: who may know more signs in.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class How(StrEnum):
    """How somebody wants to be told of one sort of thing."""

    MAIL = "mail"
    LIST = "list"
    NOT = "not"


class Sort(NamedTuple):
    """Notices that one setting is about. Some stand in the list whatever somebody has chosen."""

    key: str
    title: str
    hint: str
    always: bool = False
    first: How = How.MAIL  # until somebody has chosen


SORTS: tuple[Sort, ...] = (
    Sort("action", "Something waits for you",
         "Your proposal was returned, you are asked to check or to score", always=True),
    Sort("decision", "Decisions", "Your enquiry was answered, the council has decided", always=True),
    Sort("message", "Messages", "Somebody has written about a proposal"),
    Sort("queue", "New work for the council", "An enquiry or a proposal came in"),
    Sort("progress", "Where a proposal is on its way",
         "It was sent in, is being assessed, is before the panel", first=How.LIST),
)  # fmt: skip
SORTS_BY_KEY: Mapping[str, Sort] = {sort.key: sort for sort in SORTS}


class Audience(StrEnum):
    """Who is told, as seen from a proposal."""

    GROUP = "group"  # everybody of the group
    OFFICER = "officer"  # who deals with it; while nobody does, all the council's asset officers
    CHECKERS = "checkers"  # the second officers
    PANEL = "panel"  # those who sit at the meeting on whose agenda it stands


class Kind(NamedTuple):
    """One thing to be told of. ``subject`` and ``line`` may name {title} and {council}."""

    sort: str
    subject: str
    line: str
    go: str = "Open the proposal"
    # Where it leads: the name of an address of the proposal’s, if it is about one, or of the council’s.
    page: str = "proposal"


_OF_GROUP: Mapping[str, Kind] = {
    "disclosed": Kind("action", "What the council knows of the place",
        "{council} has told you what it knows of the condition, running costs and title of the place in “{title}”.",
        "Read what it says"),
    "invited": Kind("action", "You are invited to apply",
        "{council} invites your group to apply with “{title}”.", "Begin the application"),
    "declined": Kind("decision", "Your enquiry was answered",
        "{council} will not take your enquiry “{title}” further. It says why on the site.", "Read why"),
    "sent-in": Kind("progress", "Your proposal was sent in",
        "“{title}” was sent in for your group. You are told when {council} has something to ask or to say."),
    "returned": Kind("action", "Your proposal needs more information",
        "{council} has returned “{title}” to your group for more information. You can change it and send it in again.",
        "See what is asked for"),
    "being-assessed": Kind("progress", "Your proposal is being assessed",
        "{council} has begun to assess “{title}”."),
    "before-panel": Kind("progress", "Your proposal goes to the panel",
        "“{title}” is on the agenda of {council}’s panel."),
    "decided": Kind("decision", "The council has decided",
        "{council} has decided about “{title}”.", "Read the decision", "decisions"),
    "deferred": Kind("decision", "The council has put off its decision",
        "{council} has put off its decision about “{title}”.", "Read why", "decisions"),
    "published": Kind("decision", "The decision was published",
        "{council} has published its decision about “{title}”.", "Read the decision", "decisions"),
    "asked-again": Kind("progress", "The council was asked to look again",
        "Your group has asked {council} to look at its decision about “{title}” again."),
    "looks-again": Kind("decision", "The council looks at its decision again",
        "{council} assesses “{title}” again."),
    "upheld": Kind("decision", "The council stands by its decision",
        "{council} has looked at its decision about “{title}” again and stands by it.", "Read why", "decisions"),
    "withdrawn": Kind("progress", "Your proposal was withdrawn",
        "“{title}” was withdrawn for your group. {council} does not look at it any further."),
}  # fmt: skip

_OF_COUNCIL: Mapping[str, Kind] = {
    "enquiry": Kind("queue", "A new enquiry", "A group has sent {council} the enquiry “{title}”.",
        "Open the enquiry"),
    "begun": Kind("progress", "A group has begun its application",
        "The group has begun its application “{title}”."),
    "came-in": Kind("queue", "A proposal came in", "“{title}” was sent in to {council}."),
    "came-back": Kind("queue", "A proposal came back",
        "“{title}” was sent in again, after it had been returned for more information."),
    "named": Kind("action", "A proposal is yours to deal with",
        "You are named as the officer who deals with “{title}” for {council}."),
    "to-check": Kind("action", "An assessment waits to be checked",
        "The assessment of “{title}” is ready and waits for another officer to check it.", "Check it", "assessment"),
    "sent-back": Kind("action", "An assessment was sent back",
        "The assessment of “{title}” was looked at and sent back to you, with a reason.", "Read why"),
    "signed-off": Kind("progress", "An assessment was signed off",
        "The assessment of “{title}” was checked and signed off."),
    "reopened": Kind("progress", "An assessment was opened again",
        "The assessment of “{title}” was opened again after it had been signed off."),
    "on-agenda": Kind("action", "A proposal is on your agenda",
        "“{title}” is on an agenda of {council}’s panel. Say first whether you have an interest in it.",
        "See your meetings", "panel"),
    "off-agenda": Kind("progress", "A proposal was taken off the agenda",
        "“{title}” was taken off the agenda of {council}’s panel."),
    "decision": Kind("progress", "A proposal was decided", "There is a decision about “{title}”.",
        "Read the decision", "decisions"),
    "publication": Kind("progress", "A decision was published",
        "The decision about “{title}” was published.", "Read the decision", "decisions"),
    "reconsider": Kind("queue", "A group asks you to look again",
        "The group asks {council} to look at its decision about “{title}” again.", "Read why", "decisions"),
    "group-withdrew": Kind("progress", "A proposal was withdrawn",
        "The group has withdrawn “{title}”."),
    "file-refused": Kind("action", "A file was not accepted",
        "A file that was added to “{title}” did not pass the check for viruses. It was not kept.",
        "See the files", "evidence"),
}  # fmt: skip

KINDS: Mapping[str, Kind] = {
    **_OF_GROUP,
    **_OF_COUNCIL,
    "message": Kind("message", "A message about your proposal",
        "There is a new message about “{title}”.", "Read the message", "messages"),
    "meeting": Kind("action", "A meeting of the panel",
        "{council} has called a meeting of the panel that you belong to.", "See your meetings", "panel"),
    "erased-soon": Kind("action", "A proposal will be erased",
        "Nothing has been done about “{title}” for a long time. {council} does not keep it longer: on {day} it will "
        "be erased for good, with all its answers, messages and files. To keep it, go on with it or write a message "
        "before then.", "Open the proposal"),
    "packs-ready": Kind("action", "Your packs are ready",
        "The packs that you ordered at {council} are ready to take away. Their page says if one could not be drawn.",
        "Get the packs", "pack_orders"),
    "agenda-pack": Kind("action", "An agenda pack is ready",
        "The agenda pack of a meeting that you asked for at {council} is drawn. Its page says so if it could not be.",
        "See the meetings", "meetings"),
    "agenda-copy": Kind("action", "Your agenda pack is ready",
        "The agenda pack that you asked for at {council} is drawn. Its page says so if it could not be.",
        "See your meetings", "panel"),
    "figures-read": Kind("action", "A file of figures was read",
        "The file of published figures that you sent at {council} was read. Its page says what came of it, and what "
        "you can do next.", "See the file", "published"),
    "joined": Kind("action", "You belong to a group now",
        "You were added to a group that deals with {council}.", "See its proposals", "proposals"),
}  # fmt: skip

# Of each move on the route: who is told, and of what. What is not named here tells nobody.
OF_MOVES: Mapping[str, Mapping[Audience, str]] = {
    "invite": {Audience.GROUP: "invited"},
    "decline": {Audience.GROUP: "declined"},
    "begin": {Audience.OFFICER: "begun"},
    "submit": {Audience.GROUP: "sent-in", Audience.OFFICER: "came-in"},
    "return": {Audience.GROUP: "returned"},
    "resubmit": {Audience.GROUP: "sent-in", Audience.OFFICER: "came-back"},
    "assess": {Audience.GROUP: "being-assessed"},
    "sign-off": {Audience.OFFICER: "signed-off"},
    "send-back": {Audience.OFFICER: "sent-back"},
    "reopen": {Audience.CHECKERS: "reopened"},
    "to-panel": {Audience.GROUP: "before-panel", Audience.PANEL: "on-agenda"},
    "off-panel": {Audience.PANEL: "off-agenda"},
    "decide": {Audience.GROUP: "decided", Audience.OFFICER: "decision"},
    "decide-alone": {Audience.GROUP: "decided", Audience.OFFICER: "decision"},
    "publish": {Audience.GROUP: "published", Audience.OFFICER: "publication"},
    "ask-again": {Audience.GROUP: "asked-again", Audience.OFFICER: "reconsider"},
    "look-again": {Audience.GROUP: "looks-again"},
    "uphold": {Audience.GROUP: "upheld"},
    "uphold-published": {Audience.GROUP: "upheld"},
    "withdraw": {Audience.GROUP: "withdrawn", Audience.OFFICER: "group-withdrew"},
}


# Pages of the council’s, and not of a proposal’s.
OF_COUNCIL = frozenset({"home", "proposals", "panel", "pack_orders", "meetings", "published"})
# What is told before the proposal opens to who is told: its title stands on their agenda.
BEFORE_OPEN = ("on-agenda",)


class Said(NamedTuple):
    """A notice in words."""

    subject: str
    line: str
    go: str


def said(
    kind: str, *, council: str, title: str = "", facts: Mapping[str, str] | None = None
) -> Said:
    """Return a notice in words; ``facts`` are those beside the title that its sentence names.

    Raises KeyError where the kind is not known, or a fact is missing that it names.
    """
    of = KINDS[kind]
    known = {"council": council, "title": " ".join(title.split()), **(facts or {})}
    about = f": {known['title']}" if known["title"] else ""
    return Said(of.subject.format_map(known) + about, of.line.format_map(known), of.go)


def of_move(key: str, reached: str) -> Mapping[Audience, str]:
    """Return who is told of a move that reached a state, and of which kind."""
    told = OF_MOVES.get(key, {})
    if reached == "deferred":
        return {**told, Audience.GROUP: "deferred"}
    return told
