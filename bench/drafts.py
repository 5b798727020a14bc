"""Makes drafts that can be sent in: copies of the hall, each with all that a finished draft has."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model

from appraisal.completeness import gaps
from appraisal.models import (
    Answer,
    Assessment,
    Asset,
    CriterionEntry,
    Disclosure,
    Eligibility,
    OwnProxy,
    PageState,
    Proposal,
    ProposalAim,
    Terms,
)
from appraisal.queries import sheet_of

HALL = "CAT-2026-014"
_OWN: tuple[type[Model], ...] = (
    Asset,
    Terms,
    Disclosure,
    Eligibility,
    OwnProxy,
    PageState,
    ProposalAim,
)


def drafts(count: int) -> list[UUID]:
    """Copy the hall, and return the ids of the copies. Raises RuntimeError where it is not finished."""
    hall = Proposal.objects.get(reference=HALL)
    if left := gaps(sheet_of(hall)):
        raise RuntimeError(f"The hall cannot be sent in: {left}")
    with transaction.atomic():
        return [_copy(hall) for _ in range(count)]


def _copy(hall: Proposal) -> UUID:
    own = Proposal.objects.get(pk=hall.pk)
    own.reference = ""  # by which the hall is found
    _add(own, pk=uuid4())
    for model in _OWN:
        for row in _rows(model, proposal=hall):
            _add(row, proposal=own)
    for assessment in _rows(Assessment, proposal=hall):
        was = assessment.pk
        _add(assessment, proposal=own)
        for entry in _rows(CriterionEntry, assessment=was):
            answers = _rows(Answer, entry=entry.pk)
            _add(entry, assessment=assessment)
            for answer in answers:
                _add(answer, entry=entry)
    return own.pk


def _rows(model: type[Model], **of: object) -> list[Any]:
    return list(model._default_manager.filter(**of))


def _add(row: Any, pk: UUID | None = None, **of: object) -> None:
    """Save a row that was read as another one."""
    row.pk, row._state.adding = pk, True
    for name, value in of.items():
        setattr(row, name, value)
    row.save(force_insert=True)
