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
    agreed_for,
    save_criterion,
    withdraw_agreement,
)
from appraisal.actions.newer import has_neighbourhood_lists, has_newer_lists
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
from appraisal.queries.mapping import asset_of
from appraisal.queries.places import found_place
from appraisal.roles import To
from appraisal.showing.spoken import Spoken, spoken_answers
from appraisal.views.around import why_closed
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, Shown, edit, seen_in
from appraisal.views.evidence import shown_evidence
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
            return refuse(request, _why_not(at, found))
        return _page(request, at, sheet, found, None)
    outcome = edit(request, at, sheet, CriterionPage(at, found, asked))
    if isinstance(outcome, Saved):
        return after_saving(at, sheet, letter, outcome)
    return _page(request, at, sheet, found, outcome)


def _why_not(at: AtProposal, criterion: Criterion) -> str:
    """Say why somebody cannot answer what a criterion asks: never, or only not now."""
    if why := _closed(at, criterion):
        return why
    return "You may not answer these questions."


def _closed(at: AtProposal, criterion: Criterion) -> str:
    """Say why somebody whose questions these are cannot answer them now; empty where that is not so."""
    asked = {question.asked_of for question in criterion.questions}
    own = To.ANSWER if asked & {"group", "either"} else To.ANSWER_FOR_COUNCIL
    return why_closed(at, own)


class CriterionPage(Page):
    """The page of a criterion, for somebody who is asked something of it."""

    def __init__(self, at: AtProposal, criterion: Criterion, asked: Asked) -> None:
        self.at = at
        self.criterion = criterion
        self.asked = asked
        self.key = criterion.letter

    def form(self, sheet: Sheet, typed: QueryDict | None) -> CriterionForm:
        aims = sheet.aims.get(self.key, ())
        initial = None
        if typed is None:
            entry = sheet.entry(self.key)
            beside = {REASON: entry.reason, EVIDENCE: entry.evidence, NOTE: entry.note}
            initial = initial_of(self.asked, aims, entry.given, beside)
        form = CriterionForm(self.criterion, self.asked, aims, typed, initial)
        if (place := found_place(self.at.proposal)) is not None:
            form.found = Deprivation(place.edition, place.rank)
        return form

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, CriterionForm)  # noqa: S101 (it is the one made above)
        self._say(_said(self.at, form), seen)

    def take_back(self, form: Form, seen: int) -> bool:
        assert isinstance(form, CriterionForm)  # noqa: S101
        if not form.blank:
            return False
        asked = self.asked
        nothing = Said(
            keys=asked.keys,
            answered=False,
            reason="" if asked.claim else None,
            evidence="" if asked.evidence else None,
            note="" if asked.note else None,
        )
        self._say(nothing, seen)
        return True

    def _say(self, said: Said, seen: int) -> None:
        at = self.at
        save_criterion(
            by=at.user, proposal=at.proposal, letter=self.key, said=said, seen=seen, at=now()
        )


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
        agreed_by=agreed_for(at.council) if agrees else "",
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
        "closed": "" if shown else _closed(at, criterion),
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
        **_lists(at, sheet, rated is not None, letter),
        "origins": _origins(at, letter) if rated else (),
        "asset_rank": _asset_rank(sheet, criterion),
        **_found(at, sheet, criterion),
        **shown_evidence(at, letter),
        "may_agree": To.AGREE in at.may and bool(entry.reason),
        **_fields(shown.form if shown else None),
    }
    return render(request, "appraisal/criterion.html", context)


def _lists(at: AtProposal, sheet: Sheet, rated: bool, letter: str) -> dict[str, object]:
    """Say whether the council has a newer list, or one for each neighbourhood, and which is chosen."""
    if not rated or To.ANSWER not in at.may:
        return {}
    asset = asset_of(at.proposal)
    chosen = asset.neighbourhood if asset is not None else ""
    return {
        "newer_lists": has_newer_lists(at.proposal),
        "neighbourhood": chosen if chosen and has_neighbourhood_lists(at.proposal, letter) else "",
        "choose_neighbourhood": not sheet.aims.get(letter)
        and has_neighbourhood_lists(at.proposal, letter),
    }


def _origins(at: AtProposal, letter: str) -> list[tuple[str, str]]:
    """Return where the priorities of a page are from: words, and what is known of them."""
    own = at.proposal.aims.filter(letter=letter).exclude(about="")
    return list(own.values_list("words", "about"))


def _asset_rank(sheet: Sheet, criterion: Criterion) -> Deprivation | None:
    """Return the rank that came with the asset, where it counts because none was entered here."""
    entered = any(
        one.kind == "rank" and one.key in sheet.entry(criterion.letter).given
        for one in criterion.questions
    )
    return sheet.file.answers.deprivation if _ranks(criterion) and not entered else None


def _found(at: AtProposal, sheet: Sheet, criterion: Criterion) -> dict[str, object]:
    """Return what the postcode has found, and whether that is what counts; or that it has found nothing."""
    if not _ranks(criterion):
        return {}
    given = sheet.entry(criterion.letter).given
    place = found_place(at.proposal)
    if place is None:
        asset = asset_of(at.proposal)
        if asset is None or asset.imd_rank is not None or given:
            return {}
        return {"not_found": asset.postcode}
    entered = {one.kind: given.get(one.key) for one in criterion.questions if one.key in given}
    same = {"edition": place.edition, "rank": place.rank}
    return {"found_place": place, "found_counts": not entered or entered == same}


def _ranks(criterion: Criterion) -> bool:
    """Say whether a criterion asks for the rank of a place."""
    return any(question.kind == "rank" for question in criterion.questions)


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
    try:
        settle(
            by=at.user,
            proposal=at.proposal,
            letter=letter,
            seen=seen_in(request.POST, otherwise=-1),
            at=now(),
        )
    except (CannotAgree, ChangedMeanwhile):
        return HttpResponseRedirect(f"{criterion_address(at, letter)}?changed=1")
    return HttpResponseRedirect(criterion_address(at, letter))
