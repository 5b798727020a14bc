"""How the council and the site take care of what they know: privacy, access for everybody, how long things are kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.retention import set_periods
from appraisal.forms.retention import RetentionForm
from appraisal.queries.retention import periods_of
from appraisal.retention import KINDS
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, at_council, for_everyone, for_office, now
from core.models import Authority


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
