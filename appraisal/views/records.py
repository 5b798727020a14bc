"""What was sent in: always there to read and to take away, whatever happens to the proposal."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from appraisal.access_packs import records_to_read
from appraisal.chapters import recorded
from appraisal.forms.records import CompareForm
from appraisal.legal import source_without_legal
from appraisal.models import Record
from appraisal.queries.records import Kept, kept_record, records_of
from appraisal.recorded import part
from appraisal.roles import To
from appraisal.showing.chapters import chapter_card, chapters_heading
from appraisal.showing.check import CheckCard, check_page
from appraisal.showing.history import EVENTS
from appraisal.views.documents import as_file, name_of
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.result import reader_of
from appraisal.views.steps import address

TITLES = {"submit": "Sent in", "resubmit": "Sent in again"}


def title_of(event: str) -> str:
    """Return what a record is called."""
    return TITLES.get(event) or (EVENTS[event].said if event in EVENTS else event)


@require_safe
@for_proposal(To.READ)
def records(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the records of a proposal."""
    found = list(read_by(at, records_of(at.proposal)))
    context = {
        "at": at,
        "form": CompareForm(choices(found), None) if len(found) > 1 else None,
        "records": [
            (one, title_of(one.event), address(at, "record", str(one.pk))) for one in found
        ],
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/records.html", context)


def choices(found: Sequence[Record]) -> list[tuple[str, str]]:
    """Return records as a form offers them, the oldest first."""
    return [
        (str(one.pk), f"{title_of(one.event)}, {localtime(one.made_at):%-d %B %Y}")
        for one in reversed(found)
    ]


def read_by(at: AtProposal, found: QuerySet[Record]) -> QuerySet[Record]:
    """Return those of some records that somebody may read: what the group sent in, and what they may read whole.

    So whoever may read the pack of a record, a panel that scores as well, may read the record.
    """
    whole = records_to_read(at.proposal, at.may).values("pk")
    return found.filter(Q(event__in=TITLES) | Q(pk__in=whole))


def sees_whole(at: AtProposal) -> bool:
    """Say whether somebody may read what the council found on its way: not a group, nor a panel that still scores."""
    return To.READ_AS_COUNCIL in at.may and To.SCORE not in at.may


@require_safe
@for_proposal(To.READ)
def record(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Show what was sent in, as it was."""
    kept = _kept(at, number)
    page = check_page(kept.file, reader=reader_of(at), may_fill_in=())
    context = {
        "at": at,
        "record": kept.record,
        "title": title_of(kept.record.event),
        "declaration": kept.beside.get("declaration", ""),
        "check": replace(page, headings=(*page.headings, *chapters_heading(_chapters(kept)))),
        "list_address": address(at, "records"),
        "file_address": address(at, "record_file", str(number)),
        "copies": _copies(at, kept.record),
        "text_address": address(at, "record_text", str(number)) if at.officer else "",
    }
    return render(request, "appraisal/record.html", context)


def _copies(at: AtProposal, record: Record) -> tuple[tuple[str, str], ...]:
    """Return where a record is taken away as files to work with, by who may read all of it."""
    if not records_to_read(at.proposal, at.may).filter(pk=record.pk).exists():
        return ()
    return copies(at, record)


def copies(at: AtProposal, record: Record) -> tuple[tuple[str, str], ...]:
    """Return the addresses of the files that are made from a record, each with what it is called."""
    number = str(record.pk)
    return (
        ("Report (Word)", address(at, "record_report", number)),
        ("Scores (Excel)", address(at, "record_scores", number)),
    )


def _chapters(kept: Kept) -> tuple[CheckCard, ...]:
    """Return the chapters that a record holds, in its own words; whoever may read the record reads them."""
    held = part(kept.beside, "assessment") or kept.beside
    found = recorded(held.get("chapters") or (), kept.file.answers.kind)
    return tuple(chapter_card(one.chapter, one.said) for one in found)


@require_safe
@for_proposal(To.READ)
def record_file(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Return the appraisal file that was sent in; to a group without the figures of the legal ledger."""
    source = _kept(at, number).file.source
    content = source if at.officer else source_without_legal(source)
    return as_file(content, "application/json", f"{name_of(at)}-{number}.json", "attachment")


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def record_text(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Return a record byte for byte, so that anybody can work out its hash."""
    kept = _kept(at, number)
    if not records_to_read(at.proposal, at.may).filter(pk=kept.record.pk).exists():
        raise Http404
    content = kept.record.text.encode()
    name = f"{name_of(at)}-{number}-record.json"
    return as_file(content, "application/json", name, "attachment")


def _kept(at: AtProposal, number: int) -> Kept:
    kept = kept_record(at.proposal.pk, number)
    if kept is None or not read_by(at, Record.objects.filter(pk=number)).exists():
        raise Http404
    return kept
