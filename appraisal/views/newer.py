"""The council has changed its lists since a proposal took its copies: what is new, and a button to take it over."""

import hashlib
import json
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.newer import CannotTake, Newer, newer_of, take_newer_lists
from appraisal.roles import To
from appraisal.showing.versions import figure_words
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.steps import address


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.ANSWER)
def newer_lists(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show what the council's newer lists and figures would change, and take them over."""
    newer = newer_of(at.proposal, now().date())
    notice = ""
    if request.method == "POST" and request.POST.get("seen") != fingerprint(newer):
        notice = "The lists have changed again since you opened this page. Look again."
    elif request.method == "POST":
        try:
            take_newer_lists(by=at.user, proposal=at.proposal, seen=newer, at=now())
        except CannotTake as refusal:
            notice = str(refusal)
        else:
            messages.success(request, "Your proposal has the council’s newer lists now.")
            return HttpResponseRedirect(address(at, "proposal"))
    context = {
        "at": at,
        "newer": newer,
        "figures_gone": [figure_words(**one._asdict()) for one in newer.figures_gone],
        "figures_added": [figure_words(**one._asdict()) for one in newer.figures_added],
        "seen": fingerprint(newer),
        "notice": notice,
        "back": address(at, "proposal"),
    }
    return render(request, "appraisal/newer_lists.html", context)


def fingerprint(newer: Newer) -> str:
    """Tell what somebody has looked at from what it would be now."""
    return hashlib.sha256(json.dumps(asdict(newer)).encode()).hexdigest()[:20]
