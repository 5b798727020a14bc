"""Records as they are read again: what was sent in, under the scheme of then."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from appraisal.file import AppraisalFile, read_file
from appraisal.legal import written
from appraisal.library import frozen_scheme
from appraisal.models import Proposal, Record
from appraisal.schemes import engine_scheme


class Kept(NamedTuple):
    """A record, and the appraisal file in it with its laid-out bytes."""

    record: Record
    file: AppraisalFile
    beside: Mapping[str, Any]


def records_of(proposal: Proposal) -> QuerySet[Record]:
    """Return the records of a proposal without their texts, the newest first."""
    found = Record.objects.filter(proposal=proposal).defer("text").select_related("made_by")
    return found.order_by("-audit_sequence")


def texts_of(records: Collection[Record]) -> Mapping[int, str]:
    """Return the texts of records by their numbers, in one query: a list of records goes without them."""
    found = Record.objects.filter(pk__in=[one.pk for one in records])
    return dict(found.values_list("pk", "text"))


def kept_record(proposal: UUID, number: int) -> Kept | None:
    """Return one record of a proposal, read by the scheme in it; None where there is none."""
    record = (
        Record.objects.select_related("made_by", "proposal__scheme")
        .filter(proposal_id=proposal, pk=number)
        .first()
    )
    if record is None:
        return None
    said = json.loads(record.text)
    pinned = record.proposal.scheme
    same = said["scheme"]["sha256"] == pinned.sha256
    scheme = engine_scheme(pinned) if same else frozen_scheme(said["scheme"]["text"])
    source = written(said["file"])
    file = read_file(source, lambda name: scheme)
    return Kept(record, replace(file, source=source), said["beside"])
