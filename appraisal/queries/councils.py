"""The councils that use this site."""

from django.db.models import QuerySet

from core.models import Authority


def councils() -> QuerySet[Authority]:
    """Return all councils, in order of name."""
    return Authority.objects.order_by("name")
