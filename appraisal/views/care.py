"""How the council and the site take care of what they know of people, and for how long they keep it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.anonymous import CannotForget, forget_person, known_by
from appraisal.actions.retention import set_periods
from appraisal.forms.anonymous import ForgetForm
from appraisal.forms.retention import RetentionForm
from appraisal.queries.own import own_data
from appraisal.queries.retention import periods_of
from appraisal.retention import KINDS
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, at_council, for_everyone, for_office, now
from core.kept import sign_in_required
from core.models import Authority, User


@require_safe
@for_everyone
def privacy(request: HttpRequest, council: Authority) -> HttpResponse:
    """Say what the council knows of people here, why, for how long, and what they can ask for."""
    years = periods_of(council)
    kept = [(kind.title, years[kind.key], kind.since) for kind in KINDS]
    context = {"at": at_council(request, council), "kept": kept}
    return render(request, "appraisal/privacy.html", context)


@require_safe
@for_everyone
def accessibility(request: HttpRequest, council: Authority) -> HttpResponse:
    """Say how far everybody can use the site, what does not work yet, and whom to tell."""
    context = {"at": at_council(request, council)}
    return render(request, "appraisal/accessibility.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def retention(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Ask for how many years the council keeps what."""
    posted = request.POST if request.method == "POST" else None
    form = RetentionForm(periods_of(at.council), posted)
    if posted is not None and form.is_valid():
        set_periods(by=at.user, authority=at.council, years=form.years, at=now())
        messages.success(request, "The periods are kept.")
        return HttpResponseRedirect(request.path)
    return render(request, "appraisal/retention.html", {"at": at, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.PEOPLE)
def forget(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Take the account of somebody away who belongs to this council or its groups."""
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            user = known_by(at.council, email)
            if user is None:
                raise CannotForget(f"Nobody of this address belongs to {at.council} or its groups.")
            forget_person(user=user, by=at.user, authority=at.council, at=now())
        except CannotForget as cannot:
            form.add_error("email", str(cannot))
        else:
            messages.success(request, "The account was taken away.")
            return HttpResponseRedirect(request.path)
    return render(request, "appraisal/forget.html", {"at": at, "form": form})


@require_safe
@sign_in_required
def own(request: HttpRequest) -> HttpResponse:
    """Give somebody all that is kept of them, as a file."""
    assert isinstance(request.user, User)  # noqa: S101 (for the type checker)
    response = JsonResponse(
        own_data(request.user, at=now()), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response
