"""Flags: what must be settled before an assessment is signed off."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.flags import CannotFlag, raise_flag, resolve_flag
from appraisal.forms.assessing import (
    FlagForm,
    ReasonForm,
)
from appraisal.queries.assessed import assessed_of
from appraisal.roles import To
from appraisal.views.assessing import MAY_NOT
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.steps import address


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def flags(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the flags, and raise one."""
    assessed = assessed_of(at.proposal)
    may = bool({To.ASSESS, To.SIGN_OFF} & at.may)
    if request.method == "POST" and not may:
        return refuse(request, MAY_NOT)
    criteria = assessed.group.scheme.criteria
    about = {"letter": request.GET.get("letter", "")}
    form = FlagForm(request.POST or None, initial=about, criteria=criteria)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            raise_flag(by=at.user, proposal=at.proposal, at=now(), **form.cleaned_data)
            return HttpResponseRedirect(address(at, "flags"))
        except CannotFlag as cannot:
            problem = str(cannot)
    context = {
        "at": at,
        "assessed": assessed,
        "form": form if may else None,
        "problem": problem,
        "up": address(at, "assessment"),
    }
    return render(request, "appraisal/assessing/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def resolve(request: HttpRequest, at: AtProposal, flag: int) -> HttpResponse:
    """Resolve a flag with a reason."""
    assessed = assessed_of(at.proposal)
    found = next((one for one in assessed.flags if one.pk == flag), None)
    if found is None:
        raise Http404
    if not {To.ASSESS, To.SIGN_OFF} & at.may:
        return refuse(request, MAY_NOT)
    form = ReasonForm(
        request.POST or None,
        ask="How was it settled?",
        hint="For example, “the group has sent its new constitution, which says so”.",
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            resolve_flag(by=at.user, proposal=at.proposal, flag=flag, resolution=reason, at=now())
            return HttpResponseRedirect(address(at, "flags"))
        except CannotFlag as cannot:
            problem = str(cannot)
    context = {
        "at": at,
        "flag": found,
        "form": form,
        "problem": problem,
        "up": address(at, "flags"),
    }
    return render(request, "appraisal/assessing/resolve.html", context)
