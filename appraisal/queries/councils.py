"""The councils that use this site, and who deals with proposals there."""

from django.db.models import QuerySet

from appraisal.models import Neighbourhood
from core.models import Authority, Role, User


def councils() -> QuerySet[Authority]:
    """Return all councils, in order of name."""
    return Authority.objects.order_by("name")


def neighbourhoods(council: Authority) -> tuple[str, ...]:
    """Return the names of a council's neighbourhoods, in its order."""
    return tuple(Neighbourhood.objects.filter(authority=council).values_list("name", flat=True))


def asset_officers(council: Authority) -> QuerySet[User]:
    """Return the asset officers of a council, in order of name."""
    return User.objects.filter(
        is_active=True, memberships__authority=council, memberships__role=Role.ASSET_OFFICER
    ).order_by("name", "pk")
