"""Packs for a whole portfolio: an officer orders them, sees how far the workers are, and takes them away."""

from typing import NamedTuple

from django.contrib import messages
from django.core.files.storage import default_storage
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

from appraisal.access import proposals_to_issue
from appraisal.actions.orders import MOST_PACKS, CannotOrder, cancel_order, order_packs
from appraisal.engine import words
from appraisal.exports.zips import length_of_zip, zip_of_packs
from appraisal.forms.orders import OrderForm
from appraisal.models import PackOrder
from appraisal.pack.editions import Edition
from appraisal.queries.orders import (
    Progress,
    failures_of,
    lines_of,
    orders_of,
    progress_of,
    records_to_order,
)
from appraisal.tasks import draw_order
from appraisal.views.doors import AtCouncil, for_officers, now

_MOST_LISTED = 50
_REFRESH = 10  # seconds


class Listed(NamedTuple):
    """An order in the list."""

    order: PackOrder
    href: str
    state: str
    figures: str
    edition: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def orders(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the orders; say how many packs a new one would be of, and give it."""
    sent = request.method == "POST"
    given = request.POST if sent else request.GET
    form = OrderForm(given if sent or "part" in given or "whom" in given else None)
    wanted = _wanted(at, form) if form.is_bound and form.is_valid() else None
    why = ""
    if sent and wanted is not None:
        try:
            return _order(request, at, form, wanted)
        except CannotOrder as cannot:
            why = str(cannot)
    context = {
        "at": at,
        "form": form,
        "why": why,
        "asked": None if wanted is None else _asked(len(wanted)),
        "hidden": [(name, form[name].value() or "") for name in form.fields] if wanted else (),
        "orders": [_listed(at, one) for one in orders_of(at.council)[:_MOST_LISTED]],
    }
    return render(request, "appraisal/packs/orders.html", context)


def _wanted(at: AtCouncil, form: OrderForm) -> list[int]:
    proposals = proposals_to_issue(at.memberships, at.council)
    given = form.cleaned_data
    return records_to_order(proposals, part=given["part"], kind=given["kind"])


class Question(NamedTuple):
    """How many packs it would be of, in words; ``button``: what orders them, nothing where nobody can."""

    said: str
    button: str = ""


def _asked(number: int) -> Question:
    if not number:
        return Question("There is no such proposal, so there is nothing to draw.")
    packs = words.counted(number, "pack")
    if number > MOST_PACKS:
        return Question(
            f"That would be {packs}. At most {MOST_PACKS:,} can be ordered at once: choose one kind of proposal."
        )
    return Question(f"That is {packs}.", f"Order {packs}")


def _order(request: HttpRequest, at: AtCouncil, form: OrderForm, wanted: list[int]) -> HttpResponse:
    path = reverse("appraisal:pack_codes", args=[at.council.slug])
    order = order_packs(
        by=at.user,
        authority=at.council,
        records=wanted,
        exempt=form.exempt,
        edition=form.of_edition,
        base=request.build_absolute_uri(path),
        at=now(),
        then=draw_order,
    )
    return HttpResponseRedirect(_address(at, "pack_order", order))


def _address(at: AtCouncil, name: str, order: PackOrder) -> str:
    return reverse(f"appraisal:{name}", args=[at.council.slug, order.pk])


def _listed(at: AtCouncil, order: PackOrder) -> Listed:
    total, ready = order.total, order.ready  # type: ignore[attr-defined]  # the query has them
    figures = f"{ready:,} of {words.counted(total, 'pack')}"
    return Listed(
        order,
        _address(at, "pack_order", order),
        _state(order),
        figures,
        Edition(order.edition).words,
    )


def _state(order: PackOrder) -> str:
    if order.cancelled_at:
        return "Stopped"
    return "Finished" if order.ended_at else "Being drawn"


@require_safe
@for_officers
def pack_order(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Show how far an order is, and what could not be drawn.

    It loads again by itself only for who has asked for that: nobody who reads it is interrupted.
    """
    order = _found(at, number)
    progress = progress_of(order)
    readable = proposals_to_issue(at.memberships, at.council)
    watched = order.running and "watch" in request.GET
    context = {
        "at": at,
        "order": order,
        "state": _state(order),
        "edition": Edition(order.edition),
        "progress": progress,
        "said": _said(order, progress),
        "failures": failures_of(order, readable) if progress.failed else (),
        "refresh": _REFRESH,
        "watched": watched,
    }
    return render(request, "appraisal/packs/order.html", context)


def _said(order: PackOrder, progress: Progress) -> str:
    """Say how far it is, in a sentence."""
    drawn = f"{progress.ready:,} of {words.counted(progress.total, 'pack')}"
    failed = f" {progress.failed:,} could not be drawn." if progress.failed else ""
    if order.running:
        return f"{drawn} drawn so far.{failed} {progress.left:,} still to do."
    left = f" {progress.left:,} left out, for it was stopped." if progress.left else ""
    return f"{drawn} drawn.{failed}{left}"


@require_POST
@for_officers
def cancel(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Stop an order."""
    order = _found(at, number)
    if cancel_order(by=at.user, order=order, at=now()):
        messages.success(request, "No more packs are drawn. Those that were drawn are kept.")
    else:
        messages.info(request, "It was over already.")
    return HttpResponseRedirect(_address(at, "pack_order", order))


@require_safe
@for_officers
def packs_zip(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Return the packs of an order that are drawn, those that this person may read, as one zip."""
    order = _found(at, number)
    lines = lines_of(order, proposals_to_issue(at.memberships, at.council))
    if not lines:
        raise Http404
    content = zip_of_packs(lines, default_storage.open)
    response = StreamingHttpResponse(content, content_type="application/zip")
    name = f"{at.council.slug}-packs-{order.pk}-{order.edition}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(length_of_zip(lines))
    return response  # type: ignore[return-value]  # a StreamingHttpResponse is an answer too


def _found(at: AtCouncil, number: int) -> PackOrder:
    """Return an order of the council; any other is as one that there never was."""
    order = orders_of(at.council).filter(pk=number).first()
    if order is None:
        raise Http404
    return order
