"""Who deals with a proposal for the council: taking it over, or handing it to a colleague."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.officers import CannotHand, hand_to
from appraisal.forms.gate import OfficerForm
from appraisal.queries.councils import asset_officers
from appraisal.roles import To
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.steps import address
from core import kept


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.HANDLE)
def officer(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Ask which officer deals with a proposal."""
    posted = request.method == "POST"
    found = kept.take(request, at=now()) if not posted else None
    officers = {str(one.pk): one for one in asset_officers(at.council)}
    was = at.proposal.officer_id
    initial: dict[str, object] = {"was": was, "officer": str(was or at.user.pk)}
    form = OfficerForm(list(officers.values()), request.POST if posted else None, initial)
    if posted and form.is_valid():
        said = form.cleaned_data
        try:
            hand_to(
                by=at.user,
                proposal=at.proposal,
                officer=officers[said["officer"]],
                was=said["was"],
                at=now(),
            )
            return HttpResponseRedirect(address(at, "proposal"))
        except CannotHand as cannot:
            form = OfficerForm(list(officers.values()), None, initial)
            notice = str(cannot)
            return _page(request, at, form, notice)
    return _page(request, at, form, found.words if found else "")


def _page(request: HttpRequest, at: AtProposal, form: OfficerForm, notice: str) -> HttpResponse:
    context = {
        "at": at,
        "form": form,
        "notice": notice,
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/officer.html", context)
