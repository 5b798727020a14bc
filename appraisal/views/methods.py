"""Other ways to value a proposal, beside its score: what each comes to. Their questions are chapters."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.chapters import PREFIX, methods_for
from appraisal.engine.faults import CannotRead
from appraisal.exports.word.letters import LETTERS, why_not
from appraisal.methods.sroi import SROI
from appraisal.methods.subsidy import SUBSIDY
from appraisal.methods.subsidy_parts import NoSubsidy
from appraisal.pack.charts import chart_svg
from appraisal.pack.ways import WAYS, Place, Valued, Way, valued
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.views.assessing import around_assessment
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.examples import KITE_HEADERS
from appraisal.views.letters import found_of
from appraisal.views.steps import address
from core.components import Tag


class Line(NamedTuple):
    """A method in the list."""

    title: str
    about: str
    href: str
    status: str | Tag


class Group(NamedTuple):
    """The methods of one place, under a heading."""

    title: str
    about: str
    lines: list[Line]


_GROUPS: tuple[tuple[Place, str, str], ...] = (
    (
        "beside",
        "Beside the score",
        "Each of these looks at the same proposal in another way. None of them changes a point of the score or a "
        "pound of the discount. The ones you use stand in the pack beside the score.",
    ),
    (
        "ledger",
        "The legal ledger",
        "What the law asks before land or money is given. It stands apart: no social value is ever set against it.",
    ),
)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def methods(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the ways to value beside the score, and which were used."""
    assessed = assessed_of(at.proposal)
    known = _known(at)
    groups = [
        Group(title, about, [_line(at, assessed, way) for way in known if way.place == place])
        for place, title, about in _GROUPS
    ]
    context = {**around_assessment(at, assessed), "groups": [one for one in groups if one.lines]}
    return render(request, "appraisal/methods/methods.html", context)


def _line(at: AtProposal, assessed: Assessed, way: Way) -> Line:
    key = way.method.key
    href = address(at, "method", key)
    if not way.method.asks:
        return Line(way.title, way.about, href, "Made of the score")
    if assessed.group.unfinished(page_of(key)):
        return Line(way.title, way.about, href, Tag(text="Unfinished", colour="yellow"))
    used, not_used = (
        ("Filled in", "Not filled in") if way.place == "ledger" else ("Used", "Not used")
    )
    return Line(way.title, way.about, href, used if key in assessed.chapters else not_used)


def page_of(key: str) -> str:
    """Return the name of the page on which a method’s questions are answered."""
    return f"{PREFIX}{key}"


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def method(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Show what a method comes to, in words, tables and a chart."""
    way = _way(at, method)
    assessed = assessed_of(at.proposal)
    asks = way.method.asks
    context = {
        **around_assessment(at, assessed),
        "way": way,
        "valued": _valued(assessed, way),
        "answers": address(at, "assess_chapter", method) if asks else "",
        "chart": address(at, "method_chart", method),
        "json": address(at, "method_json", method),
        "letters": _letters(at, assessed) if method == SUBSIDY.key else (),
        "impact_map": address(at, "impact_map") if method == SROI.key else "",
        "unfinished": asks and assessed.group.unfinished(page_of(method)),
    }
    return render(request, "appraisal/methods/method.html", context)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def chart(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Draw the chart of a method as a picture of its own."""
    found = _valued(assessed_of(at.proposal), _way(at, method))
    if found is None or found.chart is None:
        raise Http404
    picture = chart_svg(found.chart, colour=at.council.colour, text="paths")
    headers = {**KITE_HEADERS, "Cache-Control": "private, no-store"}
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def method_json(request: HttpRequest, at: AtProposal, method: str) -> HttpResponse:
    """Return what a method comes to as the command line writes it."""
    way, assessed = _way(at, method), assessed_of(at.proposal)
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


class LetterLine(NamedTuple):
    """A letter of the subsidy ledger: where it is, or why it cannot be made."""

    title: str
    about: str
    href: str
    why_not: str


def _letters(at: AtProposal, assessed: Assessed) -> tuple[LetterLine, ...]:
    """Return the letters of the subsidy ledger; none before it is filled in, and where no enterprise receives it."""
    found = found_of(assessed)
    if found is None or isinstance(found, NoSubsidy):
        return ()
    return tuple(
        LetterLine(one.title, one.about, address(at, "subsidy_letter", key), why_not(key, found))
        for key, one in LETTERS.items()
    )


def _way(at: AtProposal, key: str) -> Way:
    way = next((one for one in _known(at) if one.method.key == key), None)
    if way is None:
        raise Http404
    return way


def _known(at: AtProposal) -> list[Way]:
    """Return the methods of this kind of proposal: a ledger of land is none of a service’s."""
    asked = {one.key for one in methods_for(at.proposal.kind)}
    return [one for one in WAYS.values() if one.method.key in asked or not one.method.asks]


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
