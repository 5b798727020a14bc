"""The councils that use this site."""

from django.db.models import QuerySet

from appraisal.models import Neighbourhood
from core.models import Authority


def councils() -> QuerySet[Authority]:
    """Return all councils, in order of name."""
    return Authority.objects.order_by("name")


def neighbourhoods(council: Authority) -> tuple[str, ...]:
    """Return the names of a council's neighbourhoods, in its order."""
    return tuple(Neighbourhood.objects.filter(authority=council).values_list("name", flat=True))
