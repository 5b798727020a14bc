"""The only door to a proposal. Deny by default; to a stranger a proposal does not exist.

Every view takes its proposal from here, never from the model. What belongs to another council or
to another group raises :class:`NoSuchProposal`, exactly as an id that was never given out, so that
nobody can learn what exists. Somebody who may see a proposal, but not do this with it, is told so.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from appraisal.models import Proposal
from appraisal.roles import MAY, To
from core.models import Authority, Membership, Role, User


class NoSuchProposal(LookupError):
    """There is no such proposal for this person: answered with 404."""


class MayNot(PermissionError):
    """The person may see the proposal, but not do this; the message is a sentence for them."""


def proposals_of(user: User | AnonymousUser, authority: Authority) -> QuerySet[Proposal]:
    """Return the proposals of a council that a person may read: their groups', or an officer's all."""
    memberships = _memberships(user, authority)
    mine = Q(pk__in=[])
    for membership in memberships:
        if To.READ in MAY.get(membership.role, frozenset()):
            mine |= _reach(membership)
    return Proposal.objects.filter(mine, authority=authority)


def get_proposal(
    *, user: User | AnonymousUser, authority: Authority, proposal_id: UUID, to: To
) -> Proposal:
    """Return a proposal to somebody who may do this with it.

    Raises :class:`NoSuchProposal` for a stranger and :class:`MayNot` for a role that lacks it.
    """
    proposal = proposals_of(user, authority).filter(pk=proposal_id).first()
    if proposal is None:
        raise NoSuchProposal
    if to not in _allowed(user, proposal):
        raise MayNot(f"You may not {to}.")
    return proposal


def _allowed(user: User | AnonymousUser, proposal: Proposal) -> frozenset[To]:
    allowed: frozenset[To] = frozenset()
    for membership in _memberships(user, proposal.authority):
        if membership.organisation_id in (None, proposal.organisation_id):
            allowed |= MAY.get(membership.role, frozenset())
    if proposal.authority.groups_see_discount and To.READ in allowed:
        allowed |= {To.READ_DISCOUNT}
    return allowed


def _memberships(user: User | AnonymousUser, authority: Authority) -> QuerySet[Membership]:
    if not isinstance(user, User) or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(user=user, authority=authority)


def _reach(membership: Membership) -> Q:
    if membership.role == Role.GROUP_MEMBER:
        return Q(organisation_id=membership.organisation_id)
    return Q(authority_id=membership.authority_id)
