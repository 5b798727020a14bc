"""The pages of facts: the proposal, the group, the asset, the terms, the council's own figures."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.access import why_not
from appraisal.actions.facts import facts_of, save_facts
from appraisal.forms.facts import (
    AboutForm,
    AssetForm,
    CouncilForm,
    CouncilServiceForm,
    GroupForm,
    InvestmentForm,
    TermsForm,
)
from appraisal.queries import Sheet, neighbourhoods, sheet_of
from appraisal.roles import To
from appraisal.views.around import why_closed
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, edit
from appraisal.views.moving import after_saving, around
from appraisal.views.reading import read_only
from core.forms import Form


class FactsPage(NamedTuple):
    """A page of facts: its heading, why it is asked, its form, and who fills it in."""

    title: str
    lead: str
    form: type[Form]
    service_form: type[Form]  # where a service is proposed, not a transfer
    to: To


PAGES: Mapping[str, FactsPage] = {
    "about": FactsPage("Title and summary", "", AboutForm, AboutForm, To.ANSWER),
    "group": FactsPage("Your group and contact", "", GroupForm, GroupForm, To.ANSWER),
    "asset": FactsPage(
        "The building or land",
        "Fill in what you know. The council checks it.",
        AssetForm,
        AssetForm,
        To.ANSWER,
    ),
    "terms": FactsPage(
        "What you ask the council for",
        "You can change this later. The council may offer something else.",
        TermsForm,
        InvestmentForm,
        To.ANSWER,
    ),
    "council": FactsPage(
        "The council’s figures",
        "The group does not fill these in. Leave a figure blank while it is not known: what depends on it is then "
        "shown as provisional.",
        CouncilForm,
        CouncilServiceForm,
        To.ANSWER_FOR_COUNCIL,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def facts(request: HttpRequest, at: AtProposal, page: str) -> HttpResponse:
    """Show a page of facts and save it."""
    found = PAGES.get(page)
    if found is None:
        raise Http404
    closed = why_closed(at, found.to)
    if found.to not in at.may and (request.method == "POST" or not closed):
        return refuse(request, why_not(at.ever, at.proposal, found.to))
    sheet = sheet_of(at.proposal)
    if closed:
        return _closed(request, at, sheet, page, closed)
    outcome = edit(request, at, sheet, _Page(at, page, found))
    if isinstance(outcome, Saved):
        return after_saving(at, sheet, page, outcome)
    context = {
        **around(request, at, sheet, page),
        "page": found,
        "shown": outcome,
        "form": outcome.form,
    }
    return render(request, "appraisal/facts.html", context)


def _closed(
    request: HttpRequest, at: AtProposal, sheet: Sheet, page: str, why: str
) -> HttpResponse:
    """Show the facts of a page to somebody who may not change them any more, or not yet."""
    found = PAGES[page]
    context = {
        **around(request, at, sheet, page),
        "page": found,
        "closed": why,
        "rows": read_only(_Page(at, page, found).form(sheet, None)),
    }
    return render(request, "appraisal/facts.html", context)


class _Page(Page):
    """A page of facts, as somebody fills it in."""

    def __init__(self, at: AtProposal, key: str, page: FactsPage) -> None:
        self.at = at
        self.key = key
        of_service = at.proposal.kind == "coproduction"
        self.form_class = page.service_form if of_service else page.form

    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        initial = facts_of(sheet.proposal, self.key)
        if self.form_class is AssetForm:
            return AssetForm(typed, initial=initial, neighbourhoods=neighbourhoods(self.at.council))
        return self.form_class(typed, initial=initial)

    def save(self, form: Form, seen: int) -> None:
        save_facts(
            by=self.at.user,
            proposal=self.at.proposal,
            page=self.key,
            facts=form.cleaned_data,
            reason=form.cleaned_data.get("valuation_date_reason", ""),
            seen=seen,
            at=now(),
        )
