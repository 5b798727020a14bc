"""Two records of a proposal beside each other: what changed from one to the other, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.forms.records import CompareForm
from appraisal.queries.between import between, reasons_between
from appraisal.queries.records import records_of, texts_of
from appraisal.readers import Reader
from appraisal.recorded import read_record
from appraisal.roles import To
from appraisal.route import BY_KEY
from appraisal.schemes import engine_scheme
from appraisal.showing.history import EVENTS, detail_of, line_of
from appraisal.showing.records import compared
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.records import choices, read_by, sees_whole, title_of
from appraisal.views.steps import address
from core.models import AuditEntry


@require_safe
@for_proposal(To.READ)
def compare(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say in words what changed from one record to another."""
    whole = sees_whole(at)
    own = list(read_by(at, records_of(at.proposal)))
    form = CompareForm(choices(own), request.GET)
    context = {"at": at, "records_address": address(at, "records"), "form": form, "whole": whole}
    if not form.is_valid():
        return render(request, "appraisal/compare.html", context, status=400)
    # In the order in which they were made, whichever was named first.
    after, before = [one for one in own if one.pk in form.two]
    entries = list(between(at.proposal, before, after))
    texts = texts_of((before, after))
    context |= {
        "before": Named(title_of(before.event), before.made_at),
        "after": Named(title_of(after.event), after.made_at),
        "between": _moves(at, entries, whole),
        "compared": compared(
            read_record(texts[before.pk]),
            read_record(texts[after.pk]),
            reasons=reasons_between(entries),
            whole=whole,
        ),
    }
    return render(request, "appraisal/compare.html", context)


class Named(NamedTuple):
    """A record, as it is called."""

    name: str
    at: datetime


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
