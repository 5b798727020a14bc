"""A council's own published figures are withdrawn, or earlier ones put back in force: asked first, with a reason."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.actions.datasets import CannotImport
from appraisal.actions.withdrawn_figures import in_place_of, put_back, withdraw_import
from appraisal.forms.published import ChangeForm
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import put_back_until, readable_by, without
from appraisal.roles import Office
from appraisal.tasks import find_places, sweep_figures
from appraisal.views.doors import AtCouncil, for_office, now, refuse
from appraisal.views.published import OF_SITE
from appraisal.views.published_words import title_of

_WHY = "Why are these figures withdrawn?"
_WHY_BACK = "Why are these figures put back in force?"


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def withdraw(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Ask whether the council's own figures are withdrawn, say what holds afterwards, and do it."""
    one = _own(at, number)
    if one is None:
        return refuse(request, OF_SITE)
    if one.state != DatasetState.IN_FORCE:
        messages.info(request, "These figures are not in force, so there is nothing to withdraw.")
        return HttpResponseRedirect(_address(at, one))
    form = ChangeForm(_WHY, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = _number(request)
        done = _tried(
            form,
            lambda reason: withdraw_import(
                by=at.user, dataset=one, reason=reason, instead=seen, at=now()
            ),
        )
        if done is not None:
            sweep_figures.enqueue()
            find_places.enqueue(one.pk)  # the whole site's figures may know what these did not
            messages.success(request, _afterwards(one, without(one)))
            return _to_list(at)
    after = without(one)
    context = {"at": at, "one": one, "form": form, "after": after, "title": _title(one),
               "seen": after.pk if after else "", "back": False}  # fmt: skip
    return render(request, "appraisal/published/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def back(request: HttpRequest, at: AtCouncil, number: int) -> HttpResponse:
    """Ask whether figures that were replaced or withdrawn are put back in force, and do it."""
    one = _own(at, number)
    if one is None:
        return refuse(request, OF_SITE)
    until = put_back_until(one)
    if until is None or until < now():
        messages.info(
            request, "These figures are in force, or not kept any more. To use them, send the file."
        )
        return HttpResponseRedirect(_address(at, one))
    form = ChangeForm(_WHY_BACK, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = _number(request)
        done = _tried(
            form,
            lambda reason: put_back(
                by=at.user, dataset=one, reason=reason, instead_of=seen, at=now()
            ),
        )
        if done is not None:
            find_places.enqueue(one.pk)
            messages.success(request, f"{_title(one)}: the earlier figures are in force again.")
            return _to_list(at)
    standing = in_place_of(one)
    instead = Dataset.objects.filter(pk=standing).first() if standing else without(one)
    context = {"at": at, "one": one, "form": form, "after": instead, "title": _title(one),
               "seen": standing or "", "back": True}  # fmt: skip
    return render(request, "appraisal/published/change.html", context)


def _tried(form: ChangeForm, change: Callable[[str], Any]) -> Any:
    """Make a change; None where it cannot be, and then the form says why."""
    try:
        return change(form.cleaned_data["reason"])
    except CannotImport as cannot:
        form.add_error("reason", str(cannot).removesuffix("."))
        return None


def _own(at: AtCouncil, number: int) -> Dataset | None:
    """Return an import of the council; none for the whole site's. Any other is as if there were none."""
    one = readable_by(at.council).filter(pk=number).first()
    if one is None:
        raise Http404
    return one if one.authority_id is not None else None


def _number(request: HttpRequest) -> int | None:
    """Return the number of what stood on the page as in force afterwards; -1 for what is no number."""
    said = request.POST.get("seen", "")
    if not said:
        return None
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 10 else -1


def _afterwards(one: Dataset, after: Dataset | None) -> str:
    if after is None:
        return f"{_title(one)}: your council’s own figures are withdrawn. Nothing is in force in their place."
    return (
        f"{_title(one)}: your council’s own figures are withdrawn. The whole site’s are in force."
    )


def _title(one: Dataset) -> str:
    return title_of(one.kind, one.edition)


def _address(at: AtCouncil, one: Dataset) -> str:
    return reverse("appraisal:figures_import", args=[at.council.slug, one.pk])


def _to_list(at: AtCouncil) -> HttpResponse:
    return HttpResponseRedirect(reverse("appraisal:published", args=[at.council.slug]))
