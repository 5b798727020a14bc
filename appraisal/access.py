"""The only door to a proposal, and to a group. Deny by default; to a stranger a proposal does not exist.

Every view takes its proposal from here, never from the model. What belongs to another council or
to another group raises :class:`NoSuchProposal`, exactly as an id that was never given out, so that
nobody can learn what exists. Somebody who may see a proposal, but not do this with it, is told so.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from appraisal.interests import DECLARED, UNDECLARED, WITHDRAWN, among, sits_for
from appraisal.models import Evidence, Proposal, State
from appraisal.roles import AT_COUNCIL, MAY, MAY_FROM_PAPER, WHEN, WITH_GROUP, Office, To, With
from core.accounts.second_step import memberships_at
from core.models import (
    GROUP_ROLES,
    Authority,
    Invitation,
    Membership,
    Organisation,
    Role,
    User,
)


class NoSuchProposal(LookupError):
    """There is no such proposal for this person: answered with 404."""


class NoSuchGroup(LookupError):
    """There is no such group for this person: answered with 404."""


class MayNot(PermissionError):
    """The person may see the proposal, but not do this; the message is a sentence for them."""


class NoSuchFile(LookupError):
    """The proposal has no such file, or none that can be read yet: answered with 404."""


_SITS = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)
# What is done at a meeting, so only by those who sit at the one that a proposal waits for.
_AT_MEETING = frozenset({To.SCORE, To.MODERATE, To.DECIDE})


class Opened(NamedTuple):
    """A proposal, and what the person who asked for it may do with it, now and in any state."""

    proposal: Proposal
    may: frozenset[To]
    ever: frozenset[To]


# What nearly every page of a proposal shows of it, read together with it.
_BESIDE = ("organisation", "scheme", "asset", "terms", "corrected_terms", "officer")


def open_proposal(
    *,
    memberships: Sequence[Membership],
    authority: Authority,
    proposal_id: UUID,
    to: To,
    alone: bool = False,
) -> Opened:
    """Return a proposal to somebody who may do this with it, by what they are at its council.

    ``alone``: without what a page would show beside it, for who only goes through it to a file. Raises
    :class:`NoSuchProposal` for a stranger and :class:`MayNot` for a role that lacks it.
    """
    found = _readable(memberships, authority)
    if not alone:
        found = found.select_related(*_BESIDE)
    try:
        proposal = found.get(pk=proposal_id)
    except Proposal.DoesNotExist:
        raise NoSuchProposal from None
    proposal.authority = authority  # the same council, already read
    ever = _at_table(memberships, proposal)
    may = _now(ever, proposal)
    if to not in may:
        raise MayNot(why_not(ever, proposal, to))
    return Opened(proposal, may, ever)


def may_of(user: User, proposal: Proposal) -> frozenset[To]:
    """Return what somebody may do with a proposal in its state; nothing where they cannot see it.

    For an action that holds the proposal: between the door and the lock somebody may have lost a role.
    """
    memberships = memberships_of(user, proposal.authority)
    if not _readable(memberships, proposal.authority).filter(pk=proposal.pk).exists():
        return frozenset()
    return _now(_at_table(memberships, proposal), proposal)


def evidence_of(proposal: Proposal, file_id: UUID) -> Evidence:
    """Return a file of a proposal that the person has come to through :func:`open_proposal`.

    Raises :class:`NoSuchFile` for another proposal's, exactly as for one that there never was.
    """
    try:
        found = Evidence.objects.get(pk=file_id, proposal=proposal)
    except Evidence.DoesNotExist:
        raise NoSuchFile from None
    found.proposal = proposal  # the same one, already read
    return found


def file_to_read(proposal: Proposal, file_id: UUID) -> tuple[Evidence, "File[bytes]"]:
    """Return a file and its content, opened; this is the only way to the content of what was sent in.

    Raises :class:`NoSuchFile` also where the file is held until it is scanned, or was taken away.
    """
    found = evidence_of(proposal, file_id)
    if found.state != Evidence.State.OPEN:
        raise NoSuchFile
    try:
        return found, default_storage.open(found.stored)
    except FileNotFoundError:  # removed a moment ago
        raise NoSuchFile from None


def proposals_to_issue(
    memberships: Sequence[Membership], authority: Authority, to: To = To.ISSUE
) -> QuerySet[Proposal]:
    """Return the proposals of which somebody may issue packs, and so read all of them, in one query.

    They are those that :func:`open_proposal` opens to them for that, or for what else they are asked ``to``: not
    what they have an interest in or must declare about first, nor what is their own group’s.
    """
    able = [one for one in memberships if to in MAY.get(one.role, frozenset())]
    own = {one.organisation_id for one in memberships if one.role in GROUP_ROLES} - {None}
    return _readable(able, authority).exclude(organisation__in=own)


def proposals_of(user: User | AnonymousUser, authority: Authority) -> QuerySet[Proposal]:
    """Return the proposals of a council that a person may read: their groups', or an officer's all."""
    return proposals_for(memberships_of(user, authority), authority)


def proposals_for(memberships: Iterable[Membership], authority: Authority) -> QuerySet[Proposal]:
    """Return the same for somebody whose memberships are known already."""
    return _readable(memberships, authority)


def memberships_of(user: User | AnonymousUser, authority: Authority) -> list[Membership]:
    """Return what a person is to a council; nothing for a stranger or somebody who has left."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return memberships_at(user, authority)


