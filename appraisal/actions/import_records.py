"""What happens to an import, on the record of every council that it concerns."""

from collections.abc import Iterator
from datetime import datetime

from appraisal.models import Dataset
from core.audit import record
from core.models import Authority, User


def record_import(
    event: str, dataset: Dataset, by: User | None, at: datetime, **more: object
) -> None:
    """Put it on the record of its council; what is the whole site's on that of every council."""
    for authority in _told_to(dataset):
        record(
            event=event,
            by=by,
            authority=authority,
            about=f"import:{dataset.pk}",
            at=at,
            detail={
                "kind": dataset.kind,
                "edition": dataset.edition,
                "file": dataset.name,
                "sha256": dataset.sha256,
                "whole_site": dataset.authority_id is None,
                **more,
            },
        )


def _told_to(dataset: Dataset) -> Iterator[Authority]:
    if dataset.authority is not None:
        yield dataset.authority
    else:
        yield from Authority.objects.order_by("pk")
