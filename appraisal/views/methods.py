"""Other ways to value a proposal, beside its score: what each comes to. Their questions are chapters."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.chapters import PREFIX
from appraisal.engine.faults import CannotRead
from appraisal.methods.sroi import SROI
from appraisal.pack.charts import chart_svg
from appraisal.pack.ways import BESIDE, WAYS, Valued, Way, valued
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.views.assessing import around_assessment
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.examples import KITE_HEADERS
from appraisal.views.steps import address
from core.components import Tag


class Line(NamedTuple):
    """A method in the list."""

    title: str
    about: str
    href: str
    status: str | Tag


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def methods(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the ways to value beside the score, and which were used."""
    assessed = assessed_of(at.proposal)
    lines = [_line(at, assessed, way) for way in WAYS.values()]
    context = {**around_assessment(at, assessed), "lines": lines}
    return render(request, "appraisal/methods/methods.html", context)


def _line(at: AtProposal, assessed: Assessed, way: Way) -> Line:
    key = way.method.key
    href = address(at, "method", key)
    if not way.method.asks:
        return Line(way.title, way.about, href, "Made of the score")
    if assessed.group.unfinished(page_of(key)):
        return Line(way.title, way.about, href, Tag(text="Unfinished", colour="yellow"))
    return Line(way.title, way.about, href, "Used" if key in assessed.chapters else "Not used")


def page_of(key: str) -> str:
    """Return the name of the page on which a method’s questions are answered."""
    return f"{PREFIX}{key}"


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def method(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Show what a method comes to, in words, tables and a chart."""
    way = _way(method)
    assessed = assessed_of(at.proposal)
    asks = way.method.asks
    context = {
        **around_assessment(at, assessed),
        "way": way,
        "beside": BESIDE,
        "valued": _valued(assessed, way),
        "answers": address(at, "assess_chapter", method) if asks else "",
        "chart": address(at, "method_chart", method),
        "json": address(at, "method_json", method),
        "impact_map": address(at, "impact_map") if method == SROI.key else "",
        "unfinished": asks and assessed.group.unfinished(page_of(method)),
    }
    return render(request, "appraisal/methods/method.html", context)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def chart(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Draw the chart of a method as a picture of its own."""
    found = _valued(assessed_of(at.proposal), _way(method))
    if found is None or found.chart is None:
        raise Http404
    picture = chart_svg(found.chart, colour=at.council.colour, text="paths")
    headers = {**KITE_HEADERS, "Cache-Control": "private, no-store"}
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def method_json(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Return what a method comes to as the command line writes it."""
    way, assessed = _way(method), assessed_of(at.proposal)
    file = assessed.officer.file
    if way.method.asks and method not in file.methods:
        raise Http404
    try:
        result = way.method.value(file.methods.get(method, {}), assessed.officer.appraisal)
    except CannotRead:
        raise Http404 from None
    return JsonResponse(
        way.method.written(result), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )


def _way(key: str) -> Way:
    if key not in WAYS:
        raise Http404
    return WAYS[key]


def _valued(assessed: Assessed, way: Way) -> Valued | None:
    """Return what a method comes to; None where nobody used it, or nothing can be worked out yet."""
    key = way.method.key
    try:
        file = assessed.officer.file
        if way.method.asks and key not in file.methods:
            return None
        return valued(way, file.methods.get(key, {}), assessed.officer.appraisal)
    except CannotRead:
        return None