def groups_of(memberships: Iterable[Membership]) -> list[Organisation]:
    """Return the groups that memberships make somebody a member of, in order of name."""
    own = (one.organisation_id for one in memberships if one.role in GROUP_ROLES)
    ids = [one for one in own if one is not None]
    return sorted(Organisation.objects.filter(pk__in=ids), key=lambda one: one.name.lower())


def is_officer(memberships: Iterable[Membership]) -> bool:
    """Say whether memberships make somebody an asset officer of the council."""
    return any(one.role == Role.ASSET_OFFICER for one in memberships)


def offices_of(memberships: Iterable[Membership]) -> frozenset[Office]:
    """Return what memberships let somebody do at the council, beside its proposals."""
    own = [AT_COUNCIL.get(one.role, frozenset()) for one in memberships]
    return frozenset[Office]().union(*own)


class OpenedGroup(NamedTuple):
    """A group, and what the person who asked for it may do with it."""

    group: Organisation
    may: frozenset[With]


def open_group(
    *, memberships: Iterable[Membership], authority: Authority, group_id: int, to: With
) -> OpenedGroup:
    """Return a group of a council to somebody who may do this with it, by what they are there.

    Raises :class:`NoSuchGroup` for a stranger and :class:`MayNot` for a role that lacks it.
    """
    may = _with_group(memberships, group_id)
    group = Organisation.objects.filter(pk=group_id, authority=authority).first() if may else None
    if group is None:
        raise NoSuchGroup
    if to not in may:
        raise MayNot(f"You may not {to}. Its lead may.")
    group.authority = authority  # the same council, already read
    return OpenedGroup(group, may)


def open_invitation(
    *, memberships: Iterable[Membership], authority: Authority, invitation_id: int
) -> Invitation:
    """Return an invitation to whoever may send or withdraw it; else raise :class:`NoSuchGroup`."""
    memberships = list(memberships)
    found = authority.invitations.select_related("organisation", "invited_by")
    invitation = found.filter(pk=invitation_id).first()
    if invitation is None or not _may_invite(memberships, invitation):
        raise NoSuchGroup
    invitation.authority = authority
    return invitation


def _may_invite(memberships: Iterable[Membership], invitation: Invitation) -> bool:
    if invitation.organisation_id is None:
        return Office.PEOPLE in offices_of(memberships)
    to = With.NAME_LEAD if invitation.role == Role.GROUP_LEAD else With.MANAGE
    return to in _with_group(memberships, invitation.organisation_id)


