"""Figures that others publish: a scheme manager sends a file, sees what was read of it, and puts it in force."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal.access import memberships_of, offices_of
from appraisal.actions.datasets import CannotImport, Origin, discard_import, put_in_force
from appraisal.actions.sent_figures import send_figures
from appraisal.area.read.table import editions_of
from appraisal.area.readers import READERS
from appraisal.engine import words
from appraisal.exports.cells import csv_lines
from appraisal.forms.published import COMMAND, PutInForceForm, SendFiguresForm
from appraisal.library import FIXTURES
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import (
    datasets_of,
    in_force_for,
    put_back_until,
    put_back_why,
    readable_by,
    rejected_lines,
)
from appraisal.roles import Office
from appraisal.tasks import find_places, read_asked, sweep_figures
from appraisal.views.doors import AtCouncil, for_office, now, refuse
from appraisal.views.published_words import HEADINGS, said_about, state_of, title_of
from core import kept
from core.limits import within_limit
from core.models import Authority
from core.refusals import too_many
from core.uploads.limits import Larger, takes_larger

MOST_LISTED = 50
MOST_LINES = 100  # of those that cannot be taken, on the page; all of them are in the file
_REFRESH = 5  # seconds
_GOING_ON = (DatasetState.WAITING, DatasetState.READING, DatasetState.CHECKED)
# A small file of each kind, for who has to make one or wants to see what is meant.
SAMPLES: Mapping[str, str] = {
    "deprivation": "samples/indices-of-deprivation-2025.csv",
    "postcodes": "samples/postcode-directory.csv",
    "places": "samples/places.csv",
    "indicators": "birmingham_indicators.csv",
    "district-prices": "birmingham_terraced_house_prices_2000_2010.csv",
    "prices": "samples/price-paid.csv",
    "regional-pay": "samples/regional-pay.csv",
}
OF_SITE = (
    "These figures belong to the whole site. Whoever runs it can change them with the command manage.py "
    "import_figures. You can send a file of your council’s own: it goes before them."
)


class InForce(NamedTuple):
    """What is in force of a kind; nothing, where nothing is."""

    title: str
    dataset: Dataset | None
    href: str = ""


class Listed(NamedTuple):
    """An import in the list."""

    title: str
    href: str
    dataset: Dataset
    state: str


@require_safe
@for_office(Office.SETTINGS)
def published(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List what is in force of each kind, what waits or is being read, and earlier files."""
    kinds = tuple(_in_force(at))
    found = datasets_of(at.council).exclude(state=DatasetState.IN_FORCE)
    only_checked = Q(state=DatasetState.CHECKED, only_check=True)  # it waits for nobody
    going_on = found.filter(state__in=_GOING_ON).exclude(only_checked)
    earlier = found.filter(only_checked | ~Q(state__in=_GOING_ON))
    context = {
        "at": at,
        "in_force": [one for one in kinds if one.dataset],
        "missing": [one.title for one in kinds if not one.dataset],
        "going_on": [_listed(at, one) for one in going_on[:MOST_LISTED]],
        "earlier": [_listed(at, one) for one in earlier[:MOST_LISTED]],
    }
    return render(request, "appraisal/published/list.html", context)


def _in_force(at: AtCouncil) -> Iterator[InForce]:
    found = in_force_for(at.council)
    for kind, reader in READERS.items():
        for edition in editions_of(reader) or (0,):
            one = found.get((kind, edition))
            yield InForce(title_of(kind, edition), one, _address(at, one) if one else "")


def _listed(at: AtCouncil, one: Dataset) -> Listed:
    return Listed(title_of(one.kind, one.edition), _address(at, one), one, state_of(one))


def _address(at: AtCouncil, one: Dataset, name: str = "figures_import") -> str:
    return reverse(f"appraisal:{name}", args=[at.council.slug, one.pk])


def _list(at: AtCouncil) -> str:
    return reverse("appraisal:published", args=[at.council.slug])


def _may_send(request: HttpRequest, council: str) -> bool:
    """Say whether somebody may send a file that is larger than other pages take."""
    found = Authority.objects.filter(slug=council).first()
    return (
        found is not None
        and request.user.is_authenticated
        and Office.SETTINGS in offices_of(memberships_of(request.user, found))
    )


