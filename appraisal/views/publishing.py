"""Writing what the public reads of a decision, looking at it, and publishing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.publishing import CannotPublish, Wording, publish, write_publication
from appraisal.forms.decisions import PublicationForm
from appraisal.models import Decision, Publication
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import (
    latest_decision,
)
from appraisal.roles import To
from appraisal.views.asking import Asked, ask
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.steps import address
from core.forms import Form

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
@for_proposal(To.PUBLISH)
def write(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Write what the public reads of the newest decision."""
    decision = _newest(at)
    written = Publication.objects.filter(decision=decision).first()

    def make(data: QueryDict | None) -> Form:
        return PublicationForm(
            outcome=decision.outcome, data=data, initial=_initial(at, decision, written)
        )

    def act(form: Form) -> str:
        wording = _wording(form.cleaned_data)
        write_publication(by=at.user, proposal=at.proposal, wording=wording, at=now())
        return address(at, "publish")

    asked = ask(request, make, act, CannotPublish)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "caption": at.proposal.title,
        "title": "What the public reads",
        "lead": "Write it here and look at it on the next page. Nothing is public before you publish it there. The "
        "group’s name, the day, the outcome and the minute’s reference come from the decision.",
        "button": "Look at it",
        "back": address(at, "decisions"),
        "back_words": "The decision",
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)


def _initial(at: AtProposal, decision: Decision, written: Publication | None) -> dict[str, object]:
    if written is None:
        asset = asset_of(at.proposal)
        return {
            "title": at.proposal.title,
            "asset": asset.name if asset else "",
            "reasons": decision.reasons,
            "conditions": decision.conditions,
        }
    hides = {"discount": written.hides_discount, "conditions": written.hides_conditions}
    return {
        "title": written.title,
        "asset": written.asset,
        "reasons": written.reasons,
        "conditions": written.conditions,
        "exempt": [key for key, hidden in hides.items() if hidden],
        "exempt_under": written.exempt_under,
    }


def _wording(given: Mapping[str, Any]) -> Wording:
    exempt = given.get("exempt") or ()
    return Wording(
        title=given["title"],
        asset=given["asset"],
        reasons=given["reasons"],
        conditions=given.get("conditions", ""),
        exempt_under=given["exempt_under"],
        hides_discount="discount" in exempt,
        hides_conditions="conditions" in exempt,
    )


class SeenForm(Form):
    """Which words somebody has looked at, by the moment at which those were written."""


@_BOTH
@for_proposal(To.PUBLISH)
def publish_now(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the public page as it will be, and publish it."""
    decision = _newest(at)
    written = Publication.objects.filter(decision=decision).first()
    if written is None:
        raise Http404

    def act(form: Form) -> str:
        seen = _moment(request.POST.get("seen", ""))
        publish(by=at.user, proposal=at.proposal, seen=seen, at=now())
        return address(at, "decisions")

    asked = ask(request, lambda data: SeenForm(data), act, CannotPublish)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "one": written,
        "seen": written.written_at.isoformat(),
        "published": written.published_at is not None,
    }
    return render(request, "appraisal/panel/publish.html", context, status=asked.status)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CannotPublish("Look at the public words again before you publish them.") from None


def _newest(at: AtProposal) -> Decision:
    decision = latest_decision(at.proposal)
    if decision is None:
        raise Http404
    return decision
