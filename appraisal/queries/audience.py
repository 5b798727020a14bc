"""Who is told of something, as seen from a proposal."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from appraisal.models import AgendaItem, Proposal, Seat
from appraisal.notices import Audience
from core.models import Membership, Role, User

_STAFF: Mapping[Audience, tuple[Role, ...]] = {
    Audience.OFFICER: (Role.ASSET_OFFICER,),
    Audience.CHECKERS: (Role.SECOND_OFFICER,),
    Audience.PANEL: (Role.PANEL_CHAIR, Role.PANEL_MEMBER),
}


def people_for(
    proposal: Proposal, audiences: Collection[Audience]
) -> Mapping[Audience, tuple[User, ...]]:
    """Return the people of each audience, each once; a query for all of them, and one for a panel's seats."""
    if not audiences:
        return {}
    roles = [role for one in audiences for role in _STAFF.get(one, ())]
    wanted = Q(organisation__isnull=True, role__in=roles)
    if Audience.GROUP in audiences:
        wanted |= Q(organisation_id=proposal.organisation_id)
    found = (
        Membership.objects.filter(wanted, authority_id=proposal.authority_id, user__is_active=True)
        .select_related("user")
        .order_by("user_id")
    )
    members = list(found)
    told = {one: _of(one, proposal, members) for one in audiences}
    if Audience.PANEL in told:
        seats = _seats(proposal)
        told[Audience.PANEL] = tuple(one for one in told[Audience.PANEL] if one.pk in seats)
    return told


def _seats(proposal: Proposal) -> set[int]:
    """Return who sits at the meeting on whose agenda the proposal was put last, by number."""
    newest = AgendaItem.objects.filter(proposal=proposal).order_by("-pk").values("meeting")[:1]
    return set(Seat.objects.filter(meeting__in=newest).values_list("person", flat=True))


def _of(audience: Audience, proposal: Proposal, members: list[Membership]) -> tuple[User, ...]:
    if audience == Audience.GROUP:
        own = [one for one in members if one.organisation_id == proposal.organisation_id]
    else:
        own = [one for one in members if one.role in _STAFF[audience]]
    if audience == Audience.OFFICER:  # theirs alone, while they are officers still
        own = [one for one in own if one.user_id == proposal.officer_id] or own
    return tuple({one.user_id: one.user for one in own}.values())
