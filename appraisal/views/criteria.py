"""The page of a criterion: what is asked, what it is worth so far, and what the council agrees to."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.answers import (
    CannotAgree,
    Said,
    agree_not_applicable,
    save_criterion,
    withdraw_agreement,
)
from appraisal.actions.pages import ChangedMeanwhile
from appraisal.engine.answers import Deprivation
from appraisal.engine.scheme import Criterion
from appraisal.forms.criterion import (
    EVIDENCE,
    NOTE,
    REASON,
    Asked,
    CriterionForm,
    asked_of,
    initial_of,
)
from appraisal.queries import Sheet, sheet_of
from appraisal.roles import To
from appraisal.showing.spoken import Spoken, spoken_answers
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import SEEN, Page, Saved, Shown, edit
from appraisal.views.moving import after_saving, around, worth_of
from appraisal.views.steps import criterion_address
from core.forms import Form


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def criterion(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Show a criterion's page and save it; who is asked nothing of it only reads."""
    sheet = sheet_of(at.proposal)
    found = sheet.scheme.by_letter.get(letter)
    if found is None:
        raise Http404
    asked = asked_of(found, at.audiences)
    if not asked.questions:
        if request.method == "POST":
            return refuse(request, "You may not answer these questions.")
        return _page(request, at, sheet, found, None)
    outcome = edit(request, at, sheet, _page_of(at, found, asked))
    if isinstance(outcome, Saved):
        return after_saving(at, sheet, letter, outcome)
    return _page(request, at, sheet, found, outcome)


def _page_of(at: AtProposal, criterion: Criterion, asked: Asked) -> Page:
    letter = criterion.letter

    def form(sheet: Sheet, data: QueryDict | None) -> Form:
        aims = sheet.aims.get(letter, ())
        if data is not None:
            return CriterionForm(criterion, asked, aims, data)
        entry = sheet.entry(letter)
        beside = {REASON: entry.reason, EVIDENCE: entry.evidence, NOTE: entry.note}
        return CriterionForm(
            criterion, asked, aims, None, initial_of(asked, aims, entry.given, beside)
        )

    def save(form: Form, seen: int) -> bool:
        assert isinstance(form, CriterionForm)  # noqa: S101 (it is the one made above)
        said = _said(at, form)
        return save_criterion(
            by=at.user, proposal=at.proposal, letter=letter, said=said, seen=seen, at=now()
        )

    def take_back(seen: int) -> bool:
        said = Said(
            keys=asked.keys,
            answered=False,
            reason="" if asked.claim else None,
            evidence="" if asked.evidence else None,
            note="" if asked.note else None,
        )
        return save_criterion(
            by=at.user, proposal=at.proposal, letter=letter, said=said, seen=seen, at=now()
        )

    def blank(form: Form) -> bool:
        return isinstance(form, CriterionForm) and form.blank

    return Page(key=letter, form=form, save=save, take_back=take_back, blank=blank)


def _said(at: AtProposal, form: CriterionForm) -> Said:
    cleaned: Mapping[str, Any] = form.cleaned_data
    asked = form.asked
    reason = cleaned.get(REASON, "") if form.claimed else ""
    officers_own = all(one.asked_of == "officer" for one in form.criterion.questions)
    agrees = officers_own and To.AGREE in at.may
    return Said(
        keys=asked.keys,
        given=form.given(),
        reason=reason if asked.claim else None,
        evidence=cleaned[EVIDENCE] if asked.evidence else None,
        note=cleaned[NOTE] if asked.note else None,
        agreed_by=f"{at.user}, {at.council.name}" if agrees else "",
    )


def _page(
    request: HttpRequest, at: AtProposal, sheet: Sheet, criterion: Criterion, shown: Shown | None
) -> HttpResponse:
    letter = criterion.letter
    entry = sheet.entry(letter)
    heading = next(one for one in sheet.scheme.headings if one.key == criterion.heading)
    rated = next((one for one in criterion.questions if one.kind == "ratings"), None)
    context = {
        **around(request, at, sheet, letter),
        "criterion": criterion,
        "heading": heading,
        "entry": entry,
        "shown": shown,
        "form": shown.form if shown else None,
        "saves": sheet.saves(letter),
        "worth": worth_of(sheet, letter),
        "others": _said_by_others(at, sheet, criterion),
        "rated": rated,
        "no_aims": rated is not None and not sheet.aims.get(letter),
        "asset_rank": _asset_rank(sheet, criterion),
        "may_agree": To.AGREE in at.may and bool(entry.reason),
        **_fields(shown.form if shown else None),
    }
    return render(request, "appraisal/criterion.html", context)


def _asset_rank(sheet: Sheet, criterion: Criterion) -> Deprivation | None:
    """Return the rank that came with the asset, where it counts because none was entered here."""
    ranked = any(question.kind == "rank" for question in criterion.questions)
    entered = any(
        one.kind == "rank" and one.key in sheet.entry(criterion.letter).given
        for one in criterion.questions
    )
    return sheet.file.answers.deprivation if ranked and not entered else None


def _said_by_others(at: AtProposal, sheet: Sheet, criterion: Criterion) -> list[Spoken]:
    """Return the questions that are not this person's, with what was said to them."""
    answer = sheet.file.answers.letters.get(criterion.letter)
    wording = sheet.file.wording.get(criterion.letter, {})
    spoken = spoken_answers(criterion, answer, wording, sheet.file.answers.deprivation)
    return [one for one in spoken if one.question.asked_of not in at.audiences]


def _fields(form: Form | None) -> dict[str, list[BoundField]]:
    """Return the buttons of ratings, which stand together under their question, and all other fields."""
    ratings = form.ratings if isinstance(form, CriterionForm) else {}
    fields = list(form) if form else []
    return {
        "rating_fields": [field for field in fields if field.name in ratings],
        "other_fields": [field for field in fields if field.name not in ratings],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.AGREE)
def agree(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Agree that a criterion does not apply, or take that agreement back."""
    sheet = sheet_of(at.proposal)
    if letter not in sheet.scheme.by_letter:
        raise Http404
    if request.method != "POST":  # they had to sign in again before they could agree
        return HttpResponseRedirect(criterion_address(at, letter))
    settle = withdraw_agreement if request.POST.get("agree") == "no" else agree_not_applicable
    seen = request.POST.get(SEEN, "")
    try:
        settle(
            by=at.user,
            proposal=at.proposal,
            letter=letter,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
            at=now(),
        )
    except (CannotAgree, ChangedMeanwhile):
        changed = f"{criterion_address(at, letter)}?changed=1"
        return HttpResponseRedirect(changed)
    return HttpResponseRedirect(criterion_address(at, letter))
