"""Which imports there are, and which of them are in force for a council."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from appraisal.models import Dataset, DatasetState
from core.models import Authority

# After this without a sign of life a worker was killed, and its import is free for another.
LEFT_BEHIND = timedelta(minutes=10)


def left_behind(at: datetime) -> Q:
    """Return what finds imports whose reader was killed."""
    return Q(state=DatasetState.READING, claimed_at__lt=at - LEFT_BEHIND)


def datasets_of(authority: Authority) -> QuerySet[Dataset]:
    """Return the imports of a council, the newest first; those of the whole site are not among them."""
    return Dataset.objects.filter(authority=authority).select_related("begun_by").order_by("-id")


def in_force_for(authority: Authority) -> Mapping[tuple[str, int], Dataset]:
    """Return what is in force for a council: (kind, edition) → import. Its own goes before the whole site's."""
    found = Dataset.objects.filter(
        Q(authority=authority) | Q(authority__isnull=True), state=DatasetState.IN_FORCE
    )
    ordered = sorted(found, key=lambda one: one.authority_id is not None)
    return {(one.kind, one.edition): one for one in ordered}


def imports_to_go_on_with(at: datetime) -> list[int]:
    """Return the imports, by number, that wait for a worker, or whose worker was killed."""
    waiting = Dataset.objects.filter(Q(state=DatasetState.WAITING) | left_behind(at))
    return list(waiting.exclude(file="").order_by("id").values_list("pk", flat=True))
