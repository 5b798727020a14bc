"""The gate at enquiry: whether it is eligible, what is known of the building or land, and the group's begin."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.enquiries import (
    begin_application,
    disclose,
    known_of,
    say_eligible,
)
from appraisal.actions.moves import Seen
from appraisal.eligibility import CONDITIONS
from appraisal.engine import words
from appraisal.forms.gate import DisclosureForm, EligibilityForm, ReadForm
from appraisal.models import Disclosure, Eligibility, State
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.standing import has_asset
from appraisal.roles import To
from appraisal.schemes import engine_scheme
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, edit
from appraisal.views.route import attempt, closed_to
from appraisal.views.steps import address
from appraisal.views.tokens import token_of
from core import kept
from core.components import SummaryRow
from core.forms import Form

_BACK = "The proposal"

# --- is it eligible? ---------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def eligibility(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Ask the officer whether an enquiry is eligible; show others of the council what was said."""
    said = {one.key: one for one in Eligibility.objects.filter(proposal=at.proposal)}
    form = None
    if To.JUDGE in at.may:
        outcome = edit(request, at, sheet_of(at.proposal), _EligibilityPage(at, said))
        if isinstance(outcome, Saved):
            return HttpResponseRedirect(address(at, "proposal"))
        form = outcome
    elif request.method == "POST":
        return refuse(request, f"You may not {To.JUDGE} now.")
    conditions = CONDITIONS[at.proposal.kind]
    context = {
        "at": at,
        "shown": form,
        "form": form.form if form else None,
        "said": [(one, said.get(one.key)) for one in conditions],
        "tasks_address": address(at, "proposal"),
        "back_words": _BACK,
    }
    return render(request, "appraisal/eligibility.html", context)


class _EligibilityPage(Page):
    """Yes or no to each condition, as an officer says it."""

    key = "eligibility"

    def __init__(self, at: AtProposal, said: dict[str, Eligibility]) -> None:
        self.at = at
        self.said = said

    def form(self, sheet: Sheet, typed: QueryDict | None) -> EligibilityForm:
        initial: dict[str, object] = {}
        for key, one in self.said.items():
            initial[key] = "yes" if one.met else "no"
            initial[f"{key}-reason"] = one.reason
        return EligibilityForm(CONDITIONS[self.at.proposal.kind], typed, initial)

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, EligibilityForm)  # noqa: S101 (it is the one made above)
        at = self.at
        say_eligible(by=at.user, proposal=at.proposal, said=form.said, seen=seen, at=now())


# --- what is known -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def disclosure(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Ask the officer what is known of the building or land; show it to everybody else."""
    if not has_asset(at.proposal):
        raise Http404
    told = Disclosure.objects.select_related("by", "read_by").filter(proposal=at.proposal).first()
    if To.DISCLOSE not in at.may and request.method == "POST":
        return refuse(request, f"You may not {To.DISCLOSE} now.")
    if not at.officer and at.proposal.state == State.ENQUIRY:
        told = None  # the officer is still at it
    shown = None
    if To.DISCLOSE in at.may:
        outcome = edit(request, at, sheet_of(at.proposal), _DisclosurePage(at, told))
        if isinstance(outcome, Saved):
            return HttpResponseRedirect(address(at, "proposal"))
        shown = outcome
    context = {
        "at": at,
        "shown": shown,
        "form": shown.form if shown else None,
        "told": told,
        "rows": told_rows(told) if told else (),
        "tasks_address": address(at, "proposal"),
        "back_words": _BACK,
    }
    return render(request, "appraisal/disclosure.html", context)


class _DisclosurePage(Page):
    """What is known, as an officer tells it."""

    key = "disclosure"

    def __init__(self, at: AtProposal, told: Disclosure | None) -> None:
        self.at = at
        self.told = told

    def form(self, sheet: Sheet, typed: QueryDict | None) -> DisclosureForm:
        initial = known_of(self.told) if self.told else None
        return DisclosureForm(typed, initial=initial)

    def save(self, form: Form, seen: int) -> None:
        at, known = self.at, form.cleaned_data
        disclose(by=at.user, proposal=at.proposal, known=known, seen=seen, at=now())


_NOT_KNOWN = "Not known"


def told_rows(told: Disclosure) -> tuple[SummaryRow, ...]:
    """Return what was told, line by line; what is not known says so."""
    costs = told.running_costs_gbp_pa
    return tuple(
        SummaryRow(key=key, value=value)
        for key, value in (
            ("Condition", told.condition if told.condition_known == "yes" else _NOT_KNOWN),
            (
                "Last surveyed",
                words.day(told.surveyed_on) if told.surveyed_on else "No survey is known",
            ),
            (
                "Running costs a year",
                words.short_pounds(costs)
                if told.costs_known == "yes" and costs is not None
                else _NOT_KNOWN,
            ),
            ("What they are made of", told.costs_made_of),
            ("How the council holds it", told.get_title_display()),
            (
                "Restrictions on its use",
                told.restrictions
                if told.restricted == "yes"
                else {"no": "None are known of"}.get(told.restricted, _NOT_KNOWN),
            ),
            ("Open space", told.get_open_space_display()),
        )
        if value
    )


# --- the group begins --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def begin(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the group what the council tells, and begin its application once it says it has read it."""
    if closed := closed_to(request, at, "begin"):
        return closed
    told = Disclosure.objects.filter(proposal=at.proposal).first()
    found = kept.take(request, at=now()) if request.method != "POST" else None
    posted = request.POST if request.method == "POST" else None
    form = ReadForm(posted, initial={"version": told.saves}) if told else None
    reasons: tuple[str, ...] = ()
    if posted is not None and (form is None or form.is_valid()):
        read = form.cleaned_data["version"] if form else None

        def make(seen: Seen) -> None:
            begin_application(by=at.user, proposal=at.proposal, read=read, seen=seen, at=now())

        made = attempt(request, at, "begin", make, done="Your application has begun.")
        if isinstance(made, HttpResponse):
            return made
        reasons = made
        form = ReadForm(initial={"version": told.saves}) if told else None
    context = {
        "at": at,
        "form": form,
        "rows": told_rows(told) if told else (),
        "reasons": reasons,
        "criteria": len(engine_scheme(at.proposal.scheme).criteria),
        "since": token_of(at.proposal),
        "notice": found.words if found else "",
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/begin.html", context, status=409 if reasons else 200)
