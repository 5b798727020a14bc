"""A record as files that a council goes on working with: the report for Word, scores and values as a spreadsheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from appraisal.access_packs import records_to_read
from appraisal.engine.faults import CannotRead
from appraisal.exports.sheets import Kept, spreadsheet_of
from appraisal.exports.word import draw_report
from appraisal.models import Record
from appraisal.pack import MOST_LINES, TooLong, refuse_too_long
from appraisal.pack.seal import EXEMPT
from appraisal.pack.seen import seen_by
from appraisal.queries.packs import report_document, version_of
from appraisal.readers import Reader
from appraisal.recorded import read_record
from appraisal.roles import To
from appraisal.views.documents import EXCEL, WORD, as_file, name_of
from appraisal.views.doors import AtProposal, for_proposal


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def record_report(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Write the committee report of a record for Word, with all that its exempt pack says."""
    record = _record(at, number)
    try:
        document = report_document(record)
        refuse_too_long(document, MOST_LINES)
    except CannotRead as cannot:
        return _cannot(request, at, cannot)
    except TooLong as too_long:
        context = {"at": at, "why": str(too_long)}
        return render(request, "appraisal/pack_too_long.html", context, status=409)
    return as_file(draw_report(document), WORD, _name(at, record, "report.docx"), "attachment")


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def record_scores(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Write the scores and values of a record as a spreadsheet."""
    record = _record(at, number)
    try:
        seen = seen_by(read_record(record.text).file, Reader.OFFICER, show_discount=True)
    except CannotRead as cannot:
        return _cannot(request, at, cannot)
    kept = Kept(record.sha256, localtime(record.made_at), version_of(record), EXEMPT)
    content = spreadsheet_of(seen, kept)
    return as_file(content, EXCEL, _name(at, record, "scores.xlsx"), "attachment")


def _record(at: AtProposal, number: int) -> Record:
    """Return a record that somebody may read whole; there is none to anybody else."""
    found = records_to_read(at.proposal, at.may).select_related("proposal__authority")
    record = found.filter(pk=number).first()
    if record is None:
        raise Http404
    return record


def _cannot(request: HttpRequest, at: AtProposal, cannot: CannotRead) -> HttpResponse:
    return render(request, "appraisal/no_result.html", {"at": at, "faults": cannot.faults})


def _name(at: AtProposal, record: Record, ending: str) -> str:
    """Return what a file is called: by its proposal and by which of its records it is."""
    return f"{name_of(at)}-{slugify(version_of(record))}-{ending}"
