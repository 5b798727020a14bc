"""The impact map of a proposal’s social return on investment, as a spreadsheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from appraisal.engine.faults import CannotRead
from appraisal.exports.impact_map import impact_map
from appraisal.methods.sroi import SROI
from appraisal.queries.assessed import assessed_of
from appraisal.roles import To
from appraisal.views.documents import EXCEL, as_file, name_of
from appraisal.views.doors import AtProposal, for_proposal


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def impact_map_sheet(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Write the impact map, whose formulas work the ratio out again; 404 while nobody used the method."""
    whose = assessed_of(at.proposal).officer
    try:
        file, appraisal = whose.file, whose.appraisal
    except CannotRead:
        raise Http404 from None
    if SROI.key not in file.methods:
        raise Http404
    found = SROI.value(file.methods[SROI.key], appraisal)
    book = impact_map(found, file.title, file.answers.valuation_date)
    return as_file(book, EXCEL, f"{name_of(at)}-impact-map.xlsx", "attachment")
