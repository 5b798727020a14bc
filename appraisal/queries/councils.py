"""The councils that use this site, and who deals with proposals there."""

from django.db.models import QuerySet

from appraisal.models import Delegation, Neighbourhood
from appraisal.standard import DELEGATIONS
from core.models import Authority, Role, User


def councils() -> QuerySet[Authority]:
    """Return all councils, in order of name."""
    return Authority.objects.order_by("name")


def neighbourhoods(council: Authority) -> tuple[str, ...]:
    """Return the names of a council's neighbourhoods, in its order."""
    return tuple(Neighbourhood.objects.filter(authority=council).values_list("name", flat=True))


def own_delegation(council: Authority, kind: str) -> str:
    """Return whom a council authorises to settle the documents, in its own words; empty: in ours."""
    own = Delegation.objects.filter(authority=council, kind=kind)
    return own.values_list("words", flat=True).first() or ""


def delegation_of(council: Authority, kind: str) -> str:
    """Return the paragraph of a resolution that says who settles the documents, as it holds today."""
    return own_delegation(council, kind) or DELEGATIONS[kind]


def asset_officers(council: Authority) -> QuerySet[User]:
    """Return the asset officers of a council, in order of name."""
    return User.objects.filter(
        is_active=True, memberships__authority=council, memberships__role=Role.ASSET_OFFICER
    ).order_by("name", "pk")
