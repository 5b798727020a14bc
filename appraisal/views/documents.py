"""Files to take away: the pack, the report, the spreadsheet, the appraisal file, the blank booklet."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from appraisal.booklet import booklet_of, draw_docx, draw_pdf
from appraisal.booklet.contents import Booklet
from appraisal.engine.faults import CannotRead
from appraisal.exports.sheets import spreadsheet_of
from appraisal.exports.word import draw_report
from appraisal.pack import MOST_LINES, TooLong, document_of, draw, refuse_too_long
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.parts import Earlier, Fact
from appraisal.pack.seen import seen_by
from appraisal.queries import Sheet, council_aims, newest_scheme, sheet_of
from appraisal.queries.assessed import laid_over
from appraisal.queries.chapters import chapters_of
from appraisal.roles import To
from appraisal.views.doors import AtProposal, for_everyone, for_proposal, now
from appraisal.views.drawings import answer_with, drawing_of
from appraisal.views.result import named, reader_of, three_shown
from appraisal.views.steps import FACTS, address
from core.logos import logo_of
from core.models import Authority

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FROM_PAPER = (
    "An officer typed the answers in from a paper form. The group has not confirmed them yet."
)
_NOT_TAKEN = (
    "Something was typed there that could not be saved as an answer yet. It is not in this pack."
)


@require_safe
@for_proposal(To.READ)
def pack(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Draw the pack of a proposal as it stands: on every page a draft, or the group's own estimate."""

    def answer(document: AppraisalDocument) -> HttpResponse:
        refuse_too_long(document, MOST_LINES)
        return as_file(draw(document), "application/pdf", f"{name_of(at)}-draft-pack.pdf", "inline")

    return _of_document(request, at, answer)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def report_word(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Write the draft of the committee report for Word, in which a council edits it."""

    def answer(document: AppraisalDocument) -> HttpResponse:
        refuse_too_long(document, MOST_LINES)
        name = f"{name_of(at)}-draft-report.docx"
        return as_file(draw_report(document), WORD, name, "attachment")

    return _of_document(request, at, answer)


@require_safe
@for_proposal(To.READ)
def scores_sheet(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Write scores and values as a spreadsheet; a group's has no legal ledger."""

    def answer(whose: Sheet) -> HttpResponse:
        shown = To.READ_DISCOUNT in at.may
        seen = seen_by(whose.given_away, reader_of(at), show_discount=shown)
        name = f"{name_of(at)}-scores.xlsx"
        return as_file(spreadsheet_of(seen), EXCEL, name, "attachment")

    return _of_sheet(request, at, lambda sheet: answer(_assessments(at, sheet)[0]))


def _of_document(
    request: HttpRequest, at: AtProposal, answer: Callable[[AppraisalDocument], HttpResponse]
) -> HttpResponse:
    """Answer with what is made of the pack's words; say why where there is none."""

    def from_sheet(sheet: Sheet) -> HttpResponse:
        whose, name, earlier = _assessments(at, sheet)
        document = document_of(
            whose.given_away,
            colour=at.council.colour,
            logo=logo_of(at.council),
            reader=reader_of(at),
            show_discount=To.READ_DISCOUNT in at.may,
            unfinished=tuple(_unfinished(at, sheet)),
            name=name,
            earlier=earlier,
        )
        return answer(document)

    return _of_sheet(request, at, from_sheet)


def _of_sheet(
    request: HttpRequest, at: AtProposal, answer: Callable[[Sheet], HttpResponse]
) -> HttpResponse:
    """Answer with what is made of a proposal as it stands; say why where nothing can be made yet."""
    sheet = sheet_of(at.proposal)
    if not sheet.whole:
        return _not_yet(request, at)
    try:
        return answer(sheet)
    except CannotRead as cannot:
        return render(request, "appraisal/no_result.html", {"at": at, "faults": cannot.faults})
    except TooLong as too_long:
        context = {"at": at, "why": str(too_long)}
        return render(request, "appraisal/pack_too_long.html", context, status=409)


def _assessments(at: AtProposal, sheet: Sheet) -> tuple[Sheet, str, tuple[Earlier, ...]]:
    """Return whose figures a pack holds: for the council the last that there are, over those before.

    First the group's, then the officer's, then what the panel agreed. Raises ``CannotRead`` where they cannot
    be worked out.
    """
    three = three_shown(at, sheet)
    if three is None:
        return _with_methods(at, sheet), "This appraisal", ()
    *earlier, last = named(three)
    whole = three.sheet  # the officer's own while the panel has agreed nothing else
    return whole, last.name, tuple(Earlier(*one) for one in earlier)


def _with_methods(at: AtProposal, sheet: Sheet) -> Sheet:
    """Return the sheet with the methods that officers used; what they did is no group's to read."""
    return laid_over(sheet, {}, {}, chapters_of(at.proposal)) if at.officer else sheet


def _unfinished(at: AtProposal, sheet: Sheet) -> Iterator[Fact]:
    """Yield what is still open, and so is not in the answers that a pack is drawn from."""
    if at.proposal.waits_for_confirmation:
        yield Fact("Paper form", _FROM_PAPER)
    titles = dict(FACTS)
    titles |= {one.letter: f"{one.letter} {one.title}" for one in sheet.scheme.criteria}
    yield from (Fact(title, _NOT_TAKEN) for key, title in titles.items() if sheet.unfinished(key))


@require_safe
@for_proposal(To.READ)
def appraisal_file(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Return the appraisal file of a proposal as it stands."""
    sheet = sheet_of(at.proposal)
    if not sheet.whole:
        return _not_yet(request, at)
    source = sheet.source if at.officer else sheet.source_for_group
    return as_file(source, "application/json", f"{name_of(at)}.json", "attachment")


def _not_yet(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say what is missing before a file can be made."""
    terms = address(at, "facts", "terms") if To.ANSWER in at.may else ""
    return render(request, "appraisal/no_file.html", {"at": at, "terms": terms}, status=409)


def name_of(at: AtProposal) -> str:
    """Return what a proposal's files are called: its reference, or else its title."""
    return slugify(at.proposal.reference or at.proposal.title)[:60] or "proposal"


def as_file(content: bytes, kind: str, name: str, disposition: str) -> HttpResponse:
    """Return a file to take away (``attachment``) or to look at (``inline``)."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


@require_safe
@for_everyone
def booklet_pdf(request: HttpRequest, council: Authority, kind: str) -> HttpResponse:
    """Draw the blank question booklet of a council, to print."""
    return _booklet(request, council, kind, draw_pdf, ("application/pdf", "pdf"))


@require_safe
@for_everyone
def booklet_word(request: HttpRequest, council: Authority, kind: str) -> HttpResponse:
    """Write the blank question booklet of a council, to type into."""
    return _booklet(request, council, kind, draw_docx, (WORD, "docx"))


def _booklet(
    request: HttpRequest,
    council: Authority,
    kind: str,
    draw: Callable[[Booklet], bytes],
    form: tuple[str, str],
) -> HttpResponse:
    scheme = newest_scheme(council, kind, now().date())
    if scheme is None:
        raise Http404
    made = booklet_of(
        scheme, council=council.name, colour=council.colour, aims=council_aims(council, kind)
    )
    content, ending = form
    name = f'attachment; filename="question-booklet-{kind}.{ending}"'
    return answer_with(request, drawing_of(draw, made), content, name)
