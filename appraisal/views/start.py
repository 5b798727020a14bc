"""Starting a proposal, one question a page: by a group, or by an officer from a paper form.

What was answered on the pages before waits in the session, with the id that the proposal will have, so
that a button pressed twice starts one proposal.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.access import groups_of, proposals_of
from appraisal.actions.councils import CannotRegister
from appraisal.actions.proposals import CannotStart, Contact, start_proposal
from appraisal.forms.start import AssetNameForm, ContactForm, KindForm, ServiceAssetForm, TitleForm
from appraisal.models import Kind
from appraisal.views.doors import AtCouncil, for_officers, for_people, now
from core import kept
from core.forms import Form

STEPS = ("kind", "title", "asset", "contact")
_SESSION = "starting"


class Route(NamedTuple):
    """One of the two ways to start: its address, and whether it is from paper."""

    name: str
    paper: bool


START, PAPER = Route("start", paper=False), Route("paper", paper=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def start(request: HttpRequest, at: AtCouncil, step: str = "") -> HttpResponse:
    """Ask a member of a group, or somebody who registers one, what they propose."""
    return _step(request, at, START, step)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def paper(request: HttpRequest, at: AtCouncil, step: str = "") -> HttpResponse:
    """Ask an officer what a group's paper form says."""
    return _step(request, at, PAPER, step)


def _step(request: HttpRequest, at: AtCouncil, route: Route, step: str) -> HttpResponse:
    if step == "":
        _write(request, at, route, {"id": str(uuid4())})
        return HttpResponseRedirect(_address(at, route, "kind"))
    if step not in STEPS:
        raise Http404
    answers = _read(request, at, route)
    if STEPS[-1] in answers and _started(at, answers):
        return HttpResponseRedirect(_proposal_address(at, UUID(answers["id"])))
    if missing := _missing(answers, step):
        return HttpResponseRedirect(_address(at, route, missing))
    found = kept.take(request, at=now()) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else (found.fields if found else None)
    form = _form(at, route, step, answers, data or None)
    if request.method == "POST" and form.is_valid():
        answers[step] = _typed(request.POST)
        _write(request, at, route, answers)
        if step != STEPS[-1]:
            return HttpResponseRedirect(_address(at, route, STEPS[STEPS.index(step) + 1]))
        try:
            return _finish(request, at, route, answers)
        except (CannotStart, CannotRegister) as cannot:
            form.add_error(
                "group_name" if isinstance(cannot, CannotRegister) else None, str(cannot)
            )
    if request.method == "POST" and step == STEPS[-1] and _started(at, answers):
        # The same button, pressed twice, has started it meanwhile: this form has another list of groups.
        return HttpResponseRedirect(_proposal_address(at, UUID(answers["id"])))
    context = {
        "at": at,
        "form": form,
        "step": step,
        "route": route,
        "back": _back(at, route, step),
        "notice": found.words if found else "",
        "of_service": _kind(answers) == Kind.COPRODUCTION,
    }
    return render(request, "appraisal/start_proposal.html", context)


def _started(at: AtCouncil, answers: dict[str, str]) -> bool:
    """Say whether this proposal is there: the last button was pressed twice, or they came back by the
    browser's button. What these pages asked is changed on the proposal's own from then on.
    """
    return proposals_of(at.user, at.council).filter(pk=answers["id"]).exists()


def _missing(answers: dict[str, str], step: str) -> str:
    """Return the first page before this one that was not answered: nobody jumps over it."""
    if "id" not in answers:
        return "" if step == "kind" else "kind"
    return next((one for one in STEPS[: STEPS.index(step)] if one not in answers), "")


def _form(
    at: AtCouncil, route: Route, step: str, answers: dict[str, str], data: QueryDict | None
) -> Form:
    stored = QueryDict(answers[step]) if step in answers else None
    initial: dict[str, Any] = {key: stored[key] for key in stored} if stored else {}
    makers: dict[str, Callable[[], Form]] = {
        "kind": lambda: KindForm(data, initial=initial),
        "title": lambda: TitleForm(data, initial=initial),
        "asset": lambda: _asset_form(answers)(data, initial=initial),
        "contact": lambda: _contact_form(at, route, data, initial),
    }
    return makers[step]()


def _asset_form(answers: dict[str, str]) -> type[Form]:
    return ServiceAssetForm if _kind(answers) == Kind.COPRODUCTION else AssetNameForm


def _contact_form(
    at: AtCouncil, route: Route, data: QueryDict | None, initial: dict[str, Any]
) -> ContactForm:
    if route.paper:
        return ContactForm(list(at.council.organisations.order_by("name")), data, initial)
    mine = groups_of(at.memberships)
    own = {"contact_name": at.user.name, "contact_email": at.user.email}
    if len(mine) == 1:
        own["group"] = str(mine[0].pk)
    return ContactForm(mine, data, {**own, **initial})


def _finish(
    request: HttpRequest, at: AtCouncil, route: Route, answers: dict[str, str]
) -> HttpResponse:
    asset = _cleaned(_form(at, route, "asset", answers, QueryDict(answers["asset"])))
    form = _form(at, route, "contact", answers, QueryDict(answers["contact"]))
    assert isinstance(form, ContactForm)  # noqa: S101 (it is the form of this page)
    contact = _cleaned(form)
    proposal = start_proposal(
        by=at.user,
        authority=at.council,
        organisation=form.chosen,
        group_name=contact["group_name"],
        kind=_kind(answers),
        title=QueryDict(answers["title"])["title"],
        asset=asset,
        contact=Contact(
            name=contact["contact_name"],
            email=contact["contact_email"],
            phone=contact["contact_phone"],
        ),
        from_paper=route.paper,
        proposal_id=UUID(answers["id"]),
        at=now(),
    )
    return HttpResponseRedirect(_proposal_address(at, proposal.pk))


def _typed(data: QueryDict) -> str:
    typed = data.copy()
    typed.pop("csrfmiddlewaretoken", None)
    return typed.urlencode()


def _cleaned(form: Form) -> dict[str, Any]:
    """Return the answers of a page that was right when it was sent."""
    if not form.is_valid():
        raise CannotStart(
            "Something on the pages before has changed. Go back and look at them again."
        )
    return form.cleaned_data


def _kind(answers: dict[str, str]) -> str:
    return QueryDict(answers.get("kind", "")).get("kind", "") or ""


def _address(at: AtCouncil, route: Route, step: str) -> str:
    return reverse(f"appraisal:{route.name}", args=[at.council.slug, step])


def _proposal_address(at: AtCouncil, proposal: UUID) -> str:
    return reverse("appraisal:proposal", args=[at.council.slug, proposal])


def _back(at: AtCouncil, route: Route, step: str) -> str:
    place = STEPS.index(step)
    if place:
        return _address(at, route, STEPS[place - 1])
    return reverse("appraisal:proposals", args=[at.council.slug])


def _read(request: HttpRequest, at: AtCouncil, route: Route) -> dict[str, str]:
    held: dict[str, Any] = request.session.get(_SESSION, {})
    own = held.get("at") == [at.council.slug, route.name, at.user.pk]
    return dict(held["answers"]) if own else {"id": str(uuid4())}


def _write(request: HttpRequest, at: AtCouncil, route: Route, answers: dict[str, str]) -> None:
    answers = {key: value for key, value in answers.items() if value}
    request.session[_SESSION] = {
        "at": [at.council.slug, route.name, at.user.pk],
        "answers": answers,
    }
