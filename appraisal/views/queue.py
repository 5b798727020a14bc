"""The officers' queue: what waits, for whom, and giving it to somebody."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import NamedTuple, cast
from uuid import UUID

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from appraisal.actions.officers import CannotHand, hand_to
from appraisal.engine import words
from appraisal.forms.queue import FindForm, GiveForm
from appraisal.models import Proposal, State
from appraisal.queries.queue import (
    Asked,
    Order,
    Place,
    View,
    Waiting,
    colleagues,
)
from appraisal.queries.queue import find as find_in
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_office, now, refuse
from core.components import PageLink, Pagination
from core.models import Authority, User

TITLES = {
    View.MINE: "Mine",
    View.UNASSIGNED: "Nobody’s yet",
    View.WAITING: "Waiting on the group",
    View.PANEL: "Due for the panel",
    View.ALL: "All",
}
_NOBODY = "nobody"  # stands for “no officer” beside the id of a proposal


class Tab(NamedTuple):
    """A part of the queue, with its address."""

    title: str
    href: str
    current: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.QUEUE)
def queue(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Show a part of the queue, and give what is chosen there to somebody."""
    people = colleagues(at.council)
    if request.method != "POST":
        return _page(request, at, people, GiveForm(me=at.user, people=people))
    if not at.officer:
        return refuse(request, "You may not say who deals with a proposal.")
    form = GiveForm(request.POST, me=at.user, people=people)
    chosen = [one for one in map(_chosen, request.POST.getlist("chosen")) if one]
    if not chosen:
        return _page(request, at, people, form, ("Choose at least one proposal.",))
    if not form.is_valid():
        return _page(request, at, people, form)
    to = next(one for one in people if str(one.pk) == form.cleaned_data["to"])
    reasons = _give(at, chosen, to)
    if reasons:
        return _page(request, at, people, form, reasons)
    given = urlencode({"given": len(chosen), "to": to.pk})
    return HttpResponseRedirect(f"{request.path}?{_query(request)}&{given}")


class Chosen(NamedTuple):
    """A proposal that somebody chose, and its officer as they saw it."""

    proposal: UUID
    was: int | None


def _chosen(text: str) -> Chosen | None:
    """Read what the box of a proposal sends; None where it makes no sense."""
    id_, _, was = text.partition(" ")
    try:
        return Chosen(UUID(id_), None if was == _NOBODY else int(was))
    except ValueError:
        return None


def _give(at: AtCouncil, chosen: list[Chosen], to: User) -> tuple[str, ...]:
    """Give proposals to an officer; return why some stay as they are."""
    found = Proposal.objects.filter(authority=at.council).in_bulk([one.proposal for one in chosen])
    reasons = []
    for one in chosen:
        proposal = found.get(one.proposal)
        if proposal is None:
            continue  # of another council, or of none: it does not exist here
        try:
            hand_to(by=at.user, proposal=proposal, officer=to, was=one.was, at=now())
        except CannotHand as cannot:
            reasons.append(f"{proposal.title}: {cannot}")
    return tuple(reasons)


def _page(
    request: HttpRequest,
    at: AtCouncil,
    people: list[User],
    give: GiveForm,
    reasons: tuple[str, ...] = (),
) -> HttpResponse:
    view = _view_in(request, at)
    asked, find = _asked_in(request, view)
    after, before = (_place_in(request.GET.get(name, "")) for name in ("after", "before"))
    page, count = find_in(at.council, at.user, asked, after=after, before=before)
    context = {
        "at": at,
        "view": view,
        "title": TITLES[view],
        "tabs": _tabs(at, view),
        "find": find,
        "filtered": bool(asked.state or asked.kind or asked.words or asked.tenure),
        "count": count,
        "lines": lines_of(page.proposals, at.council, now(), choose=at.officer),
        "pagination": _pagination(request, page.before, page.after),
        "give": give if at.officer and page.proposals else None,
        "reasons": reasons,
        "given": _given(request, people),
        "clear": f"?view={view}",
    }
    return render(request, "appraisal/queue.html", context)


def _asked_in(request: HttpRequest, view: View) -> tuple[Asked, SafeString]:
    """Return what somebody looks for, and the form for it with what they typed."""
    if not any(name in request.GET for name in FindForm.base_fields):
        return Asked(view), _nothing_looked_for()
    form = FindForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    asked = Asked(
        view,
        Order(given.get("order") or Order.OLDEST),
        given.get("state", ""),
        given.get("kind", ""),
        given.get("words", ""),
        given.get("tenure", ""),
    )
    return asked, _drawn(form)


