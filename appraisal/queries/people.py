"""Who belongs to a group or a council, and who is invited."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from core.models import Authority, Invitation, Membership, Organisation, Role, User


@dataclass(frozen=True)
class Colleague:
    """Somebody of a council, with every role they have there."""

    user: User
    memberships: tuple[Membership, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Return their roles."""
        return frozenset(Role(one.role) for one in self.memberships)

    @property
    def titles(self) -> str:
        """Return their roles in words, in the order of the list of roles."""
        return ", ".join(role.label for role in Role if role in self.roles)


def members_of(group: Organisation) -> list[Membership]:
    """Return who belongs to a group: its leads, then the others, each in order of name."""
    found = group.memberships.select_related("user")
    return sorted(found, key=lambda one: (one.role != Role.GROUP_LEAD, _name(one.user)))


def staff_of(council: Authority) -> list[Colleague]:
    """Return who has a role at a council, in order of name."""
    found = council.memberships.filter(organisation=None).select_related("user")
    ordered = sorted(found, key=lambda one: (_name(one.user), one.user_id))
    return _colleagues(ordered)


def colleague_of(council: Authority, person: int) -> Colleague | None:
    """Return somebody who has a role at a council, by their number."""
    found = council.memberships.filter(organisation=None, user_id=person).select_related("user")
    return next(iter(_colleagues(found)), None)


def invited_to(council: Authority, group: Organisation | None) -> QuerySet[Invitation]:
    """Return the open invitations to a group, or to the council itself, the newest first."""
    found = council.invitations.filter(organisation=group, over_at=None)
    return found.select_related("invited_by").order_by("-sent_at", "-pk")


def groups_of_council(council: Authority) -> QuerySet[Organisation]:
    """Return a council's groups in order of name, each with how many people and leads it has."""
    return _counted(council.organisations.all())


def own_groups(memberships: Iterable[Membership]) -> QuerySet[Organisation]:
    """Return the groups that somebody belongs to, in order of name, counted in the same way."""
    ids = [one.organisation_id for one in memberships if one.organisation_id is not None]
    return _counted(Organisation.objects.filter(pk__in=ids))


def _counted(groups: QuerySet[Organisation]) -> QuerySet[Organisation]:
    leads = Count("memberships", filter=Q(memberships__role=Role.GROUP_LEAD))
    return groups.annotate(people=Count("memberships"), leads=leads).order_by("name", "pk")


def invitation_with(council: Authority, token_sha256: str) -> Invitation | None:
    """Return the invitation to a council whose link has this hash."""
    found = council.invitations.select_related("organisation", "invited_by")
    return found.filter(token_sha256=token_sha256).first()


def _colleagues(ordered: Iterable[Membership]) -> list[Colleague]:
    by_user = groupby(ordered, key=lambda one: one.user_id)
    grouped = [tuple(group) for _, group in by_user]
    return [Colleague(group[0].user, group) for group in grouped]


def _name(user: User) -> str:
    return str(user).lower()
