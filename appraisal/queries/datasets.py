"""Which imports there are, and which of them are in force for a council."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from appraisal.engine import words
from appraisal.models import Dataset, DatasetState, RejectedLine
from core.models import AuditEntry, Authority

PUT_BACK = "import put back in force"
# After this without a sign of life a worker was killed, and its import is free for another.
LEFT_BEHIND = timedelta(minutes=10)
# As long as what was replaced or withdrawn can be put back in force; a page or a pack may look at it longer than that.
PUT_BACK_WITHIN = timedelta(days=7)
REPLACED_KEPT = PUT_BACK_WITHIN + timedelta(hours=1)
# As long as what was read waits to be put in force.
CHECKED_KEPT = timedelta(days=30)
# What was said of lines quotes their cells, which may name somebody: long enough to mend the file and send it again.
REJECTED_KEPT = timedelta(days=30)
_TAKEN_OUT = (DatasetState.REPLACED, DatasetState.WITHDRAWN)


def left_behind(at: datetime) -> Q:
    """Return what finds imports whose reader was killed."""
    return Q(state=DatasetState.READING, claimed_at__lt=at - LEFT_BEHIND)


def datasets_of(authority: Authority) -> QuerySet[Dataset]:
    """Return the imports of a council, the newest first; those of the whole site are not among them."""
    found = Dataset.objects.filter(authority=authority)
    return found.select_related("begun_by", "in_force_by", "withdrawn_by").order_by("-id")


def readable_by(authority: Authority) -> QuerySet[Dataset]:
    """Return the imports that a council's people may look at: its own, and what is or was the whole site's."""
    sites = Q(authority__isnull=True, in_force_from__isnull=False)
    found = Dataset.objects.filter(Q(authority=authority) | sites)
    return found.select_related("begun_by", "in_force_by", "withdrawn_by")


def in_force_for(authority: Authority) -> Mapping[tuple[str, int], Dataset]:
    """Return what is in force for a council: (kind, edition) → import. Its own goes before the whole site's."""
    found = Dataset.objects.filter(
        Q(authority=authority) | Q(authority__isnull=True), state=DatasetState.IN_FORCE
    ).select_related("in_force_by")
    ordered = sorted(found, key=lambda one: one.authority_id is not None)
    return {(one.kind, one.edition): one for one in ordered}


def without(dataset: Dataset) -> Dataset | None:
    """Return what is in force once a council's own import is not: the whole site's, or nothing.

    Nothing stands behind what is the whole site's.
    """
    if dataset.authority_id is None:
        return None
    sites = Dataset.objects.filter(authority__isnull=True, state=DatasetState.IN_FORCE)
    return sites.filter(kind=dataset.kind, edition=dataset.edition).first()


def put_back_until(dataset: Dataset) -> datetime | None:
    """Return until when an import that was replaced or withdrawn can be put back; none for any other."""
    if dataset.state not in _TAKEN_OUT or dataset.swept or dataset.in_force_until is None:
        return None
    return dataset.in_force_until + PUT_BACK_WITHIN


def put_back_why(dataset: Dataset, authority: Authority) -> str:
    """Return the reason for which what is in force was put back last; nothing where it was not, or that is erased."""
    if dataset.state != DatasetState.IN_FORCE:
        return ""
    found = AuditEntry.objects.filter(
        authority=authority, about=f"import:{dataset.pk}", event=PUT_BACK
    )
    last = found.select_related("told").order_by("-pk").first()
    return str(json.loads(last.detail).get("reason", "")) if last is not None else ""


def last_put_in_force(authority: Authority) -> datetime | None:
    """Return when a council last put figures in force itself."""
    found = Dataset.objects.filter(authority=authority, in_force_from__isnull=False)
    return found.order_by("-in_force_from").values_list("in_force_from", flat=True).first()


def rejected_lines(dataset: Dataset) -> QuerySet[RejectedLine]:
    """Return the lines of a file that were not taken, in the order in which they stand there."""
    return RejectedLine.objects.filter(dataset=dataset).order_by("line", "id")


def imports_to_go_on_with(at: datetime) -> list[int]:
    """Return the imports, by number, that wait for a worker, or whose worker was killed."""
    waiting = Dataset.objects.filter(Q(state=DatasetState.WAITING) | left_behind(at))
    return list(waiting.exclude(file="").order_by("id").values_list("pk", flat=True))


def broken_off(at: datetime) -> QuerySet[Dataset]:
    """Return the imports that a command has left behind: no worker can go on with them, for none has the file."""
    begun_long_ago = Q(state=DatasetState.WAITING, begun_at__lt=at - LEFT_BEHIND)
    return Dataset.objects.filter(left_behind(at) | begun_long_ago, file="")


def never_used(at: datetime) -> QuerySet[Dataset]:
    """Return the imports that were read a long time ago and never put in force."""
    return Dataset.objects.filter(state=DatasetState.CHECKED, read_at__lt=at - CHECKED_KEPT)


def imports_to_sweep(at: datetime) -> QuerySet[Dataset]:
    """Return the imports whose rows nobody needs any more and are there still."""
    over = Q(state__in=(DatasetState.DISCARDED, DatasetState.FAILED))
    replaced = Q(state__in=_TAKEN_OUT, in_force_until__lt=at - REPLACED_KEPT)
    return Dataset.objects.filter(over | replaced, swept=False).order_by("id")


def rejected_too_long(at: datetime) -> QuerySet[Dataset]:
    """Return the imports that are over, and of whose lines there still stands what nobody needs any more."""
    over = Dataset.objects.filter(swept=True, read_at__lt=at - REJECTED_KEPT)
    return over.filter(rejections__isnull=False).distinct().order_by("id")


def said_of(dataset: Dataset) -> str:
    """Say where an import's figures come from: who publishes them, which edition, of which day, which licence.

    Most sources name the edition themselves; then it is not said twice.
    """
    named = not dataset.edition or str(dataset.edition) in dataset.source
    edition = "" if named else f" {dataset.edition}"
    return f"{dataset.source}{edition}, {words.day(dataset.dated)} ({dataset.licence})"
