"""The checklist of a proposal: how each item came out, and the officer's page for one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.checks import page_of, settle_check
from appraisal.forms.gate import CheckForm
from appraisal.models import Check
from appraisal.queries import Sheet, sheet_of
from appraisal.roles import To
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.editing import Page, Saved, edit
from appraisal.views.steps import address
from core.components import Tag
from core.forms import Form

TAGS = {
    Check.Outcome.OPEN: Tag(text="To check", colour="blue"),
    Check.Outcome.PASSED: "Passed",
    Check.Outcome.FAILED: Tag(text="Failed", colour="red"),
    Check.Outcome.WAIVED: Tag(text="Waived", colour="grey"),
}


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def checklist(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the checklist of a proposal."""
    checks = Check.objects.filter(proposal=at.proposal).select_related("by")
    context = {
        "at": at,
        "checks": [(one, TAGS[Check.Outcome(one.outcome)]) for one in checks],
        "may_check": To.CHECK in at.may,
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/checklist.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.CHECK)
def check_item(request: HttpRequest, at: AtProposal, item: str) -> HttpResponse:
    """Ask how one item came out."""
    check = Check.objects.filter(proposal=at.proposal, key=item).first()
    if check is None:
        raise Http404
    outcome = edit(request, at, sheet_of(at.proposal), _CheckPage(at, check))
    if isinstance(outcome, Saved):
        return HttpResponseRedirect(address(at, "checklist"))
    context = {
        "at": at,
        "shown": outcome,
        "form": outcome.form,
        "check": check,
        "list_address": address(at, "checklist"),
    }
    return render(request, "appraisal/check_item.html", context)


class _CheckPage(Page):
    """One item of the checklist, as an officer settles it."""

    def __init__(self, at: AtProposal, check: Check) -> None:
        self.at = at
        self.check = check
        self.key = page_of(check)

    def form(self, sheet: Sheet, typed: QueryDict | None) -> CheckForm:
        one = self.check
        chosen = (
            one.outcome if one.at else None
        )  # nothing is chosen for somebody who has not looked
        initial = {"outcome": chosen, "reason": one.reason, "evidence": one.evidence}
        return CheckForm(typed, initial=initial)

    def save(self, form: Form, seen: int) -> None:
        settle_check(
            by=self.at.user,
            proposal=self.at.proposal,
            check=self.check,
            **form.cleaned_data,
            seen=seen,
            at=now(),
        )