def _with_group(memberships: Iterable[Membership], group_id: int) -> frozenset[With]:
    own = [
        WITH_GROUP.get(one.role, frozenset())
        for one in memberships
        if one.organisation_id in (None, group_id)
    ]
    return frozenset[With]().union(*own)


def _readable(memberships: Iterable[Membership], authority: Authority) -> QuerySet[Proposal]:
    reaches = [_reach(one) for one in memberships if To.READ in MAY.get(one.role, frozenset())]
    if not reaches:
        return Proposal.objects.none()
    return Proposal.objects.filter(reduce(or_, reaches), authority=authority)


def _reach(membership: Membership) -> Q:
    """Return what a membership opens. To the council's side never what somebody has an interest in."""
    if membership.role in GROUP_ROLES:
        return Q(organisation_id=membership.organisation_id)
    person = membership.user_id
    council = Q(authority_id=membership.authority_id) & ~among(WITHDRAWN, person)
    if membership.role in _SITS:
        return council & among(DECLARED, person) & ~among(UNDECLARED, person)
    return council


def _at_table(memberships: Sequence[Membership], proposal: Proposal) -> frozenset[To]:
    """Return what roles let somebody do with a proposal, whatever its state.

    What is done at a meeting only where they sit at the one that the proposal waits for.
    """
    ever = _ever(_opening(memberships, proposal), proposal)
    if ever & _AT_MEETING and not sits_for(memberships[0].user_id, proposal):
        return ever - _AT_MEETING
    return ever


class _Side(StrEnum):
    """Through which door somebody comes to a proposal: each opens by rules of its own."""

    GROUP = "group"
    PANEL = "panel"
    COUNCIL = "council"


def _side(membership: Membership) -> _Side:
    if membership.role in GROUP_ROLES:
        return _Side.GROUP
    return _Side.PANEL if membership.role in _SITS else _Side.COUNCIL


def _opening(memberships: Iterable[Membership], proposal: Proposal) -> list[Membership]:
    """Return those memberships that open a proposal to somebody who can read it by one of them.

    Who is of the group comes in as that and as nothing else, for nobody judges what is their own: not an officer
    who is its treasurer, either. Who comes in by one of the council's doors is let through no other by that.
    """
    own = [
        one
        for one in memberships
        if one.organisation_id in (None, proposal.organisation_id) and one.role in MAY
    ]
    if of_group := [one for one in own if _side(one) == _Side.GROUP]:
        return of_group
    sides = {_side(one): one for one in own}
    if len(sides) < 2:
        return own
    this = Proposal.objects.filter(pk=proposal.pk)
    opened = {side for side, one in sides.items() if this.filter(_reach(one)).exists()}
    return [one for one in own if _side(one) in opened]


def _now(ever: frozenset[To], proposal: Proposal) -> frozenset[To]:
    allowed = ever
    if not proposal.waits_for_confirmation:
        allowed -= {To.CONFIRM}
    if proposal.authority.groups_see_discount and To.READ in allowed:
        allowed |= {To.READ_DISCOUNT}
    return frozenset(to for to in allowed if to not in WHEN or proposal.state in WHEN[to])


def _ever(memberships: Iterable[Membership], proposal: Proposal) -> frozenset[To]:
    """Return what the roles of somebody let them do with a proposal, whatever its state."""
    allowed: frozenset[To] = frozenset()
    for membership in memberships:
        if membership.organisation_id in (None, proposal.organisation_id):
            allowed |= MAY.get(membership.role, frozenset())
            if proposal.waits_for_confirmation:
                allowed |= MAY_FROM_PAPER.get(membership.role, frozenset())
    return allowed


def why_not(ever: frozenset[To], proposal: Proposal, to: To) -> str:
    """Say why somebody may not do this: whether it is not theirs to do, or not now."""
    if to not in ever or to not in WHEN:
        return f"You may not {to}."
    now = State(proposal.state).label
    when = ", ".join(f"“{state.label}”" for state in State if state in WHEN[to])
    return f"You may not {to} now. Its state is “{now}”; that can be done when it is {when}."
