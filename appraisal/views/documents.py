"""Files to take away: the pack, the appraisal file, the blank booklet."""

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from appraisal.booklet import booklet_of, draw_docx, draw_pdf
from appraisal.booklet.contents import Booklet
from appraisal.engine.faults import CannotRead
from appraisal.pack import draw_file
from appraisal.queries import council_aims, newest_scheme, sheet_of
from appraisal.roles import To
from appraisal.views.doors import AtProposal, for_everyone, for_proposal, now
from appraisal.views.steps import address
from core.models import Authority

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@for_proposal(To.READ_DISCOUNT)
def pack(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Draw the pack of a proposal as it stands: a draft on every page."""
    sheet = sheet_of(at.proposal)
    if not sheet.whole:
        return _not_yet(request, at)
    try:
        given_away = replace(sheet.file, source=sheet.source)
        drawn = draw_file(given_away, colour=at.council.colour)
    except CannotRead as cannot:
        return render(request, "appraisal/no_result.html", {"at": at, "faults": cannot.faults})
    return _file(drawn, "application/pdf", f"{_name(at)}-draft-pack.pdf", "inline")


@require_safe
@for_proposal(To.READ)
def appraisal_file(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Return the appraisal file of a proposal as it stands."""
    sheet = sheet_of(at.proposal)
    if not sheet.whole:
        return _not_yet(request, at)
    return _file(sheet.source, "application/json", f"{_name(at)}.json", "attachment")


def _not_yet(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say what is missing before a file can be made."""
    terms = address(at, "facts", "terms") if To.ANSWER in at.may else ""
    return render(request, "appraisal/no_file.html", {"at": at, "terms": terms}, status=409)


def _name(at: AtProposal) -> str:
    return slugify(at.proposal.reference or at.proposal.title)[:60] or "proposal"


def _file(content: bytes, kind: str, name: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


@require_safe
@for_everyone
def booklet_pdf(request: HttpRequest, council: Authority, kind: str) -> HttpResponse:
    """Draw the blank question booklet of a council, to print."""
    return _booklet(council, kind, draw_pdf, "application/pdf", "pdf")


@require_safe
@for_everyone
def booklet_word(request: HttpRequest, council: Authority, kind: str) -> HttpResponse:
    """Write the blank question booklet of a council, to type into."""
    return _booklet(council, kind, draw_docx, _WORD, "docx")


def _booklet(
    council: Authority, kind: str, draw: Callable[[Booklet], bytes], content: str, ending: str
) -> HttpResponse:
    scheme = newest_scheme(council, kind, now().date())
    if scheme is None:
        raise Http404
    made = booklet_of(
        scheme, council=council.name, colour=council.colour, aims=council_aims(council, kind)
    )
    return _file(draw(made), content, f"question-booklet-{kind}.{ending}", "attachment")
