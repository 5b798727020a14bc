"""The records of a proposal: what was frozen, and what changed from one to another."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.forms.records import CompareForm
from appraisal.legal import source_without_legal, written
from appraisal.models import Record
from appraisal.queries.records import between, reasons_between, records_of
from appraisal.readers import Reader
from appraisal.roles import To
from appraisal.route import BY_KEY
from appraisal.schemes import engine_scheme
from appraisal.showing.history import EVENTS, detail_of, line_of
from appraisal.showing.records import compared, name_of, read_record
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.steps import address
from core.models import AuditEntry

_MOST = 2**63  # no database has a row of a larger number


class Kept(NamedTuple):
    """A record as the list shows it."""

    number: int
    name: str
    at: datetime
    by: str
    sha256: str
    sequence: int
    file: str


def sees_whole(at: AtProposal) -> bool:
    """Say whether somebody may read what the council found: not a group, nor a panel that scores blind."""
    return To.READ_AS_COUNCIL in at.may and To.SCORE not in at.may


@require_safe
@for_proposal(To.READ)
def records(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the records that somebody may read, and ask which two to compare."""
    whole = sees_whole(at)
    kept = [_kept(at, one, whole) for one in records_of(at.proposal, whole=whole).defer("text")]
    context = {
        "at": at,
        "tasks_address": address(at, "proposal"),
        "kept": kept,
        "whole": whole,
        "form": CompareForm(_choices(kept), None) if len(kept) > 1 else None,
    }
    return render(request, "appraisal/records.html", context)


def _kept(at: AtProposal, record: Record, whole: bool) -> Kept:
    by = str(record.made_by) if whole else str(at.proposal.organisation)
    return Kept(
        record.pk,
        name_of(record.event),
        record.made_at,
        by,
        record.sha256,
        record.audit_sequence,
        address(at, "record_file", str(record.pk)),
    )


def _choices(kept: Sequence[Kept]) -> list[tuple[str, str]]:
    return [(str(one.number), f"{one.name}, {one.at:%-d %B %Y}") for one in kept]


@require_safe
@for_proposal(To.READ)
def record_file(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Give a record as a file; to a group what it sent in, without the figures of the legal ledger."""
    whole = sees_whole(at)
    record = _found(at, number, whole)
    content = record.text.encode() if whole else _for_group(record)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="record-{record.pk}.json"'
    return response


def _found(at: AtProposal, number: int, whole: bool) -> Record:
    record = (
        records_of(at.proposal, whole=whole).filter(pk=number).first() if number < _MOST else None
    )
    if record is None:
        raise Http404
    return record


def _for_group(record: Record) -> bytes:
    said = json.loads(record.text)
    own = json.loads(source_without_legal(written(said["file"])))
    return written(
        {
            "format": said["format"],
            "event": said["event"],
            "made_at": said["made_at"],
            "proposal": said["proposal"],
            "authority": said["authority"],
            "sha256_of_the_whole_record": record.sha256,
            "left_out": "The council’s legal figures, the scheme’s text and the result.",
            "file": own,
        }
    )


@require_safe
@for_proposal(To.READ)
def compare(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say in words what changed from one record to another."""
    whole = sees_whole(at)
    kept = [_kept(at, one, whole) for one in records_of(at.proposal, whole=whole).defer("text")]
    form = CompareForm(_choices(kept), request.GET)
    context = {"at": at, "records_address": address(at, "records"), "form": form, "whole": whole}
    if not form.is_valid():
        return render(request, "appraisal/compare.html", context, status=400)
    two = records_of(at.proposal, whole=whole).filter(pk__in=form.two)
    before, after = two  # in the order in which they were made
    entries = list(between(before, after))
    context |= {
        "before": _kept(at, before, whole),
        "after": _kept(at, after, whole),
        "between": _moves(at, entries, whole),
        "compared": compared(
            read_record(before.text),
            read_record(after.text),
            reasons=reasons_between(entries),
            whole=whole,
        ),
    }
    return render(request, "appraisal/compare.html", context)


class Moved(NamedTuple):
    """A move between two records."""

    at: datetime
    said: str
    why: str


def _moves(at: AtProposal, entries: Sequence[AuditEntry], whole: bool) -> list[Moved]:
    reader = Reader.OFFICER if whole else Reader.GROUP
    scheme = engine_scheme(at.proposal.scheme)
    told = []
    for entry in entries:
        if entry.event in BY_KEY and (whole or EVENTS[entry.event].group):
            line = line_of(entry.event, detail_of(entry.detail), scheme, reader)
            told.append(Moved(entry.at, line.said, line.why))
    return told
