"""Imports that are taken out of force with nothing of their own in their place, and earlier ones put back.

A council that withdraws its own figures falls back on the whole site's, where there are any. What is copied
into proposals and records stays there: a withdrawal changes no rank behind anybody's back.
"""

from datetime import datetime

from appraisal.actions.datasets import (
    CannotImport,
    held_import,
    hold_council,
    take_place,
)
from appraisal.actions.import_records import record_import
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import PUT_BACK, put_back_until, without
from core.audit import on_record
from core.models import User

WITHDRAWN = "import withdrawn"
NO_REASON = "Say why the figures are withdrawn: it goes on record."
NO_REASON_BACK = "Say why they are put back in force: it goes on record."
CHANGED = (
    "What is in force has changed since this page was opened. Look at it again before you decide."
)


def withdraw_import(
    *, by: User | None, dataset: Dataset, reason: str, instead: int | None, at: datetime
) -> Dataset:
    """Take an import out of force; its rows stay for a while, so that it can be put back.

    ``instead``: the number of the import that will be in force afterwards, as whoever decides has seen it; None
    where there will be none. Raises :class:`CannotImport` without a reason, for what is not in force, and
    where something else would be in force afterwards: then nothing is changed.
    """
    reason = _said(reason, NO_REASON)
    with on_record():
        hold_council(dataset.authority)
        held = held_import(Dataset.objects.filter(pk=dataset.pk)).get()
        if held.state != DatasetState.IN_FORCE:
            raise CannotImport("These figures are not in force any more. Nothing was changed.")
        after = without(held)
        if (after.pk if after else None) != instead:
            raise CannotImport(CHANGED)
        held.state, held.in_force_until = DatasetState.WITHDRAWN, at
        held.withdrawn_by, held.withdrawn_why = by, reason
        held.save(update_fields=["state", "in_force_until", "withdrawn_by", "withdrawn_why"])
        record_import(WITHDRAWN, held, by, at, reason=reason, instead=instead)
    return held


def put_back(
    *, by: User | None, dataset: Dataset, reason: str, instead_of: int | None, at: datetime
) -> Dataset:
    """Put an import back in force that was replaced or withdrawn, while its rows are kept.

    ``instead_of``: the number of the import that it would replace, as whoever decides has seen it; None where there
    is none. Raises :class:`CannotImport`, and then nothing is changed.
    """
    reason = _said(reason, NO_REASON_BACK)
    with on_record():
        hold_council(dataset.authority)
        held = held_import(Dataset.objects.filter(pk=dataset.pk)).get()
        until = put_back_until(held)
        if until is None or until < at:
            raise CannotImport(
                "They are not kept any more, or in force already. Send the file again."
            )
        if in_place_of(held) != instead_of:
            raise CannotImport(CHANGED)
        before = take_place(held, by, at)
        record_import(PUT_BACK, held, by, at, reason=reason, before=before)
    return held


def in_place_of(dataset: Dataset) -> int | None:
    """Return the number of the import, of the same council, that stands where this one would."""
    same = Dataset.objects.filter(
        authority=dataset.authority_id, kind=dataset.kind, edition=dataset.edition
    )
    standing = same.filter(state=DatasetState.IN_FORCE).exclude(pk=dataset.pk)
    return standing.values_list("pk", flat=True).first()


def _said(reason: str, missing: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise CannotImport(missing)
    return said
