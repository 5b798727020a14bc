"""The officer's pages beside the criteria: summary, discount, conditions, equality considerations."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.assessing import (
    save_conditions,
    save_wording,
    save_words,
)
from appraisal.actions.discounts import CannotRecommend, save_discount
from appraisal.actions.exempt import save_exempt
from appraisal.actions.facts import facts_of
from appraisal.actions.terms import CannotCorrect, correct_terms
from appraisal.assessing import PAGES, PREFIX, PUBLIC, TERMS
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.exempt import SECTIONS, to_choose
from appraisal.forms.assessing import REASON, SEEN
from appraisal.forms.exempt import ALL, SOME, ExemptForm
from appraisal.forms.recommending import (
    AGREE,
    REFUSE,
    ConditionsForm,
    CorrectedTermsForm,
    DiscountForm,
    EqualityForm,
    SummaryForm,
    WordingForm,
)
from appraisal.models import StandardCondition
from appraisal.pack.others import derivation_blocks, other_blocks, year_blocks
from appraisal.pack.report.blocks import Block
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.queries.mapping import corrected_terms_of
from appraisal.roles import To
from appraisal.views.assessing import MAY_NOT, after_saving, around_page, step_address
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, Shown, edit
from core.forms import Form


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def page(request: HttpRequest, at: AtProposal, page: str) -> HttpResponse:
    """Show and save the summary, the recommended discount, the conditions, the equality considerations."""
    if page not in PAGES:
        raise Http404
    sheet = sheet_of(at.proposal)
    assessed = assessed_of(at.proposal, sheet)
    outcome: Shown | None = None
    if To.ASSESS in at.may:
        try:
            done = edit(request, at, sheet, _PAGES[page](at, assessed, page))
        except (CannotCorrect, CannotRecommend):  # figures changed while this was being saved
            return HttpResponseRedirect(f"{step_address(at, page)}?changed=1")
        if isinstance(done, Saved):
            return after_saving(at, sheet, page, done)
        outcome = done
    elif request.method == "POST":
        return refuse(request, MAY_NOT)
    context = {
        **around_page(request, at, assessed, page),
        "page": page,
        "title": PAGES[page],
        "discounts": _discounts(assessed) if page == "discount" else (),
        "goes_along": _GOES_ALONG if page == PUBLIC else (),
        "shown": outcome,
        "form": outcome.form if outcome else None,
    }
    return render(request, "appraisal/assessing/page.html", context)


def _discounts(assessed: Assessed) -> tuple[Block, ...]:
    """Return how the discount is derived, line by line, and what other policies would give."""
    try:
        appraisal = assessed.officer.appraisal
    except CannotRead:
        return ()
    return (*derivation_blocks(appraisal), *year_blocks(appraisal), *other_blocks(appraisal))


class _OwnPage(Page):
    """One of the officer's pages beside the criteria."""

    def __init__(self, at: AtProposal, assessed: Assessed, page: str) -> None:
        self.at = at
        self.assessed = assessed
        self.page = page
        self.key = f"{PREFIX}{page}"

    def now(self, sheet: Sheet) -> Assessed:
        """Return the assessment that goes with a sheet, read again where that was."""
        same = sheet is self.assessed.group
        return self.assessed if same else assessed_of(self.at.proposal, sheet)

    def by(self, seen: int) -> dict[str, Any]:
        """Return what every action is told."""
        return {"by": self.at.user, "proposal": self.at.proposal, "seen": seen, "at": now()}


class _WordsPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        stored = getattr(self.now(sheet).recommendation, self.page)
        form = SummaryForm if self.page == "summary" else EqualityForm
        return form(typed, initial={self.page: stored})

    def save(self, form: Form, seen: int) -> None:
        save_words(page=self.page, words=form.cleaned_data[self.page], **self.by(seen))


class _WordingPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        said = self.now(sheet).recommendation
        initial = {"outcome": REFUSE if said.refusal else AGREE, "wording": said.wording}
        return WordingForm(typed, initial=initial)

    def save(self, form: Form, seen: int) -> None:
        cleaned = form.cleaned_data
        refusal = cleaned["outcome"] == REFUSE
        save_wording(words=cleaned["wording"], refusal=refusal, **self.by(seen))


class _DiscountPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        assessed = self.now(sheet)
        said = assessed.recommendation
        initial = {"percent": said.discount_percent, "reason": said.discount_reason}
        return DiscountForm(typed, initial=initial, derived=assessed.derived)

    def save(self, form: Form, seen: int) -> None:
        cleaned = form.cleaned_data
        save_discount(percent=cleaned["percent"], reason=cleaned["reason"], **self.by(seen))


class _ConditionsPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        stood = self.now(sheet).conditions
        initial = {
            "standard": [one.key for one in stood if one.key],
            "own": [{"words": one.words} for one in stood if not one.key],
        }
        kept = {one.key: one.words for one in stood if one.key}
        library = [
            (one.key, kept.get(one.key, one.words))
            for one in StandardCondition.objects.filter(authority=self.at.council)
            if one.retired_at is None or one.key in kept
        ]
        return ConditionsForm(typed, initial=initial, library=library)

    def save(self, form: Form, seen: int) -> None:
        own = [str(row["words"]) for row in form.cleaned_data["own"] if row.get("words")]
        save_conditions(standard=form.cleaned_data["standard"], own=own, **self.by(seen))


class _PublicPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        assessed = self.now(sheet)
        stood = [
            {"section": one.section, "paragraph": one.paragraph, "why": one.why}
            for one in assessed.exempt
        ]
        which = SOME if stood else ALL if assessed.recommendation.exempt_settled else ""
        return ExemptForm(
            typed,
            initial={"which": which, "closed": stood},
            sections=to_choose(sheet.proposal.kind),
        )

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, ExemptForm)  # noqa: S101 (it is the one made above)
        save_exempt(closed=form.chosen, **self.by(seen))


class _TermsPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        group = facts_of(sheet.proposal, TERMS)
        stood = corrected_terms_of(sheet.proposal)
        given: dict[str, object] = json.loads(stood.given) if stood else {}
        corrected = {
            key: Decimal(str(value)) if "_gbp" in key and value is not None else value
            for key, value in given.items()
        }
        return CorrectedTermsForm(
            typed,
            service=sheet.proposal.kind == "coproduction",
            group=group,
            saves=sheet.saves(TERMS),
            initial={**group, **corrected, REASON: stood.reason if stood else ""},
        )

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, CorrectedTermsForm)  # noqa: S101 (it is the one made above)
        cleaned = form.cleaned_data
        correct_terms(
            terms=form.terms, reason=cleaned[REASON], saves_seen=cleaned[SEEN], **self.by(seen)
        )


# What is closed together, as the page says it: the section, and those that go with it.
_GOES_ALONG = tuple(
    (one.title, words.listed([f"“{SECTIONS[key].title}”" for key in one.takes]))
    for one in SECTIONS.values()
    if one.chosen and one.takes
)
_PAGES: Mapping[str, type[_OwnPage]] = {
    "summary": _WordsPage,
    "discount": _DiscountPage,
    "conditions": _ConditionsPage,
    "equality": _WordsPage,
    "wording": _WordingPage,
    TERMS: _TermsPage,
    PUBLIC: _PublicPage,
}