@cache
def _nothing_looked_for() -> SafeString:
    """Return the form in which nothing is typed: the same on every page, and dear to draw on each."""
    return _drawn(FindForm({}))


def _drawn(form: FindForm) -> SafeString:
    return cast(SafeString, as_crispy_form(form))


def _view_in(request: HttpRequest, at: AtCouncil) -> View:
    """Return the part that is asked for; else an officer's own, and all of it for who only reads."""
    asked = request.GET.get("view", "")
    if asked in set(View):
        return View(asked)
    return View.MINE if at.officer else View.ALL


def _tabs(at: AtCouncil, view: View) -> list[Tab]:
    own = [one for one in View if at.officer or one != View.MINE]
    return [Tab(TITLES[one], f"?view={one}", one == view) for one in own]


def lines_of(
    waiting: Sequence[Waiting], council: Authority, today: datetime, *, choose: bool
) -> SafeString:
    """Return the rows of the table, put together here: a template takes ten times as long for them.

    ``choose``: each has a box, which sends its id and whose it is on this page.
    """
    above = reverse("appraisal:proposals", args=[council.slug])
    return SafeString(
        "".join(_row(one, number, above, today, choose) for number, one in enumerate(waiting))
    )  # all texts are escaped below


_STATES = {str(state): escape(state.label) for state in State}
_BOX = (
    '<td class="govuk-table__cell"><div class="govuk-checkboxes govuk-checkboxes--small">'
    '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" '
    'id="chosen-{number}" name="chosen" value="{id} {was}"><label class="govuk-label '
    'govuk-checkboxes__label" for="chosen-{number}"><span class="govuk-visually-hidden">Choose {title}'
    "</span></label></div></div></td>"
)


def _row(one: Waiting, number: int, above: str, today: datetime, choose: bool) -> str:
    title = escape(one.title)
    was = _NOBODY if one.officer_id is None else str(one.officer_id)
    box = _BOX.format(number=number, id=one.id, was=was, title=title) if choose else ""
    reference = one.reference and f'<br><span class="app-quiet">{escape(one.reference)}</span>'
    began = localdate(one.since)
    days = (localdate(today) - began).days
    since = f"{words.day(began)} ({words.counted(days, 'day') if days > 0 else 'today'})"
    cells = (
        ("Group", escape(one.group)),
        ("State", _STATES[one.state]),
        ("Since", since),
        ("Officer", escape(one.officer) or "Nobody yet"),
    )
    rest = "".join(
        f'<td class="govuk-table__cell app-typed" data-head="{head}">{text}</td>'
        for head, text in cells
    )
    return (
        f'<tr class="govuk-table__row">{box}<th scope="row" class="govuk-table__header app-typed">'
        f'<a class="govuk-link" href="{above}{one.id}/">{title}</a>{reference}</th>{rest}</tr>\n'
    )


def _query(request: HttpRequest, **more: str) -> str:
    """Return what the address says of the part that is shown, without its place and what was done."""
    kept = {
        name: request.GET[name]
        for name in ("view", "words", "state", "kind", "tenure", "order")
        if request.GET.get(name)
    }
    return urlencode({**kept, **more})


def _pagination(
    request: HttpRequest, before: Place | None, after: Place | None
) -> Pagination | None:
    if before is None and after is None:
        return None
    return Pagination(
        previous=before and PageLink(href=f"?{_query(request, before=_written(before))}"),
        next=after and PageLink(href=f"?{_query(request, after=_written(after))}"),
        label="Pages of the queue",
    )


def _written(place: Place) -> str:
    return f"{place.since.astimezone(UTC).isoformat(timespec='microseconds')}_{place.id}"


def _place_in(text: str) -> Place | None:
    """Read a place in the order from an address; None where it makes no sense."""
    since, _, id_ = text.partition("_")
    try:
        moment = datetime.fromisoformat(since)
        return Place(moment.astimezone(UTC), UUID(id_)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _given(request: HttpRequest, people: list[User]) -> str:
    """Say what was just done: how many proposals were given, and to whom."""
    count, to = request.GET.get("given", ""), request.GET.get("to", "")
    person = next((one for one in people if str(one.pk) == to), None)
    if person is None or not (count.isascii() and count.isdigit() and len(count) < 5):
        return ""
    return f"Given to {person}: {words.counted(int(count), 'proposal')}."