@takes_larger(Larger(lambda: settings.MOST_OF_FIGURES, _may_send, f"{COMMAND}."))
@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def send(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Take a publisher's file, which a worker then reads."""
    sent = request.method == "POST"
    if sent and not within_limit(request, "upload"):
        return too_many(request)
    today = now().date()
    if sent:
        form = SendFiguresForm(request.POST, request.FILES, today=today)
        if form.is_valid() and (dataset := _taken(at, form)) is not None:
            return HttpResponseRedirect(_address(at, dataset))
    else:
        form = SendFiguresForm(today=today)
    found = None if sent else kept.take(request, at=now())
    if found is not None:
        form = SendFiguresForm(found.fields, today=today)
        form.leave_unchecked()
    context = {
        "at": at,
        "form": form,
        "notice": found.words if found else "",
        "samples": [(kind, title_of(kind, 0)) for kind in SAMPLES if kind in READERS],
    }
    return render(request, "appraisal/published/send.html", context)


@require_safe
@for_office(Office.SETTINGS)
def sample(request: HttpRequest, at: AtCouncil, kind: str) -> HttpResponse:
    """Give a small file of a kind away."""
    if kind not in SAMPLES:
        raise Http404
    content = (FIXTURES / "area" / SAMPLES[kind]).read_bytes()
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sample-{kind}.csv"'
    return response


def _taken(at: AtCouncil, form: SendFiguresForm) -> Dataset | None:
    given = form.cleaned_data
    try:
        return send_figures(
            by=at.user,
            authority=at.council,
            kind=given["kind"],
            edition=form.edition,
            name=given["file"].name,
            content=given["file"],
            origin=Origin(**{name: given[name] for name in ("source", "licence", "dated")}),
            part=given["part"],
            only_check=given["only_check"],
            at=now(),
            then=read_asked,
        )
    except CannotImport as cannot:
        form.add_error("file", str(cannot).removesuffix("."))
        return None


@require_safe
@for_office(Office.SETTINGS)
def figures_import(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Show how far an import is, what came of it, and what can be done next.

    It loads again by itself only for who has asked for that: nobody who reads it is interrupted.
    """
    return _page(request, at, _found(at, number), None)


def _page(
    request: HttpRequest, at: AtCouncil, one: Dataset, form: PutInForceForm | None
) -> HttpResponse:
    running = one.state in (DatasetState.WAITING, DatasetState.READING)
    own = one.authority_id is not None
    ready = own and one.state == DatasetState.CHECKED and not one.only_check
    instead = in_force_for(at.council).get((one.kind, one.edition))
    context = {
        "at": at,
        "one": one,
        "own": own,
        "title": title_of(one.kind, one.edition),
        "heading": HEADINGS[state_of(one)],
        "running": running,
        "done": _done(one),
        "said": tuple(said_about(one, instead)),
        "in_force_instead": instead if instead and instead.pk != one.pk else None,
        "form": (form or _form(one, None)) if ready else None,
        "may_withdraw": own and one.state == DatasetState.IN_FORCE,
        "put_back_why": put_back_why(one, at.council),
        "back_until": _back_until(one) if own else None,
        "lines": rejected_lines(one)[:MOST_LINES] if one.rejected else (),
        "most": MOST_LINES,
        "refresh": _REFRESH,
        "watched": running and "watch" in request.GET,
    }
    return render(request, "appraisal/published/import.html", context)


def _back_until(one: Dataset) -> datetime | None:
    """Return until when it can be put back in force; none where it cannot."""
    until = put_back_until(one)
    return until if until is not None and until >= now() else None


def _done(one: Dataset) -> int:
    """Return how much of the file was read, in per cent, rounded down."""
    return one.read_bytes * 100 // one.size if one.size else 0


def _form(one: Dataset, typed: Mapping[str, object] | None) -> PutInForceForm:
    rejected = words.counted(one.rejected, "line") if one.rejected else ""
    return PutInForceForm(typed, rejected=rejected)


@require_safe
@for_office(Office.SETTINGS)
def rejected_csv(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Give all lines that cannot be taken, as a CSV."""
    one = _found(at, number)
    if not one.rejected:
        raise Http404
    rows = rejected_lines(one).values_list("line", "words").iterator(chunk_size=2_000)
    content = (line.encode() for line in csv_lines(("line", "what is wrong"), rows))
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{at.council.slug}-{one.kind}-{one.pk}-rejected.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]  # a StreamingHttpResponse is an answer too


@require_POST
@for_office(Office.SETTINGS)
def put(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Put an import in force in place of what was."""
    one = _found(at, number)
    if one.authority_id is None:
        return refuse(request, OF_SITE)
    form = _form(one, request.POST)
    if one.state == DatasetState.CHECKED and not form.is_valid():
        return _page(request, at, one, form)
    try:
        put_in_force(
            by=at.user,
            dataset=one,
            without_rejected=bool(form.data.get("without_rejected")),
            at=now(),
        )
    except CannotImport as cannot:
        messages.info(request, str(cannot))
        return HttpResponseRedirect(_address(at, one))
    sweep_figures.enqueue()
    find_places.enqueue(one.pk)
    messages.success(request, f"{title_of(one.kind, one.edition)}: the new figures are in force.")
    return HttpResponseRedirect(_list(at))


@require_POST
@for_office(Office.SETTINGS)
def discard(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Throw an import away, or stop one that is being read."""
    one = _found(at, number)
    if one.authority_id is None:
        return refuse(request, OF_SITE)
    if discard_import(by=at.user, dataset=one, at=now()):
        sweep_figures.enqueue()
        messages.success(
            request, f"“{one.name}” was thrown away. What is in force has not changed."
        )
        return HttpResponseRedirect(_list(at))
    messages.info(request, "It is in force, or over already: there was nothing to throw away.")
    return HttpResponseRedirect(_address(at, one))


def _found(at: AtCouncil, number: int) -> Dataset:
    """Return an import of the council, or one that is the whole site’s; any other is as if there were none."""
    one = readable_by(at.council).filter(pk=number).first()
    if one is None:
        raise Http404
    return one
